"""A delivery's way out: claimed, sending, settled. No order of calls sends it twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from storage.database import Transaction, stamp
from storage.delivery_rows import load_deliveries
from storage.headlines import id_list
from storage.model import Delivery, DeliveryId, DeliveryState
from storage.outbox_planning import OPEN, cancel_subscriber
from storage.outbox_sweeping import CALLED_BACK, sweep

MAX_TRIES = 3
# Claimed at two crashes, a message may be what causes them: from then on it is claimed alone,
# after all others, and set aside at the third crash that finds it alone.
SUSPECT_TRIES = 2
POISON_TRIES = SUSPECT_TRIES + 3
SWEPT_AT_ONCE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """How a send ended.

    `state`: SENT, REFUSED, GONE, UNCERTAIN, CANCELLED (nothing to say), or QUEUED to try
    again at `retry_at`. `is_counted`: False where the message is not to blame (429, no
    connection); the third counted try is the last.
    """

    id: DeliveryId
    state: DeliveryState
    cause: str = ""
    message_id: int | None = None
    retry_at: datetime | None = None
    render_hash: bytes | None = None
    is_counted: bool = True


async def claim(
    tx: Transaction, holder: str, *, limit: int, now: datetime, locking: str
) -> list[Delivery]:
    """Up to `limit` due deliveries, now the holder's; expired ones on the way are dropped."""
    claim_of = partial(_claim, tx, holder, now=now, locking=locking)
    usual, alone = (0, SUSPECT_TRIES - 1), (SUSPECT_TRIES, POISON_TRIES)
    claimed, dropped = await claim_of(limit=limit, tries=usual)
    if dropped and not claimed:
        # Once: what is left of a long silence must not hold the writer.
        await sweep(tx, now, limit=SWEPT_AT_ONCE)
        claimed, _ = await claim_of(limit=limit, tries=usual)
    if not claimed:
        claimed, _ = await claim_of(limit=1, tries=alone)
    return await load_deliveries(tx, claimed)


async def _claim(
    tx: Transaction,
    holder: str,
    *,
    limit: int,
    now: datetime,
    locking: str,
    tries: tuple[int, int],
) -> tuple[list[DeliveryId], int]:
    """What was claimed, and how many were dropped on the way."""
    # Materialized: PostgreSQL may run a plain subquery once a row, each time locking others.
    rows = await tx.rows(
        f"""
        WITH due AS MATERIALIZED (
          SELECT id
          FROM deliveries
          WHERE state = 'queued' AND due_at <= :now AND tries BETWEEN :least AND :most
          ORDER BY due_at, id
          LIMIT :limit
          {locking}
        )
        UPDATE deliveries
        SET {_moved_to("claimed")},
          claimed_by = :holder,
          claimed_at = :now
        WHERE id IN (SELECT id FROM due)
        RETURNING id, state
        """,
        holder=holder,
        now=stamp(now),
        limit=limit,
        least=tries[0],
        most=tries[1],
    )
    claimed = [DeliveryId(row[0]) for row in rows if row[1] == "claimed"]
    return claimed, len(rows) - len(claimed)


async def begin(
    tx: Transaction, ids: Sequence[DeliveryId], *, holder: str, now: datetime
) -> frozenset[DeliveryId]:
    """Those of `ids` that may be sent now: still the holder's, not expired or called back."""
    chosen, values = id_list(ids)
    rows = await tx.rows(
        f"""
        UPDATE deliveries
        SET {_moved_to("sending")}
        WHERE id IN ({chosen}) AND state = 'claimed' AND claimed_by = :holder
        RETURNING id, state
        """,
        holder=holder,
        now=stamp(now),
        **values,
    )
    return frozenset(DeliveryId(row[0]) for row in rows if row[1] == "sending")


def _moved_to(state: str) -> str:
    """Into the state, unless it is too late or the delivery was called back."""
    return f"""state = CASE
            WHEN expires_at <= :now THEN 'expired'
            WHEN {CALLED_BACK} IS NOT NULL THEN 'cancelled'
            ELSE '{state}'
          END,
          cause = COALESCE({CALLED_BACK}, cause),
          settled_at = CASE
            WHEN expires_at <= :now OR {CALLED_BACK} IS NOT NULL THEN :now
          END"""


async def settle(
    tx: Transaction, results: Sequence[Settled], *, holder: str, now: datetime
) -> None:
    """Writes down how sends ended, with what follows for the subscribers.

    A result counts only where the row is the holder's and was being sent; a cancelled one,
    of which no byte left, also where it was claimed. It may come after a restart has called
    the row uncertain: then it ends the doubt.
    """
    ordered = sorted(results, key=lambda result: result.id)
    final = [result for result in ordered if result.state is not DeliveryState.QUEUED]
    await _finish(tx, final, holder=holder, now=now)
    retried = [result for result in ordered if result.state is DeliveryState.QUEUED]
    await _retry(tx, retried, holder=holder, now=now)
    await _cover_digests(tx, final)
    await _end_gone(tx, final, now=now)


