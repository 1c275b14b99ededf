"""A report: openings, deliveries and subscribers over a span of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from storage import Storage
from storage.database import EPOCH
from storage.model import ArticleStats, DeliveryState
from storage.statistics import Growth, Scope, TopArticle
from storage.views import day_of

TOP: Final = 10
_NOT_ARRIVED: Final = (DeliveryState.REFUSED, DeliveryState.GONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days from `first` to `last`, both in it, counted from 1970, UTC."""

    first: int
    last: int

    @property
    def days(self) -> range:
        """Every day of it."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The figures. `views` has a number for each day; `receiving` too, at each day's end.

    `name` is the article's title or the category's name, `stats` the article's counts of
    all time. `growth` and `receiving` are there for the whole newsroom alone.
    """

    name: str
    scope: Scope
    span: Span
    views: tuple[int, ...]
    top: tuple[TopArticle, ...]
    ways: dict[str, int]
    deliveries: dict[DeliveryState, int]
    growth: Growth | None
    receiving: tuple[int, ...]
    stats: ArticleStats | None

    @property
    def sent(self) -> int:
        """Messages that Telegram took."""
        return self.deliveries.get(DeliveryState.SENT, 0)

    @property
    def not_arrived(self) -> int:
        """Messages that Telegram refused, or whose chat was gone."""
        return sum(self.deliveries.get(state, 0) for state in _NOT_ARRIVED)

    @property
    def uncertain(self) -> int:
        """Messages whose fate is not known."""
        return self.deliveries.get(DeliveryState.UNCERTAIN, 0)

    @property
    def due(self) -> int:
        """Messages that were to go out, but for those called back."""
        return sum(self.deliveries.values()) - self.deliveries.get(DeliveryState.CANCELLED, 0)


def last_days(count: int, *, now: datetime) -> Span:
    """The last `count` days, today in them; `now` in the newsroom's zone."""
    today = day_of(now)
    return Span(first=today - count + 1, last=today)


def month_span(month: str, *, now: datetime) -> Span:
    """A month ("2026-11"), up to today; `now` in the newsroom's zone.

    >>> span = month_span("2026-11", now=datetime(2026, 11, 24, tzinfo=UTC))
    >>> len(span.days)
    24
    """
    first = datetime(int(month[:4]), int(month[5:]), 1, tzinfo=UTC)
    after = (first + timedelta(days=31)).replace(day=1)
    return Span(first=day_of(first), last=max(day_of(first), min(day_of(after) - 1, day_of(now))))


def instant_of(day: int) -> datetime:
    """When a day begins."""
    return EPOCH + timedelta(days=day)


async def report_of(storage: Storage, scope: Scope, *, span: Span) -> Report:
    """The figures of a scope over a span.

    Raises:
        NotFound: no such article or category.
    """
    shelf, days = storage.statistics, {"since_day": span.first, "until_day": span.last}
    by_day = await shelf.views_by_day(scope, **days)
    is_all = scope == Scope()
    growth = await shelf.growth(**days) if is_all else None
    stats = await storage.views.stats(scope.article_id) if scope.article_id else None
    return Report(
        name=await _name_of(storage, scope),
        scope=scope,
        span=span,
        views=tuple(by_day.get(day, 0) for day in span.days),
        top=() if stats else tuple(await shelf.top(scope, **days, limit=TOP)),
        ways=await shelf.views_by_way(scope, **days),
        deliveries=await shelf.deliveries(
            scope, since=instant_of(span.first), until=instant_of(span.last + 1)
        ),
        growth=growth,
        receiving=_receiving(growth, span=span),
        stats=stats,
    )


async def _name_of(storage: Storage, scope: Scope) -> str:
    if scope.article_id is not None:
        return (await storage.articles.get(scope.article_id)).content.title
    if scope.category_id is not None:
        return (await storage.categories.get(scope.category_id)).name
    return ""


def _receiving(growth: Growth | None, *, span: Span) -> tuple[int, ...]:
    if growth is None:
        return ()
    counts, count = [], growth.before
    for day in span.days:
        count += growth.came.get(day, 0) - growth.went.get(day, 0)
        counts.append(count)
    return tuple(counts)
