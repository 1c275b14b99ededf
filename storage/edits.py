"""What was delivered and reads otherwise now: which messages follow, and how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.database import EPOCH, Row, Shelf, Transaction, Value, instant, reads, stamp, writes
from storage.delivery_rows import DELIVERY, delivery_of
from storage.model import ArticleId, Delivery
from storage.outbox_planning import FOLLOWS

# By then whatever was under way with the old text has been written down as sent.
SETTLED_AFTER = timedelta(seconds=30)
# An older list of headlines is left as it is.
LISTS_FOLLOW_FOR = timedelta(hours=48)

# The article's own messages; then, where what a list shows of it has changed, the merged
# cards and the digests that name it.
PARTS = (
    """
        AND d.article_id = :article_id
        AND d.id > :reached_id
      ORDER BY d.id
    """,
    f"""
        AND d.broadcast_id = (
          SELECT m.broadcast_id
          FROM merged_articles m
          WHERE m.article_id = a.id
        )
        AND d.kind = 'merged'
        AND d.settled_at >= :since
        AND d.id > :reached_id
        AND {FOLLOWS.format(category_id="a.category_id")}
      ORDER BY d.id
    """,
    # Thousands of digests share their end: the pair is what the index is sought by.
    f"""
        AND d.kind = 'digest'
        AND (d.window_until_at, d.id) > (:reached_at, :reached_id)
        AND d.window_until_at >= a.released_at
        AND d.window_from_at < a.released_at
        AND d.settled_at >= :since
        AND {FOLLOWS.format(category_id="a.category_id")}
      ORDER BY d.window_until_at, d.id
    """,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """An article whose delivered messages are brought up to date, one after another."""

    id: int
    article_id: ArticleId


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """A message that arrived. `render_hash`: of what it said; empty when not known.

    `part`: which of the edit's parts has found it.
    """

    delivery: Delivery
    part: int
    message_id: int
    render_hash: bytes
    sent_at: datetime


async def request_edit(
    tx: Transaction, article_id: ArticleId, *, is_mention: bool, now: datetime
) -> None:
    """Has what was delivered of the article follow its change, if anything was delivered.

    `is_mention`: lists of headlines show it otherwise, too.
    """
    open_ones = await tx.rows(
        """
        UPDATE edits
        SET finished_at = :now
        WHERE article_id = :article_id AND finished_at IS NULL
        RETURNING is_mention
        """,
        article_id=article_id,
        now=stamp(now),
    )
    await tx.run(
        """
        INSERT INTO edits (article_id, due_at, is_mention)
        SELECT a.id, :due_at, :is_mention
        FROM articles a
        WHERE a.id = :article_id AND (
          (:is_mention = 1 AND a.released_at IS NOT NULL)
          OR EXISTS (
            SELECT 1
            FROM deliveries d
            WHERE d.article_id = a.id AND d.state IN ('sent', 'sending', 'claimed', 'uncertain')
          )
        )
        """,
        article_id=article_id,
        is_mention=int(is_mention or any(row[0] for row in open_ones)),
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
        (at,) = await tx.rows(
            """
            SELECT e.part, e.reached_id, e.reached_at, e.is_mention, e.due_at, a.released_at
            FROM edits e
            JOIN articles a ON a.id = e.article_id
            WHERE e.id = :id
            """,
            id=edit.id,
        )
        part, reached_id, reached_at, is_mention, due_at, released_at = at
        since = due_at - stamp(EPOCH + LISTS_FOLLOW_FOR)
        beginning = max(since, released_at or 0)
        for each in range(part, len(PARTS) if is_mention else 1):
            is_begun = each == part
            found = await _find_part(
                tx,
                edit,
                part=each,
                limit=limit,
                since=since,
                reached_id=reached_id if is_begun else 0,
                reached_at=max(reached_at if is_begun else 0, beginning),
            )
            if found:
                return found
        return []

    @writes
    async def reach(
        self, tx: Transaction, edit: Edit, *, shown: Sequence[tuple[Delivered, bytes]]
    ) -> None:
        """Writes down what the messages say now, and that they have been looked at."""
        await tx.many(
            "UPDATE deliveries SET render_hash = :render_hash WHERE id = :id",
            [{"id": it.delivery.id, "render_hash": mark} for it, mark in shown],
        )
        last = shown[-1][0]
        until_at = last.delivery.window_until_at
        await tx.run(
            """
            UPDATE edits
            SET part = :part, reached_id = :reached_id, reached_at = :reached_at
            WHERE id = :id
            """,
            id=edit.id,
            part=last.part,
            reached_id=last.delivery.id,
            reached_at=0 if until_at is None else stamp(until_at),
        )

    @writes
    async def finish(self, tx: Transaction, edit: Edit, *, now: datetime) -> None:
        """Every message has been looked at."""
        await tx.run(
            "UPDATE edits SET finished_at = :now WHERE id = :id AND finished_at IS NULL",
            id=edit.id,
            now=stamp(now),
        )


async def _find_part(
    tx: Transaction, edit: Edit, *, part: int, limit: int, **reached: Value
) -> list[Delivered]:
    chosen = PARTS[part]
    rows = await tx.rows(
        f"""
        SELECT {DELIVERY}, d.message_id, d.render_hash, d.settled_at
        FROM deliveries d
        JOIN subscribers s ON s.id = d.subscriber_id
        JOIN articles a ON a.id = :article_id
        WHERE d.state = 'sent'
        {chosen}
        LIMIT :limit
        """,
        article_id=edit.article_id,
        limit=limit,
        **{name: value for name, value in reached.items() if f":{name}" in chosen},
    )
    return [_delivered_of(row, part=part) for row in rows]


def _delivered_of(row: Row, *, part: int) -> Delivered:
    *delivery, message_id, render_hash, settled_at = row
    return Delivered(
        delivery=delivery_of(tuple(delivery)),
        part=part,
        message_id=message_id,
        render_hash=bytes(render_hash or b""),
        sent_at=instant(settled_at),
    )
