"""An article's royalty as the desk sees it: suggested, set, shared, adjusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from decimal import Decimal
from enum import StrEnum

from bot.html import plain_text
from bot.royalty import (
    WHOLE,
    Measure,
    Verdict,
    amount_vnd,
    day_of,
    judged,
    measure_of,
    month_of,
    next_month,
    pages_of,
    suggested,
)
from storage import Storage
from storage.model import (
    Article,
    ArticleId,
    Person,
    ReaderId,
    RoyaltyLine,
    RoyaltyPart,
    RoyaltyScale,
    RoyaltyState,
    RoyaltyUnit,
)


class Rated(StrEnum):
    """How an attempt to set a royalty ended."""

    SET = "set"
    ADJUSTED = "adjusted"
    NEEDS_REASON = "needs_reason"
    TOO_MUCH = "too_much"
    NO_UNIT = "no_unit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """An article with its rule, its suggestion and its parts; no parts: nobody has set any.

    `day` and `month` are those of the publication; `suggestion` is there when the genre has
    a range. `is_closed`: only an adjustment can change it.
    """

    article: Article
    day: date
    month: str
    unit: RoyaltyUnit | None
    scale: RoyaltyScale | None
    suggestion: Measure | None
    parts: tuple[RoyaltyPart, ...]
    state: RoyaltyState
    is_closed: bool

    @property
    def measure(self) -> Measure:
        """What was set; else what is suggested; else the article's size, without points."""
        if self.parts:
            return measure_of(self.parts[0])
        return self.suggestion or _size_of(self.article, unit=self.unit, scale=self.scale)

    @property
    def shares(self) -> tuple[tuple[Person, Decimal], ...]:
        """The authors with their shares; the byline's author alone until somebody splits."""
        if self.parts:
            return tuple((part.author, part.share) for part in self.parts)
        return ((self.article.content.author, WHOLE),)


async def rating_of(storage: Storage, article_id: ArticleId, *, zone: tzinfo) -> Rating | None:
    """The article's royalty; nothing while it has not come before the readers.

    Raises:
        NotFound: no such article.
    """
    article = await storage.articles.get(article_id)
    published_at = article.content.published_at or article.released_at
    if published_at is None:
        return None
    day, month = day_of(published_at, zone=zone), month_of(published_at, zone=zone)
    unit, scale = await storage.royalty.rule(article.content.genre, on=day)
    lines = await storage.royalty.of(article_id)
    closed = await storage.royalty.closed_months(month)
    states = [line.state for line in lines]
    return Rating(
        article=article,
        day=day,
        month=month,
        unit=unit,
        scale=scale,
        suggestion=_suggestion(article, unit=unit, scale=scale) if scale and unit else None,
        parts=_parts_of(lines),
        state=states[0] if states else RoyaltyState.EXPECTED,
        is_closed=month in closed or any(it is not RoyaltyState.EXPECTED for it in states),
    )


def resized(rating: Rating, *, pages: Decimal | None = None, photos: int | None = None) -> Measure:
    """The measure at another size; points that were as suggested follow the suggestion."""
    measure = rating.measure
    page_count = measure.page_count if pages is None else pages
    follows = rating.scale is not None and measure.coefficient == suggested(
        rating.scale, page_count=measure.page_count
    )
    coefficient = measure.coefficient
    if rating.scale is not None and follows:
        coefficient = suggested(rating.scale, page_count=page_count)
    return replace(
        measure,
        coefficient=coefficient,
        page_count=page_count,
        photo_count=measure.photo_count if photos is None else photos,
    )


