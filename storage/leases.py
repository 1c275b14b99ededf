"""Leases: one holder at a time, and a fence that grows with every new one."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.database import Shelf, Transaction, reads, stamp, writes
from storage.errors import Taken


class Leases(Shelf):
    """Leases by name. Times are the callers' own, so their clocks must roughly agree."""

    @writes
    async def take(
        self, tx: Transaction, name: str, *, holder: str, now: datetime, ttl_s: float
    ) -> int:
        """The fence of a lease that is now `holder`'s for `ttl_s` seconds.

        Raises:
            Taken: another holds it, and it has not run out.
        """
        rows = await tx.rows(
            """
            INSERT INTO leases (name, holder, fence, expires_at)
            VALUES (:name, :holder, 1, :expires_at)
            ON CONFLICT (name) DO UPDATE
            SET holder = excluded.holder,
                fence = leases.fence + 1,
                expires_at = excluded.expires_at
            WHERE leases.holder IN ('', excluded.holder)
               OR leases.expires_at <= :now
            RETURNING fence
            """,
            name=name,
            holder=holder,
            expires_at=stamp(now + timedelta(seconds=ttl_s)),
            now=stamp(now),
        )
        if not rows:
            raise Taken(name, await _holder(tx, name))
        return int(rows[0][0])

    @writes
    async def renew(
        self, tx: Transaction, name: str, *, holder: str, now: datetime, ttl_s: float
    ) -> None:
        """The lease stays `holder`'s for another `ttl_s` seconds.

        Raises:
            Taken: it was lost meanwhile; whoever lost it must stop at once.
        """
        renewed = await tx.run(
            """
            UPDATE leases
            SET expires_at = :expires_at
            WHERE name = :name
              AND holder = :holder
            """,
            name=name,
            holder=holder,
            expires_at=stamp(now + timedelta(seconds=ttl_s)),
        )
        if not renewed:
            raise Taken(name, await _holder(tx, name))

    @writes
    async def release(self, tx: Transaction, name: str, *, holder: str) -> None:
        """The lease is free, if it was `holder`'s. Its fence goes on counting."""
        await tx.run(
            """
            UPDATE leases
            SET holder = '',
                expires_at = 0
            WHERE name = :name
              AND holder = :holder
            """,
            name=name,
            holder=holder,
        )

    @reads
    async def holder(self, tx: Transaction, name: str) -> str:
        """Who took it last and has not released it; empty when nobody."""
        return await _holder(tx, name)


async def _holder(tx: Transaction, name: str) -> str:
    rows = await tx.rows(
        """
        SELECT holder
        FROM leases
        WHERE name = :name
        """,
        name=name,
    )
    return str(rows[0][0]) if rows else ""
