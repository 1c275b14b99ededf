"""What is to be published later: put on the calendar, taken off it, looked up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from storage import article_moves, article_rows, headlines
from storage.article_moves import hold, note_act, set_status
from storage.database import Database, Shelf, Transaction, reads, stamp, writes
from storage.errors import Stale
from storage.model import Article, ArticleId, Headline, Person, Status, Version
from storage.search_index import Index


class Planning(Shelf):
    """The calendar of the desk."""

    def __init__(self, database: Database, *, index: Index, approvals: int) -> None:
        super().__init__(database)
        self.index = index
        self.approvals = approvals

    @writes
    async def schedule(
        self,
        tx: Transaction,
        article_id: ArticleId,
        *,
        expected: Version,
        at: datetime,
        by: Person,
        is_emergency: bool = False,
        now: datetime,
    ) -> Article:
        """The article, to be published at `at`; an hour that has come publishes it at once.

        `is_emergency`: without the approvals that this version needs; the audit says so.

        Raises:
            NotFound: no such article.
            Stale: its version is not `expected` any more, it lacks approvals, or it is
                published, rejected or withdrawn.
        """
        if (await hold(tx, article_id, expected=expected)).status is Status.PUBLISHED:
            raise Stale("article", article_id)
        article = await article_moves.publish(
            tx,
            article_id,
            index=self.index,
            expected=expected,
            by=by,
            approvals=self.approvals,
            is_emergency=is_emergency,
            at=at,
            now=now,
        )
        if article.status is Status.SCHEDULED:
            when = f"{at:%Y-%m-%dT%H:%MZ}"
            await note_act(tx, article_id, action="schedule", by=by, detail=when, now=now)
        return article

    @writes
    async def unschedule(
        self,
        tx: Transaction,
        article_id: ArticleId,
        *,
        expected: Version,
        by: Person,
        now: datetime,
    ) -> Article:
        """The article as a draft again, one version later and without an hour.

        Raises:
            NotFound: no such article.
            Stale: its version is not `expected` any more, or it is not scheduled.
        """
        before = await hold(tx, article_id, expected=expected)
        if before.status is not Status.SCHEDULED:
            raise Stale("article", article_id)
        await article_rows.update_content(
            tx,
            article_id,
            content=replace(before.content, published_at=None),
            version=article_rows.revised_version(before),
            by=by,
            note="",
            now=now,
        )
        await set_status(tx, article_id, status=Status.DRAFT)
        await note_act(tx, article_id, action="unschedule", by=by, now=now)
        return await article_rows.load(tx, article_id)

    @reads
    async def find(
        self, tx: Transaction, start: datetime, *, until: datetime, limit: int
    ) -> list[Headline]:
        """Those scheduled from `start` until before `until`, the soonest first."""
        rows = await tx.rows(
            f"""
            SELECT {headlines.HEADLINE}
            {headlines.FROM_ARTICLES}
            WHERE a.status = 'scheduled' AND a.published_at >= :start AND a.published_at < :until
            ORDER BY a.published_at, a.id
            LIMIT :limit
            """,
            start=stamp(start),
            until=stamp(until),
            limit=limit,
        )
        return [headlines.headline_of(row) for row in rows]
