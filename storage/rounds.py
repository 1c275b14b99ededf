"""Rounds of feeds: their entries become articles, their edits become revisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from storage import article_rows, stories
from storage.article_rows import New
from storage.database import Transaction, Value, stamp
from storage.entries import find_entries
from storage.model import (
    ArticleId,
    Candidate,
    CategoryId,
    Content,
    Feed,
    FeedId,
    Person,
    Status,
    Version,
)
from storage.round_edits import follow
from storage.search_index import Index, Read
from storage.stories import Alike, Known

# Where an undated entry of a first round goes: behind the news of the week.
OLD = timedelta(days=7)
# One entry of an old date is news of ours; more at once are a list that was turned over.
OLD_AT_ONCE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The articles that a round made, changed, and put among the featured ones."""

    new: tuple[ArticleId, ...] = ()
    changed: tuple[ArticleId, ...] = ()
    featured: tuple[ArticleId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What several rounds write together, one statement a table, when all were looked at.

    `read`: contents as the index takes them in, by feed and key; those it lacks are read when
    needed.
    """

    index: Index
    alike: Alike
    now: datetime
    read: Mapping[tuple[FeedId, bytes], Read]
    shelves: dict[str, CategoryId] = field(default_factory=dict)
    made: list[tuple[ArticleId, New]] = field(default_factory=list)
    indexed: list[tuple[ArticleId, Read]] = field(default_factory=list)
    entries: list[Mapping[str, Value]] = field(default_factory=list)


async def store(
    tx: Transaction,
    feed: Feed,
    *,
    candidates: Sequence[Candidate],
    is_first: bool,
    writing: Writing,
) -> Round:
    """Keeps each candidate that is new or changed; of several under one key, the first.

    Nothing is whole before `finish`.
    """
    by_key: dict[bytes, Candidate] = {}
    for candidate in candidates:
        by_key.setdefault(candidate.key, candidate)
    seen = await find_entries(tx, feed.id, keys=list(by_key))
    unseen = [it for key, it in by_key.items() if key not in seen]
    new, featured = await _enter_all(tx, feed, unseen, is_first=is_first, writing=writing)
    changed = []
    for key, candidate in by_key.items():
        entry = seen.get(key)
        if entry is None or entry.fingerprint == candidate.fingerprint:
            continue
        followed = await follow(
            tx, feed, candidate, entry=entry, index=writing.index, now=writing.now
        )
        if followed is not None:
            article_id, is_announced = followed
            changed.append(article_id)
            featured += [article_id] * is_announced
    return Round(new=tuple(new), changed=tuple(changed), featured=tuple(featured))


async def finish(tx: Transaction, writing: Writing) -> None:
    """Makes whole what was stored; the index comes last."""
    await article_rows.insert_rest(tx, writing.made, now=writing.now)
    if writing.entries:
        await tx.many(
            """
            INSERT INTO entries
              (feed_id, entry_key, fingerprint, guid, url, article_id, first_seen_at)
            VALUES (:feed_id, :key, :fingerprint, :guid, :url, :article_id, :now)
            """,
            writing.entries,
        )
    await writing.index.add_all(tx, writing.indexed)


async def _enter_all(
    tx: Transaction,
    feed: Feed,
    unseen: Sequence[Candidate],
    *,
    is_first: bool,
    writing: Writing,
) -> tuple[list[ArticleId], list[ArticleId]]:
    """The articles made of entries, and those of them that are featured.

    A story that is ours already, from elsewhere, makes none.
    """
    if not unseen:
        return [], []
    silent_before = _silent_before(unseen, is_first=is_first, now=writing.now)
    known = await stories.known_of(tx, feed, unseen, now=writing.now)
    made, featured, first_seen_at = [], [], stamp(writing.now)
    for candidate in unseen:
        article_id = await stories.find_told(
            tx, feed, candidate, known=known, alike=writing.alike, now=writing.now
        )
        if article_id is None:
            new = _new(feed, candidate.content, silent_before=silent_before, now=writing.now)
            article_id = await _insert(tx, feed, candidate, new=new, known=known, writing=writing)
            made.append(article_id)
            featured += [article_id] * (new.featured_at is not None)
        writing.entries.append(
            {
                "feed_id": feed.id,
                "key": candidate.key,
                "fingerprint": candidate.fingerprint,
                "guid": candidate.guid,
                "url": candidate.content.canonical_url,
                "article_id": article_id,
                "now": first_seen_at,
            }
        )
    # Now, because the next feed of this round may tell the same story.
    await stories.remember(tx, known.told, now=writing.now)
    return made, featured


async def _insert(
    tx: Transaction,
    feed: Feed,
    candidate: Candidate,
    *,
    new: New,
    known: Known,
    writing: Writing,
) -> ArticleId:
    article_id = await article_rows.insert_row(tx, new, shelves=writing.shelves, now=writing.now)
    known.urls.setdefault(candidate.content.canonical_url, article_id)
    known.told.append((article_id, candidate.shingles))
    writing.made.append((article_id, new))
    if new.status is Status.PUBLISHED:
        read = writing.read.get((feed.id, candidate.key)) or writing.index.read(new.content)
        writing.indexed.append((article_id, read))
    return article_id


def _new(feed: Feed, content: Content, *, silent_before: datetime, now: datetime) -> New:
    if feed.category and not content.category:
        content = replace(content, category=feed.category)
    status = _first_status(feed, published_at=content.published_at, now=now)
    is_published = status is Status.PUBLISHED
    is_announced = is_published and (content.published_at or now) >= silent_before
    released_at = now if is_announced else content.published_at or now - OLD
    return New(
        content=content,
        status=status,
        version=Version(major=1, minor=0) if feed.is_trusted else Version(major=0, minor=1),
        feed_id=feed.id,
        by=Person(name=feed.title),
        released_at=released_at if is_published else None,
        featured_at=now if is_announced and content.is_featured else None,
    )


def _silent_before(unseen: Sequence[Candidate], *, is_first: bool, now: datetime) -> datetime:
    """Entries of an earlier date make no noise: all of a first round, and a backlog's."""
    if is_first:
        return datetime.max.replace(tzinfo=UTC)
    dates = [it.content.published_at for it in unseen]
    old = [it for it in dates if it is not None and it < now - OLD]
    return now - OLD if len(old) > OLD_AT_ONCE else datetime.min.replace(tzinfo=UTC)


def _first_status(feed: Feed, *, published_at: datetime | None, now: datetime) -> Status:
    if not feed.is_trusted:
        return Status.PENDING
    return Status.SCHEDULED if published_at and published_at > now else Status.PUBLISHED
