"""How many receive, and which groups and channels."""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Shelf, Transaction, reads
from storage.model import ChatKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """Chats of one kind: how many receive, and how many did once."""

    kind: ChatKind
    active: int
    ended: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A group, a topic or a channel that receives."""

    title: str
    kind: ChatKind


class Members(Shelf):
    """Who receives, in numbers; people are not listed."""

    @reads
    async def census(self, tx: Transaction) -> list[Census]:
        """Every kind of chat that there is, private ones first."""
        rows = await tx.rows(
            """
            SELECT kind, SUM(is_active), SUM(1 - is_active)
            FROM subscribers
            GROUP BY kind
            """
        )
        order = list(ChatKind)
        counted = [
            Census(kind=ChatKind(kind), active=int(active), ended=int(ended))
            for kind, active, ended in rows
        ]
        return sorted(counted, key=lambda each: order.index(each.kind))

    @reads
    async def find_chats(self, tx: Transaction, *, limit: int, offset: int = 0) -> list[Chat]:
        """The groups and channels that receive, the newest first."""
        rows = await tx.rows(
            """
            SELECT title, kind
            FROM subscribers
            WHERE is_active = 1 AND kind <> 'private'
            ORDER BY id DESC
            LIMIT :limit
            OFFSET :offset
            """,
            limit=limit,
            offset=offset,
        )
        return [Chat(title=title, kind=ChatKind(kind)) for title, kind in rows]
