"""What will not go out: called back or too old, taken out of the queue in steps."""

from __future__ import annotations

from datetime import datetime

from storage.database import Transaction, stamp
from storage.model import ArticleId, DeliveryKind

# Of a delivery that was called back the cause, of any other nothing. Asked at every claim and
# every beginning, of a table that is empty but for the seconds after a retraction.
CALLED_BACK = """
    (
      SELECT MIN(c.cause)
      FROM cancellations c
      WHERE c.article_id = deliveries.article_id
        AND c.until_id >= deliveries.id
        AND c.kind IN ('', deliveries.kind)
    )
    """


async def cancel_pushes(
    tx: Transaction,
    article_id: ArticleId,
    *,
    kind: DeliveryKind | None = None,
    cause: str,
    now: datetime,
) -> None:
    """No message about the article leaves any more; of one kind, or of all.

    One row, however many wait: `sweep` takes them out in steps. What is being sent is not
    stopped.
    """
    await tx.run(
        """
        UPDATE broadcasts
        SET cancelled_at = :now, fanned_out_at = :now
        WHERE article_id = :article_id
          AND fanned_out_at IS NULL
          AND :kind IN ('', kind)
        """,
        article_id=article_id,
        kind=kind or "",
        now=stamp(now),
    )
    await tx.run(
        """
        INSERT INTO cancellations (article_id, kind, until_id, cause)
        SELECT a.id, :kind, (SELECT MAX(id) FROM deliveries), :cause
        FROM articles a
        WHERE a.id = :article_id AND EXISTS (
          SELECT 1
          FROM deliveries
          WHERE article_id = :article_id AND state IN ('held', 'queued', 'claimed')
        )
        """,
        article_id=article_id,
        kind=kind or "",
        cause=cause,
    )


async def sweep(tx: Transaction, now: datetime, *, limit: int) -> int:
    """How much of the queue was dropped; 0 when there is nothing more to drop."""
    return await _sweep_called_back(tx, now, limit=limit) or await _sweep_expired(
        tx, now, limit=limit
    )


async def _sweep_called_back(tx: Transaction, now: datetime, *, limit: int) -> int:
    rows = await tx.rows(
        "SELECT id, article_id, kind, until_id, cause FROM cancellations ORDER BY id LIMIT 1"
    )
    if not rows:
        return 0
    cancellation_id, article_id, kind, until_id, cause = rows[0]
    count = await tx.run(
        """
        UPDATE deliveries
        SET state = 'cancelled', cause = :cause, settled_at = :now
        WHERE id IN (
          SELECT id
          FROM deliveries
          WHERE article_id = :article_id
            AND state IN ('held', 'queued', 'claimed')
            AND id <= :until_id
            AND :kind IN ('', kind)
          LIMIT :limit
        )
        """,
        article_id=article_id,
        kind=kind,
        until_id=until_id,
        cause=cause,
        now=stamp(now),
        limit=limit,
    )
    if count < limit:
        await tx.run("DELETE FROM cancellations WHERE id = :id", id=cancellation_id)
    return count + 1


async def _sweep_expired(tx: Transaction, now: datetime, *, limit: int) -> int:
    # Only among the longest due: to look through all that wait would hold up the writer.
    return await tx.run(
        """
        UPDATE deliveries
        SET state = 'expired', settled_at = :now
        WHERE expires_at <= :now AND id IN (
          SELECT id
          FROM deliveries
          WHERE state = 'queued' AND due_at <= :now
          ORDER BY due_at, id
          LIMIT :limit
        )
        """,
        now=stamp(now),
        limit=limit,
    )
