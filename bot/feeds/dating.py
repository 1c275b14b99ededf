"""Whose clock a feed's dates are written by (pure)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.dates import YEARS, parse_date
from bot.feeds.raw import RawFeed
from bot.feeds.site_clock import SiteClock
from storage.model import Feed

_MONTHS: Final = {
    name: number
    for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)
}
_USUAL: Final = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) "
    r"([+-])(0\d|1[0-3])([0-5]\d)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dating:
    """The zone of dates that name none, and what 04/05 means."""

    zone: tzinfo
    day_first: bool = True

    def instant(self, text: str) -> datetime | None:
        """The instant a text names; a missing date stays missing."""
        if not text:
            return None
        # Nine feeds of ten write this one form; reading every form takes ten times as long.
        if (found := _USUAL.fullmatch(text)) and (at := _usual(found)):
            return at
        return parse_date(text, zone=self.zone, day_first=self.day_first)


def wants_order(raw: RawFeed) -> bool:
    """Whether a date of these entries may mean another day where the month comes first."""
    dates = (date for it in raw.entries for date in (it.published, it.updated) if date)
    return "SharePoint" in raw.generator or not all(map(_USUAL.fullmatch, dates))


def _usual(found: re.Match[str]) -> datetime | None:
    day, month, year, hour, minute, second, sign, hours, minutes = found.groups()
    apart = timedelta(hours=int(hours), minutes=int(minutes))
    try:
        local = datetime(
            int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second), tzinfo=UTC
        )
    except (ValueError, KeyError):
        return None
    at = local + apart if sign == "-" else local - apart
    return at if at.year in YEARS else None


def dating_of(feed: Feed, *, clock: SiteClock, default_zone: tzinfo) -> Dating:
    """An editor's word first, then what the feed shows of itself, then Vietnam's habit."""
    zone = zone_named(feed.timezone) or clock.zone or default_zone
    order = clock.day_first if feed.day_first is None else feed.day_first
    return Dating(zone=zone, day_first=True if order is None else order)


def zone_named(name: str) -> ZoneInfo | None:
    """The zone of this name; None when there is none."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
