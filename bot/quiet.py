"""Quiet hours: when nothing but what was agreed may ring. (pure)"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def quiet_until(at: datetime, zone: str, from_minute: int, until_minute: int) -> datetime | None:
    """The instant at which the quiet that `at` falls into ends; None when it falls into none.

    Args:
        at: aware.
        zone: the subscriber's, by name.
        from_minute: minutes after midnight on the subscriber's clock, itself quiet.
        until_minute: the first minute that is not quiet; earlier than `from_minute` where
            the night is meant.

    Returns:
        Aware, UTC. When the clock skips the end, the first instant after the skip.

    >>> evening = datetime(2026, 1, 1, 16, 30, tzinfo=UTC)
    >>> quiet_until(evening, "Asia/Ho_Chi_Minh", 22 * 60, 6 * 60)
    datetime.datetime(2026, 1, 1, 23, 0, tzinfo=datetime.timezone.utc)
    >>> quiet_until(evening, "Asia/Ho_Chi_Minh", 0, 6 * 60)
    """
    local = at.astimezone(ZoneInfo(zone))
    minute = local.hour * 60 + local.minute
    is_overnight = until_minute <= from_minute
    if is_overnight:
        is_quiet = minute >= from_minute or minute < until_minute
    else:
        is_quiet = from_minute <= minute < until_minute
    if not is_quiet or from_minute == until_minute:
        return None
    day = local.date() + timedelta(days=int(is_overnight and minute >= from_minute))
    ends = time(until_minute // 60, until_minute % 60)
    return datetime.combine(day, ends, tzinfo=ZoneInfo(zone)).astimezone(UTC)
