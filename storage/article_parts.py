"""What an article has several of: files, related lines and unknown columns, in order."""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Row, Transaction
from storage.model import ArticleId, Attachment, Content, Related


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The repeated parts of one article."""

    audio: tuple[Attachment, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    related: tuple[Related, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()


def parts_of(content: Content) -> Parts:
    """The repeated parts alone."""
    return Parts(
        audio=content.audio,
        attachments=content.attachments,
        related=content.related,
        extra=content.extra,
    )


async def load_parts(tx: Transaction, article_id: ArticleId) -> Parts:
    """All the parts of an article, from one query."""
    rows = await tx.rows(
        """
        SELECT 'extra' AS part, position, name, value, '', '', CAST(NULL AS BIGINT)
        FROM article_extra
        WHERE article_id = :id
        UNION ALL
        SELECT role, position, name, url, file_id, mime_type, size_bytes
        FROM article_files
        WHERE article_id = :id
        UNION ALL
        SELECT 'related', position, title, url, '', '', related_id
        FROM article_related
        WHERE article_id = :id
        ORDER BY 1, 2
        """,
        id=article_id,
    )
    return Parts(
        audio=tuple(_file(row) for row in rows if row[0] == "audio"),
        attachments=tuple(_file(row) for row in rows if row[0] == "attachment"),
        related=tuple(
            Related(title=row[2], url=row[3], article_id=row[6])
            for row in rows
            if row[0] == "related"
        ),
        extra=tuple((row[2], row[3]) for row in rows if row[0] == "extra"),
    )


async def insert_parts(tx: Transaction, article_id: ArticleId, *, content: Content) -> None:
    """The parts of a new article."""
    if content.extra:
        await _insert_extra(tx, article_id, extra=content.extra)
    if content.audio:
        await _insert_files(tx, article_id, role="audio", files=content.audio)
    if content.attachments:
        await _insert_files(tx, article_id, role="attachment", files=content.attachments)
    if content.related:
        await _insert_related(tx, article_id, related=content.related)


async def replace_parts(
    tx: Transaction, article_id: ArticleId, *, before: Content, after: Content
) -> None:
    """The parts of `after` in place of those of `before`; nothing when they are the same."""
    if parts_of(before) == parts_of(after):
        return
    for table in ("article_extra", "article_files", "article_related"):
        await tx.run(f"DELETE FROM {table} WHERE article_id = :id", id=article_id)
    await insert_parts(tx, article_id, content=after)


def _file(row: Row) -> Attachment:
    return Attachment(name=row[2], url=row[3], file_id=row[4], mime_type=row[5], size_bytes=row[6])


async def _insert_extra(
    tx: Transaction, article_id: ArticleId, *, extra: tuple[tuple[str, str], ...]
) -> None:
    await tx.many(
        """
        INSERT INTO article_extra (article_id, position, name, value)
        VALUES (:id, :position, :name, :value)
        """,
        [
            {"id": article_id, "position": position, "name": name, "value": value}
            for position, (name, value) in enumerate(extra)
        ],
    )


async def _insert_files(
    tx: Transaction, article_id: ArticleId, *, role: str, files: tuple[Attachment, ...]
) -> None:
    await tx.many(
        """
        INSERT INTO article_files
          (article_id, role, position, name, url, file_id, mime_type, size_bytes)
        VALUES (:id, :role, :position, :name, :url, :file_id, :mime_type, :size_bytes)
        """,
        [
            {
                "id": article_id,
                "role": role,
                "position": position,
                "name": file.name,
                "url": file.url,
                "file_id": file.file_id,
                "mime_type": file.mime_type,
                "size_bytes": file.size_bytes,
            }
            for position, file in enumerate(files)
        ],
    )


async def _insert_related(
    tx: Transaction, article_id: ArticleId, *, related: tuple[Related, ...]
) -> None:
    await tx.many(
        """
        INSERT INTO article_related (article_id, position, related_id, title, url)
        VALUES (:id, :position, :related_id, :title, :url)
        """,
        [
            {
                "id": article_id,
                "position": position,
                "related_id": line.article_id,
                "title": line.title,
                "url": line.url,
            }
            for position, line in enumerate(related)
        ],
    )
