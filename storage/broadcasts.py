"""Broadcasts: announced with the event that causes them, then brought to their audience."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storage import audit
from storage.database import Row, Shelf, Transaction, instant, reads, stamp, writes
from storage.errors import NotFound
from storage.fanning import Fanned, QuietUntil, announce, announce_featured, count_audience, fan_out
from storage.merging import find_merged, merged_into, withhold
from storage.model import (
    ArticleId,
    BroadcastId,
    Delivery,
    DeliveryId,
    DeliveryKind,
    DeliveryState,
    Headline,
    Progress,
    ReaderId,
    Watch,
)

__all__ = ["Broadcasts", "Fanned", "QuietUntil"]

# Up to two at once come as their own cards, three and more as one (docs/decisions/0014).
MERGE_FROM = 3
MERGE_MOST = 10


class Broadcasts(Shelf):
    """What goes to many. Nobody's delivery exists before the broadcast is due."""

    @writes
    async def announce(
        self,
        tx: Transaction,
        kind: DeliveryKind,
        *,
        article_id: ArticleId,
        key: str = "",
        by: ReaderId | None = None,
        due_at: datetime,
        expires_at: datetime,
        now: datetime,
    ) -> BroadcastId | None:
        """The broadcast that was announced; None where there was one of this kind before.

        `key` tells several of one article apart; empty where there is one for ever.

        Raises:
            NotFound: no such article.
        """
        rows = await tx.rows("SELECT 1 FROM articles WHERE id = :id", id=article_id)
        if not rows:
            raise NotFound("article", article_id)
        return await announce(
            tx,
            kind,
            article_id=article_id,
            key=key,
            by=by,
            due_at=due_at,
            expires_at=expires_at,
            now=now,
        )

    @writes
    async def announce_featured(
        self,
        tx: Transaction,
        now: datetime,
        *,
        expires_at: datetime,
        merge_from: int = MERGE_FROM,
        merge_most: int = MERGE_MOST,
    ) -> list[ArticleId]:
        """The featured articles that nobody was told of yet, each now in a broadcast.

        Fewer than `merge_from` are a broadcast each; more are merged, `merge_most` at a time.
        """
        return await announce_featured(
            tx, now, expires_at=expires_at, merge_from=merge_from, merge_most=merge_most
        )

    @reads
    async def find_merged(
        self, tx: Transaction, delivery: Delivery, *, now: datetime
    ) -> list[Headline]:
        """What a merged card names for its subscriber, in order; empty when nothing is left.

        Without what the subscriber does not follow or had before. What is no longer featured
        is left out of a card that has not been sent; what was withheld, of one that has.
        """
        return await find_merged(tx, delivery, now=now)

    @writes
    async def withhold(
        self, tx: Transaction, delivery_id: DeliveryId, *, article_ids: Sequence[ArticleId]
    ) -> None:
        """What a merged card does not name for its subscriber: it counts as not had."""
        await withhold(tx, delivery_id, article_ids=article_ids)

    @writes
    async def fan_out(
        self, tx: Transaction, now: datetime, *, quiet_until: QuietUntil, limit: int = 2000
    ) -> Fanned | None:
        """One step of the longest due broadcast, to at most `limit` more chats; None when none is.

        A step is a transaction: after a crash the next one goes on where the last one ended.
        """
        return await fan_out(tx, now, quiet_until=quiet_until, limit=limit)

    @writes
    async def cancel(
        self, tx: Transaction, broadcast_id: BroadcastId, *, by: ReaderId, now: datetime
    ) -> bool:
        """Whether it was called back in time: before the first of its messages was made."""
        cancelled = await tx.run(
            """
            UPDATE broadcasts
            SET cancelled_at = :now, fanned_out_at = :now
            WHERE id = :id AND cancelled_at IS NULL AND fanned_out_at IS NULL AND reached_id = 0
            """,
            id=broadcast_id,
            now=stamp(now),
        )
        if cancelled:
            # As if it had never been: the same article may be announced again.
            await tx.run(
                """
                UPDATE broadcasts
                SET key = key || ':cancelled:' || CAST(id AS TEXT)
                WHERE id = :id
                """,
                id=broadcast_id,
            )
            await audit.note(
                tx,
                at=now,
                by=by,
                action="undo",
                subject="broadcast",
                subject_id=broadcast_id,
                detail="",
            )
        return cancelled == 1

    @writes
    async def watch(self, tx: Transaction, watch: Watch) -> None:
        """Lets this message show the broadcast's progress, in place of any other."""
        await tx.run(
            """
            INSERT INTO watches (broadcast_id, chat_id, message_id, language)
            VALUES (:broadcast_id, :chat_id, :message_id, :language)
            ON CONFLICT (broadcast_id) DO UPDATE
            SET chat_id = excluded.chat_id,
              message_id = excluded.message_id,
              language = excluded.language
            """,
            broadcast_id=watch.broadcast_id,
            chat_id=watch.chat_id,
            message_id=watch.message_id,
            language=watch.language,
        )

    @writes
    async def unwatch(self, tx: Transaction, broadcast_id: BroadcastId) -> None:
        """Nobody watches it any more."""
        await tx.run("DELETE FROM watches WHERE broadcast_id = :id", id=broadcast_id)

    @reads
    async def find_watches(self, tx: Transaction) -> list[Watch]:
        """Every message that shows a broadcast's progress."""
        rows = await tx.rows(
            """
            SELECT broadcast_id, chat_id, message_id, language
            FROM watches
            ORDER BY broadcast_id
            """
        )
        return [
            Watch(
                broadcast_id=BroadcastId(row[0]),
                chat_id=row[1],
                message_id=row[2],
                language=row[3],
            )
            for row in rows
        ]

    @reads
    async def audience(self, tx: Transaction, article_id: ArticleId, *, kind: DeliveryKind) -> int:
        """How many chats a broadcast of the article would come to now."""
        return await count_audience(tx, article_id, kind=kind)

    @reads
    async def progress(self, tx: Transaction, broadcast_id: BroadcastId) -> Progress:
        """How far it has come.

        Raises:
            NotFound: no such broadcast.
        """
        rows = await tx.rows(
            """
            SELECT id, article_id, kind, due_at, cancelled_at, fanned_out_at
            FROM broadcasts
            WHERE id = :id
            """,
            id=broadcast_id,
        )
        if not rows:
            raise NotFound("broadcast", broadcast_id)
        counts = await tx.rows(
            """
            SELECT state, COUNT(*)
            FROM deliveries
            WHERE broadcast_id = :id
            GROUP BY state
            """,
            id=broadcast_id,
        )
        return _progress_of(rows[0], counts=counts)

    @reads
    async def find_of(self, tx: Transaction, article_id: ArticleId) -> BroadcastId | None:
        """The article's newest broadcast that was not called back; it may name others too."""
        rows = await tx.rows(
            """
            SELECT id
            FROM broadcasts
            WHERE article_id = :article_id AND cancelled_at IS NULL
            ORDER BY id DESC
            LIMIT 1
            """,
            article_id=article_id,
        )
        return BroadcastId(rows[0][0]) if rows else await merged_into(tx, article_id)


def _progress_of(row: Row, *, counts: list[Row]) -> Progress:
    return Progress(
        broadcast_id=BroadcastId(row[0]),
        article_id=row[1],
        kind=DeliveryKind(row[2]),
        due_at=instant(row[3]),
        is_cancelled=row[4] is not None,
        is_whole=row[5] is not None,
        counts={DeliveryState(state): int(n) for state, n in counts},
    )
