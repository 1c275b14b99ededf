"""What happens to royalty lines and months, inside one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from storage import audit, royalty_rows
from storage.database import Row, Transaction, stamp
from storage.errors import Stale
from storage.model import (
    ArticleId,
    ReaderId,
    RoyaltyLine,
    RoyaltyMonth,
    RoyaltyPart,
    RoyaltyState,
)

MONTHS = """
    SELECT r.month, COALESCE(m.state, 'expected'), COUNT(*), SUM(r.amount_vnd)
    FROM royalty_lines r
    LEFT JOIN royalty_months m ON m.month = r.month
    """


def month_of(row: Row) -> RoyaltyMonth:
    """A month from a row of `MONTHS`."""
    return RoyaltyMonth(
        month=row[0], state=RoyaltyState(row[1]), lines=row[2], amount_vnd=int(row[3])
    )


async def load_month(tx: Transaction, month: str) -> RoyaltyMonth:
    """The month, counted and added up; one without lines is open."""
    rows = await tx.rows(f"{MONTHS} WHERE r.month = :month GROUP BY r.month, m.state", month=month)
    for row in rows:
        return month_of(row)
    return RoyaltyMonth(month=month, state=RoyaltyState.EXPECTED, lines=0, amount_vnd=0)


async def lines_of(tx: Transaction, article_id: ArticleId) -> list[RoyaltyLine]:
    """The article's lines, adjustments last."""
    rows = await tx.rows(
        f"{royalty_rows.LINES} WHERE r.article_id = :id ORDER BY r.is_adjustment, r.id",
        id=article_id,
    )
    return [royalty_rows.line_of(row) for row in rows]


async def state_of(tx: Transaction, month: str) -> RoyaltyState:
    """The month's state. Its row is held until the end: a line and a closing cannot cross."""
    rows = await tx.rows(
        """
        INSERT INTO royalty_months (month, state)
        VALUES (:month, 'expected')
        ON CONFLICT (month) DO UPDATE SET month = excluded.month
        RETURNING state
        """,
        month=month,
    )
    return RoyaltyState(rows[0][0])


async def lock_open(tx: Transaction, month: str) -> None:
    """Holds an open month until the end of the transaction; Stale when it is closed."""
    if await state_of(tx, month) is not RoyaltyState.EXPECTED:
        raise Stale("month", month)


async def move(
    tx: Transaction, month: str, *, to: RoyaltyState, by: ReaderId, now: datetime
) -> RoyaltyMonth:
    """Moves the month and its lines on, and says so in the audit."""
    column = {RoyaltyState.LOCKED: "closed_at", RoyaltyState.PAID: "paid_at"}[to]
    await tx.run(
        f"UPDATE royalty_months SET state = :state, {column} = :now WHERE month = :month",
        state=to.value,
        now=stamp(now),
        month=month,
    )
    await tx.run(
        "UPDATE royalty_lines SET state = :state WHERE month = :month",
        state=to.value,
        month=month,
    )
    moved = await load_month(tx, month)
    await audit.note(
        tx,
        at=now,
        by=by,
        action="royalty_paid" if to is RoyaltyState.PAID else "royalty_locked",
        subject="royalty",
        subject_id=None,
        detail=f"{month}: {moved.amount_vnd} đ",
    )
    return moved


async def insert(
    tx: Transaction,
    part: RoyaltyPart,
    article_id: ArticleId,
    *,
    month: str,
    is_adjustment: bool,
    by: ReaderId,
    now: datetime,
) -> None:
    """Adds a line of this part to the month."""
    await royalty_rows.insert_line(
        tx,
        part,
        article_id=article_id,
        month=month,
        is_adjustment=int(is_adjustment),
        by=by,
        now=stamp(now),
    )


async def note_it(
    tx: Transaction, article_id: ArticleId, *, action: str, detail: str, by: ReaderId, now: datetime
) -> None:
    """A line of the audit about an article's royalty."""
    await audit.note(
        tx,
        at=now,
        by=by,
        action=action,
        subject="article",
        subject_id=article_id,
        detail=detail,
    )


def differences(before: Sequence[RoyaltyLine], after: Sequence[RoyaltyPart]) -> list[RoyaltyPart]:
    """For each author what is new less what he had; who is left out gives all of it back."""
    wanted = {part.author: part for part in after}
    for line in before:
        wanted.setdefault(line.part.author, replace(_nothing(line.part), note=after[0].note))
    found = []
    for author, part in wanted.items():
        had = [line.part for line in before if line.part.author == author]
        amount = part.amount_vnd - sum(it.amount_vnd for it in had)
        if amount or not had:
            found.append(_less(part, had, amount_vnd=amount))
    return found


def _nothing(part: RoyaltyPart) -> RoyaltyPart:
    return replace(part, coefficient=part.coefficient * 0, photo_count=0, amount_vnd=0)


def _less(part: RoyaltyPart, had: Sequence[RoyaltyPart], *, amount_vnd: int) -> RoyaltyPart:
    return replace(
        part,
        coefficient=part.coefficient - sum(it.coefficient for it in had),
        page_count=part.page_count - sum(it.page_count for it in had),
        photo_count=part.photo_count - sum(it.photo_count for it in had),
        amount_vnd=amount_vnd,
    )
