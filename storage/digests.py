"""Digests: due for whom, and what is in one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from storage.database import Row, Transaction, Value, instant, stamp
from storage.headlines import FROM_ARTICLES, HEADLINE, headline_of
from storage.merging import HAS, SHOWN_ALREADY
from storage.model import Delivery, DeliveryKind, Headline
from storage.outbox_planning import FOLLOWS

NextAt = Callable[[datetime, int, str, int], datetime]
"""From now, the minute after midnight, the time zone's name and the days: the next hour."""


async def enqueue_digests(
    tx: Transaction, now: datetime, *, next_at: NextAt, expires_at: datetime, limit: int
) -> int:
    """How many digests were queued of up to `limit` due hours; each hour is moved on."""
    rows = await tx.rows(
        """
        SELECT h.subscriber_id, h.minute, h.next_at, s.timezone, s.digest_days,
          s.digest_covered_at,
          CASE
            WHEN s.is_active = 1
              AND s.wants_digest = 1
              AND (s.paused_until_at IS NULL OR s.paused_until_at <= :now)
            THEN 1
            ELSE 0
          END
        FROM digest_hours h
        JOIN subscribers s ON s.id = h.subscriber_id
        WHERE h.next_at <= :now
        ORDER BY h.next_at
        LIMIT :limit
        """,
        now=stamp(now),
        limit=limit,
    )
    wanted = [_queued(row, now=now, expires_at=expires_at) for row in rows if row[6]]
    if wanted:
        await _insert(tx, wanted)
    if rows:
        # Thousands share an hour, a zone and days: asked once for all of them.
        after = cache(next_at)
        await _move_on(tx, [(row, after(now, row[1], row[3], row[4])) for row in rows])
    return len(wanted)


async def find_digest(
    tx: Transaction, delivery: Delivery, *, limit: int, offset: int = 0
) -> list[Headline]:
    """What a digest holds: released in its window, in the subscriber's categories.

    Featured first, then the newest; without what an earlier digest covered or what was
    sent to the subscriber by itself. Empty when there is nothing to tell. One that was sent
    holds what it held then, as it reads now.
    """
    if delivery.window_from_at is None or delivery.window_until_at is None:
        return []
    beyond, had, shown_at = "a.released_at > s.digest_covered_at", "= 'sent'", None
    if delivery.state in SHOWN_ALREADY:
        shown_at = await _settled_at(tx, delivery)
        beyond, had = SHOWN_BEYOND, "= 'sent' AND d.settled_at <= :shown_at"
    rows = await tx.rows(
        f"""
        SELECT {HEADLINE}
        {FROM_ARTICLES}
        JOIN subscribers s ON s.id = :subscriber_id
        WHERE a.status = 'published'
          AND a.released_at > :from_at
          AND a.released_at <= :until_at
          AND {beyond}
          AND {FOLLOWS.format(category_id="a.category_id")}
          AND NOT {HAS.format(article_id="a.id", states=had)}
        ORDER BY a.is_featured DESC, a.released_at DESC, a.id DESC
        LIMIT :limit OFFSET :offset
        """,
        subscriber_id=delivery.subscriber_id,
        from_at=stamp(delivery.window_from_at),
        until_at=stamp(delivery.window_until_at),
        limit=limit,
        offset=offset,
        **({} if shown_at is None else {"shown_at": shown_at}),
    )
    return [headline_of(row) for row in rows]


# What the subscriber was up to date with when the digest went out: `digest_covered_at` has
# moved on since, by this very digest.
SHOWN_BEYOND = """
    a.released_at > COALESCE(
      (
        SELECT MAX(o.window_until_at)
        FROM deliveries o
        WHERE o.subscriber_id = s.id
          AND o.article_id IS NULL
          AND o.kind = 'digest'
          AND o.state IN ('sent', 'cancelled')
          AND o.window_until_at < :until_at
          AND o.settled_at <= :shown_at
      ),
      0
    )
    """


async def _settled_at(tx: Transaction, delivery: Delivery) -> int:
    rows = await tx.rows("SELECT settled_at FROM deliveries WHERE id = :id", id=delivery.id)
    return int(rows[0][0])


def _queued(row: Row, *, now: datetime, expires_at: datetime) -> dict[str, Value]:
    subscriber_id, minute, due_at, timezone, _days, covered_at, _is_wanted = row
    day = instant(due_at).astimezone(ZoneInfo(timezone)).date()
    return {
        "key": f"digest:{day.isoformat()}:{minute // 60:02}{minute % 60:02}:s{subscriber_id}",
        "kind": DeliveryKind.DIGEST.value,
        "subscriber_id": subscriber_id,
        "from_at": covered_at,
        "until_at": stamp(now),
        "expires_at": stamp(expires_at),
    }


async def _insert(tx: Transaction, deliveries: list[dict[str, Value]]) -> None:
    await tx.many(
        """
        INSERT INTO deliveries
          (key, kind, state, subscriber_id, window_from_at, window_until_at, due_at, expires_at)
        VALUES (:key, :kind, 'queued', :subscriber_id, :from_at, :until_at, :until_at, :expires_at)
        ON CONFLICT (key) DO NOTHING
        """,
        deliveries,
    )


async def _move_on(tx: Transaction, hours: list[tuple[Row, datetime]]) -> None:
    await tx.many(
        """
        UPDATE digest_hours
        SET next_at = :next_at
        WHERE subscriber_id = :subscriber_id AND minute = :minute
        """,
        [
            {"subscriber_id": row[0], "minute": row[1], "next_at": stamp(next_at)}
            for row, next_at in hours
        ],
    )
