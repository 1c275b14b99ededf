"""Openings: how often an article was opened and by how many, never by whom."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import blake2b

from storage.database import EPOCH, Row, Shelf, Transaction, reads, stamp, writes
from storage.errors import NotFound
from storage.model import ArticleId, ArticleStats, ReaderId, Via

SAME_OPENING = timedelta(minutes=30)
KEPT = timedelta(days=30)
_KEY_BYTES = 32
_HASH_BYTES = 16


class Views(Shelf):
    """Counters of openings. A person is a hash under a key that is thrown away."""

    @writes
    async def open(
        self,
        tx: Transaction,
        article_id: ArticleId,
        *,
        reader_id: ReaderId,
        via: Via,
        now: datetime,
    ) -> ArticleStats:
        """The counts, this opening in them, on the day that `now` shows in its own zone.

        The same person within 30 minutes of his last counted opening is not counted again.

        Raises:
            NotFound: no such article.
        """
        return await count_opening(tx, article_id, reader_id=reader_id, via=via, now=now)

    @reads
    async def stats(self, tx: Transaction, article_id: ArticleId) -> ArticleStats:
        """The counts as they stand.

        Raises:
            NotFound: no such article.
        """
        return await load_stats(tx, article_id)

    @reads
    async def totals(self, tx: Transaction, since_day: int) -> list[tuple[int, int]]:
        """Openings of all articles by day, from `since_day` on; see `day_of`."""
        rows = await tx.rows(
            """
            SELECT day, SUM(views)
            FROM view_days
            WHERE day >= :since_day
            GROUP BY day
            ORDER BY day
            """,
            since_day=since_day,
        )
        return [(int(row[0]), int(row[1])) for row in rows]

    @writes
    async def fold_old(self, tx: Transaction, now: datetime) -> int:
        """How many hashes were thrown away, with each article's key of 30 days ago or more.

        The counters stay. Who opens such an article afterwards counts as a new person: we
        cannot know better, and that is the point.
        """
        until = stamp(now - KEPT)
        count = await tx.run(
            """
            DELETE FROM openings
            WHERE article_id IN (SELECT article_id FROM view_keys WHERE created_at <= :until)
            """,
            until=until,
        )
        await tx.run("DELETE FROM view_keys WHERE created_at <= :until", until=until)
        return count


async def forget_person(tx: Transaction, reader_id: ReaderId) -> None:
    """Deletes the person's hashes under every key that is still there; the counters stay."""
    keys = await tx.rows("SELECT article_id, key FROM view_keys")
    if keys:
        await tx.many(
            "DELETE FROM openings WHERE article_id = :article_id AND reader_hash = :person",
            [
                {"article_id": article_id, "person": _hash(reader_id, key=bytes(key))}
                for article_id, key in keys
            ],
        )


async def count_person(tx: Transaction, reader_id: ReaderId) -> int:
    """How many hashes are the person's, under the keys that are still there."""
    count = 0
    for article_id, key in await tx.rows("SELECT article_id, key FROM view_keys"):
        rows = await tx.rows(
            "SELECT 1 FROM openings WHERE article_id = :article_id AND reader_hash = :person",
            article_id=article_id,
            person=_hash(reader_id, key=bytes(key)),
        )
        count += len(rows)
    return count


async def count_opening(
    tx: Transaction, article_id: ArticleId, *, reader_id: ReaderId, via: Via, now: datetime
) -> ArticleStats:
    """See `Views.open`."""
    key = await _key_of(tx, article_id, now=now)
    person = _hash(reader_id, key=key)
    if await _has_come_again(tx, article_id, person=person, now=now):
        return await _count(tx, article_id, via=via, readers=0, now=now)
    if await _has_come_first(tx, article_id, person=person, now=now):
        return await _count(tx, article_id, via=via, readers=1, now=now)
    return await load_stats(tx, article_id)


def day_of(now: datetime) -> int:
    """The day that an instant shows in its own zone, counted from the first of 1970.

    >>> from datetime import UTC, timezone
    >>> late = datetime(1970, 1, 2, 20, tzinfo=UTC)
    >>> day_of(late), day_of(late.astimezone(timezone(timedelta(hours=7))))
    (1, 2)
    """
    return (now.date() - EPOCH.date()).days


def _hash(reader_id: ReaderId, *, key: bytes) -> bytes:
    return blake2b(str(reader_id).encode(), key=key, digest_size=_HASH_BYTES).digest()


async def _key_of(tx: Transaction, article_id: ArticleId, *, now: datetime) -> bytes:
    known = """
        SELECT k.key
        FROM articles a
        LEFT JOIN view_keys k ON k.article_id = a.id
        WHERE a.id = :article_id
        """
    rows = await tx.rows(known, article_id=article_id)
    if not rows:
        raise NotFound("article", article_id)
    if rows[0][0] is None:
        await tx.run(
            """
            INSERT INTO view_keys (article_id, key, created_at)
            VALUES (:article_id, :key, :now)
            ON CONFLICT (article_id) DO NOTHING
            """,
            article_id=article_id,
            key=secrets.token_bytes(_KEY_BYTES),
            now=stamp(now),
        )
        rows = await tx.rows(known, article_id=article_id)
    return bytes(rows[0][0])


# Two presses at once: the row's lock lets one of them change it, its key one insert it.
async def _has_come_again(
    tx: Transaction, article_id: ArticleId, *, person: bytes, now: datetime
) -> bool:
    changed = await tx.run(
        """
        UPDATE openings
        SET opened_at = :now
        WHERE article_id = :article_id AND reader_hash = :person AND opened_at <= :until
        """,
        article_id=article_id,
        person=person,
        now=stamp(now),
        until=stamp(now - SAME_OPENING),
    )
    return changed > 0


async def _has_come_first(
    tx: Transaction, article_id: ArticleId, *, person: bytes, now: datetime
) -> bool:
    inserted = await tx.run(
        """
        INSERT INTO openings (article_id, reader_hash, opened_at)
        VALUES (:article_id, :person, :now)
        ON CONFLICT (article_id, reader_hash) DO NOTHING
        """,
        article_id=article_id,
        person=person,
        now=stamp(now),
    )
    return inserted > 0


async def _count(
    tx: Transaction, article_id: ArticleId, *, via: Via, readers: int, now: datetime
) -> ArticleStats:
    await tx.run(
        """
        INSERT INTO view_days (article_id, day, via, views)
        VALUES (:article_id, :day, :via, 1)
        ON CONFLICT (article_id, day, via) DO UPDATE SET views = view_days.views + 1
        """,
        article_id=article_id,
        day=day_of(now),
        via=via.value,
    )
    rows = await tx.rows(
        """
        UPDATE article_stats
        SET view_count = view_count + 1, reader_count = reader_count + :readers
        WHERE article_id = :article_id
        RETURNING view_count, reader_count, imported_view_count
        """,
        article_id=article_id,
        readers=readers,
    )
    return _stats_of(article_id, rows[0])


async def load_stats(tx: Transaction, article_id: ArticleId) -> ArticleStats:
    """The counts as they stand.

    Raises:
        NotFound: no such article.
    """
    rows = await tx.rows(
        """
        SELECT view_count, reader_count, imported_view_count
        FROM article_stats
        WHERE article_id = :article_id
        """,
        article_id=article_id,
    )
    if not rows:
        raise NotFound("article", article_id)
    return _stats_of(article_id, rows[0])


def _stats_of(article_id: ArticleId, row: Row) -> ArticleStats:
    return ArticleStats(
        article_id=article_id,
        view_count=row[0],
        reader_count=row[1],
        imported_view_count=row[2],
    )
