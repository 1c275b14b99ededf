"""Figures about openings, deliveries and subscribers; about persons there are none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.database import Shelf, Transaction, Value, reads, stamp
from storage.model import ArticleId, CategoryId, DeliveryState

_DAY_US = 86_400_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What the figures are about: one article, one category, or all when neither is given."""

    article_id: ArticleId | None = None
    category_id: CategoryId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopArticle:
    """An article with its openings in a time."""

    id: ArticleId
    title: str
    views: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """Chats that receive: how many at first, then who came and who went, by day."""

    before: int
    came: Mapping[int, int]
    went: Mapping[int, int]


class Statistics(Shelf):
    """Sums over a span of days, both ends in it. Days count from 1970.

    Openings are counted by the newsroom's days, messages and chats by those of UTC.
    """

    @reads
    async def views_by_day(
        self, tx: Transaction, scope: Scope, *, since_day: int, until_day: int
    ) -> dict[int, int]:
        """Openings by day; days without any are missing."""
        join, condition, values = _scoped(scope, article="v.article_id")
        rows = await tx.rows(
            f"""
            SELECT v.day, SUM(v.views)
            FROM view_days v
            {join}
            WHERE v.day BETWEEN :since_day AND :until_day {condition}
            GROUP BY v.day
            """,
            since_day=since_day,
            until_day=until_day,
            **values,
        )
        return {int(day): int(views) for day, views in rows}

    @reads
    async def views_by_way(
        self, tx: Transaction, scope: Scope, *, since_day: int, until_day: int
    ) -> dict[str, int]:
        """Openings by the way they were made."""
        join, condition, values = _scoped(scope, article="v.article_id")
        rows = await tx.rows(
            f"""
            SELECT v.via, SUM(v.views)
            FROM view_days v
            {join}
            WHERE v.day BETWEEN :since_day AND :until_day {condition}
            GROUP BY v.via
            """,
            since_day=since_day,
            until_day=until_day,
            **values,
        )
        return {str(via): int(views) for via, views in rows}

    @reads
    async def top(
        self, tx: Transaction, scope: Scope, *, since_day: int, until_day: int, limit: int
    ) -> list[TopArticle]:
        """What was opened most, the most first."""
        _, condition, values = _scoped(scope, article="v.article_id")
        rows = await tx.rows(
            f"""
            SELECT a.id, a.title, SUM(v.views) AS views
            FROM view_days v
            JOIN articles a ON a.id = v.article_id
            WHERE v.day BETWEEN :since_day AND :until_day {condition}
            GROUP BY a.id, a.title
            ORDER BY views DESC, a.id DESC
            LIMIT :limit
            """,
            since_day=since_day,
            until_day=until_day,
            limit=limit,
            **values,
        )
        return [TopArticle(id=ArticleId(row[0]), title=row[1], views=int(row[2])) for row in rows]

    @reads
    async def growth(self, tx: Transaction, *, since_day: int, until_day: int) -> Growth:
        """Who receives, from the chats' own beginnings and ends.

        A chat that left and came back counts from its first beginning.
        """
        before = await tx.rows(
            """
            SELECT COUNT(*)
            FROM subscribers
            WHERE created_at < :since AND (ended_at IS NULL OR ended_at >= :since)
            """,
            since=since_day * _DAY_US,
        )
        days = {"since": since_day * _DAY_US, "until": (until_day + 1) * _DAY_US}
        return Growth(
            before=int(before[0][0]),
            came=await _by_day(tx, "created_at", days),
            went=await _by_day(tx, "ended_at", days),
        )

    @reads
    async def count_active(self, tx: Transaction) -> int:
        """How many chats receive now."""
        rows = await tx.rows("SELECT COUNT(*) FROM subscribers WHERE is_active = 1")
        return int(rows[0][0])

    @reads
    async def deliveries(
        self, tx: Transaction, scope: Scope, *, since: datetime, until: datetime
    ) -> dict[DeliveryState, int]:
        """Messages that were due in a time, by state. Digests belong to no article."""
        join, condition, values = _scoped(scope, article="d.article_id")
        rows = await tx.rows(
            f"""
            SELECT d.state, COUNT(*)
            FROM deliveries d
            {join}
            WHERE d.due_at >= :since AND d.due_at < :until {condition}
            GROUP BY d.state
            """,
            since=stamp(since),
            until=stamp(until),
            **values,
        )
        return {DeliveryState(state): int(count) for state, count in rows}


async def _by_day(tx: Transaction, column: str, days: Mapping[str, Value]) -> dict[int, int]:
    rows = await tx.rows(
        f"""
        SELECT {column} / {_DAY_US} AS day, COUNT(*)
        FROM subscribers
        WHERE {column} >= :since AND {column} < :until
        GROUP BY {column} / {_DAY_US}
        """,
        **days,
    )
    return {int(day): int(count) for day, count in rows}


def _scoped(scope: Scope, *, article: str) -> tuple[str, str, dict[str, Value]]:
    """A join, a condition and its values for what the figures are about."""
    if scope.article_id is not None:
        return "", f"AND {article} = :article_id", {"article_id": scope.article_id}
    if scope.category_id is not None:
        join = f"JOIN articles a ON a.id = {article}"
        return join, "AND a.category_id = :category_id", {"category_id": scope.category_id}
    return "", "", {}
