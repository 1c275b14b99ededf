"""When an article goes out: hours to choose, the question before, the calendar (pure)."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from bot.dates import WEEKDAYS, format_coming
from bot.desk import Standing
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.document import Mark
from bot.render.markup import Line, html_of, line_of
from bot.render.screen import Button, Keyboard, Look, Screen, Style, in_rows, pressing, rows_of
from bot.text import shorten, squash
from storage.database import EPOCH
from storage.model import Article, Headline, Status

PRESETS: Final = (time(7, 0), time(11, 30), time(17, 0))
"""Hours that are offered. The first of them is offered for tomorrow in any case."""
MOST_PLANNED: Final = 30
"""Articles on one page of the calendar."""
WEEK: Final = 7

_TITLE_UNITS: Final = 120
_MINUTE: Final = timedelta(minutes=1)
_NUMBERS_IN_ROW: Final = 5


def choose(article: Article, *, now: datetime, look: Look) -> Screen:
    """The hours to choose from, and "another hour"."""
    hours = tuple(
        _choice(article, it, label=_label(it, now=now, look=look), look=look)
        for it in coming_presets(now, zone=look.zone)
    )
    at_once = _plan(article, "schedule.now", "now", look=look)
    typed = _plan(article, "schedule.other", "", verb=Verb.PLAN_TYPED, look=look)
    off = None
    if article.status is Status.SCHEDULED:
        off = _plan(article, "schedule.off", "", verb=Verb.UNPLAN, look=look)
    calendar = pressing(text("desk.schedule", look.language), Press(verb=Verb.CALENDAR))
    keyboard = (
        *rows_of((at_once,)),
        *in_rows(hours, width=2),
        *rows_of((typed, calendar), (off, _back(article, look=look))),
    )
    question = line_of(text("schedule.when", look.language))
    return Screen(
        text=html_of([*_heading(article, now=now, look=look), question]), keyboard=keyboard
    )


def confirm(
    standing: Standing, at: datetime | None, *, n: int, duration: str, now: datetime, look: Look
) -> Screen:
    """The question before: when, to how many, how long, and whether approvals lack.

    No `at` is at once.
    """
    article, language = standing.article, look.language
    when = text("schedule.now_ask", language)
    if at is not None:
        said = format_coming(at, now=now, zone=look.zone, language=language)
        when = text("schedule.ask", language, when=said)
    key = "schedule.featured" if article.content.is_featured else "schedule.digest"
    reach = text(key, language, n=n, duration=duration)
    argument = "now!" if at is None else f"{minute_of(at)}!"
    sure = _plan(article, "button.confirm", argument, style=Style.SUCCESS, look=look)
    other = _plan(article, "schedule.change", "", verb=Verb.SCHEDULE, look=look)
    lines = [*_heading(article, now=now, look=look), line_of(when), line_of(reach, gap=1)]
    if not standing.is_approved:
        had, needed = standing.approvals, standing.needed
        lines.append(line_of(text("desk.unapproved_ask", language, had=had, needed=needed)))
    keyboard = rows_of((sure, other), (_back(article, look=look),))
    return Screen(text=html_of(lines), keyboard=keyboard)


def coming_presets(now: datetime, *, zone: tzinfo) -> tuple[datetime, ...]:
    """The next time of each preset hour, the soonest first, and tomorrow's first one."""
    today = now.astimezone(zone).date()
    tomorrow = today + timedelta(days=1)
    both = [datetime.combine(day, at, zone) for day in (today, tomorrow) for at in PRESETS]
    kept = [next(it for it in both if it.time() == at and it > now) for at in PRESETS]
    kept.append(datetime.combine(tomorrow, PRESETS[0], zone))
    return tuple(sorted(set(kept)))


def minute_of(at: datetime) -> int:
    """A whole minute as a button carries it: minutes since 1970."""
    return (at - EPOCH) // _MINUTE


def at_minute(minute: int) -> datetime:
    """The instant that a button carries."""
    return EPOCH + minute * _MINUTE


def week(
    planned: Sequence[Headline], *, first: date, page: int, sending: str, look: Look
) -> Screen:
    """Seven days from `first` on, each with what goes out on it."""
    lines = [line_of(text("desk.schedule", look.language), marks=Mark.BOLD)]
    lines += _by_day(planned, look=look) or [line_of(text("desk.no_schedule", look.language))]
    lines.append(line_of(sending, marks=Mark.ITALIC))
    earlier = None
    if page:
        earlier = pressing("◀", Press(verb=Verb.CALENDAR, page=page - 1))
    later = pressing("▶", Press(verb=Verb.CALENDAR, page=page + 1))
    month = pressing(
        text("schedule.month", look.language),
        Press(verb=Verb.CALENDAR, argument=f"{first:%Y-%m}"),
    )
    keyboard = (*_numbers(planned), *rows_of((earlier, month, later)))
    return Screen(text=html_of(lines), keyboard=keyboard)


def day(planned: Sequence[Headline], *, on: date, sending: str, look: Look) -> Screen:
    """What goes out on one day, each with a button that opens its card."""
    title = f"{_weekday(on, look=look)}, {on:%d/%m/%Y}"
    lines = [line_of(title, marks=Mark.BOLD), *_entries(planned, first=1, look=look)]
    if not planned:
        lines.append(line_of(text("desk.no_schedule", look.language)))
    lines.append(line_of(sending, marks=Mark.ITALIC))
    back = Press(verb=Verb.CALENDAR, argument=f"{on:%Y-%m}")
    keyboard = rows_of((pressing(text("schedule.month", look.language), back),))
    return Screen(text=html_of(lines), keyboard=(*_numbers(planned), *keyboard))


