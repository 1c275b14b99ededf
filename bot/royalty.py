"""Royalty: points, ranges, amounts in whole đồng (pure).

    amount = (coefficient + per photo × photos) × unit value on the publication date × share

Decree 18/2014/NĐ-CP; every figure of the rule is dated data, see `bot/royalty_profile.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

from storage.model import RoyaltyPart, RoyaltyScale, RoyaltyUnit

STEP: Final = Decimal("0.5")
WHOLE: Final = Decimal(100)
_TENTH: Final = Decimal("0.1")
_MOST_AUTHORS: Final = 10
_NUMBER: Final = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?", re.ASCII)
_SHARE: Final = re.compile(r"(.*\S)\s+(\d{1,3}(?:[.,]\d{1,2})?)\s*%?", re.ASCII)


class Verdict(StrEnum):
    """What may be done with a number of points."""

    FINE = "fine"
    NEEDS_REASON = "needs_reason"
    TOO_MUCH = "too_much"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What an article's points come from. `coefficient` is the text's alone."""

    coefficient: Decimal
    page_count: Decimal
    photo_count: int
    per_photo: Decimal

    @property
    def points(self) -> Decimal:
        """All points: the text's and the photos'.

        >>> part = Measure(coefficient=Decimal("3.5"), page_count=Decimal(1), photo_count=2,
        ...                per_photo=Decimal("0.5"))
        >>> part.points
        Decimal('4.5')
        """
        return self.coefficient + self.per_photo * self.photo_count


def measure_of(part: RoyaltyPart) -> Measure:
    """What a part's points come from."""
    return Measure(
        coefficient=part.coefficient,
        page_count=part.page_count,
        photo_count=part.photo_count,
        per_photo=part.per_photo,
    )


def points_of(part: RoyaltyPart) -> Decimal:
    """The points of one author's share: times the unit value they are the amount."""
    return measure_of(part).points * part.share / WHOLE


def amount_vnd(points: Decimal, *, share: Decimal, unit_vnd: int, rounding_vnd: int) -> int:
    """What these points are worth, rounded half up to `rounding_vnd`. `share`: of 100.

    >>> amount_vnd(Decimal("4.5"), share=Decimal(100), unit_vnd=234000, rounding_vnd=1000)
    1053000
    """
    exact = points * unit_vnd * share / WHOLE
    return int((exact / rounding_vnd).to_integral_value(ROUND_HALF_UP)) * rounding_vnd


def unit_value(base_salary_vnd: int, *, percent: Decimal) -> int:
    """A point's worth in whole đồng.

    >>> unit_value(2340000, percent=Decimal(10))
    234000
    """
    return int((base_salary_vnd * percent / WHOLE).to_integral_value(ROUND_HALF_UP))


def pages_of(text: str, *, words_per_page: int) -> Decimal:
    """A text's pages by its words, in tenths.

    >>> pages_of("từ " * 725, words_per_page=500)
    Decimal('1.5')
    """
    return (Decimal(len(text.split())) / words_per_page).quantize(_TENTH, ROUND_HALF_UP)


def suggested(scale: RoyaltyScale, *, page_count: Decimal) -> Decimal:
    """A text's points by its genre and length, in halves, within the genre's range.

    Unknown length (0 pages) is one page.
    """
    more = (page_count or Decimal(1)) - 1
    points = scale.usual + scale.per_page * more
    halves = (points / STEP).to_integral_value(ROUND_HALF_UP) * STEP
    return min(max(halves, scale.least), scale.most)


def judged(measure: Measure, *, scale: RoyaltyScale | None, unit: RoyaltyUnit) -> Verdict:
    """Whether these points may stand: at once, with a reason, or not at all."""
    ceiling = unit.most_points if scale is None else scale.ceiling
    if measure.coefficient > ceiling or measure.points > unit.most_points:
        return Verdict.TOO_MUCH
    if scale is not None and not scale.least <= measure.coefficient <= scale.most:
        return Verdict.NEEDS_REASON
    return Verdict.FINE


def read_points(text: str) -> tuple[Decimal, str] | None:
    """A number of points and the reason behind it, as somebody types them.

    >>> read_points("6,5 điều tra ba tháng"), read_points("nhiều")
    ((Decimal('6.5'), 'điều tra ba tháng'), None)
    """
    number, _, reason = text.strip().partition(" ")
    points = _decimal(number)
    return None if points is None else (points, reason.strip())


def read_shares(text: str) -> list[tuple[str, Decimal]] | None:
    """Authors with their shares of 100, a line or a comma each; nothing unless they add up.

    >>> read_shares("Kiều Oanh 60%, Trần Bình 40")
    [('Kiều Oanh', Decimal('60')), ('Trần Bình', Decimal('40'))]
    >>> read_shares("Kiều Oanh"), read_shares("Kiều Oanh 60, Trần Bình 60")
    ([('Kiều Oanh', Decimal('100'))], None)
    """
    # A comma inside a number is followed by a digit, one between authors by a space.
    pieces = [it.strip() for it in re.split(r"[;\n]|,(?!\d)", text) if it.strip()]
    if len(pieces) == 1 and not _SHARE.fullmatch(pieces[0]):
        return [(pieces[0], WHOLE)]
    found = [_SHARE.fullmatch(piece) for piece in pieces]
    shares = [(it[1].strip(), _decimal(it[2]) or Decimal()) for it in found if it is not None]
    is_whole = sum((share for _, share in shares), Decimal()) == WHOLE
    if len(shares) != len(pieces) or len(shares) > _MOST_AUTHORS or not is_whole:
        return None
    return shares if all(share > 0 for _, share in shares) else None


def month_of(at: datetime, *, zone: tzinfo) -> str:
    """The month that an instant is in, on the clock of `zone`: "2026-11"."""
    return f"{at.astimezone(zone):%Y-%m}"


def next_month(month: str) -> str:
    """The month after.

    >>> next_month("2026-11"), next_month("2026-12")
    ('2026-12', '2027-01')
    """
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def span_of(month: str, *, zone: tzinfo) -> tuple[datetime, datetime]:
    """When a month begins and when the next one does, on the clock of `zone`."""
    begins, ends = (
        datetime(int(it[:4]), int(it[5:]), 1, tzinfo=zone) for it in (month, next_month(month))
    )
    return begins, ends


def month_number(month: str) -> int:
    """A month as a button carries it.

    >>> month_number("2026-11")
    202611
    """
    return int(month.replace("-", ""))


def month_of_number(number: int) -> str | None:
    """The month that a button carries, if it is one.

    >>> month_of_number(202611), month_of_number(202613)
    ('2026-11', None)
    """
    year, month = divmod(number, 100)
    return f"{year:04}-{month:02}" if 1 <= month <= 12 and 1970 <= year <= 9998 else None


def month_name(month: str) -> str:
    """A month as readers write it.

    >>> month_name("2026-11")
    '11/2026'
    """
    return f"{month[5:]}/{month[:4]}"


def day_of(at: datetime, *, zone: tzinfo) -> date:
    """The day that an instant is in, on the clock of `zone`."""
    return at.astimezone(zone).date()


def shown(number: Decimal, *, language: str) -> str:
    """A decimal as readers write it, without empty places.

    >>> shown(Decimal("4.50"), language="vi"), shown(Decimal("10"), language="en")
    ('4,5', '10')
    """
    plain = f"{number:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return plain if language == "en" else plain.replace(".", ",")


def _decimal(text: str) -> Decimal | None:
    return Decimal(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None
