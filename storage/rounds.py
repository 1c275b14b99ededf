"""One round of a feed: its entries become articles, its edits become revisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from storage import article_rows, stories
from storage.database import Transaction, stamp
from storage.entries import Entry, find_entries
from storage.model import (
    Article,
    ArticleId,
    Candidate,
    Content,
    DeliveryKind,
    Feed,
    Person,
    Status,
    Version,
)
from storage.outbox_sweeping import cancel_pushes
from storage.search_index import Index
from storage.stories import Alike

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
class Kept:
    """An article that a round made or changed; `is_announced` when that made it featured."""

    id: ArticleId
    content: Content
    is_published: bool
    is_announced: bool


async def store(
    tx: Transaction,
    feed: Feed,
    *,
    candidates: Sequence[Candidate],
    is_first: bool,
    index: Index,
    alike: Alike,
    now: datetime,
) -> Round:
    """Keeps each candidate that is new or changed; of several under one key, the first."""
    by_key: dict[bytes, Candidate] = {}
    for candidate in candidates:
        by_key.setdefault(candidate.key, candidate)
    seen = await find_entries(tx, feed.id, keys=list(by_key))
    unseen = [it.content for key, it in by_key.items() if key not in seen]
    silent_before = _silent_before(unseen, is_first=is_first, now=now)
    made, changed = [], []
    for key, candidate in by_key.items():
        if key not in seen:
            made.append(
                await _enter(tx, feed, candidate, silent_before=silent_before, alike=alike, now=now)
            )
        elif seen[key].fingerprint != candidate.fingerprint:
            changed.append(
                await _follow(tx, feed, candidate, entry=seen[key], index=index, now=now)
            )
    new = [kept for kept in made if kept is not None]
    await index.add_all(tx, [(kept.id, kept.content) for kept in new if kept.is_published])
    revised = [kept for kept in changed if kept is not None]
    return Round(
        new=tuple(kept.id for kept in new),
        changed=tuple(kept.id for kept in revised),
        featured=tuple(kept.id for kept in (*new, *revised) if kept.is_announced),
    )


async def _enter(
    tx: Transaction,
    feed: Feed,
    candidate: Candidate,
    *,
    silent_before: datetime,
    alike: Alike,
    now: datetime,
) -> Kept | None:
    """The article made of an entry; None when the story is ours already, from elsewhere."""
    known = await stories.find_same(tx, feed, url=candidate.content.canonical_url)
    known = known or await stories.find_alike(tx, feed, candidate, alike=alike, now=now)
    kept = None
    if known is None:
        kept = await _insert(
            tx, feed, content=candidate.content, silent_before=silent_before, now=now
        )
        known = kept.id
        await stories.remember(tx, known, shingles=candidate.shingles, now=now)
    await tx.run(
        """
        INSERT INTO entries (feed_id, entry_key, fingerprint, guid, url, article_id, first_seen_at)
        VALUES (:feed_id, :key, :fingerprint, :guid, :url, :article_id, :now)
        """,
        feed_id=feed.id,
        key=candidate.key,
        fingerprint=candidate.fingerprint,
        guid=candidate.guid,
        url=candidate.content.canonical_url,
        article_id=known,
        now=stamp(now),
    )
    return kept


async def _insert(
    tx: Transaction,
    feed: Feed,
    *,
    content: Content,
    silent_before: datetime,
    now: datetime,
) -> Kept:
    content = replace(content, category=content.category or feed.category)
    status = _first_status(feed, published_at=content.published_at, now=now)
    is_published = status is Status.PUBLISHED
    is_announced = is_published and (content.published_at or now) >= silent_before
    released_at = now if is_announced else content.published_at or now - OLD
    article_id = await article_rows.insert(
        tx,
        content=content,
        status=status,
        version=Version(major=1, minor=0) if feed.is_trusted else Version(major=0, minor=1),
        feed_id=feed.id,
        by=Person(name=feed.title),
        released_at=released_at if is_published else None,
        featured_at=now if is_announced and content.is_featured else None,
        now=now,
    )
    return Kept(
        id=article_id,
        content=content,
        is_published=is_published,
        is_announced=is_announced and content.is_featured,
    )


def _silent_before(unseen: Sequence[Content], *, is_first: bool, now: datetime) -> datetime:
    """Entries of an earlier date make no noise: all of a first round, and a backlog's."""
    if is_first:
        return datetime.max.replace(tzinfo=UTC)
    old = [it for it in unseen if it.published_at is not None and it.published_at < now - OLD]
    return now - OLD if len(old) > OLD_AT_ONCE else datetime.min.replace(tzinfo=UTC)


