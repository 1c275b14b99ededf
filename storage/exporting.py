"""What is taken out whole, for spreadsheets and other programs: a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage import article_rows, audit, royalty_rows
from storage.database import Shelf, Transaction, instant, reads, writes
from storage.model import (
    Article,
    ArticleId,
    ArticleStats,
    Person,
    ReaderId,
    Revision,
    RoyaltyLine,
    Version,
)

_DAY_US = 86_400_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """An article with its counts and its history, oldest first."""

    article: Article
    stats: ArticleStats
    history: tuple[Revision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewLine:
    """Openings of an article on a day, in one way. `day`: days since 1970, UTC."""

    day: int
    article_id: ArticleId
    title: str
    via: str
    views: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLine:
    """How many messages of a kind were due on a day and how they ended; to whom is not said.

    A digest belongs to no article.
    """

    day: int
    article_id: ArticleId | None
    title: str
    kind: str
    state: str
    messages: int


class Exports(Shelf):
    """Articles, openings and royalty as they stand; who opened what is nowhere."""

    @writes
    async def note(self, tx: Transaction, what: str, *, by: ReaderId, now: datetime) -> None:
        """A line of the audit: somebody took this out."""
        await audit.note(
            tx, at=now, by=by, action="export", subject="export", subject_id=None, detail=what
        )

    @reads
    async def count_articles(self, tx: Transaction) -> int:
        """How many articles there are, whatever their status."""
        rows = await tx.rows("SELECT COUNT(*) FROM articles")
        return int(rows[0][0])

    @reads
    async def articles(self, tx: Transaction, after: int = 0, *, limit: int) -> list[Exported]:
        """The articles whose ids come after `after`, whatever their status."""
        rows = await tx.rows(
            """
            SELECT a.id, s.view_count, s.reader_count, s.imported_view_count
            FROM articles a
            JOIN article_stats s ON s.article_id = a.id
            WHERE a.id > :after
            ORDER BY a.id
            LIMIT :limit
            """,
            after=after,
            limit=limit,
        )
        return [
            Exported(
                article=await article_rows.load(tx, ArticleId(row[0])),
                stats=ArticleStats(
                    article_id=ArticleId(row[0]),
                    view_count=row[1],
                    reader_count=row[2],
                    imported_view_count=row[3],
                ),
                history=await _history(tx, ArticleId(row[0])),
            )
            for row in rows
        ]

    @reads
    async def view_days(self, tx: Transaction) -> list[int]:
        """The days on which something was opened, in order; see `storage.views.day_of`."""
        rows = await tx.rows("SELECT DISTINCT day FROM view_days ORDER BY day")
        return [int(day) for (day,) in rows]

    @reads
    async def views(self, tx: Transaction, day: int) -> list[ViewLine]:
        """What was opened on a day, by article and way."""
        rows = await tx.rows(
            """
            SELECT v.day, v.article_id, a.title, v.via, v.views
            FROM view_days v
            JOIN articles a ON a.id = v.article_id
            WHERE v.day = :day
            ORDER BY v.article_id, v.via
            """,
            day=day,
        )
        return [
            ViewLine(day=row[0], article_id=row[1], title=row[2], via=row[3], views=row[4])
            for row in rows
        ]

    @reads
    async def deliveries(self, tx: Transaction) -> list[DeliveryLine]:
        """Messages by the day they were due, by article, kind and state, in this order."""
        rows = await tx.rows(
            f"""
            SELECT d.due_at / {_DAY_US} AS day, d.article_id, COALESCE(a.title, ''), d.kind,
              d.state, COUNT(*)
            FROM deliveries d
            LEFT JOIN articles a ON a.id = d.article_id
            GROUP BY d.due_at / {_DAY_US}, d.article_id, a.title, d.kind, d.state
            ORDER BY day, COALESCE(d.article_id, 0), d.kind, d.state
            """
        )
        return [
            DeliveryLine(
                day=int(row[0]),
                article_id=None if row[1] is None else ArticleId(row[1]),
                title=row[2],
                kind=row[3],
                state=row[4],
                messages=int(row[5]),
            )
            for row in rows
        ]

    @reads
    async def royalty(self, tx: Transaction) -> list[RoyaltyLine]:
        """Every royalty line, by month and then by publication."""
        rows = await tx.rows(f"{royalty_rows.LINES} ORDER BY r.month, {royalty_rows.IN_ORDER}")
        return [royalty_rows.line_of(row) for row in rows]


async def _history(tx: Transaction, article_id: ArticleId) -> tuple[Revision, ...]:
    rows = await tx.rows(
        """
        SELECT version_major, version_minor, at, by_id, by_name, note, changed
        FROM revisions
        WHERE article_id = :id
        ORDER BY version_major, version_minor
        """,
        id=article_id,
    )
    return tuple(
        Revision(
            article_id=article_id,
            version=Version(major=row[0], minor=row[1]),
            at=instant(row[2]),
            by=Person(id=row[3], name=row[4]),
            note=row[5],
            changed=tuple(row[6].split()),
        )
        for row in rows
    )
