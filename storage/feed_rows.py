"""Feeds and their states, to rows and back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import orjson

from storage.database import (
    Row,
    Transaction,
    Value,
    instant,
    instant_or_none,
    stamp,
    stamp_or_none,
)
from storage.errors import NotFound
from storage.headlines import id_list
from storage.model import Feed, FeedId, FeedState, FeedStatus, IdPolicy

FEED_AND_STATE = """
    SELECT
      f.id, f.url, f.title, c.name, f.is_trusted, f.status, f.timezone, f.day_first, f.column_map,
      f.id_policy, f.wants_full_text, f.authorities,
      s.etag, s.last_modified, s.body_hash, s.next_poll_at, s.last_polled_at, s.last_ok_at,
      s.failures, s.cause, s.detail, s.moved_to, s.moved_seen, s.tier, s.tier_at, s.page_url,
      s.asked_s, s.change_every_s, s.changed_at
    FROM feeds f
    JOIN feed_states s ON s.feed_id = f.id
    LEFT JOIN categories c ON c.id = f.category_id
    """


def state_values(state: FeedState) -> dict[str, Value]:
    """What polling knows, by column."""
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
        "moved_seen": state.moved_seen,
        "tier": state.tier,
        "tier_at": stamp_or_none(state.tier_at),
        "page_url": state.page_url,
        "asked_s": state.asked_s,
        "change_every_s": state.change_every_s,
        "changed_at": stamp_or_none(state.changed_at),
    }


def feed_of(row: Row) -> tuple[Feed, FeedState]:
    """A row of `FEED_AND_STATE`."""
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
        id_policy=IdPolicy(row[9]),
        wants_full_text=bool(row[10]),
        authorities=row[11],
    )
    state = FeedState(
        feed_id=feed.id,
        etag=row[12],
        last_modified=row[13],
        body_hash=row[14] or b"",
        next_poll_at=instant(row[15]),
        last_polled_at=instant_or_none(row[16]),
        last_ok_at=instant_or_none(row[17]),
        failures=row[18],
        cause=row[19],
        detail=row[20],
        moved_to=row[21],
        moved_seen=row[22],
        tier=row[23],
        tier_at=instant_or_none(row[24]),
        page_url=row[25],
        asked_s=row[26],
        change_every_s=row[27],
        changed_at=instant_or_none(row[28]),
    )
    return feed, state


async def get_feed(tx: Transaction, feed_id: FeedId) -> tuple[Feed, FeedState]:
    """The feed; NotFound when there is none."""
    rows = await tx.rows(f"{FEED_AND_STATE} WHERE f.id = :id", id=feed_id)
    if not rows:
        raise NotFound("feed", feed_id)
    return feed_of(rows[0])


async def hold_feeds(
    tx: Transaction, feed_ids: Sequence[FeedId]
) -> dict[FeedId, tuple[Feed, FeedState]]:
    """Those of these feeds that there are; a second round of the same feeds waits."""
    named, ids = id_list(feed_ids)
    # The update holds the rows.
    await tx.run(f"UPDATE feed_states SET failures = failures WHERE feed_id IN ({named})", **ids)
    rows = await tx.rows(f"{FEED_AND_STATE} WHERE f.id IN ({named})", **ids)
    return {feed.id: (feed, state) for feed, state in map(feed_of, rows)}


async def enter(tx: Transaction, values: dict[str, Value], *, now: datetime) -> None:
    """A new feed is due at once; one that is there already stays as it is."""
    rows = await tx.rows(
        f"""
        INSERT INTO feeds (status, {", ".join(values)})
        VALUES ('active', {", ".join(f":{name}" for name in values)})
        ON CONFLICT (url) DO NOTHING
        RETURNING id
        """,
        **values,
    )
    if rows:
        await tx.run(
            """
            INSERT INTO feed_states (feed_id, next_poll_at)
            VALUES (:feed_id, :now)
            """,
            feed_id=rows[0][0],
            now=stamp(now),
        )


async def save(tx: Transaction, feed_id: FeedId, *, state: FeedState) -> None:
    """Where the feed stands now."""
    values = state_values(state)
    await tx.run(
        f"""
        UPDATE feed_states
        SET {", ".join(f"{name} = :{name}" for name in values)}
        WHERE feed_id = :feed_id
        """,
        feed_id=feed_id,
        **values,
    )


async def save_all(tx: Transaction, states: Sequence[FeedState]) -> None:
    """Where each of these feeds stands now."""
    if not states:
        return
    names = list(state_values(states[0]))
    await tx.many(
        f"""
        UPDATE feed_states
        SET {", ".join(f"{name} = :{name}" for name in names)}
        WHERE feed_id = :feed_id
        """,
        [{"feed_id": state.feed_id, **state_values(state)} for state in states],
    )