def month(planned: Sequence[Headline], *, of: date, today: date, look: Look) -> Screen:
    """A month as a grid; a day with something planned says how much."""
    counts: dict[date, int] = {}
    for it in planned:
        if it.published_at is not None:
            on = it.published_at.astimezone(look.zone).date()
            counts[on] = counts.get(on, 0) + 1
    weeks = Calendar().monthdatescalendar(of.year, of.month)
    grid = tuple(
        tuple(_day_button(it, counts, of=of, today=today) for it in days) for days in weeks
    )
    title = text("schedule.month_of", look.language, month=f"{of:%m/%Y}")
    days = " · ".join(_short_weekday(it, look=look) for it in weeks[0])
    legend = text("schedule.legend", look.language, n=sum(counts.values()))
    around = rows_of(
        (
            _month_button("◀", of.replace(day=1) - timedelta(days=1)),
            pressing(text("schedule.week", look.language), Press(verb=Verb.CALENDAR)),
            _month_button("▶", of.replace(day=28) + timedelta(days=4)),
        )
    )
    lines = [line_of(title, marks=Mark.BOLD), line_of(days, gap=1), line_of(legend)]
    return Screen(text=html_of(lines), keyboard=(*grid, *around))


def _weekday(on: date, *, look: Look) -> str:
    return WEEKDAYS[look.language][on.weekday()]


def _short_weekday(on: date, *, look: Look) -> str:
    """As above the column of a calendar: T2 … T7, CN."""
    return _weekday(on, look=look).replace("Thứ ", "T").replace("Chủ nhật", "CN")


def _heading(article: Article, *, now: datetime, look: Look) -> list[Line]:
    title = shorten(squash(article.content.title), limit=_TITLE_UNITS)
    lines = [line_of(title, marks=Mark.BOLD)]
    at = article.content.published_at
    if article.status is Status.SCHEDULED and at is not None:
        when = format_coming(at, now=now, zone=look.zone, language=look.language)
        lines.append(line_of(text("desk.scheduled", look.language, when=when), gap=1))
    return lines


def _label(at: datetime, *, now: datetime, look: Look) -> str:
    if at.astimezone(look.zone).date() == now.astimezone(look.zone).date():
        return f"{at:%H:%M}"
    return text("schedule.tomorrow", look.language, time=f"{at:%H:%M}")


def _choice(article: Article, at: datetime, *, label: str, look: Look) -> Button:
    press = Press(
        verb=Verb.PLAN, id=article.id, version=article.version, argument=str(minute_of(at))
    )
    return pressing(label, press)


def _plan(
    article: Article,
    key: str,
    argument: str,
    *,
    verb: Verb = Verb.PLAN,
    style: Style | None = None,
    look: Look,
) -> Button:
    press = Press(verb=verb, id=article.id, version=article.version, argument=argument)
    return pressing(text(key, look.language), press, style=style)


def _back(article: Article, *, look: Look) -> Button:
    return pressing(text("button.back", look.language), Press(verb=Verb.DRAFT, id=article.id))


def _by_day(planned: Sequence[Headline], *, look: Look) -> list[Line]:
    lines: list[Line] = []
    last = None
    for number, it in enumerate(planned, start=1):
        assert it.published_at is not None  # what is scheduled has its hour
        on = it.published_at.astimezone(look.zone).date()
        if on != last:
            day_line = f"{_weekday(on, look=look)}, {on:%d/%m}"
            lines.append(replace(line_of(day_line, marks=Mark.BOLD), keeps_next=True))
        lines += _entries([it], first=number, look=look)
        last = on
    return lines


def _entries(planned: Sequence[Headline], *, first: int, look: Look) -> list[Line]:
    shown = []
    for number, it in enumerate(planned, start=first):
        assert it.published_at is not None  # what is scheduled has its hour
        title = shorten(squash(it.title), limit=_TITLE_UNITS)
        featured = f" | {text('card.featured', look.language)}" if it.is_featured else ""
        hour = f"{it.published_at.astimezone(look.zone):%H:%M}"
        shown.append(line_of(f"{number}. {hour} {title}{featured}", gap=1))
    return shown


def _numbers(planned: Sequence[Headline]) -> Keyboard:
    numbers = tuple(
        pressing(str(number), Press(verb=Verb.DRAFT, id=it.id))
        for number, it in enumerate(planned, start=1)
    )
    return in_rows(numbers, width=_NUMBERS_IN_ROW)


def _day_button(on: date, counts: dict[date, int], *, of: date, today: date) -> Button:
    press = Press(verb=Verb.CALENDAR, argument=f"{on:%Y-%m-%d}")
    if on.month != of.month:
        return pressing("·", press)
    label = f"{on.day}•{counts[on]}" if on in counts else str(on.day)
    style = Style.SUCCESS if on in counts else Style.PRIMARY if on == today else None
    return pressing(label, press, style=style)


def _month_button(label: str, on: date) -> Button:
    return pressing(label, Press(verb=Verb.CALENDAR, argument=f"{on:%Y-%m}"))
