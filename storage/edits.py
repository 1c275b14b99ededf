"""What was delivered and reads otherwise now: which messages follow, and how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.database import Row, Shelf, Transaction, instant, reads, stamp, writes
from storage.delivery_rows import DELIVERY, delivery_of
from storage.model import ArticleId, Delivery, DeliveryId

# By then whatever was under way with the old text has been written down as sent.
SETTLED_AFTER = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """An article whose delivered messages are brought up to date, one after another."""

    id: int
    article_id: ArticleId


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """A message that arrived. `render_hash`: of what it said; empty when not known."""

    delivery: Delivery
    message_id: int
    render_hash: bytes
    sent_at: datetime


async def request_edit(tx: Transaction, article_id: ArticleId, *, now: datetime) -> None:
    """Has what was delivered of the article follow its change, if anything was delivered."""
    await tx.run(
        """
        UPDATE edits
        SET finished_at = :now
        WHERE article_id = :article_id AND finished_at IS NULL
        """,
        article_id=article_id,
        now=stamp(now),
    )
    await tx.run(
        """
        INSERT INTO edits (article_id, due_at)
        SELECT a.id, :due_at
        FROM articles a
        WHERE a.id = :article_id AND EXISTS (
          SELECT 1
          FROM deliveries d
          WHERE d.article_id = a.id AND d.state IN ('sent', 'sending', 'claimed', 'uncertain')
        )
        """,
        article_id=article_id,
        due_at=stamp(now + SETTLED_AFTER),
    )


class Edits(Shelf):
    """Delivered messages that must follow what became of their article.

    An edit may be made twice and reads the same, so a step that a crash has cut off is
    simply taken again.
    """

    @reads
    async def next_due(self, tx: Transaction, now: datetime) -> Edit | None:
        """The one that has been due longest, if any is."""
        rows = await tx.rows(
            """
            SELECT id, article_id
            FROM edits
            WHERE finished_at IS NULL AND due_at <= :now
            ORDER BY due_at, id
            LIMIT 1
            """,
            now=stamp(now),
        )
        return Edit(id=rows[0][0], article_id=ArticleId(rows[0][1])) if rows else None

    @reads
    async def find_delivered(self, tx: Transaction, edit: Edit, *, limit: int) -> list[Delivered]:
        """The next messages to look at; empty when that was all of them."""
        rows = await tx.rows(
            f"""
            SELECT {DELIVERY}, d.message_id, d.render_hash, d.settled_at
            FROM deliveries d
            JOIN subscribers s ON s.id = d.subscriber_id
            WHERE d.state = 'sent'
              AND d.article_id = :article_id
              AND d.id > (SELECT e.reached_id FROM edits e WHERE e.id = :id)
            ORDER BY d.id
            LIMIT :limit
            """,
            id=edit.id,
            article_id=edit.article_id,
            limit=limit,
        )
        return [_delivered_of(row) for row in rows]

    @writes
    async def reach(
        self, tx: Transaction, edit: Edit, *, shown: Sequence[tuple[DeliveryId, bytes]]
    ) -> None:
        """Writes down what the messages say now, and that they have been looked at."""
        await tx.many(
            "UPDATE deliveries SET render_hash = :render_hash WHERE id = :id",
            [{"id": delivery_id, "render_hash": mark} for delivery_id, mark in shown],
        )
        await tx.run(
            "UPDATE edits SET reached_id = :reached_id WHERE id = :id",
            id=edit.id,
            reached_id=max(delivery_id for delivery_id, _ in shown),
        )

    @writes
    async def finish(self, tx: Transaction, edit: Edit, *, now: datetime) -> None:
        """Every message has been looked at."""
        await tx.run(
            "UPDATE edits SET finished_at = :now WHERE id = :id AND finished_at IS NULL",
            id=edit.id,
            now=stamp(now),
        )


def _delivered_of(row: Row) -> Delivered:
    *delivery, message_id, render_hash, settled_at = row
    return Delivered(
        delivery=delivery_of(tuple(delivery)),
        message_id=message_id,
        render_hash=bytes(render_hash or b""),
        sent_at=instant(settled_at),
    )
