"""Lists of articles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storage.database import Row, Transaction, Value, instant_or_none, stamp
from storage.model import Article, ArticleId, CategoryId, Headline, ReaderId, Related, Status

HEADLINE = "a.id, a.title, c.name, a.published_at, a.is_featured, a.summary, a.language"
FROM_ARTICLES = "FROM articles a LEFT JOIN categories c ON c.id = a.category_id"
NEWEST_FIRST = "ORDER BY a.released_at DESC, a.id DESC"


def headline_of(row: Row) -> Headline:
    """The headline in a row that begins with the columns of HEADLINE."""
    return Headline(
        id=ArticleId(row[0]),
        title=row[1],
        category=row[2] or "",
        published_at=instant_or_none(row[3]),
        is_featured=bool(row[4]),
        summary=row[5],
        language=row[6],
    )


async def latest(
    tx: Transaction, *, category_id: CategoryId | None, limit: int, offset: int
) -> list[Headline]:
    """Published ones, the newest first; of one category, or of all."""
    in_category = "" if category_id is None else "AND a.category_id = :category_id"
    return await _headlines(
        tx,
        f"""
        SELECT {HEADLINE}
        {FROM_ARTICLES}
        WHERE a.status = 'published' {in_category}
        {NEWEST_FIRST}
        LIMIT :limit OFFSET :offset
        """,
        limit=limit,
        offset=offset,
        **({} if category_id is None else {"category_id": category_id}),
    )


async def count_latest(tx: Transaction, *, category_id: CategoryId | None) -> int:
    """How many `latest` could list."""
    if category_id is None:
        rows = await tx.rows("SELECT COUNT(*) FROM articles WHERE status = 'published'")
    else:
        rows = await tx.rows(
            """
            SELECT COUNT(*)
            FROM articles
            WHERE status = 'published' AND category_id = :category_id
            """,
            category_id=category_id,
        )
    return int(rows[0][0])


async def featured(tx: Transaction, now: datetime, *, limit: int, offset: int) -> list[Headline]:
    """Published ones that an editor or a feed features at `now`: the pinned one, the newest."""
    shown = f"""
        SELECT {HEADLINE}
        {FROM_ARTICLES}
        WHERE a.is_featured = 1
          AND a.status = 'published'
          AND (a.featured_until_at IS NULL OR a.featured_until_at > :now)
    """
    # Asked apart, so that the others still come in the order of their index.
    pinned = await _headlines(tx, f"{shown} AND a.pinned_at IS NOT NULL", now=stamp(now))
    first = pinned if offset == 0 else []
    others = await _headlines(
        tx,
        f"{shown} AND a.pinned_at IS NULL {NEWEST_FIRST} LIMIT :limit OFFSET :offset",
        now=stamp(now),
        limit=limit - len(first),
        offset=max(offset - len(pinned), 0),
    )
    return [*first, *others]


async def others(tx: Transaction, article: Article, *, limit: int) -> list[Headline]:
    """The newest others ("Tin khác") of its category, or of all when it has none."""
    newest = await latest(tx, category_id=article.category_id, limit=limit + 1, offset=0)
    return [headline for headline in newest if headline.id != article.id][:limit]


async def released(
    tx: Transaction,
    after: datetime,
    *,
    until: datetime,
    category_ids: Sequence[CategoryId],
    limit: int,
) -> list[Headline]:
    """Published ones released after `after` up to `until`: pinned, featured, then the newest.

    No `category_ids` means all.
    """
    chosen, ids = id_list(category_ids)
    in_categories = f"AND a.category_id IN ({chosen})" if category_ids else ""
    return await _headlines(
        tx,
        f"""
        SELECT {HEADLINE}
        {FROM_ARTICLES}
        WHERE a.status = 'published'
          AND a.released_at > :after
          AND a.released_at <= :until
          {in_categories}
        ORDER BY a.pinned_at IS NULL, a.is_featured DESC, a.released_at DESC, a.id DESC
        LIMIT :limit
        """,
        after=stamp(after),
        until=stamp(until),
        limit=limit,
        **ids,
    )


async def by_status(
    tx: Transaction, statuses: Sequence[Status], *, limit: int, offset: int, by_id: ReaderId | None
) -> list[Headline]:
    """Those in one of the statuses, of all or made by one person.

    The last changed first; published ones by their release, the newest first.
    """
    made_by = "" if by_id is None else "AND a.created_by_id = :by_id"
    named = {f"status{n}": status.value for n, status in enumerate(statuses)}
    among = ", ".join(f":{name}" for name in named)
    if Status.PUBLISHED in statuses:
        chosen = f"a.status = 'published' {made_by} {NEWEST_FIRST}"
    else:
        # The second condition is that of the index `articles_desk`.
        chosen = f"""a.status IN ({among}) AND a.status <> 'published' {made_by}
        ORDER BY a.modified_at DESC, a.id DESC"""
    return await _headlines(
        tx,
        f"""
        SELECT {HEADLINE}
        {FROM_ARTICLES}
        WHERE {chosen}
        LIMIT :limit OFFSET :offset
        """,
        limit=limit,
        offset=offset,
        **named,
        **({} if by_id is None else {"by_id": by_id}),
    )


async def of_ids(tx: Transaction, article_ids: Sequence[ArticleId]) -> list[Headline]:
    """The headlines of these, in this order."""
    if not article_ids:
        return []
    chosen, ids = id_list(article_ids)
    found = await _headlines(
        tx, f"SELECT {HEADLINE} {FROM_ARTICLES} WHERE a.id IN ({chosen})", **ids
    )
    by_id = {headline.id: headline for headline in found}
    return [by_id[article_id] for article_id in article_ids if article_id in by_id]


async def related(tx: Transaction, article_id: ArticleId) -> tuple[Related, ...]:
    """Its "Tin liên quan" in order, with an id where a published article of ours is meant."""
    rows = await tx.rows(
        """
        SELECT r.title, r.url, COALESCE(
          (SELECT a.id FROM articles a WHERE a.id = r.related_id AND a.status = 'published'),
          (
            SELECT MAX(a.id)
            FROM articles a
            WHERE a.canonical_url = r.url AND a.canonical_url <> '' AND a.status = 'published'
          )
        )
        FROM article_related r
        WHERE r.article_id = :id
        ORDER BY r.position
        """,
        id=article_id,
    )
    return tuple(Related(title=row[0], url=row[1], article_id=row[2]) for row in rows)


def id_list(ids: Sequence[int]) -> tuple[str, dict[str, Value]]:
    """The ids as named parameters, and their values; without any, a list that holds nothing.

    >>> id_list([7, 9])
    (':id0, :id1', {'id0': 7, 'id1': 9})
    """
    values: dict[str, Value] = {f"id{position}": id for position, id in enumerate(ids)}
    return ", ".join(f":{name}" for name in values) or "NULL", values


async def _headlines(tx: Transaction, sql: str, **args: Value) -> list[Headline]:
    return [headline_of(row) for row in await tx.rows(sql, **args)]
