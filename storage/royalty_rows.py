"""Royalty's rows: lines, units and scales as they are stored."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from storage.database import Row, Transaction, Value, instant_or_none
from storage.model import (
    ArticleId,
    Person,
    RoyaltyLine,
    RoyaltyPart,
    RoyaltyScale,
    RoyaltyState,
    RoyaltyUnit,
)

# Beside a line: the article as it is called today, and when it came before the readers.
LINES = """
    SELECT
      r.id, r.article_id, a.title, COALESCE(a.published_at, a.released_at), r.month, r.state,
      r.is_adjustment, r.author_id, r.author_name, r.genre, r.page_count, r.photo_count,
      r.per_photo, r.coefficient, r.share, r.unit_vnd, r.amount_vnd, r.note
    FROM royalty_lines r
    JOIN articles a ON a.id = r.article_id
    """
IN_ORDER = "COALESCE(a.published_at, a.released_at), r.article_id, r.id"


def line_of(row: Row) -> RoyaltyLine:
    """A line from a row of `LINES`."""
    return RoyaltyLine(
        id=row[0],
        article_id=ArticleId(row[1]),
        title=row[2],
        published_at=instant_or_none(row[3]),
        month=row[4],
        state=RoyaltyState(row[5]),
        is_adjustment=bool(row[6]),
        part=RoyaltyPart(
            author=Person(id=row[7], name=row[8]),
            genre=row[9],
            page_count=Decimal(row[10]),
            photo_count=row[11],
            per_photo=Decimal(row[12]),
            coefficient=Decimal(row[13]),
            share=Decimal(row[14]),
            unit_vnd=row[15],
            amount_vnd=row[16],
            note=row[17],
        ),
    )


async def insert_line(tx: Transaction, part: RoyaltyPart, **given: Value) -> None:
    """Adds a line of this part. `given`: article_id, month, is_adjustment, by, now (a stamp)."""
    await tx.run(
        """
        INSERT INTO royalty_lines (
          article_id, author_id, author_name, month, coefficient, quantity, share, unit_vnd,
          amount_vnd, state, note, created_at, created_by, genre, page_count, photo_count,
          per_photo, is_adjustment
        )
        VALUES (
          :article_id, :author_id, :author_name, :month, :coefficient, '1', :share, :unit_vnd,
          :amount_vnd, 'expected', :note, :now, :by, :genre, :page_count, :photo_count,
          :per_photo, :is_adjustment
        )
        """,
        author_id=part.author.id,
        author_name=part.author.name,
        coefficient=str(part.coefficient),
        share=str(part.share),
        unit_vnd=part.unit_vnd,
        amount_vnd=part.amount_vnd,
        note=part.note,
        genre=part.genre,
        page_count=str(part.page_count),
        photo_count=part.photo_count,
        per_photo=str(part.per_photo),
        **given,
    )


async def find_unit(tx: Transaction, on: date) -> RoyaltyUnit | None:
    """What a point is worth on a day, if that is known."""
    rows = await tx.rows(
        """
        SELECT
          effective_on, base_salary_vnd, percent, unit_vnd, most_points, rounding_vnd,
          words_per_page, source
        FROM royalty_units
        WHERE effective_on <= :day
        ORDER BY effective_on DESC
        LIMIT 1
        """,
        day=on.isoformat(),
    )
    for row in rows:
        return RoyaltyUnit(
            effective_on=date.fromisoformat(row[0]),
            base_salary_vnd=row[1],
            percent=Decimal(row[2]),
            unit_vnd=row[3],
            most_points=Decimal(row[4]),
            rounding_vnd=row[5],
            words_per_page=row[6],
            source=row[7],
        )
    return None


async def find_scale(tx: Transaction, genre: str, *, on: date) -> RoyaltyScale | None:
    """A genre's points on a day, if there is a rule for it."""
    rows = await tx.rows(
        """
        SELECT
          g.name, c.effective_on, c.least, c.most, c.usual, c.per_page, c.per_photo, c.ceiling
        FROM royalty_coefficients c
        JOIN genres g ON g.id = c.genre_id
        WHERE g.name = :genre AND c.effective_on <= :day
        ORDER BY c.effective_on DESC
        LIMIT 1
        """,
        genre=genre,
        day=on.isoformat(),
    )
    for row in rows:
        figures = [Decimal(it) for it in row[2:]]
        return RoyaltyScale(
            genre=row[0],
            effective_on=date.fromisoformat(row[1]),
            least=figures[0],
            most=figures[1],
            usual=figures[2],
            per_page=figures[3],
            per_photo=figures[4],
            ceiling=figures[5],
        )
    return None


async def insert_unit(tx: Transaction, unit: RoyaltyUnit) -> int:
    """Adds a unit value unless there is one from that day; how many rows were added."""
    return await tx.run(
        """
        INSERT INTO royalty_units (
          effective_on, base_salary_vnd, percent, unit_vnd, most_points, rounding_vnd,
          words_per_page, source
        )
        VALUES (
          :effective_on, :base, :percent, :unit, :most_points, :rounding, :words, :source
        )
        ON CONFLICT (effective_on) DO NOTHING
        """,
        effective_on=unit.effective_on.isoformat(),
        base=unit.base_salary_vnd,
        percent=str(unit.percent),
        unit=unit.unit_vnd,
        most_points=str(unit.most_points),
        rounding=unit.rounding_vnd,
        words=unit.words_per_page,
        source=unit.source,
    )


async def insert_scale(tx: Transaction, scale: RoyaltyScale, *, genre_id: int) -> int:
    """Adds a genre's points unless there are some from that day; how many rows were added."""
    return await tx.run(
        """
        INSERT INTO royalty_coefficients (
          genre_id, effective_on, least, most, usual, per_page, per_photo, ceiling
        )
        VALUES (:genre_id, :effective_on, :least, :most, :usual, :per_page, :per_photo, :ceiling)
        ON CONFLICT (genre_id, effective_on) DO NOTHING
        """,
        genre_id=genre_id,
        effective_on=scale.effective_on.isoformat(),
        least=str(scale.least),
        most=str(scale.most),
        usual=str(scale.usual),
        per_page=str(scale.per_page),
        per_photo=str(scale.per_photo),
        ceiling=str(scale.ceiling),
    )
