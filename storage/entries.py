"""What a feed has shown before, by key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.database import Transaction
from storage.model import ArticleId, FeedId

# SQLite, "Limits": at most 32,766 parameters in a statement.
MOST_KEYS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What was seen under a key: how it looked, and the article it belongs to."""

    fingerprint: bytes
    article_id: ArticleId


async def find_entries(
    tx: Transaction, feed_id: FeedId, *, keys: Sequence[bytes]
) -> dict[bytes, Entry]:
    """Those of `keys` that this feed has shown before."""
    found: dict[bytes, Entry] = {}
    for start in range(0, len(keys), MOST_KEYS):
        values = {f"key_{at}": key for at, key in enumerate(keys[start : start + MOST_KEYS])}
        rows = await tx.rows(
            f"""
            SELECT entry_key, fingerprint, article_id
            FROM entries
            WHERE feed_id = :feed_id
              AND entry_key IN ({", ".join(f":{name}" for name in values)})
            """,
            feed_id=feed_id,
            **values,
        )
        for key, fingerprint, article_id in rows:
            found[key] = Entry(fingerprint=fingerprint, article_id=ArticleId(article_id))
    return found
