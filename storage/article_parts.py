"""What an article has several of: files, related lines and unknown columns, in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from storage.database import Row, Transaction, Value
from storage.model import ArticleId, Attachment, Content, Related

_EXTRA = """
    INSERT INTO article_extra (article_id, position, name, value)
    VALUES (:id, :position, :name, :value)
    """
_FILES = """
    INSERT INTO article_files
      (article_id, role, position, name, url, file_id, mime_type, size_bytes)
    VALUES (:id, :role, :position, :name, :url, :file_id, :mime_type, :size_bytes)
    """
_RELATED = """
    INSERT INTO article_related (article_id, position, related_id, title, url)
    VALUES (:id, :position, :related_id, :title, :url)
    """


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


async def insert_parts(tx: Transaction, articles: Sequence[tuple[ArticleId, Content]]) -> None:
    """The parts of new articles, one statement a table."""
    await _many(tx, _EXTRA, [row for id, it in articles for row in _extra(id, it.extra)])
    files = [
        row
        for id, it in articles
        for role, held in (("audio", it.audio), ("attachment", it.attachments))
        for row in _files(id, role=role, files=held)
    ]
    await _many(tx, _FILES, files)
    await _many(tx, _RELATED, [row for id, it in articles for row in _related(id, it.related)])


async def replace_parts(
    tx: Transaction, article_id: ArticleId, *, before: Content, after: Content
) -> None:
    """The parts of `after` in place of those of `before`; nothing when they are the same."""
    if parts_of(before) == parts_of(after):
        return
    for table in ("article_extra", "article_files", "article_related"):
        await tx.run(f"DELETE FROM {table} WHERE article_id = :id", id=article_id)
    await insert_parts(tx, [(article_id, after)])


def _file(row: Row) -> Attachment:
    return Attachment(name=row[2], url=row[3], file_id=row[4], mime_type=row[5], size_bytes=row[6])


async def _many(tx: Transaction, sql: str, rows: Sequence[Mapping[str, Value]]) -> None:
    if rows:
        await tx.many(sql, rows)


def _extra(
    article_id: ArticleId, extra: Sequence[tuple[str, str]]
) -> Iterable[Mapping[str, Value]]:
    for position, (name, value) in enumerate(extra):
        yield {"id": article_id, "position": position, "name": name, "value": value}


def _files(
    article_id: ArticleId, *, role: str, files: Sequence[Attachment]
) -> Iterable[Mapping[str, Value]]:
    for position, file in enumerate(files):
        yield {
            "id": article_id,
            "role": role,
            "position": position,
            "name": file.name,
            "url": file.url,
            "file_id": file.file_id,
            "mime_type": file.mime_type,
            "size_bytes": file.size_bytes,
        }


def _related(article_id: ArticleId, related: Sequence[Related]) -> Iterable[Mapping[str, Value]]:
    for position, line in enumerate(related):
        yield {
            "id": article_id,
            "position": position,
            "related_id": line.article_id,
            "title": line.title,
            "url": line.url,
        }
