"""Ways through the news: what is unread, what is read most, what came on a day (pure)."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bot.dates import format_long
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.lists import list_screen
from bot.render.screen import Keyboard, Look, Screen, pressing, rows_of
from storage.model import Headline

DAY, WEEK = "d", "w"
"""`Verb.MOST_READ` with one of these."""

_SECONDS: Final = re.compile("[0-9]{1,10}")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def ways(screen: Screen, *, today: date, look: Look) -> Screen:
    """A list with the other ways to look at the news under it."""
    return replace(screen, keyboard=(*screen.keyboard, *_ways(today=today, look=look)))


def most_read(
    headlines: Sequence[Headline], *, span: str, look: Look, page: int, has_more: bool
) -> Screen:
    """The list "Đọc nhiều" of a day or a week."""
    title = text(f"browse.most_read_{'week' if span == WEEK else 'day'}", look.language)
    here = Press(verb=Verb.MOST_READ, page=page, argument=span)
    return list_screen(
        title, "browse.most_read_none", headlines, here=here, has_more=has_more, look=look
    )


def of_day(
    headlines: Sequence[Headline],
    *,
    day: date,
    today: date,
    look: Look,
    page: int,
    has_more: bool,
) -> Screen:
    """The list of one day, with the days beside it."""
    noon = datetime.combine(day, time(12), look.zone)
    date = format_long(noon, zone=look.zone, language=look.language)
    title = text("browse.day", look.language, date=date)
    here = day_press(day, page=page)
    screen = list_screen(
        title, "browse.day_none", headlines, here=here, has_more=has_more, look=look
    )
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    earlier = pressing(text("browse.day_before", look.language), day_press(before))
    later = pressing(text("browse.day_after", look.language), day_press(after))
    beside = rows_of((earlier, later if after <= today else None))
    return replace(screen, keyboard=(*screen.keyboard, *beside))


def unread(
    headlines: Sequence[Headline],
    *,
    since: datetime,
    until: datetime,
    look: Look,
    page: int,
    has_more: bool,
) -> Screen:
    """What came since the last look. Its pages stay between the same two instants."""
    here = Press(verb=Verb.UNREAD, page=page, argument=f"{_seconds(since)}-{_seconds(until)}")
    title = text("browse.unread_title", look.language)
    return list_screen(
        title, "browse.unread_none", headlines, here=here, has_more=has_more, look=look
    )


def span_of(argument: str) -> tuple[datetime, datetime] | None:
    """The two instants in a press of `unread`; None when there are none."""
    parts = argument.split("-")
    if len(parts) != 2 or not all(map(_SECONDS.fullmatch, parts)):
        return None
    since, until = (_EPOCH + timedelta(seconds=int(it)) for it in parts)
    return since, until


def day_press(day: date, *, page: int = 0) -> Press:
    """The press that shows a day."""
    return Press(verb=Verb.DAY, page=page, argument=f"{day:%Y%m%d}")


def day_in(argument: str) -> date | None:
    """The day in a press of `of_day`.

    >>> day_in("20170814"), day_in("20170231"), day_in("nay")
    (datetime.date(2017, 8, 14), None, None)
    """
    if len(argument) != 8 or not (argument.isascii() and argument.isdecimal()):
        return None
    try:
        return date(int(argument[:4]), int(argument[4:6]), int(argument[6:]))
    except ValueError:
        return None


def day_bounds(day: date, *, look: Look) -> tuple[datetime, datetime]:
    """The instants after which, and up to which, it is this day on the reader's clock."""
    start = datetime.combine(day, time(), tzinfo=look.zone).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=1), time(), tzinfo=look.zone).astimezone(UTC)
    tick = timedelta(microseconds=1)
    return start - tick, end - tick


def _ways(*, today: date, look: Look) -> Keyboard:
    language = look.language
    return (
        (
            pressing(text("browse.unread", language), Press(verb=Verb.UNREAD)),
            pressing(text("browse.by_day", language), day_press(today)),
        ),
        (
            pressing(
                text("browse.most_read_day", language), Press(verb=Verb.MOST_READ, argument=DAY)
            ),
            pressing(
                text("browse.most_read_week", language), Press(verb=Verb.MOST_READ, argument=WEEK)
            ),
        ),
    )


def _seconds(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(seconds=1)