async def rate(
    storage: Storage,
    rating: Rating,
    measure: Measure,
    *,
    shares: Sequence[tuple[Person, Decimal]] = (),
    reason: str = "",
    by: ReaderId,
    now: datetime,
    zone: tzinfo,
) -> Rated:
    """Sets the article's royalty, or adjusts it in the first open month; or says why not.

    Raises:
        Stale: somebody closed the month at this moment.
    """
    unit = rating.unit
    if unit is None:
        return Rated.NO_UNIT
    reason = reason or _kept_reason(rating, measure)
    verdict = judged(measure, scale=rating.scale, unit=unit)
    if verdict is Verdict.TOO_MUCH:
        return Rated.TOO_MUCH
    if not reason and (verdict is Verdict.NEEDS_REASON or rating.is_closed):
        return Rated.NEEDS_REASON
    parts = [
        _part(rating, measure, author=author, share=share, unit=unit, note=reason)
        for author, share in shares or rating.shares
    ]
    if not rating.is_closed:
        await storage.royalty.set(rating.article.id, parts, month=rating.month, by=by, now=now)
        return Rated.SET
    month = await _open_month(storage, month_of(now, zone=zone))
    await storage.royalty.adjust(rating.article.id, parts, month=month, by=by, now=now)
    return Rated.ADJUSTED


async def _open_month(storage: Storage, month: str) -> str:
    closed = await storage.royalty.closed_months(month)
    while month in closed:
        month = next_month(month)
    return month


def _part(
    rating: Rating,
    measure: Measure,
    *,
    author: Person,
    share: Decimal,
    unit: RoyaltyUnit,
    note: str,
) -> RoyaltyPart:
    return RoyaltyPart(
        author=author,
        genre=rating.article.content.genre,
        page_count=measure.page_count,
        photo_count=measure.photo_count,
        per_photo=measure.per_photo,
        coefficient=measure.coefficient,
        share=share,
        unit_vnd=unit.unit_vnd,
        amount_vnd=amount_vnd(
            measure.points, share=share, unit_vnd=unit.unit_vnd, rounding_vnd=unit.rounding_vnd
        ),
        note=note,
    )


def _kept_reason(rating: Rating, measure: Measure) -> str:
    """A reason given for these very points still holds; for others it does not."""
    if rating.is_closed or not rating.parts:
        return ""
    part = rating.parts[0]
    return part.note if part.coefficient == measure.coefficient else ""


def _suggestion(article: Article, *, unit: RoyaltyUnit, scale: RoyaltyScale) -> Measure:
    size = _size_of(article, unit=unit, scale=scale)
    return replace(size, coefficient=suggested(scale, page_count=size.page_count))


def _size_of(article: Article, *, unit: RoyaltyUnit | None, scale: RoyaltyScale | None) -> Measure:
    content = article.content
    pages, photos = content.page_count, content.photo_count
    if pages is None:
        words_per_page = unit.words_per_page if unit else 500
        pages = pages_of(plain_text(content.body_html), words_per_page=words_per_page)
    if photos is None:
        photos = content.body_html.count("<img") or int(bool(content.image_url))
    return Measure(
        coefficient=Decimal(),
        page_count=pages,
        photo_count=photos,
        per_photo=scale.per_photo if scale else Decimal(),
    )


def _parts_of(lines: Sequence[RoyaltyLine]) -> tuple[RoyaltyPart, ...]:
    """Each author's lines in one, adjustments included; who gave all back is left out.

    Nothing at all may be what somebody decided: that stays.
    """
    by_author: dict[Person, RoyaltyPart] = {}
    for line in lines:
        part, before = line.part, by_author.get(line.part.author)
        by_author[part.author] = part if before is None else _together(before, part)
    adjusted = {line.part.author for line in lines if line.is_adjustment}
    return tuple(
        part
        for author, part in by_author.items()
        if author not in adjusted or part.coefficient or part.amount_vnd
    )


def _together(before: RoyaltyPart, part: RoyaltyPart) -> RoyaltyPart:
    return replace(
        part,
        coefficient=before.coefficient + part.coefficient,
        page_count=before.page_count + part.page_count,
        photo_count=before.photo_count + part.photo_count,
        amount_vnd=before.amount_vnd + part.amount_vnd,
        note=part.note or before.note,
    )
