"""The outbox: every message that must go out, until it is known what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storage import audit, digests, outbox_planning, outbox_sending, outbox_sweeping
from storage.database import Shelf, Transaction, instant_or_none, reads, stamp, writes
from storage.delivery_rows import DELIVERY, delivery_of, load_deliveries
from storage.digests import NextAt
from storage.errors import NotFound
from storage.headlines import id_list
from storage.merging import NAMED
from storage.model import (
    ArticleId,
    Delivery,
    DeliveryId,
    DeliveryState,
    Headline,
    ReaderId,
    SubscriberId,
)
from storage.outbox_planning import OPEN
from storage.outbox_sending import SWEPT_AT_ONCE, Settled

__all__ = ["Outbox", "Settled"]


class Outbox(Shelf):
    """Deliveries: queued → claimed → sending → sent, refused, gone or uncertain."""

    @writes
    async def enqueue_digests(
        self,
        tx: Transaction,
        now: datetime,
        *,
        next_at: NextAt,
        expires_at: datetime,
        limit: int = 500,
    ) -> int:
        """How many digests were queued of up to `limit` due hours; each hour is moved on.

        A digest covers what was released after the one before it up to `now`. Who is away,
        paused or does not want one gets none; to be called again while hours are due.
        """
        return await digests.enqueue_digests(
            tx, now, next_at=next_at, expires_at=expires_at, limit=limit
        )

    @reads
    async def find_digest(
        self, tx: Transaction, delivery: Delivery, *, limit: int, offset: int = 0
    ) -> list[Headline]:
        """What a digest holds: released in its window, in the subscriber's categories.

        Featured first, then the newest; without what an earlier digest covered or what was
        sent to the subscriber by itself. Empty when there is nothing to tell. One that was
        sent holds what it held then, as it reads now.
        """
        return await digests.find_digest(tx, delivery, limit=limit, offset=offset)

    @reads
    async def get(self, tx: Transaction, delivery_id: DeliveryId) -> Delivery:
        """The delivery.

        Raises:
            NotFound: no such delivery.
        """
        found = await load_deliveries(tx, [delivery_id])
        if not found:
            raise NotFound("delivery", delivery_id)
        return found[0]

    @writes
    async def claim(
        self, tx: Transaction, holder: str, *, limit: int, now: datetime
    ) -> list[Delivery]:
        """Up to `limit` due deliveries, the longest due first, now the holder's.

        Nothing of them has left; `unclaim` returns them. Expired ones are dropped.
        """
        locking = "FOR UPDATE SKIP LOCKED" if self.database.dialect == "postgres" else ""
        return await outbox_sending.claim(tx, holder, limit=limit, now=now, locking=locking)

    @writes
    async def sweep(self, tx: Transaction, now: datetime, *, limit: int = SWEPT_AT_ONCE) -> int:
        """How much of the queue was dropped, being called back or too old, in one short step.

        0 when there is no more; until then nothing of it can be claimed or begun either.
        """
        return await outbox_sweeping.sweep(tx, now, limit=limit)

    @writes
    async def begin(
        self, tx: Transaction, ids: Sequence[DeliveryId], *, holder: str, now: datetime
    ) -> frozenset[DeliveryId]:
        """Those of `ids` that may be sent now; no other may. Committed before a byte leaves.

        One is missing when it was taken from the holder meanwhile, cancelled, or expired.
        """
        return await outbox_sending.begin(tx, ids, holder=holder, now=now)

    @writes
    async def settle(
        self, tx: Transaction, results: Sequence[Settled], *, holder: str, now: datetime
    ) -> None:
        """Writes down how the holder's sends ended; a result for another's row is ignored.

        A digest sent or cancelled moves on what its subscriber is up to date with; GONE ends
        the subscription; the third counted try that must be repeated is REFUSED ("poison").
        """
        await outbox_sending.settle(tx, results, holder=holder, now=now)

    @writes
    async def unclaim(self, tx: Transaction, holder: str) -> int:
        """How many claimed deliveries the holder gave back."""
        return await outbox_sending.unclaim(tx, holder)

    @writes
    async def postpone(
        self, tx: Transaction, delivery_id: DeliveryId, *, holder: str, due_at: datetime
    ) -> None:
        """A claimed delivery given back until `due_at`: its chat takes no more before."""
        await outbox_planning.postpone(tx, delivery_id, holder=holder, due_at=due_at)

    @writes
    async def recover(self, tx: Transaction, now: datetime) -> tuple[int, int]:
        """At a start: how many were returned to the queue, and how many are uncertain.

        Nobody else may be sending.
        """
        return await outbox_sending.recover(tx, now)

    @reads
    async def find_uncertain(self, tx: Transaction, *, limit: int) -> list[Delivery]:
        """Those of which nobody knows whether they arrived, the oldest first."""
        rows = await tx.rows(
            f"""
            SELECT {DELIVERY}
            FROM deliveries d
            JOIN subscribers s ON s.id = d.subscriber_id
            WHERE d.{OPEN} AND d.state = 'uncertain'
            ORDER BY d.id
            LIMIT :limit
            """,
            limit=limit,
        )
        return [delivery_of(row) for row in rows]

    @writes
    async def leave(self, tx: Transaction, *, by: ReaderId, now: datetime) -> int:
        """How many uncertain ones are let be, because a person decided so; none goes out."""
        count = await tx.run(
            f"""
            UPDATE deliveries
            SET state = 'refused', cause = 'left', settled_at = :now
            WHERE {OPEN} AND state = 'uncertain'
            """,
            now=stamp(now),
        )
        await _note(tx, action="leave", n=count, by=by, now=now)
        return count

    @writes
    async def resend(
        self, tx: Transaction, ids: Sequence[DeliveryId], *, by: ReaderId, now: datetime
    ) -> int:
        """How many uncertain ones were queued again, because a person asked for it.

        One that expired meanwhile stays uncertain.
        """
        chosen, values = id_list(ids)
        count = await tx.run(
            f"""
            UPDATE deliveries
            SET state = 'queued', due_at = :now, claimed_by = '', claimed_at = NULL,
              settled_at = NULL
            WHERE id IN ({chosen}) AND state = 'uncertain' AND expires_at > :now
            """,
            now=stamp(now),
            **values,
        )
        await _note(tx, action="resend", n=count, by=by, now=now)
        return count

    @reads
    async def find_message(
        self, tx: Transaction, subscriber_id: SubscriberId, article_id: ArticleId
    ) -> int | None:
        """The message that brought the article to the subscriber; None where none is known."""
        rows = await tx.rows(
            f"""
            SELECT id, message_id
            FROM deliveries
            WHERE subscriber_id = :subscriber_id
              AND article_id = :article_id
              AND kind IN ('featured', 'breaking')
              AND state = 'sent'
            UNION ALL
            SELECT d.id, d.message_id
            FROM merged_articles m
            JOIN broadcasts b ON b.id = m.broadcast_id
            JOIN deliveries d ON d.key = b.key || ':s' || CAST(:subscriber_id AS TEXT)
            WHERE m.article_id = :article_id AND d.state = 'sent' AND {NAMED}
            ORDER BY 1 DESC
            LIMIT 1
            """,
            subscriber_id=subscriber_id,
            article_id=article_id,
        )
        return int(rows[0][1]) if rows else None

    @reads
    async def counts(self, tx: Transaction) -> dict[DeliveryState, int]:
        """How many deliveries stand in each state; a state without any is left out.

        Reads all of them: for a person who asks, not for every scrape.
        """
        rows = await tx.rows("SELECT state, COUNT(*) FROM deliveries GROUP BY state")
        return {DeliveryState(row[0]): int(row[1]) for row in rows}

    @reads
    async def count_open(self, tx: Transaction) -> dict[DeliveryState, int]:
        """How many are not settled, by state; asked of the two small indexes of just these."""
        queued = await tx.rows("SELECT COUNT(*) FROM deliveries WHERE state = 'queued'")
        rows = await tx.rows(f"SELECT state, COUNT(*) FROM deliveries WHERE {OPEN} GROUP BY state")
        counts = {DeliveryState(row[0]): int(row[1]) for row in rows}
        return counts | ({DeliveryState.QUEUED: int(queued[0][0])} if queued[0][0] else {})

    @reads
    async def oldest_due(self, tx: Transaction, now: datetime) -> datetime | None:
        """Since when the longest waiting delivery has been due; None when none is."""
        rows = await tx.rows(
            "SELECT MIN(due_at) FROM deliveries WHERE state = 'queued' AND due_at <= :now",
            now=stamp(now),
        )
        return instant_or_none(rows[0][0])

    @reads
    async def next_due(self, tx: Transaction) -> datetime | None:
        """When the next delivery is due, perhaps long ago; None when none is queued."""
        rows = await tx.rows("SELECT MIN(due_at) FROM deliveries WHERE state = 'queued'")
        return instant_or_none(rows[0][0])

    @writes
    async def hold_all(self, tx: Transaction) -> int:
        """How many were stopped before they left, until `release_held`."""
        return await tx.run(
            """
            UPDATE deliveries
            SET state = 'held', claimed_by = '', claimed_at = NULL
            WHERE state IN ('queued', 'claimed')
            """
        )

    @writes
    async def release_held(self, tx: Transaction, *, by: ReaderId, now: datetime) -> int:
        """How many go out after all, because a person said so."""
        count = await tx.run(
            f"""
            UPDATE deliveries
            SET state = 'queued'
            WHERE {OPEN} AND state = 'held'
            """
        )
        await _note(tx, action="release_held", n=count, by=by, now=now)
        return count


async def _note(tx: Transaction, *, action: str, n: int, by: ReaderId, now: datetime) -> None:
    await audit.note(
        tx, at=now, by=by, action=action, subject="outbox", subject_id=None, detail=str(n)
    )