def _first_status(feed: Feed, *, published_at: datetime | None, now: datetime) -> Status:
    if not feed.is_trusted:
        return Status.PENDING
    return Status.SCHEDULED if published_at and published_at > now else Status.PUBLISHED


async def _follow(
    tx: Transaction,
    feed: Feed,
    candidate: Candidate,
    *,
    entry: Entry,
    index: Index,
    now: datetime,
) -> Kept | None:
    """The article after an edit at its source; None when it came from another source."""
    await _see_again(tx, feed, candidate=candidate)
    # Holds the row: an editor may be at it. The feed's own edit comes after his.
    await tx.run("UPDATE articles SET status = status WHERE id = :id", id=entry.article_id)
    before = await article_rows.load(tx, entry.article_id)
    if before.feed_id != feed.id:
        return None
    content = await _edited(tx, before, feed=feed, content=candidate.content)
    await article_rows.update_content(
        tx,
        before.id,
        content=replace(content, category=content.category or feed.category),
        version=article_rows.revised_version(before),
        by=Person(name=feed.title),
        note="",
        now=now,
    )
    is_published, is_announced = before.status is Status.PUBLISHED, False
    if is_published:
        await index.remove(tx, before.id)
        await index.add(tx, before.id, content)
        if content.is_featured != before.content.is_featured:
            await _follow_feature(tx, before.id, is_featured=content.is_featured, now=now)
            is_announced = content.is_featured
    return Kept(id=before.id, content=content, is_published=is_published, is_announced=is_announced)


async def _see_again(tx: Transaction, feed: Feed, *, candidate: Candidate) -> None:
    await tx.run(
        """
        UPDATE entries
        SET fingerprint = :fingerprint
        WHERE feed_id = :feed_id
          AND entry_key = :key
        """,
        feed_id=feed.id,
        key=candidate.key,
        fingerprint=candidate.fingerprint,
    )


async def _edited(tx: Transaction, before: Article, *, feed: Feed, content: Content) -> Content:
    """The source's content, without what it does not know and what an editor decided."""
    kept = before.content
    # A whole text that was fetched from the page outlives a round in which it was not.
    whole = kept.body_html if feed.wants_full_text else ""
    content = replace(
        content,
        published_at=content.published_at or kept.published_at,
        body_html=content.body_html or whole,
    )
    is_same = (content.is_featured, content.featured_until_at) == (
        kept.is_featured,
        kept.featured_until_at,
    )
    if is_same or not await _editor_featured(tx, before.id):
        return content
    return replace(content, is_featured=kept.is_featured, featured_until_at=kept.featured_until_at)


async def _editor_featured(tx: Transaction, article_id: ArticleId) -> bool:
    rows = await tx.rows(
        """
        SELECT 1
        FROM audit
        WHERE subject = 'article'
          AND subject_id = :id
          AND action IN ('feature', 'unfeature')
        UNION ALL
        SELECT 1
        FROM revisions
        WHERE article_id = :id
          AND by_id IS NOT NULL
          AND ' ' || changed || ' ' LIKE '% is_featured %'
        LIMIT 1
        """,
        id=article_id,
    )
    return bool(rows)


async def _follow_feature(
    tx: Transaction, article_id: ArticleId, *, is_featured: bool, now: datetime
) -> None:
    await tx.run(
        "UPDATE articles SET featured_at = :featured_at WHERE id = :id",
        id=article_id,
        featured_at=stamp(now) if is_featured else None,
    )
    if not is_featured:
        await cancel_pushes(tx, article_id, kind=DeliveryKind.FEATURED, cause="unfeatured", now=now)
