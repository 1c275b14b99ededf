"""Who did what at the desk. Lines are added, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.database import Row, Shelf, Transaction, instant, reads, stamp
from storage.model import ReaderId


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One act: `action` on `subject` number `subject_id`. `by_id` is empty for our own acts.

    `by_name` and `subject_name` are today's: a person's name, an article's title, a feed's,
    a category's name.
    """

    at: datetime
    by_id: ReaderId | None
    action: str
    subject: str
    subject_id: int | None
    detail: str
    by_name: str = ""
    subject_name: str = ""


class Audit(Shelf):
    """The lines, newest first."""

    @reads
    async def find(
        self,
        tx: Transaction,
        *,
        limit: int,
        offset: int = 0,
        subjects: Sequence[str] = (),
        by_id: ReaderId | None = None,
    ) -> list[AuditLine]:
        """A page of lines, the newest first: of all, on some kinds of subject, by one person."""
        wanted = {f"subject_{n}": subject for n, subject in enumerate(subjects)}
        asked = [f"audit.subject IN ({', '.join(f':{name}' for name in wanted)})"] if wanted else []
        asked += ["audit.by_id = :by_id"] if by_id is not None else []
        rows = await tx.rows(
            f"""
            SELECT audit.at, audit.by_id, audit.action, audit.subject, audit.subject_id,
              audit.detail, COALESCE(people.name, ''),
              COALESCE(articles.title, subjects.name, feeds.title, categories.name, '')
            FROM audit
            LEFT JOIN readers AS people ON people.id = audit.by_id
            LEFT JOIN readers AS subjects
              ON audit.subject = 'reader' AND subjects.id = audit.subject_id
            LEFT JOIN articles ON audit.subject = 'article' AND articles.id = audit.subject_id
            LEFT JOIN feeds ON audit.subject = 'feed' AND feeds.id = audit.subject_id
            LEFT JOIN categories
              ON audit.subject = 'category' AND categories.id = audit.subject_id
            {"WHERE " + " AND ".join(asked) if asked else ""}
            ORDER BY audit.id DESC
            LIMIT :limit
            OFFSET :offset
            """,
            limit=limit,
            offset=offset,
            **wanted,
            **({"by_id": by_id} if by_id is not None else {}),
        )
        return [_line_of(row) for row in rows]


def _line_of(row: Row) -> AuditLine:
    return AuditLine(
        at=instant(row[0]),
        by_id=None if row[1] is None else ReaderId(row[1]),
        action=row[2],
        subject=row[3],
        subject_id=row[4],
        detail=row[5],
        by_name=row[6],
        subject_name=row[7],
    )


async def note(
    tx: Transaction,
    *,
    at: datetime,
    by: ReaderId | None,
    action: str,
    subject: str,
    subject_id: int | None,
    detail: str = "",
) -> None:
    """Adds a line, in the transaction of the act itself."""
    await tx.run(
        """
        INSERT INTO audit (at, by_id, action, subject, subject_id, detail)
        VALUES (:at, :by_id, :action, :subject, :subject_id, :detail)
        """,
        at=stamp(at),
        by_id=by,
        action=action,
        subject=subject,
        subject_id=subject_id,
        detail=detail,
    )
