"""What editors do with feeds: try them, trust them, and let their entries in or not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import orjson

from storage import article_moves, article_rows, audit
from storage.database import Database, Shelf, Transaction, reads, stamp, writes
from storage.feed_rows import FEED_AND_STATE, enter, feed_of, get_feed
from storage.headlines import FROM_ARTICLES, HEADLINE, headline_of
from storage.model import (
    ArticleId,
    Feed,
    FeedId,
    FeedStatus,
    Headline,
    Person,
    ReaderId,
)
from storage.search_index import Index

OLD = timedelta(days=2)
"""An entry older than this when it is let in is not news any more."""


LARGEST_ID = 2**63 - 1


class Intake(Shelf):
    """Feeds and their queues, as the desk sees them. Every act is in the audit."""

    def __init__(self, database: Database, *, index: Index) -> None:
        super().__init__(database)
        self.index = index

    @writes
    async def propose(
        self, tx: Transaction, url: str, *, title: str, by: ReaderId, now: datetime
    ) -> Feed:
        """The feed at `url`; a new one is not looked at before somebody says so."""
        known = await tx.rows("SELECT 1 FROM feeds WHERE url = :url", url=url)
        if not known:
            await enter(tx, {"url": url, "title": title, "created_at": stamp(now)}, now=now)
            await tx.run("UPDATE feeds SET status = 'paused' WHERE url = :url", url=url)
        feed, _ = feed_of((await tx.rows(f"{FEED_AND_STATE} WHERE f.url = :url", url=url))[0])
        if not known:
            await _note(tx, feed.id, action="add_feed", detail=url, by=by, now=now)
        return feed

    @writes
    async def change(
        self,
        tx: Transaction,
        feed_id: FeedId,
        *,
        status: FeedStatus | None = None,
        is_trusted: bool | None = None,
        wants_full_text: bool | None = None,
        by: ReaderId,
        now: datetime,
    ) -> Feed:
        """The feed with what was given changed; one that is active again is due at once.

        Raises:
            NotFound: no such feed.
        """
        before, _ = await get_feed(tx, feed_id)
        after_status = before.status if status is None else status
        trusted = before.is_trusted if is_trusted is None else is_trusted
        full = before.wants_full_text if wants_full_text is None else wants_full_text
        await tx.run(
            """
            UPDATE feeds
            SET status = :status, is_trusted = :trusted, wants_full_text = :full
            WHERE id = :id
            """,
            id=feed_id,
            status=after_status.value,
            trusted=int(trusted),
            full=int(full),
        )
        if after_status is FeedStatus.ACTIVE and before.status is not FeedStatus.ACTIVE:
            await _read_again(tx, feed_id, now=now)
        detail = f"{after_status} {'trusted' if trusted else 'checked'}"
        await _note(tx, feed_id, action="change_feed", detail=detail, by=by, now=now)
        return (await get_feed(tx, feed_id))[0]

    @writes
    async def map_column(
        self,
        tx: Transaction,
        feed_id: FeedId,
        *,
        column: str,
        field: str,
        by: ReaderId,
        now: datetime,
    ) -> Feed:
        """The feed with this column meaning that field, or nothing where `field` is empty.

        Its next look reads all of it again.

        Raises:
            NotFound: no such feed.
        """
        feed, _ = await get_feed(tx, feed_id)
        kept = [(theirs, ours) for theirs, ours in feed.column_map if theirs != column]
        kept += [(column, field)] if field else []
        await tx.run(
            "UPDATE feeds SET column_map = :column_map WHERE id = :id",
            column_map=orjson.dumps(kept).decode(),
            id=feed_id,
        )
        await _read_again(tx, feed_id, now=now)
        await _note(tx, feed_id, action="map_column", detail=f"{column}: {field}", by=by, now=now)
        return (await get_feed(tx, feed_id))[0]

    @writes
    async def remove(
        self, tx: Transaction, feed_id: FeedId, *, by: ReaderId, now: datetime
    ) -> None:
        """Forgets the feed and what was seen in it; its articles stay.

        Raises:
            NotFound: no such feed.
        """
        feed, _ = await get_feed(tx, feed_id)
        await tx.run("DELETE FROM feeds WHERE id = :id", id=feed_id)
        await _note(tx, feed_id, action="remove_feed", detail=feed.url, by=by, now=now)

    @reads
    async def unknown_columns(self, tx: Transaction, feed_id: FeedId) -> list[str]:
        """The columns of the feed's entries that mean nothing to us, by name."""
        rows = await tx.rows(
            """
            SELECT DISTINCT article_extra.name
            FROM article_extra
            JOIN articles ON articles.id = article_extra.article_id
            WHERE articles.feed_id = :id
            ORDER BY article_extra.name
            LIMIT 60
            """,
            id=feed_id,
        )
        return [str(name) for (name,) in rows]

    @reads
    async def count_waiting(self, tx: Transaction) -> dict[FeedId, int]:
        """How many entries of each feed wait for an editor."""
        rows = await tx.rows(
            """
            SELECT feed_id, COUNT(*)
            FROM articles
            WHERE status = 'pending' AND status <> 'published' AND feed_id IS NOT NULL
            GROUP BY feed_id
            """
        )
        return {FeedId(feed_id): int(n) for feed_id, n in rows}

    @reads
    async def find_waiting(
        self,
        tx: Transaction,
        feed_id: FeedId,
        *,
        until: ArticleId | None = None,
        limit: int,
        offset: int = 0,
    ) -> list[Headline]:
        """Entries of this feed that wait, the newest first; none that came after `until`."""
        rows = await tx.rows(
            f"""
            SELECT {HEADLINE}
            {FROM_ARTICLES}
            WHERE a.status = 'pending' AND a.status <> 'published' AND a.feed_id = :feed_id
              AND a.id <= :until
            ORDER BY a.id DESC
            LIMIT :limit
            OFFSET :offset
            """,
            feed_id=feed_id,
            until=LARGEST_ID if until is None else until,
            limit=limit,
            offset=offset,
        )
        return [headline_of(row) for row in rows]

    @writes
    async def admit(
        self, tx: Transaction, ids: Sequence[ArticleId], *, by: Person, now: datetime
    ) -> int:
        """How many of these waiting entries are published now; the others had moved on.

        What is older than two days goes into its place in the lists, not into the digest.
        """
        waiting = await _hold_waiting(tx, ids)
        for article_id in waiting:
            await tx.run(
                """
                UPDATE articles
                SET released_at = published_at
                WHERE id = :id AND released_at IS NULL AND published_at < :old
                """,
                id=article_id,
                old=stamp(now - OLD),
            )
            article = await article_rows.load(tx, article_id)
            await article_moves.publish(
                tx,
                article_id,
                index=self.index,
                expected=article.version,
                approvals=0,
                is_emergency=False,
                by=by,
                now=now,
            )
        return len(waiting)

    @writes
    async def turn_down(
        self, tx: Transaction, ids: Sequence[ArticleId], *, by: Person, now: datetime
    ) -> int:
        """How many of these waiting entries are rejected now; they do not come back."""
        waiting = await _hold_waiting(tx, ids)
        for article_id in waiting:
            await article_moves.discard(tx, article_id, by=by, now=now)
        return len(waiting)


async def _hold_waiting(tx: Transaction, ids: Sequence[ArticleId]) -> list[ArticleId]:
    # The update locks the rows on PostgreSQL: of two editors one lets an entry in.
    held = []
    for article_id in ids:
        if await tx.run(
            "UPDATE articles SET status = status WHERE id = :id AND status = 'pending'",
            id=article_id,
        ):
            held.append(article_id)
    return held


async def _read_again(tx: Transaction, feed_id: FeedId, *, now: datetime) -> None:
    await tx.run(
        """
        UPDATE feed_states
        SET etag = '', last_modified = '', body_hash = NULL, failures = 0, cause = '',
          detail = '', next_poll_at = :now
        WHERE feed_id = :id
        """,
        id=feed_id,
        now=stamp(now),
    )


async def _note(
    tx: Transaction, feed_id: FeedId, *, action: str, detail: str, by: ReaderId, now: datetime
) -> None:
    await audit.note(
        tx,
        at=now,
        by=by,
        action=action,
        subject="feed",
        subject_id=feed_id,
        detail=detail,
    )
