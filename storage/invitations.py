"""Invitations to the desk: for one person, for a day. The link itself is not kept."""

from __future__ import annotations

from datetime import datetime

from storage import audit, roles
from storage.database import Shelf, Transaction, reads, stamp, writes
from storage.errors import NotFound
from storage.model import ReaderId, Role


class Invitations(Shelf):
    """Invitations by the hash of their code, 16 bytes or more."""

    @writes
    async def invite(
        self,
        tx: Transaction,
        code_hash: bytes,
        *,
        role: Role,
        by: ReaderId,
        expires_at: datetime,
        now: datetime,
    ) -> None:
        """Whoever comes first with this code gets the role, until `expires_at`."""
        await tx.run(
            """
            INSERT INTO invitations (code_hash, role, made_at, made_by, expires_at)
            VALUES (:code_hash, :role, :now, :by, :expires_at)
            """,
            code_hash=code_hash,
            role=role.value,
            by=by,
            expires_at=stamp(expires_at),
            now=stamp(now),
        )
        await audit.note(
            tx,
            at=now,
            by=by,
            action="invite",
            subject="reader",
            subject_id=None,
            detail=role.value,
        )

    @writes
    async def accept(
        self, tx: Transaction, code_hash: bytes, *, reader_id: ReaderId, now: datetime
    ) -> Role:
        """The role that this reader now has; the same person may open the link again.

        Raises:
            NotFound: no such invitation, it is over, it was called back or another used it.
        """
        # One statement, so that of two who come at once only one is first.
        rows = await tx.rows(
            """
            UPDATE invitations
            SET used_at = :now, used_by = :reader_id
            WHERE code_hash = :code_hash AND used_by IS NULL AND used_at IS NULL
              AND expires_at > :now
            RETURNING role, made_by
            """,
            code_hash=code_hash,
            reader_id=reader_id,
            now=stamp(now),
        )
        if not rows:
            return await _accepted_before(tx, code_hash, reader_id=reader_id)
        role, made_by = Role(rows[0][0]), rows[0][1]
        by = None if made_by is None else ReaderId(made_by)
        await roles.give(tx, reader_id, role=role, by=by, now=now)
        return role

    @writes
    async def call_back(self, tx: Transaction, *, by: ReaderId, now: datetime) -> int:
        """Every open invitation is over; how many there were."""
        n = await tx.run(
            "UPDATE invitations SET expires_at = :now WHERE used_at IS NULL AND expires_at > :now",
            now=stamp(now),
        )
        if n:
            await audit.note(
                tx,
                at=now,
                by=by,
                action="call_back",
                subject="reader",
                subject_id=None,
                detail=str(n),
            )
        return n

    @reads
    async def count_open(self, tx: Transaction, now: datetime) -> int:
        """How many links would still let somebody in."""
        rows = await tx.rows(
            "SELECT COUNT(*) FROM invitations WHERE used_at IS NULL AND expires_at > :now",
            now=stamp(now),
        )
        return int(rows[0][0])


async def _accepted_before(tx: Transaction, code_hash: bytes, *, reader_id: ReaderId) -> Role:
    # A role taken away since does not come back by the old link.
    rows = await tx.rows(
        """
        SELECT invitations.role
        FROM invitations
        JOIN roles ON roles.reader_id = invitations.used_by AND roles.role = invitations.role
        WHERE code_hash = :code_hash AND used_by = :reader_id
        """,
        code_hash=code_hash,
        reader_id=reader_id,
    )
    if not rows:
        raise NotFound("invitation", reader_id)
    return Role(rows[0][0])
