"""Who may do what beyond reading."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from storage import audit
from storage.database import Shelf, Transaction, reads, stamp, writes
from storage.model import ReaderId, Role


class Roles(Shelf):
    """The roles of readers, by Telegram's user id."""

    @reads
    async def of(self, tx: Transaction, reader_id: ReaderId) -> frozenset[Role]:
        """The reader's roles; none for most."""
        rows = await tx.rows(
            "SELECT role FROM roles WHERE reader_id = :reader_id", reader_id=reader_id
        )
        return frozenset(Role(row[0]) for row in rows)

    @writes
    async def grant(
        self,
        tx: Transaction,
        reader_id: ReaderId,
        *,
        role: Role,
        by: ReaderId | None,
        now: datetime,
    ) -> None:
        """The reader has the role. `by`: None when it comes from the settings."""
        await _grant(tx, reader_id, role=role, by=by, now=now)

    @writes
    async def revoke(
        self,
        tx: Transaction,
        reader_id: ReaderId,
        *,
        role: Role,
        by: ReaderId | None,
        now: datetime,
    ) -> None:
        """The reader has the role no longer."""
        changed = await tx.run(
            "DELETE FROM roles WHERE reader_id = :reader_id AND role = :role",
            reader_id=reader_id,
            role=role.value,
        )
        if changed:
            await _note(tx, reader_id, action="revoke", role=role, by=by, now=now)

    @reads
    async def holders(self, tx: Transaction, role: Role) -> list[ReaderId]:
        """Those who have the role, in the order they got it."""
        rows = await tx.rows(
            """
            SELECT reader_id
            FROM roles
            WHERE role = :role
            ORDER BY granted_at, reader_id
            """,
            role=role.value,
        )
        return [ReaderId(row[0]) for row in rows]

    @writes
    async def ensure_administrators(
        self, tx: Transaction, ids: Iterable[ReaderId], *, now: datetime
    ) -> None:
        """Each of `ids` is an administrator; the others stay what they are."""
        for reader_id in ids:
            await _grant(tx, reader_id, role=Role.ADMINISTRATOR, by=None, now=now)


async def _grant(
    tx: Transaction, reader_id: ReaderId, *, role: Role, by: ReaderId | None, now: datetime
) -> None:
    changed = await tx.run(
        """
        INSERT INTO roles (reader_id, role, granted_at, granted_by)
        VALUES (:reader_id, :role, :now, :by)
        ON CONFLICT (reader_id, role) DO NOTHING
        """,
        reader_id=reader_id,
        role=role.value,
        now=stamp(now),
        by=by,
    )
    if changed:
        await _note(tx, reader_id, action="grant", role=role, by=by, now=now)


async def _note(
    tx: Transaction,
    reader_id: ReaderId,
    *,
    action: str,
    role: Role,
    by: ReaderId | None,
    now: datetime,
) -> None:
    await audit.note(
        tx,
        at=now,
        by=by,
        action=action,
        subject="reader",
        subject_id=reader_id,
        detail=role.value,
    )
