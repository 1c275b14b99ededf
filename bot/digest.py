"""When the next digest is due. (pure)"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

EVERY_DAY = 0b1111111


def next_digest(after: datetime, *, minute: int, zone: ZoneInfo, days: int = EVERY_DAY) -> datetime:
    """The first instant later than `after` when the subscriber's clock shows `minute`.

    Args:
        after: aware; usually now.
        minute: minutes after midnight on that clock.
        zone: the subscriber's.
        days: bit 0 is Monday; at least one must be set.

    Returns:
        Aware, UTC. When summer time begins and the clock skips the hour, the hour plus the
        skip; when it ends and the clock shows it twice, only the first counts.

    >>> vn = ZoneInfo("Asia/Ho_Chi_Minh")
    >>> next_digest(datetime(2026, 1, 1, tzinfo=UTC), minute=6 * 60 + 30, zone=vn)
    datetime.datetime(2026, 1, 1, 23, 30, tzinfo=datetime.timezone.utc)
    """
    if not days & EVERY_DAY:
        raise ValueError("a digest needs at least one day")
    at = time(minute // 60, minute % 60)
    day = after.astimezone(zone).date() - timedelta(days=1)
    while True:
        if days >> day.weekday() & 1:
            due = datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
            if due > after:
                return due
        day += timedelta(days=1)


def next_of(after: datetime, *, hours: tuple[time, ...], zone: ZoneInfo) -> datetime:
    """The first of several daily hours that comes later than `after`.

    >>> vn = ZoneInfo("Asia/Ho_Chi_Minh")
    >>> hours = (time(7, 30), time(17, 0))
    >>> next_of(datetime(2026, 1, 1, 3, tzinfo=UTC), hours=hours, zone=vn).hour
    10
    """
    return min(next_digest(after, minute=hour.hour * 60 + hour.minute, zone=zone) for hour in hours)
