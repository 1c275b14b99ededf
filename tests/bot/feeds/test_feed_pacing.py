from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.feeds.pacing import next_after_failure, next_after_success, paced, quiet_s
from storage.model import FeedId, FeedState
from tests.bot.feeds.conftest import NOW

A_DAY = timedelta(days=1)
AN_HOUR = timedelta(hours=1)
NEW = FeedState(feed_id=FeedId(1), next_poll_at=NOW)


def wait_s(state: FeedState, *, after: timedelta = timedelta()) -> float:
    now = NOW + after
    due_at = next_after_success(now, interval_s=900, quiet_s=quiet_s(state, now=now))
    return (due_at - now).total_seconds()


def test_no_feed_waits_longer_than_a_day_and_a_bit_on_its_own() -> None:
    waits: list[Callable[[], datetime]] = [
        lambda: next_after_success(NOW, interval_s=900, asked_s=10**9, spread=1.0),
        lambda: next_after_failure(
            NOW, interval_s=900, failures=10**6, retry_after_s=0, spread=1.0
        ),
    ]

    assert [wait() - NOW for wait in waits] == [A_DAY, A_DAY * 1.2]


@pytest.mark.parametrize("every", [AN_HOUR, 4 * AN_HOUR, 7 * A_DAY])
def test_a_feed_is_looked_at_as_often_as_it_changes(every: timedelta) -> None:
    dates = [NOW - every * at for at in range(10)]

    state = paced(NEW, dates=dates, now=NOW)

    assert state.change_every_s == every.total_seconds()
    assert wait_s(state) == min(max(900, every.total_seconds() / 8), 3_600)


def test_a_feed_that_falls_silent_is_looked_at_less_and_less() -> None:
    state = paced(NEW, dates=[NOW - AN_HOUR, NOW], now=NOW)

    waits = [wait_s(state, after=silence) for silence in (AN_HOUR, A_DAY / 2, 30 * A_DAY)]

    assert waits == [900, 2_700, 3_600]


def test_a_feed_that_wakes_up_is_looked_at_more_again() -> None:
    state = paced(NEW, dates=[NOW - 16 * A_DAY, NOW], now=NOW)

    for _ in range(20):
        assert state.changed_at is not None
        later = state.changed_at + AN_HOUR
        state = paced(state, dates=[later], now=later)

    assert state.change_every_s < 2 * 3_600


def test_a_date_to_come_says_nothing_of_the_pace() -> None:
    state = paced(NEW, dates=[NOW + 300 * A_DAY], now=NOW)

    assert state.changed_at == NOW


def test_feeds_that_fail_together_come_back_apart() -> None:
    def wait(spread: float) -> datetime:
        return next_after_failure(NOW, interval_s=900, failures=1, retry_after_s=0, spread=spread)

    assert NOW + timedelta(seconds=900) == wait(0.0) < wait(0.5) < wait(1.0)


def test_feeds_that_do_well_together_come_back_apart() -> None:
    def wait(spread: float) -> datetime:
        return next_after_success(NOW, interval_s=900, spread=spread)

    assert NOW + timedelta(seconds=900) == wait(0.0) < wait(0.5) < wait(1.0)