async def unclaim(tx: Transaction, holder: str) -> int:
    """How many claimed deliveries the holder gave back."""
    return await tx.run(
        f"""
        UPDATE deliveries
        SET state = 'queued', claimed_by = '', claimed_at = NULL
        WHERE {OPEN} AND state = 'claimed' AND claimed_by = :holder
        """,
        holder=holder,
    )


async def recover(tx: Transaction, now: datetime) -> tuple[int, int]:
    """After a crash: how many were returned to the queue, and how many are uncertain.

    What three crashes found claimed alone is set aside.
    """
    returned = await tx.run(
        f"""
        UPDATE deliveries
        SET state = CASE WHEN tries + 1 >= :most THEN 'refused' ELSE 'queued' END,
          cause = CASE WHEN tries + 1 >= :most THEN 'poison' ELSE cause END,
          settled_at = CASE WHEN tries + 1 >= :most THEN :now END,
          tries = tries + 1,
          claimed_by = '',
          claimed_at = NULL
        WHERE {OPEN} AND state = 'claimed'
        """,
        most=POISON_TRIES,
        now=stamp(now),
    )
    uncertain = await tx.run(
        f"""
        UPDATE deliveries
        SET state = 'uncertain', cause = 'crash', settled_at = :now
        WHERE {OPEN} AND state = 'sending'
        """,
        now=stamp(now),
    )
    return returned, uncertain


async def _finish(
    tx: Transaction, results: Sequence[Settled], *, holder: str, now: datetime
) -> None:
    if not results:
        return
    await tx.many(
        """
        UPDATE deliveries
        SET state = :state, cause = :cause, message_id = :message_id,
          render_hash = :render_hash, settled_at = :now
        WHERE id = :id
          AND claimed_by = :holder
          AND (state IN ('sending', 'uncertain') OR (state = 'claimed' AND :state = 'cancelled'))
        """,
        [
            {
                "id": result.id,
                "state": result.state.value,
                "cause": result.cause,
                "message_id": result.message_id,
                "render_hash": result.render_hash,
                "now": stamp(now),
                "holder": holder,
            }
            for result in results
        ],
    )


async def _retry(
    tx: Transaction, results: Sequence[Settled], *, holder: str, now: datetime
) -> None:
    if not results:
        return
    await tx.many(
        """
        UPDATE deliveries
        SET state = CASE WHEN tries + :counted >= :most THEN 'refused' ELSE 'queued' END,
          cause = CASE WHEN tries + :counted >= :most THEN 'poison' ELSE :cause END,
          settled_at = CASE WHEN tries + :counted >= :most THEN :now END,
          tries = tries + :counted,
          due_at = :due_at,
          claimed_by = '',
          claimed_at = NULL
        WHERE id = :id AND state IN ('sending', 'uncertain') AND claimed_by = :holder
        """,
        [
            {
                "id": result.id,
                "cause": result.cause,
                "counted": int(result.is_counted),
                "most": MAX_TRIES,
                "now": stamp(now),
                "due_at": stamp(result.retry_at or now),
                "holder": holder,
            }
            for result in results
        ],
    )


async def _cover_digests(tx: Transaction, results: Sequence[Settled]) -> None:
    # Taken from the rows, not from the results: one that came too late moves nothing.
    done = [
        result.id
        for result in results
        if result.state in (DeliveryState.SENT, DeliveryState.CANCELLED)
    ]
    if not done:
        return
    chosen, values = id_list(done)
    await tx.run(
        f"""
        UPDATE subscribers
        SET digest_covered_at = covered.until_at
        FROM (
          SELECT subscriber_id, MAX(window_until_at) AS until_at
          FROM deliveries
          WHERE id IN ({chosen})
            AND kind = 'digest'
            AND state IN ('sent', 'cancelled')
          GROUP BY subscriber_id
        ) AS covered
        WHERE subscribers.id = covered.subscriber_id
          AND subscribers.digest_covered_at < covered.until_at
        """,
        **values,
    )


async def _end_gone(tx: Transaction, results: Sequence[Settled], *, now: datetime) -> None:
    gone = [result.id for result in results if result.state is DeliveryState.GONE]
    if not gone:
        return
    chosen, values = id_list(gone)
    rows = await tx.rows(
        f"""
        UPDATE subscribers
        SET is_active = 0, ended_cause = '403', ended_at = :now
        WHERE is_active = 1 AND id IN (
          SELECT subscriber_id FROM deliveries WHERE id IN ({chosen}) AND state = 'gone'
        )
        RETURNING id
        """,
        now=stamp(now),
        **values,
    )
    for row in rows:
        await cancel_subscriber(tx, row[0], cause="403", now=now)
