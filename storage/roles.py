"""Who may do what beyond reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storage import audit
from storage.database import Shelf, Transaction, reads, stamp, writes
from storage.model import ReaderId, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody at the desk. `name`: empty until he has written to the bot."""

    id: ReaderId
    name: str
    roles: frozenset[Role]


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
        await give(tx, reader_id, role=role, by=by, now=now)

    @writes
    async def revoke(
        self,
        tx: Transaction,
        reader_id: ReaderId,
        *,
        role: Role,
        by: ReaderId | None,
        now: datetime,
    ) -> bool:
        """Whether the role was taken: not if he has it not, or nobody else administers."""
        changed = await tx.run(
            """
            DELETE FROM roles
            WHERE reader_id = :reader_id AND role = :role
              AND (
                :role <> 'administrator'
                OR EXISTS (
                  SELECT 1
                  FROM roles AS others
                  WHERE others.role = 'administrator' AND others.reader_id <> :reader_id
                )
              )
            """,
            reader_id=reader_id,
            role=role.value,
        )
        if changed:
            await _note(tx, reader_id, action="revoke", role=role, by=by, now=now)
        return bool(changed)

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

    @reads
    async def people(self, tx: Transaction) -> list[Colleague]:
        """Everybody with a role, in the order in which they came to the desk."""
        rows = await tx.rows(
            """
            SELECT roles.reader_id, COALESCE(readers.name, ''), roles.role
            FROM roles
            LEFT JOIN readers ON readers.id = roles.reader_id
            ORDER BY roles.granted_at, roles.reader_id, roles.role
            """
        )
        names: dict[ReaderId, str] = {}
        held: dict[ReaderId, set[Role]] = {}
        for reader_id, name, role in rows:
            names[ReaderId(reader_id)] = name
            held.setdefault(ReaderId(reader_id), set()).add(Role(role))
        return [
            Colleague(id=reader_id, name=names[reader_id], roles=frozenset(held[reader_id]))
            for reader_id in held
        ]

    @writes
    async def ensure_administrators(
        self, tx: Transaction, ids: Iterable[ReaderId], *, now: datetime
    ) -> None:
        """Each of `ids` is an administrator; the others stay what they are."""
        for reader_id in ids:
            await give(tx, reader_id, role=Role.ADMINISTRATOR, by=None, now=now)


async def give(
    tx: Transaction, reader_id: ReaderId, *, role: Role, by: ReaderId | None, now: datetime
) -> None:
    """The reader has the role, in the transaction of what gave it."""
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
