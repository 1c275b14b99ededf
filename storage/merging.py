"""Merged cards: several articles that were featured since the last push, in one message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storage.database import Transaction, stamp
from storage.headlines import FROM_ARTICLES, HEADLINE, headline_of
from storage.model import (
    ArticleId,
    BroadcastId,
    Delivery,
    DeliveryId,
    DeliveryKind,
    DeliveryState,
    Headline,
)
from storage.outbox_planning import FOLLOWS

# Of a merged card's delivery `d` and an article `m` of its broadcast.
NAMED = """
    NOT EXISTS (
      SELECT 1
      FROM withheld w
      WHERE w.delivery_id = d.id AND w.article_id = m.article_id
    )
    """
# A merged card's delivery is found by its key: no index knows what a card names.
HAS = f"""
    (
      EXISTS (
        SELECT 1
        FROM deliveries d
        WHERE d.subscriber_id = s.id
          AND d.article_id = {{article_id}}
          AND d.kind IN ('featured', 'breaking')
          AND d.state {{states}}
      )
      OR EXISTS (
        SELECT 1
        FROM merged_articles m
        JOIN broadcasts b ON b.id = m.broadcast_id
        JOIN deliveries d ON d.key = b.key || ':s' || CAST(s.id AS TEXT)
        WHERE m.article_id = {{article_id}} AND d.state {{states}} AND {NAMED}
      )
    )
    """
STILL_FEATURED = "a.is_featured = 1 AND (a.featured_until_at IS NULL OR a.featured_until_at > :now)"
NOT_WITHHELD = """
    NOT EXISTS (SELECT 1 FROM withheld w WHERE w.delivery_id = :id AND w.article_id = a.id)
    """
SHOWN_ALREADY = (DeliveryState.SENT, DeliveryState.UNCERTAIN)


async def announce_merged(
    tx: Transaction, article_ids: Sequence[ArticleId], *, expires_at: datetime, now: datetime
) -> None:
    """One broadcast of all of these, in this order; those in a card already stay there."""
    rows = await tx.rows(
        """
        INSERT INTO broadcasts (key, kind, created_at, due_at, expires_at)
        VALUES (:key, :kind, :now, :now, :expires_at)
        ON CONFLICT (key) DO NOTHING
        RETURNING id
        """,
        key=f"merged:{article_ids[0]}",
        kind=DeliveryKind.MERGED.value,
        now=stamp(now),
        expires_at=stamp(expires_at),
    )
    for (broadcast_id,) in rows:
        await tx.many(
            """
            INSERT INTO merged_articles (article_id, broadcast_id, position)
            VALUES (:article_id, :broadcast_id, :position)
            ON CONFLICT (article_id) DO NOTHING
            """,
            [
                {"article_id": article_id, "broadcast_id": broadcast_id, "position": position}
                for position, article_id in enumerate(article_ids)
            ],
        )


async def find_merged(tx: Transaction, delivery: Delivery, *, now: datetime) -> list[Headline]:
    """What a merged card names for its subscriber, in order; empty when nothing is left.

    Without what the subscriber does not follow or had before. What is no longer featured is
    left out of a card that has not been sent; what was withheld, of one that has.
    """
    is_shown = delivery.state in SHOWN_ALREADY
    rows = await tx.rows(
        f"""
        SELECT {HEADLINE}
        {FROM_ARTICLES}
        JOIN merged_articles m ON m.article_id = a.id
        JOIN subscribers s ON s.id = :subscriber_id
        WHERE m.broadcast_id = :broadcast_id
          AND a.status = 'published'
          AND {NOT_WITHHELD if is_shown else STILL_FEATURED}
          AND {FOLLOWS.format(category_id="a.category_id")}
          AND NOT EXISTS (
            SELECT 1
            FROM deliveries d
            WHERE d.subscriber_id = s.id
              AND d.article_id = a.id
              AND d.id < :id
              AND d.kind IN ('featured', 'breaking')
              AND d.state NOT IN ('cancelled', 'expired')
          )
        ORDER BY m.position
        """,
        id=delivery.id,
        subscriber_id=delivery.subscriber_id,
        broadcast_id=delivery.broadcast_id,
        **({} if is_shown else {"now": stamp(now)}),
    )
    return [headline_of(row) for row in rows]


async def withhold(
    tx: Transaction, delivery_id: DeliveryId, *, article_ids: Sequence[ArticleId]
) -> None:
    """What the card does not name for its subscriber, in place of what was said before."""
    await tx.run("DELETE FROM withheld WHERE delivery_id = :id", id=delivery_id)
    await tx.many(
        "INSERT INTO withheld (delivery_id, article_id) VALUES (:id, :article_id)",
        [{"id": delivery_id, "article_id": article_id} for article_id in article_ids],
    )


async def merged_into(tx: Transaction, article_id: ArticleId) -> BroadcastId | None:
    """The merged card's broadcast that names the article, if one does."""
    rows = await tx.rows(
        "SELECT broadcast_id FROM merged_articles WHERE article_id = :id", id=article_id
    )
    return BroadcastId(rows[0][0]) if rows else None
