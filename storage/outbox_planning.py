"""What goes into the outbox with the event that causes it, and what is taken out again."""

from __future__ import annotations

from datetime import datetime

from storage.database import Transaction, stamp
from storage.model import DeliveryId, SubscriberId

# The condition of the partial index `deliveries_open`, word for word: SQLite uses it only then.
OPEN = "state IN ('claimed', 'sending', 'uncertain', 'held')"

# A subscriber `s` without rows in `subscriptions` follows every category.
FOLLOWS = """
    (
      NOT EXISTS (SELECT 1 FROM subscriptions f WHERE f.subscriber_id = s.id)
      OR EXISTS (
        SELECT 1
        FROM subscriptions f
        WHERE f.subscriber_id = s.id AND f.category_id = {category_id}
      )
    )
    """


async def cancel_subscriber(
    tx: Transaction, subscriber_id: SubscriberId, *, cause: str, now: datetime
) -> int:
    """How many messages to the subscriber will not go out."""
    return await tx.run(
        """
        UPDATE deliveries
        SET state = 'cancelled', cause = :cause, settled_at = :now
        WHERE subscriber_id = :subscriber_id AND state IN ('held', 'queued', 'claimed')
        """,
        subscriber_id=subscriber_id,
        cause=cause,
        now=stamp(now),
    )


async def postpone(
    tx: Transaction, delivery_id: DeliveryId, *, holder: str, due_at: datetime
) -> None:
    """Gives back a claimed delivery whose chat must wait; no byte of it has left."""
    await tx.run(
        """
        UPDATE deliveries
        SET state = 'queued', due_at = :due_at, claimed_by = '', claimed_at = NULL
        WHERE id = :id AND state = 'claimed' AND claimed_by = :holder
        """,
        id=delivery_id,
        holder=holder,
        due_at=stamp(due_at),
    )
