from collections.abc import Callable
from datetime import datetime, timedelta

from bot.feeds.pacing import next_after_failure, next_after_success
from tests.bot.feeds.conftest import NOW

A_DAY = timedelta(days=1)


def test_no_feed_waits_longer_than_a_day_and_a_bit_on_its_own() -> None:
    waits: list[Callable[[], datetime]] = [
        lambda: next_after_success(NOW, interval_s=900, ttl_minutes=10**6),
        lambda: next_after_failure(
            NOW, interval_s=900, failures=10**6, retry_after_s=0, spread=1.0
        ),
    ]

    assert [wait() - NOW for wait in waits] == [A_DAY, A_DAY * 1.2]


def test_feeds_that_fail_together_come_back_apart() -> None:
    def wait(spread: float) -> datetime:
        return next_after_failure(NOW, interval_s=900, failures=1, retry_after_s=0, spread=spread)

    assert NOW + timedelta(seconds=900) == wait(0.0) < wait(0.5) < wait(1.0)
