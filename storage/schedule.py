"""The schedule: when each job is due, and which of its slots have fired."""

from __future__ import annotations

from datetime import datetime

from storage.database import Shelf, Transaction, instant, reads, stamp, writes


class Schedule(Shelf):
    """Jobs by name. A slot fires once, however many schedulers look."""

    @writes
    async def ensure(self, tx: Transaction, job: str, *, due_at: datetime) -> None:
        """Enters a job that is not there yet; one that is keeps its time."""
        await tx.run(
            """
            INSERT INTO jobs (job, due_at)
            VALUES (:job, :due_at)
            ON CONFLICT (job) DO NOTHING
            """,
            job=job,
            due_at=stamp(due_at),
        )

    @reads
    async def due(self, tx: Transaction, now: datetime) -> list[tuple[str, datetime]]:
        """Jobs whose time has come, with the slot that is due, the oldest first."""
        rows = await tx.rows(
            """
            SELECT job, due_at
            FROM jobs
            WHERE due_at <= :now
            ORDER BY due_at, job
            """,
            now=stamp(now),
        )
        return [(str(job), instant(due_at)) for job, due_at in rows]

    @writes
    async def fire(
        self, tx: Transaction, job: str, *, slot_at: datetime, next_at: datetime, now: datetime
    ) -> bool:
        """Whether this slot is the caller's to run; the job is then due at `next_at`."""
        fired = await tx.run(
            """
            INSERT INTO slots (job, slot_at, fired_at)
            VALUES (:job, :slot_at, :now)
            ON CONFLICT (job, slot_at) DO NOTHING
            """,
            job=job,
            slot_at=stamp(slot_at),
            now=stamp(now),
        )
        # Moved by whoever comes: a slot that has fired must not stay due.
        await tx.run(
            """
            UPDATE jobs
            SET due_at = :next_at
            WHERE job = :job
              AND due_at = :slot_at
            """,
            job=job,
            slot_at=stamp(slot_at),
            next_at=stamp(next_at),
        )
        return fired == 1
