"""Browsing: what is read most, what came on a day, what came since somebody looked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storage.database import Shelf, Transaction, instant_or_none, reads, stamp, writes
from storage.headlines import FROM_ARTICLES, HEADLINE, NEWEST_FIRST, headline_of, id_list
from storage.model import ArticleId, CategoryId, Headline, ReaderId
from storage.views import day_of


class Browsing(Shelf):
    """Lists of published articles, page by page."""

    @reads
    async def most_read(
        self, tx: Transaction, since: datetime, *, limit: int, offset: int = 0
    ) -> list[Headline]:
        """By their openings from the day that `since` shows in its own zone, the most first."""
        rows = await tx.rows(
            f"""
            WITH read AS (
              SELECT article_id, SUM(views) AS views
              FROM view_days
              WHERE day >= :day
              GROUP BY article_id
            )
            SELECT {HEADLINE}
            {FROM_ARTICLES}
            JOIN read ON read.article_id = a.id
            WHERE a.status = 'published'
            ORDER BY read.views DESC, a.id DESC
            LIMIT :limit OFFSET :offset
            """,
            day=day_of(since),
            limit=limit,
            offset=offset,
        )
        return [headline_of(row) for row in rows]

    @reads
    async def released(
        self, tx: Transaction, after: datetime, *, until: datetime, limit: int, offset: int = 0
    ) -> list[Headline]:
        """Those released after `after` up to `until`, the newest first."""
        rows = await tx.rows(
            f"""
            SELECT {HEADLINE}
            {FROM_ARTICLES}
            WHERE a.status = 'published'
              AND a.released_at > :after
              AND a.released_at <= :until
            {NEWEST_FIRST}
            LIMIT :limit OFFSET :offset
            """,
            after=stamp(after),
            until=stamp(until),
            limit=limit,
            offset=offset,
        )
        return [headline_of(row) for row in rows]

    @reads
    async def of_categories(
        self, tx: Transaction, ids: Sequence[CategoryId], *, limit: int, offset: int = 0
    ) -> list[Headline]:
        """The newest of several categories, one after the other in time."""
        chosen, values = id_list(ids)
        rows = await tx.rows(
            f"""
            SELECT {HEADLINE}
            {FROM_ARTICLES}
            WHERE a.status = 'published'
              AND a.category_id IN ({chosen})
            {NEWEST_FIRST}
            LIMIT :limit OFFSET :offset
            """,
            limit=limit,
            offset=offset,
            **values,
        )
        return [headline_of(row) for row in rows]

    @reads
    async def pictures(self, tx: Transaction, ids: Sequence[ArticleId]) -> dict[ArticleId, str]:
        """The main picture's address of each of these that has one."""
        chosen, values = id_list(ids)
        rows = await tx.rows(
            f"SELECT id, image_url FROM articles WHERE id IN ({chosen}) AND image_url <> ''",
            **values,
        )
        return {ArticleId(id): str(url) for id, url in rows}

    @reads
    async def visited_at(self, tx: Transaction, reader_id: ReaderId) -> datetime | None:
        """Up to when the reader has seen the list of what is new; None when never."""
        rows = await tx.rows("SELECT visited_at FROM readers WHERE id = :id", id=reader_id)
        return instant_or_none(rows[0][0]) if rows else None

    @writes
    async def visit(self, tx: Transaction, reader_id: ReaderId, *, now: datetime) -> None:
        """What is new begins at `now` for the reader from here on."""
        await tx.run(
            "UPDATE readers SET visited_at = :now WHERE id = :id", id=reader_id, now=stamp(now)
        )
