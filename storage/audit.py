"""Who did what at the desk. Lines are added, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.database import Shelf, Transaction, instant, reads, stamp
from storage.model import ReaderId


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One act: `action` on `subject` number `subject_id`. `by_id` is empty for our own acts."""

    at: datetime
    by_id: ReaderId | None
    action: str
    subject: str
    subject_id: int | None
    detail: str


class Audit(Shelf):
    """The lines, newest first."""

    @reads
    async def find(self, tx: Transaction, *, limit: int, offset: int = 0) -> list[AuditLine]:
        """A page of lines, the newest first."""
        rows = await tx.rows(
            """
            SELECT at, by_id, action, subject, subject_id, detail
            FROM audit
            ORDER BY id DESC
            LIMIT :limit
            OFFSET :offset
            """,
            limit=limit,
            offset=offset,
        )
        return [
            AuditLine(
                at=instant(at),
                by_id=None if by_id is None else ReaderId(by_id),
                action=action,
                subject=subject,
                subject_id=subject_id,
                detail=detail,
            )
            for at, by_id, action, subject, subject_id, detail in rows
        ]


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
