"""A broadcast's way to its audience, a range of subscribers at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.database import Row, Transaction, Value, instant, stamp
from storage.merging import HAS, announce_merged
from storage.model import ArticleId, BroadcastId, DeliveryKind, ReaderId
from storage.outbox_planning import FOLLOWS

QuietUntil = Callable[[datetime, str, int, int], datetime | None]
"""At an instant, in a zone, from and until a minute: when quiet ends; None when it is not."""

# What waited for the end of quiet hours must not be too old then.
AFTER_QUIET = timedelta(hours=1)

HAD = "NOT IN ('cancelled', 'expired')"
HAD_NOT = "NOT " + HAS.format(article_id=":article_id", states=HAD)
FOLLOWS_IT = FOLLOWS.format(category_id=":category_id")
AUDIENCE = {
    DeliveryKind.FEATURED: f"s.wants_featured = 1 AND {FOLLOWS_IT} AND {HAD_NOT}",
    DeliveryKind.BREAKING: f"s.wants_breaking = 1 AND {FOLLOWS_IT} AND {HAD_NOT}",
    # Whoever would find at least one article in the card.
    DeliveryKind.MERGED: f"""s.wants_featured = 1 AND EXISTS (
        SELECT 1
        FROM merged_articles named
        JOIN articles a ON a.id = named.article_id
        WHERE named.broadcast_id = :broadcast_id
          AND {FOLLOWS.format(category_id="a.category_id")}
          AND NOT {HAS.format(article_id="named.article_id", states=HAD)}
      )""",
    # Who has the article gets its correction, whatever else is wanted.
    DeliveryKind.CORRECTION: HAS.format(
        article_id=":article_id", states="IN ('sent', 'uncertain')"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fanned:
    """What one step did: `queued` messages more. `is_whole`: it was the last step."""

    broadcast_id: BroadcastId
    article_id: ArticleId | None
    kind: DeliveryKind
    queued: int
    is_whole: bool


async def announce(
    tx: Transaction,
    kind: DeliveryKind,
    *,
    article_id: ArticleId,
    key: str = "",
    by: ReaderId | None,
    due_at: datetime,
    expires_at: datetime,
    now: datetime,
) -> BroadcastId | None:
    """The broadcast that was announced; None where there was one with this key before."""
    rows = await tx.rows(
        """
        INSERT INTO broadcasts (key, kind, article_id, created_at, created_by, due_at, expires_at)
        VALUES (:key, :kind, :article_id, :now, :by, :due_at, :expires_at)
        ON CONFLICT (key) DO NOTHING
        RETURNING id
        """,
        key=f"{kind}:{article_id}" + (f":{key}" if key else ""),
        kind=kind.value,
        article_id=article_id,
        now=stamp(now),
        by=by,
        due_at=stamp(due_at),
        expires_at=stamp(expires_at),
    )
    return BroadcastId(rows[0][0]) if rows else None


async def announce_featured(
    tx: Transaction, now: datetime, *, expires_at: datetime, merge_from: int, merge_most: int
) -> list[ArticleId]:
    """The featured articles that nobody was told of yet, each now in a broadcast."""
    rows = await tx.rows(
        """
        SELECT a.id
        FROM articles a
        WHERE a.is_featured = 1
          AND a.status = 'published'
          AND a.featured_at <= :now
          AND (a.featured_until_at IS NULL OR a.featured_until_at > :now)
          AND NOT EXISTS (
            SELECT 1 FROM broadcasts b WHERE b.key = 'featured:' || CAST(a.id AS TEXT)
          )
          AND NOT EXISTS (SELECT 1 FROM merged_articles m WHERE m.article_id = a.id)
        ORDER BY a.featured_at, a.id
        """,
        now=stamp(now),
    )
    article_ids = [ArticleId(row[0]) for row in rows]
    for at in range(0, len(article_ids), merge_most):
        some = article_ids[at : at + merge_most]
        if len(some) >= merge_from:
            await announce_merged(tx, some, expires_at=expires_at, now=now)
            continue
        for article_id in some:
            await announce(
                tx,
                DeliveryKind.FEATURED,
                article_id=article_id,
                by=None,
                due_at=now,
                expires_at=expires_at,
                now=now,
            )
    return article_ids


async def count_audience(tx: Transaction, article_id: ArticleId, *, kind: DeliveryKind) -> int:
    """How many chats a broadcast of the article would come to now."""
    rows = await tx.rows(
        f"""
        SELECT COUNT(*)
        FROM subscribers s
        JOIN articles a ON a.id = :article_id
        WHERE s.is_active = 1 AND {AUDIENCE[kind].replace(":category_id", "a.category_id")}
        """,
        article_id=article_id,
    )
    return int(rows[0][0])


async def fan_out(
    tx: Transaction, now: datetime, *, quiet_until: QuietUntil, limit: int
) -> Fanned | None:
    """One step of the longest due broadcast, to at most `limit` more chats; None when none is."""
    rows = await tx.rows(
        """
        SELECT b.id, b.key, b.kind, b.article_id, b.reached_id, b.expires_at, a.category_id
        FROM broadcasts b
        LEFT JOIN articles a ON a.id = b.article_id
        WHERE b.fanned_out_at IS NULL AND b.due_at <= :now
        ORDER BY b.due_at, b.id
        LIMIT 1
        """,
        now=stamp(now),
    )
    if not rows:
        return None
    row = rows[0]
    last = await _last_of(tx, after=row[4], limit=limit)
    queued = 0 if last is None else await _queue(tx, row, last=last, now=now, quiet=quiet_until)
    await tx.run(
        """
        UPDATE broadcasts
        SET reached_id = :reached_id, fanned_out_at = :fanned_out_at
        WHERE id = :id
        """,
        id=row[0],
        reached_id=row[4] if last is None else last,
        fanned_out_at=stamp(now) if last is None else None,
    )
    return Fanned(
        broadcast_id=BroadcastId(row[0]),
        article_id=row[3],
        kind=DeliveryKind(row[2]),
        queued=queued,
        is_whole=last is None,
    )


async def _last_of(tx: Transaction, *, after: int, limit: int) -> int | None:
    rows = await tx.rows(
        """
        SELECT MAX(id)
        FROM (SELECT id FROM subscribers WHERE id > :after ORDER BY id LIMIT :limit) AS next
        """,
        after=after,
        limit=limit,
    )
    return None if rows[0][0] is None else int(rows[0][0])


async def _queue(tx: Transaction, row: Row, *, last: int, now: datetime, quiet: QuietUntil) -> int:
    """Those within quiet hours first, for when these end; the key keeps the rest from them."""
    queued = 0
    for zone, from_minute, until_minute in await _quiet_rules(tx, after=row[4], last=last):
        until_at = quiet(now, zone, from_minute, until_minute)
        if until_at is None:
            continue
        queued += await _insert(
            tx,
            row,
            last=last,
            now=now,
            due_at=until_at,
            expires_at=max(instant(row[5]), until_at + AFTER_QUIET),
            only="""
              AND s.timezone = :zone
              AND s.quiet_from_minute = :from_minute
              AND s.quiet_until_minute = :until_minute
              AND NOT (:kind = 'breaking' AND s.wakes_for_breaking = 1)
            """,
            zone=zone,
            from_minute=from_minute,
            until_minute=until_minute,
        )
    return queued + await _insert(
        tx, row, last=last, now=now, due_at=now, expires_at=instant(row[5]), only=""
    )


async def _quiet_rules(tx: Transaction, *, after: int, last: int) -> list[Row]:
    return await tx.rows(
        """
        SELECT DISTINCT timezone, quiet_from_minute, quiet_until_minute
        FROM subscribers
        WHERE id > :after AND id <= :last AND quiet_from_minute IS NOT NULL
        """,
        after=after,
        last=last,
    )


async def _insert(
    tx: Transaction,
    row: Row,
    *,
    last: int,
    now: datetime,
    due_at: datetime,
    expires_at: datetime,
    only: str,
    **rule: Value,
) -> int:
    return await tx.run(
        f"""
        INSERT INTO deliveries
          (key, broadcast_id, kind, state, subscriber_id, article_id, due_at, expires_at)
        SELECT :key || CAST(s.id AS TEXT), :broadcast_id, :kind, 'queued', s.id, :article_id,
          :due_at, :expires_at
        FROM subscribers s
        WHERE s.id > :after
          AND s.id <= :last
          AND s.is_active = 1
          AND (s.paused_until_at IS NULL OR s.paused_until_at <= :now)
          AND {AUDIENCE[DeliveryKind(row[2])]}
          {only}
        ON CONFLICT (key) DO NOTHING
        """,
        key=f"{row[1]}:s",
        broadcast_id=row[0],
        kind=row[2],
        article_id=row[3],
        category_id=row[6],
        after=row[4],
        last=last,
        now=stamp(now),
        due_at=stamp(due_at),
        expires_at=stamp(expires_at),
        **rule,
    )
