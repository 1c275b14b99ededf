"""All that is kept of a person, table by table, as he may read it."""

from __future__ import annotations

from typing import Final, TypeAlias

from storage.database import Transaction, Value, instant
from storage.erasure import MENTIONS
from storage.model import ReaderId
from storage.views import count_person

Kept: TypeAlias = dict[str, list[dict[str, object]]]
"""Table to rows, column to value; instants as ISO 8601 texts, empty tables left out."""

_OF_HIS_CHAT: Final = "subscriber_id IN (SELECT id FROM subscribers WHERE chat_id = :id)"

_HIS: Final = {
    "readers": (
        "id, name, language, prefers_classic, consent_version, consented_at, created_at,"
        " last_contact_at, visited_at, gone_at",
        "id = :id",
    ),
    "roles": ("role, granted_at, granted_by", "reader_id = :id"),
    "saved": ("article_id, saved_at", "reader_id = :id"),
    "subscribers": (
        "chat_id, title, language, timezone, is_active, ended_cause, ended_at, paused_until_at,"
        " wants_featured, wants_digest, wants_breaking, is_silent, saves_data,"
        " quiet_from_minute, quiet_until_minute, digest_days, digest_covered_at, created_at",
        "chat_id = :id",
    ),
    "digest_hours": ("minute, next_at", _OF_HIS_CHAT),
    "subscriptions": ("category_id", _OF_HIS_CHAT),
    "keywords": ("phrase, is_excluded", _OF_HIS_CHAT),
    "deliveries": ("kind, state, article_id, due_at, settled_at, message_id", _OF_HIS_CHAT),
    "album_parts": ("message_id, body, arrived_at", "chat_id = :id OR reader_id = :id"),
    "writing_cards": ("article_id, message_id", "chat_id = :id"),
    "writing_locks": ("article_id, name, until_at", "reader_id = :id"),
    "prompts": (
        "chat_id, message_id, article_id, field, asked_at",
        "chat_id = :id OR reader_id = :id",
    ),
    "desk_cards": ("article_id, message_id", "chat_id = :id"),
    "watches": ("broadcast_id, message_id", "chat_id = :id"),
}


async def kept_of(tx: Transaction, reader_id: ReaderId) -> Kept:
    """Every row about the person; how often the desk's rows and the openings mention him."""
    kept: Kept = {}
    for table, (columns, whose) in _HIS.items():
        names = [name.strip() for name in columns.split(",")]
        rows = await tx.rows(f"SELECT {columns} FROM {table} WHERE {whose}", id=reader_id)
        if rows:
            kept[table] = [
                {name: _shown(name, value) for name, value in zip(names, row, strict=True)}
                for row in rows
            ]
    for table, column in MENTIONS:
        rows = await tx.rows(f"SELECT COUNT(*) FROM {table} WHERE {column} = :id", id=reader_id)
        if rows[0][0]:
            kept.setdefault("mentions", []).append({"where": f"{table}.{column}", "n": rows[0][0]})
    hashes = await count_person(tx, reader_id)
    if hashes:
        kept["openings"] = [{"hashes_of_the_last_30_days": hashes}]
    return kept


def _shown(name: str, value: Value) -> object:
    if name.endswith("_at") and isinstance(value, int):
        return instant(value).isoformat()
    return value
