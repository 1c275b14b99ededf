"""Small pieces of work for tests of the engines: one text under one key."""

from __future__ import annotations

from storage.database import Database, Row, Transaction, Value, Work


def put(key: str) -> Work[int]:
    """Keeps a row under `key`."""

    async def work(tx: Transaction) -> int:
        return await tx.run(
            "INSERT INTO settings (key, value) VALUES (:key, :value)", key=key, value="x"
        )

    return work


def ask(sql: str, **args: Value) -> Work[list[Row]]:
    """The rows of one query."""

    async def work(tx: Transaction) -> list[Row]:
        return await tx.rows(sql, **args)

    return work


async def keys(database: Database) -> list[str]:
    """The keys that are committed, in order."""
    rows = await database.read(ask("SELECT key FROM settings ORDER BY key"))
    return [key for (key,) in rows]
