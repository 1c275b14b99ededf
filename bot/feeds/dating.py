"""Whose clock a feed's dates are written by (pure)."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.dates import parse_date
from bot.feeds.site_clock import SiteClock
from storage.model import Feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Dating:
    """The zone of dates that name none, and what 04/05 means."""

    zone: tzinfo
    day_first: bool = True

    def instant(self, text: str) -> datetime | None:
        """The instant a text names; a missing date stays missing."""
        return parse_date(text, zone=self.zone, day_first=self.day_first) if text else None


def dating_of(feed: Feed, *, clock: SiteClock, default_zone: tzinfo) -> Dating:
    """An editor's word first, then what the feed shows of itself, then Vietnam's habit."""
    zone = _zone(feed.timezone) or clock.zone or default_zone
    order = clock.day_first if feed.day_first is None else feed.day_first
    return Dating(zone=zone, day_first=True if order is None else order)


def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
