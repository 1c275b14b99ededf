"""Feeds: what an editor set up, what polling knows, and what came out of each round."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import orjson

from storage import rounds
from storage.categories import ensure_category
from storage.database import (
    Database,
    Row,
    Shelf,
    Transaction,
    Value,
    instant,
    instant_or_none,
    reads,
    stamp,
    stamp_or_none,
    writes,
)
from storage.errors import NotFound
from storage.model import Candidate, Feed, FeedId, FeedState, FeedStatus
from storage.rounds import Round
from storage.search_index import Index

_FEED_AND_STATE = """
    SELECT
      f.id, f.url, f.title, c.name, f.is_trusted, f.status, f.timezone, f.day_first, f.column_map,
      s.etag, s.last_modified, s.body_hash, s.next_poll_at, s.last_polled_at, s.last_ok_at,
      s.failures, s.cause, s.detail, s.moved_to
    FROM feeds f
    JOIN feed_states s ON s.feed_id = f.id
    LEFT JOIN categories c ON c.id = f.category_id
    """


class Feeds(Shelf):
    """Sources, in the order they were added."""

    def __init__(self, database: Database, *, index: Index) -> None:
        super().__init__(database)
        self.index = index

    @writes
    async def add(
        self,
        tx: Transaction,
        url: str,
        *,
        title: str = "",
        category: str = "",
        is_trusted: bool = False,
        timezone: str = "",
        day_first: bool | None = None,
        column_map: Sequence[tuple[str, str]] = (),
        now: datetime,
    ) -> Feed:
        """The feed at `url`, due at once; one that is there already stays as it is."""
        rows = await tx.rows(
            """
            INSERT INTO feeds
              (url, title, category_id, is_trusted, status, timezone, day_first, column_map,
               created_at)
            VALUES
              (:url, :title, :category_id, :is_trusted, 'active', :timezone, :day_first,
               :column_map, :now)
            ON CONFLICT (url) DO NOTHING
            RETURNING id
            """,
            url=url,
            title=title,
            category_id=await ensure_category(tx, category) if category else None,
            is_trusted=int(is_trusted),
            timezone=timezone,
            day_first=None if day_first is None else int(day_first),
            column_map=orjson.dumps(column_map).decode(),
            now=stamp(now),
        )
        if rows:
            await _enter_state(tx, rows[0][0], now=now)
        found = await tx.rows(f"{_FEED_AND_STATE} WHERE f.url = :url", url=url)
        return _feed_of(found[0])[0]

    @reads
    async def all(self, tx: Transaction) -> list[tuple[Feed, FeedState]]:
        """Every feed, whatever its status."""
        rows = await tx.rows(f"{_FEED_AND_STATE} ORDER BY f.id")
        return [_feed_of(row) for row in rows]

    @reads
    async def get(self, tx: Transaction, feed_id: FeedId) -> tuple[Feed, FeedState]:
        """The feed; NotFound when there is none."""
        return await _get(tx, feed_id)

    @writes
    async def remove(self, tx: Transaction, feed_id: FeedId) -> None:
        """Forgets the feed and what was seen in it; its articles stay."""
        await tx.run("DELETE FROM feeds WHERE id = :id", id=feed_id)

    @writes
    async def set_status(self, tx: Transaction, feed_id: FeedId, *, status: FeedStatus) -> None:
        """Whether the feed is looked at from now on; NotFound when there is none."""
        changed = await tx.run(
            """
            UPDATE feeds
            SET status = :status
            WHERE id = :id
            """,
            id=feed_id,
            status=status.value,
        )
        if not changed:
            raise NotFound("feed", feed_id)

    @reads
    async def next_due(
        self, tx: Transaction, now: datetime, *, limit: int = 20
    ) -> list[tuple[Feed, FeedState]]:
        """Active feeds whose time has come, the longest overdue first."""
        rows = await tx.rows(
            f"""
            {_FEED_AND_STATE}
            WHERE s.next_poll_at <= :now
              AND f.status = 'active'
            ORDER BY s.next_poll_at, f.id
            LIMIT :limit
            """,
            now=stamp(now),
            limit=limit,
        )
        return [_feed_of(row) for row in rows]

    @reads
    async def seen(
        self, tx: Transaction, feed_id: FeedId, *, keys: Sequence[bytes]
    ) -> dict[bytes, bytes]:
        """The fingerprints of those of `keys` that were stored before."""
        entries = await rounds.find_entries(tx, feed_id, keys=keys)
        return {key: entry.fingerprint for key, entry in entries.items()}

    @writes
    async def store_round(
        self,
        tx: Transaction,
        feed_id: FeedId,
        *,
        candidates: Sequence[Candidate],
        state: FeedState,
        now: datetime,
    ) -> Round:
        """Keeps what a round brought, and where the feed stands now.

        What is new of a trusted feed is published, of any other it waits for an editor. What
        a feed holds when it is first read is old: it is in the lists, and announced to nobody.

        Raises:
            NotFound: the feed was removed meanwhile; nothing is kept.
        """
        # The update holds the row: a second round of the same feed waits here.
        held = await tx.run(
            "UPDATE feed_states SET failures = failures WHERE feed_id = :id", id=feed_id
        )
        if not held:
            raise NotFound("feed", feed_id)
        feed, before = await _get(tx, feed_id)
        await _save(tx, feed_id, _values_of(state))
        return await rounds.store(
            tx,
            feed,
            candidates=candidates,
            is_first=before.last_ok_at is None,
            index=self.index,
            now=now,
        )

    @writes
    async def fail_round(self, tx: Transaction, feed_id: FeedId, *, state: FeedState) -> None:
        """Keeps where the feed stands after a round that brought nothing."""
        await _save(tx, feed_id, _values_of(state))


async def _get(tx: Transaction, feed_id: FeedId) -> tuple[Feed, FeedState]:
    rows = await tx.rows(f"{_FEED_AND_STATE} WHERE f.id = :id", id=feed_id)
    if not rows:
        raise NotFound("feed", feed_id)
    return _feed_of(rows[0])


async def _enter_state(tx: Transaction, feed_id: FeedId, *, now: datetime) -> None:
    await tx.run(
        """
        INSERT INTO feed_states (feed_id, next_poll_at)
        VALUES (:feed_id, :now)
        """,
        feed_id=feed_id,
        now=stamp(now),
    )


async def _save(tx: Transaction, feed_id: FeedId, values: dict[str, Value]) -> int:
    return await tx.run(
        f"""
        UPDATE feed_states
        SET {", ".join(f"{name} = :{name}" for name in values)}
        WHERE feed_id = :feed_id
        """,
        feed_id=feed_id,
        **values,
    )


def _values_of(state: FeedState) -> dict[str, Value]:
    return {
        "etag": state.etag,
        "last_modified": state.last_modified,
        "body_hash": state.body_hash or None,
        "next_poll_at": stamp(state.next_poll_at),
        "last_polled_at": stamp_or_none(state.last_polled_at),
        "last_ok_at": stamp_or_none(state.last_ok_at),
        "failures": state.failures,
        "cause": state.cause,
        "detail": state.detail,
        "moved_to": state.moved_to,
    }


def _feed_of(row: Row) -> tuple[Feed, FeedState]:
    feed = Feed(
        id=FeedId(row[0]),
        url=row[1],
        title=row[2],
        category=row[3] or "",
        is_trusted=bool(row[4]),
        status=FeedStatus(row[5]),
        timezone=row[6],
        day_first=None if row[7] is None else bool(row[7]),
        column_map=tuple((column, field) for column, field in orjson.loads(row[8])),
    )
    state = FeedState(
        feed_id=feed.id,
        etag=row[9],
        last_modified=row[10],
        body_hash=row[11] or b"",
        next_poll_at=instant(row[12]),
        last_polled_at=instant_or_none(row[13]),
        last_ok_at=instant_or_none(row[14]),
        failures=row[15],
        cause=row[16],
        detail=row[17],
        moved_to=row[18],
    )
    return feed, state
