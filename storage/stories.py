"""One story told by several feeds: which article it is already, and who told it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from storage.database import Transaction, instant, stamp
from storage.model import ArticleId, Candidate, Content, Feed, FeedId, Source, Told

Alike = Callable[[Content, Sequence[Told]], ArticleId | None]
"""Which of the stories told before this content tells again, if any."""

RECENT = timedelta(days=3)
"""How long after the first report another may still be the same story."""

MOST_COMPARED = 5

# A third of a headline's numbers at least: "đoàn viên thanh" alone is in every other one.
_SHARED = 3


def nothing_alike(content: Content, told: Sequence[Told]) -> ArticleId | None:
    """No two reports are one story."""
    del content, told
    return None


async def find_same(tx: Transaction, feed: Feed, *, url: str) -> ArticleId | None:
    """The article at this address already, from whichever feed."""
    if not url:
        return None
    # Whoever claims a trusted source's address in a feed of his own must not silence it.
    rows = await tx.rows(
        """
        SELECT id
        FROM articles
        WHERE canonical_url = :url
          AND canonical_url <> ''
          AND (:is_trusted = 0 OR feed_id = :feed_id OR status NOT IN ('pending', 'rejected'))
        ORDER BY id
        LIMIT 1
        """,
        url=url,
        is_trusted=int(feed.is_trusted),
        feed_id=feed.id,
    )
    return ArticleId(rows[0][0]) if rows else None


async def find_alike(
    tx: Transaction, feed: Feed, candidate: Candidate, *, alike: Alike, now: datetime
) -> ArticleId | None:
    """The article that tells this story already, from another feed and of these days."""
    if not candidate.shingles:
        return None
    values = {f"shingle_{at}": shingle for at, shingle in enumerate(candidate.shingles)}
    # A publisher's own two entries are two; and whoever is not trusted must not silence
    # a trusted source by telling its story first.
    rows = await tx.rows(
        f"""
        SELECT a.id, a.title, a.summary
        FROM story_shingles s
        JOIN articles a ON a.id = s.article_id
        WHERE s.shingle IN ({", ".join(f":{name}" for name in values)})
          AND s.seen_at >= :since
          AND (a.feed_id IS NULL OR a.feed_id <> :feed_id)
          AND a.status NOT IN ('rejected', 'retracted')
          AND (:is_trusted = 0 OR a.status <> 'pending')
        GROUP BY a.id, a.title, a.summary
        HAVING COUNT(*) >= :fewest
        ORDER BY COUNT(*) DESC, a.id
        LIMIT :most
        """,
        since=stamp(now - RECENT),
        feed_id=feed.id,
        is_trusted=int(feed.is_trusted),
        fewest=max(1, len(values) // _SHARED),
        most=MOST_COMPARED,
        **values,
    )
    if not rows:
        return None
    told = [Told(article_id=ArticleId(row[0]), title=row[1], summary=row[2]) for row in rows]
    return alike(candidate.content, told)


async def remember(
    tx: Transaction, article_id: ArticleId, *, shingles: Sequence[int], now: datetime
) -> None:
    """Another report of this story will be known."""
    if shingles:
        await tx.many(
            """
            INSERT INTO story_shingles (shingle, article_id, seen_at)
            VALUES (:shingle, :article_id, :now)
            ON CONFLICT (shingle, article_id) DO NOTHING
            """,
            [{"shingle": it, "article_id": article_id, "now": stamp(now)} for it in shingles],
        )


async def find_sources(tx: Transaction, article_id: ArticleId) -> list[Source]:
    """The feeds that brought this article, the first of them first."""
    rows = await tx.rows(
        """
        SELECT e.feed_id, f.title, e.url, e.first_seen_at
        FROM entries e
        JOIN feeds f ON f.id = e.feed_id
        WHERE e.article_id = :article_id
        ORDER BY e.first_seen_at, e.feed_id
        """,
        article_id=article_id,
    )
    found: dict[FeedId, Source] = {}
    for feed_id, title, url, first_seen_at in rows:
        source = Source(
            feed_id=FeedId(feed_id), title=title, url=url, first_seen_at=instant(first_seen_at)
        )
        found.setdefault(source.feed_id, source)
    return list(found.values())


async def find_neighbours(tx: Transaction, article_id: ArticleId, *, limit: int) -> list[Told]:
    """The newest published articles of the same category, this one left out."""
    rows = await tx.rows(
        """
        SELECT id, title, summary
        FROM articles
        WHERE status = 'published'
          AND category_id = (SELECT category_id FROM articles WHERE id = :id)
          AND id <> :id
        ORDER BY released_at DESC, id DESC
        LIMIT :limit
        """,
        id=article_id,
        limit=limit,
    )
    return [Told(article_id=ArticleId(row[0]), title=row[1], summary=row[2]) for row in rows]


async def find_familiar(
    tx: Transaction, feed_id: FeedId, *, urls: Sequence[str], titles: Sequence[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Those of these addresses, and of these titles, that the feed brought before."""
    return (
        await _familiar(tx, feed_id, column="canonical_url", values=urls),
        await _familiar(tx, feed_id, column="title", values=titles),
    )


async def _familiar(
    tx: Transaction, feed_id: FeedId, *, column: str, values: Sequence[str]
) -> frozenset[str]:
    named = {f"value_{at}": value for at, value in enumerate(values)}
    if not named:
        return frozenset()
    rows = await tx.rows(
        f"""
        SELECT {column}
        FROM articles
        WHERE {column} IN ({", ".join(f":{name}" for name in named)})
          AND {column} <> ''
          AND id IN (SELECT article_id FROM entries WHERE feed_id = :feed_id)
        """,
        feed_id=feed_id,
        **named,
    )
    return frozenset(row[0] for row in rows)
