"""Royalty: the rule's dated figures, and what an author gets for an article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from storage.model.articles import Person
from storage.model.ids import ArticleId


class RoyaltyState(StrEnum):
    """Where a line or a month stands: open, closed, paid out."""

    EXPECTED = "expected"
    LOCKED = "locked"
    PAID = "paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoyaltyUnit:
    """What a point is worth from a day on. `unit_vnd` is `percent` of the base salary.

    `most_points`: an article's points in all. Amounts are rounded to `rounding_vnd`.
    """

    effective_on: date
    base_salary_vnd: int
    percent: Decimal
    unit_vnd: int
    most_points: Decimal
    rounding_vnd: int
    words_per_page: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoyaltyScale:
    """A genre's points from a day on. Outside `least` to `most` a reason is needed.

    `usual` is for one page, `per_page` for each page more; above `ceiling` nothing goes.
    """

    genre: str
    effective_on: date
    least: Decimal
    most: Decimal
    usual: Decimal
    per_page: Decimal
    per_photo: Decimal
    ceiling: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RoyaltyPart:
    """What one author is to get for an article; not yet stored. `share`: of 100."""

    author: Person
    genre: str
    page_count: Decimal
    photo_count: int
    per_photo: Decimal
    coefficient: Decimal
    share: Decimal
    unit_vnd: int
    amount_vnd: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoyaltyLine:
    """A stored part, in a month ("2026-11"). An adjustment holds differences alone."""

    id: int
    article_id: ArticleId
    title: str
    published_at: datetime | None
    month: str
    state: RoyaltyState
    is_adjustment: bool
    part: RoyaltyPart


@dataclass(frozen=True, slots=True, kw_only=True)
class RoyaltyMonth:
    """A month's lines, counted and added up."""

    month: str
    state: RoyaltyState
    lines: int
    amount_vnd: int
