"""What people said of one version of an article. A changed article has none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.database import Transaction, stamp
from storage.model import Article, ArticleId, Person, ReaderId, Version

# Nobody approves what he began or changed himself. An erased person's approval stands.
_OF_THIS_VERSION = """
    v.article_id = a.id
    AND v.version_major = a.version_major
    AND v.version_minor = a.version_minor
"""
_BY_ANOTHER = """
    (v.by_id IS NULL
      OR v.by_id <> COALESCE(a.created_by_id, -1) AND v.by_id <> COALESCE(a.modified_by_id, -1))
"""


class Verdict(StrEnum):
    """What one person says of one version."""

    APPROVED = "approved"
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Who has approved the version that stands, and why an article last came back.

    `reason` is the newest one, of whichever version; empty when nobody ever gave one.
    """

    approved_by: tuple[Person, ...] = ()
    reason: str = ""
    is_pinned: bool = False


async def put(
    tx: Transaction,
    article: Article,
    *,
    verdict: Verdict,
    by: Person,
    reason: str = "",
    now: datetime,
) -> None:
    """One person's verdict on this version, in the place of an earlier one."""
    await tx.run(
        """
        INSERT INTO verdicts
          (article_id, version_major, version_minor, by_id, by_name, verdict, reason, at)
        VALUES (:article_id, :major, :minor, :by_id, :by_name, :verdict, :reason, :at)
        ON CONFLICT (article_id, version_major, version_minor, by_id) DO UPDATE
        SET verdict = excluded.verdict,
          reason = excluded.reason,
          at = excluded.at
        """,
        article_id=article.id,
        major=article.version.major,
        minor=article.version.minor,
        by_id=by.id,
        by_name=by.name,
        verdict=verdict.value,
        reason=reason,
        at=stamp(now),
    )


async def forget(tx: Transaction, article_id: ArticleId, *, version: Version) -> None:
    """What was said of this version is void."""
    await tx.run(
        """
        DELETE FROM verdicts
        WHERE article_id = :id AND version_major = :major AND version_minor = :minor
        """,
        id=article_id,
        major=version.major,
        minor=version.minor,
    )


async def count_approvals(tx: Transaction, article_id: ArticleId) -> int:
    """How many others than its authors approve the version that stands."""
    return len(await _approved_by(tx, article_id))


async def review(tx: Transaction, article_id: ArticleId) -> Review:
    """What has been said of the article as it is now."""
    reasons = await tx.rows(
        """
        SELECT reason
        FROM verdicts
        WHERE article_id = :id AND verdict <> 'approved'
        ORDER BY at DESC, id DESC
        LIMIT 1
        """,
        id=article_id,
    )
    pinned = await tx.rows(
        "SELECT 1 FROM articles WHERE id = :id AND pinned_at IS NOT NULL", id=article_id
    )
    return Review(
        approved_by=await _approved_by(tx, article_id),
        reason=reasons[0][0] if reasons else "",
        is_pinned=bool(pinned),
    )


async def _approved_by(tx: Transaction, article_id: ArticleId) -> tuple[Person, ...]:
    rows = await tx.rows(
        f"""
        SELECT v.by_id, v.by_name
        FROM articles a
        JOIN verdicts v ON {_OF_THIS_VERSION}
        WHERE a.id = :id AND v.verdict = 'approved' AND {_BY_ANOTHER}
        ORDER BY v.at, v.id
        """,
        id=article_id,
    )
    return tuple(
        Person(id=None if by_id is None else ReaderId(by_id), name=name) for by_id, name in rows
    )
