"""Phrases that a chat wants to hear of, or wants to be spared."""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Shelf, Transaction, reads, writes
from storage.model import SubscriberId


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """A phrase as compared and as written."""

    folded: str
    phrase: str
    is_excluded: bool = False


class Keywords(Shelf):
    """Each subscriber's phrases."""

    @reads
    async def any(self, tx: Transaction) -> bool:
        """Whether anybody has one."""
        return bool(await tx.rows("SELECT 1 FROM keywords LIMIT 1"))

    @reads
    async def find(self, tx: Transaction, subscriber_id: SubscriberId) -> tuple[Keyword, ...]:
        """The subscriber's, in the order of their letters: those asked for, then the others."""
        rows = await tx.rows(
            """
            SELECT folded, phrase, is_excluded
            FROM keywords
            WHERE subscriber_id = :id
            ORDER BY is_excluded, folded
            """,
            id=subscriber_id,
        )
        return tuple(
            Keyword(folded=folded, phrase=phrase, is_excluded=bool(is_excluded))
            for folded, phrase, is_excluded in rows
        )

    @writes
    async def put(
        self, tx: Transaction, subscriber_id: SubscriberId, *, keyword: Keyword, most: int
    ) -> bool:
        """Whether the subscriber has the phrase now; not when there are `most` others."""
        rows = await tx.rows(
            "SELECT COUNT(*) FROM keywords WHERE subscriber_id = :id AND folded <> :folded",
            id=subscriber_id,
            folded=keyword.folded,
        )
        if rows[0][0] >= most:
            return False
        await tx.run(
            """
            INSERT INTO keywords (subscriber_id, folded, phrase, is_excluded)
            VALUES (:id, :folded, :phrase, :is_excluded)
            ON CONFLICT (subscriber_id, folded) DO UPDATE
            SET phrase = excluded.phrase,
              is_excluded = excluded.is_excluded
            """,
            id=subscriber_id,
            folded=keyword.folded,
            phrase=keyword.phrase,
            is_excluded=int(keyword.is_excluded),
        )
        return True

    @writes
    async def drop(self, tx: Transaction, subscriber_id: SubscriberId, *, folded: str) -> None:
        """The subscriber has the phrase no longer, whether he had it or not."""
        await tx.run(
            "DELETE FROM keywords WHERE subscriber_id = :id AND folded = :folded",
            id=subscriber_id,
            folded=folded,
        )
