from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest import EVERY_DAY, next_digest, next_of

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = [VIETNAM, BERLIN, *map(ZoneInfo, ("America/St_Johns", "Australia/Lord_Howe", "UTC"))]
INSTANTS = st.datetimes(
    datetime(2024, 1, 2), datetime(2040, 1, 1), timezones=st.just(UTC), allow_imaginary=False
)
MINUTES = st.integers(0, 24 * 60 - 1)


@given(INSTANTS, MINUTES, st.sampled_from(ZONES), st.integers(1, EVERY_DAY))
def test_it_is_later_within_a_week_and_a_day_and_on_a_chosen_day(
    after: datetime, minute: int, zone: ZoneInfo, days: int
) -> None:
    due = next_digest(after, minute=minute, zone=zone, days=days)

    assert after < due <= after + timedelta(days=8)
    # A skipped hour near midnight may end on the day after the chosen one.
    local = due.astimezone(zone)
    chosen = {local.weekday(), (local - timedelta(hours=1)).weekday()}
    assert any(days >> day & 1 for day in chosen)


@given(INSTANTS, MINUTES, st.sampled_from(ZONES))
def test_the_readers_clock_shows_the_hour_or_skips_it(
    after: datetime, minute: int, zone: ZoneInfo
) -> None:
    local = next_digest(after, minute=minute, zone=zone).astimezone(zone)

    shown = local.hour * 60 + local.minute
    assert (shown - minute) % (24 * 60) in (0, 30, 60)


@given(INSTANTS, MINUTES)
def test_in_vietnam_a_day_has_one_digest(after: datetime, minute: int) -> None:
    first = next_digest(after, minute=minute, zone=VIETNAM)

    assert next_digest(first, minute=minute, zone=VIETNAM) == first + timedelta(days=1)


@given(INSTANTS, MINUTES, st.sampled_from(ZONES))
def test_no_day_has_two(after: datetime, minute: int, zone: ZoneInfo) -> None:
    first = next_digest(after, minute=minute, zone=zone)
    second = next_digest(first, minute=minute, zone=zone)

    assert second - first >= timedelta(hours=22)


def test_an_hour_that_summer_time_skips_comes_an_hour_later() -> None:
    before = datetime(2026, 3, 28, 12, tzinfo=UTC)

    due = next_digest(before, minute=150, zone=BERLIN)

    assert due.astimezone(BERLIN).time() == time(3, 30)


def test_an_hour_that_comes_twice_counts_once() -> None:
    first = next_digest(datetime(2026, 10, 24, 12, tzinfo=UTC), minute=150, zone=BERLIN)

    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert next_digest(first, minute=150, zone=BERLIN) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


def test_without_a_day_there_is_none() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        next_digest(datetime(2026, 1, 1, tzinfo=UTC), minute=0, zone=VIETNAM, days=0)


@given(INSTANTS, st.lists(st.times(), min_size=1, max_size=5))
def test_of_several_hours_the_next_one_comes(after: datetime, hours: list[time]) -> None:
    whole = tuple(hour.replace(second=0, microsecond=0) for hour in hours)

    due = next_of(after, hours=whole, zone=VIETNAM)

    singles = [next_of(after, hours=(hour,), zone=VIETNAM) for hour in whole]
    assert due == min(singles)
