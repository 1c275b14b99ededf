"""Tombstones: an older copy of the database does not bring back who was erased."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from storage.database import Transaction, instant, stamp
from storage.model import ReaderId

_SALT_BYTES = 16
_HASH_BYTES = 32

# Bot API, "Chat": a private chat has the id of its user.
_PEOPLE = """
    SELECT id, created_at FROM readers
    UNION ALL
    SELECT chat_id, created_at FROM subscribers WHERE chat_id > 0
    UNION ALL
    SELECT reader_id, saved_at FROM saved
    UNION ALL
    SELECT reader_id, granted_at FROM roles
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """Somebody was erased at an instant. `person`: his id, hashed with `salt`."""

    person: bytes
    salt: bytes
    erased_at: datetime


async def bury(tx: Transaction, reader_id: ReaderId, *, now: datetime) -> None:
    """Leaves a tombstone for the person."""
    rows = await tx.rows("SELECT salt FROM tombstones ORDER BY erased_at DESC LIMIT 1")
    # One salt for all: a replay then hashes each person once.
    salt = bytes(rows[0][0]) if rows else secrets.token_bytes(_SALT_BYTES)
    await _raise(tx, Tombstone(person=_hash(reader_id, salt=salt), salt=salt, erased_at=now))


async def find_tombstones(tx: Transaction) -> list[Tombstone]:
    """Every tombstone."""
    rows = await tx.rows("SELECT person, salt, erased_at FROM tombstones ORDER BY erased_at")
    return [
        Tombstone(person=bytes(person), salt=bytes(salt), erased_at=instant(erased_at))
        for person, salt, erased_at in rows
    ]


async def find_risen(tx: Transaction, tombstones: Sequence[Tombstone]) -> set[ReaderId]:
    """Those erased who are in the tables with something from before they were."""
    for tombstone in tombstones:
        await _raise(tx, tombstone)
    erased_at = {it.person: stamp(it.erased_at) for it in tombstones}
    salts = {it.salt for it in tombstones}
    return {
        ReaderId(id)
        for id, since in await tx.rows(_PEOPLE)
        for salt in salts
        if since < erased_at.get(_hash(id, salt=salt), 0)
    }


async def _raise(tx: Transaction, tombstone: Tombstone) -> None:
    await tx.run(
        """
        INSERT INTO tombstones (person, salt, erased_at)
        VALUES (:person, :salt, :erased_at)
        ON CONFLICT (person) DO UPDATE SET erased_at = excluded.erased_at
        """,
        person=tombstone.person,
        salt=tombstone.salt,
        erased_at=stamp(tombstone.erased_at),
    )


def _hash(reader_id: int, *, salt: bytes) -> bytes:
    return blake2b(str(reader_id).encode(), key=salt, digest_size=_HASH_BYTES).digest()
