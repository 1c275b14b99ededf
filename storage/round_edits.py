"""An edit at its source follows into the article, unless an editor decided otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from storage import article_rows
from storage.database import Transaction, stamp
from storage.entries import Entry
from storage.model import Article, ArticleId, Candidate, Content, DeliveryKind, Feed, Person, Status
from storage.outbox_sweeping import cancel_pushes
from storage.search_index import Index


async def follow(
    tx: Transaction,
    feed: Feed,
    candidate: Candidate,
    *,
    entry: Entry,
    index: Index,
    now: datetime,
) -> tuple[ArticleId, bool] | None:
    """The article after an edit at its source, and whether that made it a featured one.

    None when the article came from another source.
    """
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
    is_announced = False
    if before.status is Status.PUBLISHED:
        await index.remove(tx, before.id)
        await index.add(tx, before.id, content)
        if content.is_featured != before.content.is_featured:
            await _follow_feature(tx, before.id, is_featured=content.is_featured, now=now)
            is_announced = content.is_featured
    return before.id, is_announced


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
