from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quiet import quiet_until

VIETNAM = "Asia/Ho_Chi_Minh"
MINUTES = st.integers(0, 24 * 60 - 1)


def at(hour: int, minute: int = 0) -> datetime:
    """An hour on a clock in Vietnam."""
    return datetime(2026, 11, 24, hour, minute, tzinfo=ZoneInfo(VIETNAM))


@pytest.mark.parametrize(
    ("now", "from_hour", "until_hour", "ends"),
    [
        (at(23), 22, 6, at(6) + timedelta(days=1)),
        (at(2), 22, 6, at(6)),
        (at(6), 22, 6, None),
        (at(21, 59), 22, 6, None),
        (at(22), 22, 6, at(6) + timedelta(days=1)),
        (at(13), 12, 14, at(14)),
        (at(14), 12, 14, None),
        (at(9), 7, 7, None),
    ],
)
def test_quiet_ends_when_the_clock_says_so(
    now: datetime, from_hour: int, until_hour: int, ends: datetime | None
) -> None:
    assert quiet_until(now, VIETNAM, 60 * from_hour, 60 * until_hour) == ends


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
    st.sampled_from([VIETNAM, "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
    MINUTES,
    MINUTES,
)
def test_quiet_ends_within_a_day_and_is_then_over(
    now: datetime, zone: str, from_minute: int, until_minute: int
) -> None:
    ends = quiet_until(now, zone, from_minute, until_minute)

    assert ends is None or now - timedelta(hours=1) <= ends <= now + timedelta(hours=26)
    if ends is not None and ends > now:
        assert quiet_until(ends, zone, from_minute, until_minute) in (None, ends)
