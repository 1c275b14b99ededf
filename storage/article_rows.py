"""Content to rows and back: every column of the portal, exactly as it was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.article_columns import CONTENT_COLUMNS, columns_of, content_of
from storage.article_parts import insert_parts, load_parts, replace_parts
from storage.categories import ensure_category, ensure_genre
from storage.content_json import changed_fields, content_to_json
from storage.database import Transaction, Value, instant, instant_or_none, stamp, stamp_or_none
from storage.edits import request_edit
from storage.errors import NotFound
from storage.model import (
    Article,
    ArticleId,
    CategoryId,
    Content,
    FeedId,
    Person,
    Status,
    Version,
)

_OWN_COLUMNS = (
    "status",
    "version_major",
    "version_minor",
    "feed_id",
    "created_at",
    "created_by_id",
    "created_by_name",
    "modified_at",
    "modified_by_id",
    "modified_by_name",
    "released_at",
    "featured_at",
)
_LOADED = (*_OWN_COLUMNS, *CONTENT_COLUMNS)
_INSERTED = (*_LOADED, "origin")
_INSERT = f"""
    INSERT INTO articles ({", ".join(_INSERTED)})
    VALUES ({", ".join(f":{name}" for name in _INSERTED)})
    RETURNING id
    """
_REVISION = """
    INSERT INTO revisions
      (article_id, version_major, version_minor, at, by_id, by_name, note, changed, content)
    VALUES (:id, :major, :minor, :at, :by_id, :by_name, :note, :changed, :content)
    """
_NOTHING = Content(title="")


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """An article to be stored: everything of it but its files, counters and first revision."""

    content: Content
    status: Status
    version: Version
    by: Person
    feed_id: FeedId | None = None
    origin: str | None = None
    released_at: datetime | None = None
    featured_at: datetime | None = None


async def insert(tx: Transaction, new: New, *, now: datetime) -> ArticleId:
    """The id of a new article, stored with its files, its counters and its first revision."""
    article_id = await insert_row(tx, new, shelves={}, now=now)
    await insert_rest(tx, [(article_id, new)], now=now)
    return article_id


async def insert_row(
    tx: Transaction, new: New, *, shelves: dict[str, CategoryId], now: datetime
) -> ArticleId:
    """The id of a new article. Nothing is whole before `insert_rest`.

    `shelves`: the categories met in this transaction, by name.
    """
    name = new.content.category
    if name and name not in shelves:
        shelves[name] = await ensure_category(tx, name)
    genre = new.content.genre
    rows = await tx.rows(
        _INSERT,
        **columns_of(
            new.content,
            category_id=shelves.get(name),
            genre_id=await ensure_genre(tx, genre) if genre else None,
        ),
        **_changed_values(version=new.version, by=new.by, now=now),
        origin=new.origin,
        status=new.status.value,
        feed_id=new.feed_id,
        created_at=stamp(now),
        created_by_id=new.by.id,
        created_by_name=new.by.name,
        released_at=stamp_or_none(new.released_at),
        featured_at=stamp_or_none(new.featured_at),
    )
    return ArticleId(rows[0][0])


async def insert_rest(
    tx: Transaction, articles: Sequence[tuple[ArticleId, New]], *, now: datetime
) -> None:
    """The files, counters and first revisions of new articles, one statement a table."""
    if not articles:
        return
    await tx.many(
        """
        INSERT INTO article_stats (article_id, imported_view_count)
        VALUES (:id, :imported)
        """,
        [{"id": id, "imported": new.content.imported_view_count} for id, new in articles],
    )
    await insert_parts(tx, [(id, new.content) for id, new in articles])
    await tx.many(
        _REVISION,
        [
            _revision(
                id,
                version=new.version,
                before=_NOTHING,
                content=new.content,
                by=new.by,
                note="",
                now=now,
            )
            for id, new in articles
        ],
    )


async def update_content(
    tx: Transaction,
    article_id: ArticleId,
    *,
    content: Content,
    version: Version,
    by: Person,
    note: str,
    now: datetime,
) -> None:
    """Puts `content` in place of what stands and adds a revision; the status stays.

    Raises:
        NotFound: no such article.
    """
    before = (await load(tx, article_id)).content
    changed = {
        **await _content_values(tx, content),
        **_changed_values(version=version, by=by, now=now),
    }
    await _update_row(
        tx, article_id, changed=changed, imported_view_count=content.imported_view_count
    )
    await replace_parts(tx, article_id, before=before, after=content)
    await tx.run(
        _REVISION,
        **_revision(
            article_id,
            version=version,
            before=before,
            content=content,
            by=by,
            note=note,
            now=now,
        ),
    )
    headline = (before.title, before.summary) != (content.title, content.summary)
    await request_edit(tx, article_id, is_mention=headline, now=now)


async def load(tx: Transaction, article_id: ArticleId) -> Article:
    """The article with its files, related lines and extra columns.

    Raises:
        NotFound: no such article.
    """
    rows = await tx.rows(
        f"""
        SELECT {", ".join(f"a.{name}" for name in _LOADED)}, c.name, g.name, s.imported_view_count
        FROM articles a
        LEFT JOIN categories c ON c.id = a.category_id
        LEFT JOIN genres g ON g.id = a.genre_id
        LEFT JOIN article_stats s ON s.article_id = a.id
        WHERE a.id = :id
        """,
        id=article_id,
    )
    if not rows:
        raise NotFound("article", article_id)
    names = (*_LOADED, "category", "genre", "imported_view_count")
    row = dict(zip(names, rows[0], strict=True))
    return Article(
        id=article_id,
        status=Status(row["status"]),
        version=Version(major=row["version_major"], minor=row["version_minor"]),
        content=content_of(row, parts=await load_parts(tx, article_id)),
        category_id=row["category_id"],
        genre_id=row["genre_id"],
        feed_id=row["feed_id"],
        created_at=instant(row["created_at"]),
        created_by=Person(id=row["created_by_id"], name=row["created_by_name"]),
        modified_at=instant(row["modified_at"]),
        modified_by=Person(id=row["modified_by_id"], name=row["modified_by_name"]),
        released_at=instant_or_none(row["released_at"]),
        featured_at=instant_or_none(row["featured_at"]),
    )


def revised_version(article: Article) -> Version:
    """The number of its next revision: a published one becomes n+1.0, any other n.m+1."""
    if article.status is Status.PUBLISHED:
        return Version(major=article.version.major + 1, minor=0)
    return Version(major=article.version.major, minor=article.version.minor + 1)


def _changed_values(*, version: Version, by: Person, now: datetime) -> dict[str, Value]:
    return {
        "version_major": version.major,
        "version_minor": version.minor,
        "modified_at": stamp(now),
        "modified_by_id": by.id,
        "modified_by_name": by.name,
    }


async def _content_values(tx: Transaction, content: Content) -> dict[str, Value]:
    return columns_of(
        content,
        category_id=await ensure_category(tx, content.category) if content.category else None,
        genre_id=await ensure_genre(tx, content.genre) if content.genre else None,
    )


async def _update_row(
    tx: Transaction,
    article_id: ArticleId,
    *,
    changed: Mapping[str, Value],
    imported_view_count: int | None,
) -> None:
    await tx.run(
        f"""
        UPDATE articles
        SET {", ".join(f"{name} = :{name}" for name in changed)}
        WHERE id = :id
        """,
        id=article_id,
        **changed,
    )
    await tx.run(
        """
        UPDATE article_stats
        SET imported_view_count = :imported
        WHERE article_id = :id
        """,
        id=article_id,
        imported=imported_view_count,
    )


def _revision(
    article_id: ArticleId,
    *,
    version: Version,
    before: Content,
    content: Content,
    by: Person,
    note: str,
    now: datetime,
) -> dict[str, Value]:
    return {
        "id": article_id,
        "major": version.major,
        "minor": version.minor,
        "at": stamp(now),
        "by_id": by.id,
        "by_name": by.name,
        "note": note,
        "changed": " ".join(changed_fields(before, content)),
        "content": content_to_json(content),
    }
