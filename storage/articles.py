"""Articles: from the draft to the readers, and back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storage import article_moves, article_rows, headlines
from storage.content_json import content_from_json
from storage.database import Database, Shelf, Transaction, instant, reads, writes
from storage.errors import NotFound
from storage.model import (
    Article,
    ArticleId,
    CategoryId,
    Content,
    Headline,
    Person,
    ReaderId,
    Revision,
    Status,
    Version,
)
from storage.search_index import Index


class Articles(Shelf):
    """Articles, their history and the lists of them."""

    def __init__(self, database: Database, *, index: Index, approvals: int = 0) -> None:
        super().__init__(database)
        self.index = index
        self.approvals = approvals

    @writes
    async def draft(
        self, tx: Transaction, content: Content, *, by: Person, origin: str = "", now: datetime
    ) -> Article:
        """A new draft, 0.1; or the article that has this `origin` already."""
        return await article_moves.draft(tx, content, by=by, origin=origin, now=now)

    @writes
    async def revise(
        self,
        tx: Transaction,
        article_id: ArticleId,
        *,
        expected: Version,
        content: Content,
        by: Person,
        note: str = "",
        now: datetime,
    ) -> Article:
        """The article with other content, one version later, in the status it had.

        What was approved waits for approval again.

        Raises:
            NotFound: no such article.
            Stale: its version is not `expected` any more.
        """
        return await article_moves.revise(
            tx,
            article_id,
            index=self.index,
            expected=expected,
            content=content,
            by=by,
            note=note,
            approvals=self.approvals,
            now=now,
        )

    @writes
    async def publish(
        self,
        tx: Transaction,
        article_id: ArticleId,
        *,
        expected: Version,
        by: Person,
        is_emergency: bool = False,
        now: datetime,
    ) -> Article:
        """The article as n+1.0: before the readers, or scheduled when its hour is to come.

        `is_emergency`: without the approvals that this version needs; the audit says so.

        Raises:
            NotFound: no such article.
            Stale: its version is not `expected` any more, it lacks approvals, or it was
                rejected or withdrawn.
        """
        return await article_moves.publish(
            tx,
            article_id,
            index=self.index,
            expected=expected,
            by=by,
            approvals=self.approvals,
            is_emergency=is_emergency,
            now=now,
        )

    @writes
    async def release_due(self, tx: Transaction, now: datetime) -> list[ArticleId]:
        """The scheduled articles whose hour has come; now they are published."""
        return await article_moves.release_due(tx, now, index=self.index)

    @writes
    async def feature(
        self,
        tx: Transaction,
        article_id: ArticleId,
        *,
        is_featured: bool,
        until_at: datetime | None = None,
        by: Person,
        now: datetime,
    ) -> Article:
        """The article among the featured ones; or not, and then what is queued is cancelled.

        Raises:
            NotFound: no such article.
        """
        return await article_moves.feature(
            tx, article_id, is_featured=is_featured, until_at=until_at, by=by, now=now
        )

    @writes
    async def retract(
        self, tx: Transaction, article_id: ArticleId, *, by: Person, note: str, now: datetime
    ) -> Article:
        """The article withdrawn: not in lists, not found, its queued messages cancelled.

        Raises:
            NotFound: no such article.
        """
        return await article_moves.retract(
            tx, article_id, index=self.index, by=by, note=note, now=now
        )

    @writes
    async def discard(
        self, tx: Transaction, article_id: ArticleId, *, by: Person, now: datetime
    ) -> None:
        """Throws a draft away: it stays as rejected, with its history.

        Raises:
            NotFound: no such article.
            Stale: it is not a draft any more.
        """
        await article_moves.discard(tx, article_id, by=by, now=now)

    @reads
    async def get(self, tx: Transaction, article_id: ArticleId) -> Article:
        """The article, whatever its status.

        Raises:
            NotFound: no such article.
        """
        return await article_rows.load(tx, article_id)

    @reads
    async def history(self, tx: Transaction, article_id: ArticleId) -> list[Revision]:
        """Its revisions, the newest first."""
        rows = await tx.rows(
            """
            SELECT version_major, version_minor, at, by_id, by_name, note, changed
            FROM revisions
            WHERE article_id = :id
            ORDER BY version_major DESC, version_minor DESC
            """,
            id=article_id,
        )
        return [
            Revision(
                article_id=article_id,
                version=Version(major=row[0], minor=row[1]),
                at=instant(row[2]),
                by=Person(id=row[3], name=row[4]),
                note=row[5],
                changed=tuple(row[6].split()),
            )
            for row in rows
        ]

    @reads
    async def content_at(
        self, tx: Transaction, article_id: ArticleId, *, version: Version
    ) -> Content:
        """The content of one of its revisions.

        Raises:
            NotFound: no such revision.
        """
        rows = await tx.rows(
            """
            SELECT content
            FROM revisions
            WHERE article_id = :id AND version_major = :major AND version_minor = :minor
            """,
            id=article_id,
            major=version.major,
            minor=version.minor,
        )
        if not rows:
            raise NotFound("revision", f"{article_id} {version}")
        return content_from_json(rows[0][0])

    @reads
    async def find_latest(
        self,
        tx: Transaction,
        *,
        category_id: CategoryId | None = None,
        limit: int,
        offset: int = 0,
    ) -> list[Headline]:
        """Published ones, the newest first; of one category, or of all."""
        return await headlines.latest(tx, category_id=category_id, limit=limit, offset=offset)

    @reads
    async def count_latest(self, tx: Transaction, *, category_id: CategoryId | None = None) -> int:
        """How many `find_latest` has in all."""
        return await headlines.count_latest(tx, category_id=category_id)

    @reads
    async def find_featured(
        self, tx: Transaction, now: datetime, *, limit: int, offset: int = 0
    ) -> list[Headline]:
        """Published ones that are featured at `now`, the newest first."""
        return await headlines.featured(tx, now, limit=limit, offset=offset)

    @reads
    async def find_released(
        self,
        tx: Transaction,
        after: datetime,
        *,
        until: datetime,
        category_ids: Sequence[CategoryId] = (),
        limit: int,
    ) -> list[Headline]:
        """Those released after `after` up to `until`: pinned, featured, then the newest.

        No `category_ids` means all.
        """
        return await headlines.released(
            tx, after, until=until, category_ids=category_ids, limit=limit
        )

    @reads
    async def find_by_status(
        self,
        tx: Transaction,
        *statuses: Status,
        limit: int,
        offset: int = 0,
        by_id: ReaderId | None = None,
    ) -> list[Headline]:
        """Those in one of the statuses, of all or made by one person.

        The last changed first; published ones, which are asked for alone, by their release.
        """
        return await headlines.by_status(tx, statuses, limit=limit, offset=offset, by_id=by_id)
