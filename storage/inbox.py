"""Updates, written down before Telegram hears that they arrived."""

from __future__ import annotations

from datetime import datetime

from storage.database import Shelf, Transaction, reads, stamp, writes


class Inbox(Shelf):
    """Updates from their receipt until they are handled, and some days longer."""

    @writes
    async def receive(self, tx: Transaction, update_id: int, *, body: str, now: datetime) -> bool:
        """Whether the update is new; one seen before is left as it is."""
        received = await tx.run(
            """
            INSERT INTO inbox (update_id, body, received_at)
            VALUES (:update_id, :body, :now)
            ON CONFLICT (update_id) DO NOTHING
            """,
            update_id=update_id,
            body=body,
            now=stamp(now),
        )
        return received == 1

    @reads
    async def find_open(self, tx: Transaction) -> list[tuple[int, str]]:
        """Updates received and not handled, with their bodies, in Telegram's order."""
        rows = await tx.rows(
            """
            SELECT update_id, body
            FROM inbox
            WHERE handled_at IS NULL
            ORDER BY update_id
            """
        )
        return [(int(update_id), str(body)) for update_id, body in rows]

    @writes
    async def begin(self, tx: Transaction, update_id: int) -> int:
        """How many times the update has been begun, this time included; 0 when unknown."""
        rows = await tx.rows(
            """
            UPDATE inbox
            SET tries = tries + 1
            WHERE update_id = :update_id
            RETURNING tries
            """,
            update_id=update_id,
        )
        return int(rows[0][0]) if rows else 0

    @writes
    async def handled(self, tx: Transaction, update_id: int, *, now: datetime) -> None:
        """The update is done with. Its body goes now: what people wrote is not ours to keep."""
        await tx.run(
            """
            UPDATE inbox
            SET handled_at = :now,
                body = ''
            WHERE update_id = :update_id
              AND handled_at IS NULL
            """,
            update_id=update_id,
            now=stamp(now),
        )

    @writes
    async def forget_handled(self, tx: Transaction, before: datetime) -> int:
        """Drops updates handled before that instant; how many."""
        return await tx.run(
            """
            DELETE FROM inbox
            WHERE handled_at < :before
            """,
            before=stamp(before),
        )
