"""WebSub subscriptions: who tells us that a feed changed, and until when."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.database import Row, Transaction, instant_or_none, stamp
from storage.model import FeedId, Hub

# Asked again a day before the lease ends, and a day after a hub that never called.
AHEAD = timedelta(days=1)

_HUBS = """
    SELECT feed_id, hub_url, topic_url, token, secret, asked_at, lease_until_at
    FROM hubs
    """


async def offer(tx: Transaction, hub: Hub) -> Hub:
    """The subscription that stands, or this one; a new hub or topic begins anew."""
    await tx.run(
        """
        INSERT INTO hubs (feed_id, hub_url, topic_url, token, secret)
        VALUES (:feed_id, :hub_url, :topic_url, :token, :secret)
        ON CONFLICT (feed_id) DO UPDATE
        SET
          hub_url = :hub_url, topic_url = :topic_url, token = :token, secret = :secret,
          asked_at = NULL, lease_until_at = NULL
        WHERE hubs.hub_url <> :hub_url
           OR hubs.topic_url <> :topic_url
        """,
        feed_id=hub.feed_id,
        hub_url=hub.hub_url,
        topic_url=hub.topic_url,
        token=hub.token,
        secret=hub.secret,
    )
    rows = await tx.rows(f"{_HUBS} WHERE feed_id = :feed_id", feed_id=hub.feed_id)
    return _hub_of(rows[0])


async def find_to_ask(tx: Transaction, now: datetime) -> list[Hub]:
    """Subscriptions whose lease ends soon or never began, not asked for within a day."""
    rows = await tx.rows(
        f"""
        {_HUBS}
        WHERE (lease_until_at IS NULL OR lease_until_at < :soon)
          AND (asked_at IS NULL OR asked_at < :lately)
        ORDER BY feed_id
        LIMIT 20
        """,
        soon=stamp(now + AHEAD),
        lately=stamp(now - AHEAD),
    )
    return [_hub_of(row) for row in rows]


async def mark_asked(tx: Transaction, feed_id: FeedId, *, now: datetime) -> None:
    """The hub was asked now."""
    await tx.run(
        "UPDATE hubs SET asked_at = :now WHERE feed_id = :feed_id", feed_id=feed_id, now=stamp(now)
    )


async def confirm(tx: Transaction, token: str, *, topic_url: str, until_at: datetime) -> bool:
    """Whether such a subscription was asked for."""
    changed = await tx.run(
        """
        UPDATE hubs
        SET lease_until_at = :until_at
        WHERE token = :token
          AND topic_url = :topic_url
          AND asked_at IS NOT NULL
        """,
        token=token,
        topic_url=topic_url,
        until_at=stamp(until_at),
    )
    return changed > 0


async def find(tx: Transaction, token: str) -> list[Hub]:
    """The subscription with this token, if there is one."""
    return [_hub_of(row) for row in await tx.rows(f"{_HUBS} WHERE token = :token", token=token)]


def _hub_of(row: Row) -> Hub:
    return Hub(
        feed_id=FeedId(row[0]),
        hub_url=row[1],
        topic_url=row[2],
        token=row[3],
        secret=row[4],
        asked_at=instant_or_none(row[5]),
        lease_until_at=instant_or_none(row[6]),
    )
