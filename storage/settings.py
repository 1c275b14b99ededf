"""Settings that live with the data: one text under one key."""

from __future__ import annotations

from storage.database import Shelf, Transaction, reads, writes


class Settings(Shelf):
    """Texts by key."""

    @reads
    async def get(self, tx: Transaction, key: str) -> str | None:
        """The text under `key`, if there is one."""
        rows = await tx.rows(
            """
            SELECT value
            FROM settings
            WHERE key = :key
            """,
            key=key,
        )
        return str(rows[0][0]) if rows else None

    @writes
    async def put(self, tx: Transaction, key: str, *, value: str) -> None:
        """Keeps `value` under `key`, in place of what was there."""
        await tx.run(
            """
            INSERT INTO settings (key, value)
            VALUES (:key, :value)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value
            """,
            key=key,
            value=value,
        )
