"""Chats that know the bot and have not asked for anything yet."""

from __future__ import annotations

from datetime import datetime

from storage.database import Shelf, Transaction, reads, stamp, writes
from storage.model import ChatKind, Subscriber, SubscriberId
from storage.subscriber_rows import ensure_digest_hour, find_subscriber, load_subscriber


class Chats(Shelf):
    """Groups and channels before they subscribe, and the channels that the bot is in."""

    @writes
    async def introduce(
        self,
        tx: Transaction,
        chat_id: int,
        *,
        thread_id: int,
        kind: ChatKind,
        title: str,
        language: str,
        timezone: str,
        digest_minute: int,
        next_digest_at: datetime,
        now: datetime,
    ) -> Subscriber:
        """The chat's subscription as it stands; one that receives nothing where there was none."""
        await tx.run(
            """
            INSERT INTO subscribers (
              chat_id, thread_id, kind, title, language, timezone, is_active, ended_cause,
              digest_covered_at, created_at
            )
            VALUES (
              :chat_id, :thread_id, :kind, :title, :language, :timezone, 0, 'new', :now, :now
            )
            ON CONFLICT (chat_id, thread_id) DO UPDATE
            SET kind = excluded.kind,
              title = excluded.title
            """,
            chat_id=chat_id,
            thread_id=thread_id,
            kind=kind.value,
            title=title,
            language=language,
            timezone=timezone,
            now=stamp(now),
        )
        subscriber = await find_subscriber(tx, chat_id, thread_id=thread_id)
        assert subscriber is not None  # written above, in this transaction
        await ensure_digest_hour(tx, subscriber.id, minute=digest_minute, next_at=next_digest_at)
        return await load_subscriber(tx, subscriber.id)

    @reads
    async def find_channels(self, tx: Transaction, *, limit: int) -> list[Subscriber]:
        """The channels that the bot is in, by name; whether they receive or not."""
        rows = await tx.rows(
            """
            SELECT id
            FROM subscribers
            WHERE kind = 'channel' AND (is_active = 1 OR ended_cause IN ('new', 'asked'))
            ORDER BY title, id
            LIMIT :limit
            """,
            limit=limit,
        )
        return [await load_subscriber(tx, SubscriberId(row[0])) for row in rows]
