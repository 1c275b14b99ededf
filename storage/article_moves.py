"""What happens to an article: drafted, revised, published, featured, withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from storage import article_rows, audit
from storage.database import Transaction, stamp, stamp_or_none
from storage.edits import request_edit
from storage.errors import NotFound, Stale
from storage.model import Article, ArticleId, Content, DeliveryKind, Person, Status, Version
from storage.outbox_sweeping import cancel_pushes
from storage.search_index import Index
from storage.verdicts import count_approvals

CLOSED = (Status.REJECTED, Status.RETRACTED)
UNPUBLISHED = (Status.DRAFT, Status.PENDING, Status.CHANGES_REQUESTED, Status.APPROVED)


async def draft(
    tx: Transaction, content: Content, *, by: Person, origin: str, now: datetime
) -> Article:
    """A new draft, or the article that has this `origin` already."""
    if origin:
        rows = await tx.rows("SELECT id FROM articles WHERE origin = :origin", origin=origin)
        if rows:
            return await article_rows.load(tx, rows[0][0])
    new = article_rows.New(
        content=content,
        status=Status.DRAFT,
        version=Version(major=0, minor=1),
        origin=origin or None,
        by=by,
    )
    article_id = await article_rows.insert(tx, new, now=now)
    return await article_rows.load(tx, article_id)


async def revise(
    tx: Transaction,
    article_id: ArticleId,
    *,
    index: Index,
    expected: Version,
    content: Content,
    by: Person,
    note: str,
    approvals: int,
    now: datetime,
) -> Article:
    """The article with other content, one version later, in the status it had.

    What was approved was another version: where `approvals` are needed it waits for them again.
    """
    before = await hold(tx, article_id, expected=expected)
    await article_rows.update_content(
        tx,
        article_id,
        content=content,
        version=article_rows.revised_version(before),
        by=by,
        note=note,
        now=now,
    )
    if before.status is Status.APPROVED or (approvals and before.status is Status.SCHEDULED):
        await set_status(tx, article_id, status=Status.PENDING)
    if content.is_featured != before.content.is_featured:
        await _follow_feature(tx, article_id, is_featured=content.is_featured, now=now)
    if before.status is Status.PUBLISHED:
        await index.remove(tx, article_id)
        await index.add(tx, article_id, content)
    return await article_rows.load(tx, article_id)


async def publish(
    tx: Transaction,
    article_id: ArticleId,
    *,
    index: Index,
    expected: Version,
    by: Person,
    approvals: int,
    is_emergency: bool,
    at: datetime | None = None,
    now: datetime,
) -> Article:
    """The article as n+1.0: before the readers, or scheduled when its hour is to come.

    `at` is its hour from now on; put off once more, a scheduled one becomes n.m+1.
    """
    before = await hold(tx, article_id, expected=expected)
    lacking = before.status in UNPUBLISHED and approvals > await count_approvals(tx, article_id)
    if before.status in CLOSED or (lacking and not is_emergency):
        raise Stale("article", article_id)
    if before.status is Status.PUBLISHED:
        await index.remove(tx, article_id)
    content = replace(before.content, published_at=at or before.content.published_at or now)
    version = Version(major=before.version.major + 1, minor=0)
    if before.status is Status.SCHEDULED and at is not None and at > now:
        version = article_rows.revised_version(before)
    await article_rows.update_content(
        tx, article_id, content=content, version=version, by=by, note="", now=now
    )
    if content.published_at and content.published_at > now:
        await set_status(tx, article_id, status=Status.SCHEDULED)
    else:
        await _release(tx, article_id, index=index, content=content, now=now)
    action = "publish_unapproved" if lacking else "publish"
    # Of what is only put on the calendar the calendar's own line tells.
    if lacking or at is None or at <= now:
        await note_act(tx, article_id, action=action, by=by, detail=str(version), now=now)
    return await article_rows.load(tx, article_id)


async def release_due(tx: Transaction, now: datetime, *, index: Index) -> list[ArticleId]:
    """The scheduled articles whose hour has come; now they are published."""
    rows = await tx.rows(
        """
        UPDATE articles
        SET status = 'published'
        WHERE status = 'scheduled' AND published_at <= :now
        RETURNING id
        """,
        now=stamp(now),
    )
    released = sorted(ArticleId(row[0]) for row in rows)
    for article_id in released:
        content = (await article_rows.load(tx, article_id)).content
        await _release(tx, article_id, index=index, content=content, now=now)
        await note_act(tx, article_id, action="release", by=Person(), now=now)
    return released


async def feature(
    tx: Transaction,
    article_id: ArticleId,
    *,
    is_featured: bool,
    until_at: datetime | None,
    by: Person,
    now: datetime,
) -> Article:
    """The article among the featured ones, or no longer."""
    changed = await tx.run(
        """
        UPDATE articles
        SET is_featured = :is_featured, featured_until_at = :until_at
        WHERE id = :id
        """,
        id=article_id,
        is_featured=int(is_featured),
        until_at=stamp_or_none(until_at) if is_featured else None,
    )
    if not changed:
        raise NotFound("article", article_id)
    await _follow_feature(tx, article_id, is_featured=is_featured, now=now)
    action = "feature" if is_featured else "unfeature"
    await note_act(tx, article_id, action=action, by=by, now=now)
    return await article_rows.load(tx, article_id)


async def retract(
    tx: Transaction, article_id: ArticleId, *, index: Index, by: Person, note: str, now: datetime
) -> Article:
    """The article withdrawn from lists, search and outbox."""
    before = await hold(tx, article_id)
    if before.status is Status.PUBLISHED:
        await index.remove(tx, article_id)
    await set_status(tx, article_id, status=Status.RETRACTED)
    await cancel_pushes(tx, article_id, cause="retracted", now=now)
    await request_edit(tx, article_id, is_mention=True, now=now)
    await note_act(tx, article_id, action="retract", by=by, detail=note, now=now)
    return await article_rows.load(tx, article_id)


async def discard(tx: Transaction, article_id: ArticleId, *, by: Person, now: datetime) -> None:
    """A draft put aside as rejected; its history stays."""
    before = await hold(tx, article_id)
    if before.status not in UNPUBLISHED:
        raise Stale("article", article_id)
    await set_status(tx, article_id, status=Status.REJECTED)
    await note_act(tx, article_id, action="discard", by=by, now=now)


async def hold(
    tx: Transaction, article_id: ArticleId, *, expected: Version | None = None
) -> Article:
    """The article, held until the transaction ends.

    Raises:
        NotFound: no such article.
        Stale: its version is not `expected` any more.
    """
    # The update locks the row on PostgreSQL; without it two editors could both be in time.
    if not await tx.run("UPDATE articles SET status = status WHERE id = :id", id=article_id):
        raise NotFound("article", article_id)
    article = await article_rows.load(tx, article_id)
    if expected is not None and article.version != expected:
        raise Stale("article", article_id)
    return article


async def _release(
    tx: Transaction, article_id: ArticleId, *, index: Index, content: Content, now: datetime
) -> None:
    await tx.run(
        """
        UPDATE articles
        SET status = 'published',
          released_at = COALESCE(released_at, :now),
          featured_at = CASE WHEN is_featured = 1 THEN COALESCE(featured_at, :now) END
        WHERE id = :id
        """,
        id=article_id,
        now=stamp(now),
    )
    await index.add(tx, article_id, content)


async def _follow_feature(
    tx: Transaction, article_id: ArticleId, *, is_featured: bool, now: datetime
) -> None:
    await tx.run(
        "UPDATE articles SET featured_at = :featured_at WHERE id = :id",
        id=article_id,
        featured_at=stamp(now) if is_featured else None,
    )
    if not is_featured:
        await tx.run("UPDATE articles SET pinned_at = NULL WHERE id = :id", id=article_id)
        await cancel_pushes(tx, article_id, kind=DeliveryKind.FEATURED, cause="unfeatured", now=now)


async def set_status(tx: Transaction, article_id: ArticleId, *, status: Status) -> None:
    """Puts the article into another status."""
    await tx.run(
        "UPDATE articles SET status = :status WHERE id = :id", id=article_id, status=status.value
    )


async def note_act(
    tx: Transaction,
    article_id: ArticleId,
    *,
    action: str,
    by: Person,
    detail: str = "",
    now: datetime,
) -> None:
    """A line of the audit about the article."""
    await audit.note(
        tx,
        at=now,
        by=by.id,
        action=action,
        subject="article",
        subject_id=article_id,
        detail=detail,
    )
