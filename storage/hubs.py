"""WebSub subscriptions: who tells us that a feed changed, and until when."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.database import Row, Shelf, Transaction, instant_or_none, reads, stamp, writes
from storage.model import FeedId, Hub

# Asked again a day before the lease ends, and a day after a hub that never called.
AHEAD = timedelta(days=1)
# A hub that calls all the time makes us ask its publisher once a minute, not more.
APART = timedelta(minutes=1)

_HUBS = """
    SELECT h.feed_id, h.hub_url, h.topic_url, h.token, h.secret, h.asked_at, h.lease_until_at
    FROM hub_subscriptions h
    """


class Hubs(Shelf):
    """Subscriptions by their token; one without a feed is to be ended."""

    @writes
    async def offer(self, tx: Transaction, hub: Hub) -> Hub:
        """The feed's subscription that stands, or this one when the feed names another hub."""
        await tx.run(
            """
            UPDATE hub_subscriptions
            SET feed_id = NULL
            WHERE feed_id = :feed_id
              AND (hub_url <> :hub_url OR topic_url <> :topic_url)
            """,
            feed_id=hub.feed_id,
            hub_url=hub.hub_url,
            topic_url=hub.topic_url,
        )
        await tx.run(
            """
            INSERT INTO hub_subscriptions (feed_id, hub_url, topic_url, token, secret)
            VALUES (:feed_id, :hub_url, :topic_url, :token, :secret)
            ON CONFLICT (feed_id) DO NOTHING
            """,
            feed_id=hub.feed_id,
            hub_url=hub.hub_url,
            topic_url=hub.topic_url,
            token=hub.token,
            secret=hub.secret,
        )
        rows = await tx.rows(f"{_HUBS} WHERE h.feed_id = :feed_id", feed_id=hub.feed_id)
        return _hub_of(rows[0])

    @reads
    async def to_ask(self, tx: Transaction, now: datetime) -> list[Hub]:
        """Subscriptions to be begun, renewed or ended, none asked for within a day."""
        rows = await tx.rows(
            f"""
            {_HUBS}
            LEFT JOIN feeds f ON f.id = h.feed_id
            WHERE (h.asked_at IS NULL OR h.asked_at < :lately)
              AND (
                h.feed_id IS NULL
                OR (
                  f.status = 'active'
                  AND (h.lease_until_at IS NULL OR h.lease_until_at < :soon)
                )
              )
            ORDER BY h.asked_at IS NOT NULL, h.asked_at, h.token
            LIMIT 20
            """,
            soon=stamp(now + AHEAD),
            lately=stamp(now - AHEAD),
        )
        return [_hub_of(row) for row in rows]

    @writes
    async def mark_asked(self, tx: Transaction, token: str, *, now: datetime) -> None:
        """The hub was asked, and will call."""
        await tx.run(
            "UPDATE hub_subscriptions SET asked_at = :now WHERE token = :token",
            token=token,
            now=stamp(now),
        )

    @writes
    async def confirm(
        self, tx: Transaction, token: str, *, topic_url: str, until_at: datetime
    ) -> bool:
        """Whether we asked a hub for this; then the subscription stands until then."""
        changed = await tx.run(
            """
            UPDATE hub_subscriptions
            SET lease_until_at = :until_at
            WHERE token = :token
              AND topic_url = :topic_url
              AND asked_at IS NOT NULL
              AND feed_id IS NOT NULL
            """,
            token=token,
            topic_url=topic_url,
            until_at=stamp(until_at),
        )
        return changed > 0

    @writes
    async def end(self, tx: Transaction, token: str, *, topic_url: str) -> bool:
        """Whether we want this subscription to end; then it is forgotten."""
        changed = await tx.run(
            """
            DELETE FROM hub_subscriptions
            WHERE token = :token
              AND topic_url = :topic_url
              AND feed_id IS NULL
            """,
            token=token,
            topic_url=topic_url,
        )
        return changed > 0

    @writes
    async def forget_ended(self, tx: Transaction, now: datetime) -> int:
        """How many subscriptions without a feed went whose lease is over or never began."""
        return await tx.run(
            """
            DELETE FROM hub_subscriptions
            WHERE feed_id IS NULL
              AND COALESCE(lease_until_at, asked_at + :a_day, 0) < :now
            """,
            a_day=AHEAD // timedelta(microseconds=1),
            now=stamp(now),
        )

    @reads
    async def find(self, tx: Transaction, token: str) -> list[Hub]:
        """The subscription behind an address that a hub called, if there is one."""
        rows = await tx.rows(f"{_HUBS} WHERE h.token = :token", token=token)
        return [_hub_of(row) for row in rows]

    @writes
    async def make_due(self, tx: Transaction, feed_id: FeedId, *, now: datetime) -> None:
        """The feed is looked at next, a minute after the last look at the earliest.

        A feed that fails keeps its back-off, whatever a hub says.
        """
        await tx.run(
            """
            UPDATE feed_states
            SET next_poll_at =
              CASE
                WHEN last_polled_at > :lately THEN last_polled_at + :apart
                ELSE :now
              END
            WHERE feed_id = :feed_id
              AND next_poll_at > :now
              AND failures = 0
            """,
            feed_id=feed_id,
            now=stamp(now),
            lately=stamp(now - APART),
            apart=APART // timedelta(microseconds=1),
        )


def _hub_of(row: Row) -> Hub:
    return Hub(
        feed_id=None if row[0] is None else FeedId(row[0]),
        hub_url=row[1],
        topic_url=row[2],
        token=row[3],
        secret=row[4],
        asked_at=instant_or_none(row[5]),
        lease_until_at=instant_or_none(row[6]),
    )
