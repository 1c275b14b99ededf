"""One story told by several feeds: which article it is already, and who told it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from storage.database import Transaction, Value, instant, stamp
from storage.entries import MOST_KEYS
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What may be told again, as far as one round is concerned.

    `urls`: articles by their address. `shingles`: those of the entries that are remembered.
    `told`: the new articles of the round, with what they will be known by.
    """

    urls: dict[str, ArticleId]
    shingles: frozenset[int]
    told: list[tuple[ArticleId, tuple[int, ...]]] = field(default_factory=list)


async def known_of(
    tx: Transaction, feed: Feed, candidates: Sequence[Candidate], *, now: datetime
) -> Known:
    """What is known of all these entries, from a few questions instead of two for each."""
    urls = dict.fromkeys(it.content.canonical_url for it in candidates)
    shingles = dict.fromkeys(shingle for it in candidates for shingle in it.shingles)
    return Known(
        urls=await _known_urls(tx, feed, [it for it in urls if it]),
        shingles=frozenset(await _known_shingles(tx, list(shingles), since=now - RECENT)),
    )


async def find_told(
    tx: Transaction,
    feed: Feed,
    candidate: Candidate,
    *,
    known: Known,
    alike: Alike,
    now: datetime,
) -> ArticleId | None:
    """The article that tells this story already, if there is one."""
    url = candidate.content.canonical_url
    if url and url in known.urls:
        return known.urls[url]
    if len(known.shingles.intersection(candidate.shingles)) < _fewest(candidate):
        return None
    return await _find_alike(tx, feed, candidate, alike=alike, now=now)


async def _known_urls(tx: Transaction, feed: Feed, urls: Sequence[str]) -> dict[str, ArticleId]:
    found: dict[str, ArticleId] = {}
    for named in _named(urls):
        # Whoever claims a trusted source's address in a feed of his own must not silence it.
        rows = await tx.rows(
            f"""
            SELECT canonical_url, MIN(id)
            FROM articles
            WHERE canonical_url IN ({", ".join(f":{name}" for name in named)})
              AND canonical_url <> ''
              AND (:is_trusted = 0 OR feed_id = :feed_id OR status NOT IN ('pending', 'rejected'))
            GROUP BY canonical_url
            """,
            is_trusted=int(feed.is_trusted),
            feed_id=feed.id,
            **named,
        )
        found |= {row[0]: ArticleId(row[1]) for row in rows}
    return found


async def _known_shingles(
    tx: Transaction, shingles: Sequence[int], *, since: datetime
) -> list[int]:
    found = []
    for named in _named(shingles):
        rows = await tx.rows(
            f"""
            SELECT DISTINCT shingle
            FROM story_shingles
            WHERE shingle IN ({", ".join(f":{name}" for name in named)})
              AND seen_at >= :since
            """,
            since=stamp(since),
            **named,
        )
        found += [row[0] for row in rows]
    return found


def _named(values: Sequence[Value]) -> Iterator[dict[str, Value]]:
    for start in range(0, len(values), MOST_KEYS):
        yield {f"value_{at}": it for at, it in enumerate(values[start : start + MOST_KEYS])}


def _fewest(candidate: Candidate) -> int:
    return max(1, len(candidate.shingles) // _SHARED)


async def _find_alike(
    tx: Transaction, feed: Feed, candidate: Candidate, *, alike: Alike, now: datetime
) -> ArticleId | None:
    """The article that tells this story already, from another feed and of these days."""
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
        fewest=_fewest(candidate),
        most=MOST_COMPARED,
        **values,
    )
    if not rows:
        return None
    told = [Told(article_id=ArticleId(row[0]), title=row[1], summary=row[2]) for row in rows]
    return alike(candidate.content, told)


async def remember(
    tx: Transaction, told: Sequence[tuple[ArticleId, tuple[int, ...]]], *, now: datetime
) -> None:
    """Other reports of these stories will be known."""
    seen_at = stamp(now)
    rows = [
        {"shingle": shingle, "article_id": article_id, "now": seen_at}
        for article_id, shingles in told
        for shingle in shingles
    ]
    if rows:
        await tx.many(
            """
            INSERT INTO story_shingles (shingle, article_id, seen_at)
            VALUES (:shingle, :article_id, :now)
            ON CONFLICT (shingle, article_id) DO NOTHING
            """,
            rows,
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
