"""Royalty: what authors get for an article, by month, until it is closed and paid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from storage import headlines, royalty_moves, royalty_rows
from storage.categories import ensure_genre
from storage.database import Shelf, Transaction, reads, stamp, writes
from storage.errors import NotFound, Stale
from storage.model import (
    ArticleId,
    Headline,
    ReaderId,
    RoyaltyLine,
    RoyaltyMonth,
    RoyaltyPart,
    RoyaltyScale,
    RoyaltyState,
    RoyaltyUnit,
)

# Written here, or imported with figures for a royalty: others' news are not ours to pay.
_UNRATED = """
    a.status = 'published'
      AND COALESCE(a.published_at, a.released_at) >= :since
      AND COALESCE(a.published_at, a.released_at) < :until
      AND (a.feed_id IS NULL OR a.page_count IS NOT NULL OR a.royalty_vnd IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM royalty_lines r WHERE r.article_id = a.id)
    """


class Royalty(Shelf):
    """The rule's dated figures, and the lines. Months are written "2026-11"."""

    @writes
    async def add_profile(
        self,
        tx: Transaction,
        units: Iterable[RoyaltyUnit],
        scales: Iterable[RoyaltyScale],
        *,
        only_first: bool,
    ) -> int:
        """How many dated rows were new; those that are there stay as they are.

        `only_first`: adds nothing where there is any row already.
        """
        known = "SELECT 1 FROM royalty_units UNION ALL SELECT 1 FROM royalty_coefficients LIMIT 1"
        if only_first and await tx.rows(known):
            return 0
        added = 0
        for unit in units:
            added += await royalty_rows.insert_unit(tx, unit)
        for scale in scales:
            genre_id = await ensure_genre(tx, scale.genre)
            added += await royalty_rows.insert_scale(tx, scale, genre_id=genre_id)
        return added

    @reads
    async def rule(
        self, tx: Transaction, genre: str, *, on: date
    ) -> tuple[RoyaltyUnit | None, RoyaltyScale | None]:
        """What a point is worth on a day, and the genre's range; each if it is known."""
        unit = await royalty_rows.find_unit(tx, on)
        return unit, await royalty_rows.find_scale(tx, genre, on=on)

    @reads
    async def of(self, tx: Transaction, article_id: ArticleId) -> list[RoyaltyLine]:
        """The article's lines, adjustments after what they adjust."""
        return await royalty_moves.lines_of(tx, article_id)

    @writes
    async def set(
        self,
        tx: Transaction,
        article_id: ArticleId,
        parts: Sequence[RoyaltyPart],
        *,
        month: str,
        by: ReaderId,
        now: datetime,
    ) -> None:
        """Gives the article these parts instead of those it had.

        Raises:
            Stale: the month is closed, or what it had is: only `adjust` changes that.
        """
        await royalty_moves.lock_open(tx, month)
        before = await royalty_moves.lines_of(tx, article_id)
        if any(line.state is not RoyaltyState.EXPECTED for line in before):
            raise Stale("royalty", article_id)
        await tx.run("DELETE FROM royalty_lines WHERE article_id = :id", id=article_id)
        for part in parts:
            await royalty_moves.insert(
                tx, part, article_id, month=month, is_adjustment=False, by=by, now=now
            )
        amount = sum(part.amount_vnd for part in parts)
        await royalty_moves.note_it(
            tx, article_id, action="royalty_set", detail=f"{month}: {amount} đ", by=by, now=now
        )

    @writes
    async def adjust(
        self,
        tx: Transaction,
        article_id: ArticleId,
        parts: Sequence[RoyaltyPart],
        *,
        month: str,
        by: ReaderId,
        now: datetime,
    ) -> int:
        """What the article's amount changed by: the difference is written into `month`.

        Raises:
            Stale: that month is closed.
        """
        await royalty_moves.lock_open(tx, month)
        differences = royalty_moves.differences(await royalty_moves.lines_of(tx, article_id), parts)
        for part in differences:
            await royalty_moves.insert(
                tx, part, article_id, month=month, is_adjustment=True, by=by, now=now
            )
        amount = sum(part.amount_vnd for part in differences)
        await royalty_moves.note_it(
            tx, article_id, action="royalty_adjusted", detail=f"{month}: {amount} đ", by=by, now=now
        )
        return amount

    @reads
    async def months(self, tx: Transaction, *, limit: int, offset: int = 0) -> list[RoyaltyMonth]:
        """The months that have lines, the newest first."""
        rows = await tx.rows(
            f"""
            {royalty_moves.MONTHS}
            GROUP BY r.month, m.state
            ORDER BY r.month DESC
            LIMIT :limit
            OFFSET :offset
            """,
            limit=limit,
            offset=offset,
        )
        return [royalty_moves.month_of(row) for row in rows]

    @reads
    async def month(self, tx: Transaction, month: str) -> RoyaltyMonth:
        """A month; one without lines is open and adds up to nothing."""
        return await royalty_moves.load_month(tx, month)

    @reads
    async def closed_months(self, tx: Transaction, since: str) -> frozenset[str]:
        """The months from `since` on that take no lines any more."""
        rows = await tx.rows(
            "SELECT month FROM royalty_months WHERE month >= :since AND state <> 'expected'",
            since=since,
        )
        return frozenset(month for (month,) in rows)

    @reads
    async def lines(
        self, tx: Transaction, month: str, *, limit: int, offset: int = 0
    ) -> list[RoyaltyLine]:
        """The month's lines by publication."""
        rows = await tx.rows(
            f"""
            {royalty_rows.LINES}
            WHERE r.month = :month
            ORDER BY {royalty_rows.IN_ORDER}
            LIMIT :limit
            OFFSET :offset
            """,
            month=month,
            limit=limit,
            offset=offset,
        )
        return [royalty_rows.line_of(row) for row in rows]

    @reads
    async def unrated(
        self, tx: Transaction, since: datetime, *, until: datetime, limit: int, offset: int = 0
    ) -> list[Headline]:
        """Ours of that time that nobody has given a royalty yet, the oldest first."""
        rows = await tx.rows(
            f"""
            SELECT {headlines.HEADLINE}
            {headlines.FROM_ARTICLES}
            WHERE {_UNRATED}
            ORDER BY COALESCE(a.published_at, a.released_at), a.id
            LIMIT :limit
            OFFSET :offset
            """,
            since=stamp(since),
            until=stamp(until),
            limit=limit,
            offset=offset,
        )
        return [headlines.headline_of(row) for row in rows]

    @reads
    async def count_unrated(self, tx: Transaction, since: datetime, *, until: datetime) -> int:
        """How many `unrated` has in all."""
        rows = await tx.rows(
            f"SELECT COUNT(*) FROM articles a WHERE {_UNRATED}",
            since=stamp(since),
            until=stamp(until),
        )
        return int(rows[0][0])

    @writes
    async def close(
        self, tx: Transaction, month: str, *, by: ReaderId, now: datetime
    ) -> RoyaltyMonth:
        """The month, closed: from now on only adjustments in later months change it.

        Raises:
            NotFound: it has no lines.
            Stale: it is closed already.
        """
        await royalty_moves.lock_open(tx, month)
        if not (await royalty_moves.load_month(tx, month)).lines:
            raise NotFound("month", month)
        return await royalty_moves.move(tx, month, to=RoyaltyState.LOCKED, by=by, now=now)

    @writes
    async def pay(
        self, tx: Transaction, month: str, *, by: ReaderId, now: datetime
    ) -> RoyaltyMonth:
        """The month, paid out.

        Raises:
            Stale: it is not closed, or paid already.
        """
        if await royalty_moves.state_of(tx, month) is not RoyaltyState.LOCKED:
            raise Stale("month", month)
        return await royalty_moves.move(tx, month, to=RoyaltyState.PAID, by=by, now=now)
