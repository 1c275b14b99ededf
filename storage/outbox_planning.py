"""What goes into the outbox with the event that causes it, and what is taken out again."""

from __future__ import annotations

from datetime import datetime

from storage.database import Transaction, stamp
from storage.errors import NotFound
from storage.model import ArticleId, DeliveryId, DeliveryKind, ReaderId, SubscriberId

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


async def enqueue_featured(
    tx: Transaction,
    article_id: ArticleId,
    *,
    by: ReaderId | None,
    due_at: datetime,
    expires_at: datetime,
    now: datetime,
) -> int:
    """How many messages were queued: one for each subscriber who wants it, once for ever.

    Raises:
        NotFound: no such article.
    """
    rows = await tx.rows("SELECT category_id FROM articles WHERE id = :id", id=article_id)
    if not rows:
        raise NotFound("article", article_id)
    broadcast_id = await _ensure_broadcast(tx, article_id, by=by, expires_at=expires_at, now=now)
    return await tx.run(
        f"""
        INSERT INTO deliveries
          (key, broadcast_id, kind, state, subscriber_id, article_id, due_at, expires_at)
        SELECT :key || CAST(s.id AS TEXT), :broadcast_id, :kind, 'queued', s.id, :article_id,
          :due_at, :expires_at
        FROM subscribers s
        WHERE s.is_active = 1
          AND s.wants_featured = 1
          AND (s.paused_until_at IS NULL OR s.paused_until_at <= :now)
          AND {FOLLOWS.format(category_id=":category_id")}
        ON CONFLICT (key) DO NOTHING
        """,
        key=f"featured:{article_id}:s",
        broadcast_id=broadcast_id,
        kind=DeliveryKind.FEATURED.value,
        article_id=article_id,
        category_id=rows[0][0],
        due_at=stamp(due_at),
        expires_at=stamp(expires_at),
        now=stamp(now),
    )


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


async def _ensure_broadcast(
    tx: Transaction,
    article_id: ArticleId,
    *,
    by: ReaderId | None,
    expires_at: datetime,
    now: datetime,
) -> int:
    key = f"featured:{article_id}"
    await tx.run(
        """
        INSERT INTO broadcasts
          (key, kind, article_id, created_at, created_by, expires_at, fanned_out_at)
        VALUES (:key, :kind, :article_id, :now, :by, :expires_at, :now)
        ON CONFLICT (key) DO NOTHING
        """,
        key=key,
        kind=DeliveryKind.FEATURED.value,
        article_id=article_id,
        now=stamp(now),
        by=by,
        expires_at=stamp(expires_at),
    )
    rows = await tx.rows("SELECT id FROM broadcasts WHERE key = :key", key=key)
    return int(rows[0][0])
