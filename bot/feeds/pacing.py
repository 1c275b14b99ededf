"""When a feed is looked at again (pure)."""

from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

from storage.model import Feed, FeedState

_LONGEST_S: Final = 24 * 3600
_MOST_DOUBLINGS: Final = 10
_SPREAD: Final = 0.2


def next_after_success(
    now: datetime, *, interval_s: int, ttl_minutes: int = 0, max_age_s: int = 0
) -> datetime:
    """The interval, or longer when the feed asks for longer; a day at most."""
    asked_s = max(interval_s, ttl_minutes * 60, max_age_s)
    return now + timedelta(seconds=min(asked_s, max(_LONGEST_S, interval_s)))


def next_after_failure(
    now: datetime, *, interval_s: int, failures: int, retry_after_s: int, spread: float
) -> datetime:
    """The interval doubled for every failure in a row, to a day; never before Retry-After.

    Args:
        now: when it failed.
        interval_s: the feed's own.
        failures: in a row, this one included.
        retry_after_s: what the publisher asked for, 0 for nothing.
        spread: from 0 to 1: feeds that fail together must not come back together.
    """
    doublings = min(max(failures - 1, 0), _MOST_DOUBLINGS)
    wait_s = min(interval_s * 2**doublings, _LONGEST_S) * (1 + _SPREAD * spread)
    return now + timedelta(seconds=max(wait_s, retry_after_s))


def spread_of(feed: Feed, *, failures: int) -> float:
    """A number from 0 to 1 that is always the same for this feed and failure."""
    digest = blake2b(f"{feed.url}:{failures}".encode(), digest_size=4).digest()
    return int.from_bytes(digest) / 0xFFFFFFFF


def asked_interval_s(state: FeedState, *, interval_s: int) -> int:
    """The interval that was in force: a feed that did not change still asks for the same."""
    if state.failures or state.last_polled_at is None:
        return interval_s
    last_s = int((state.next_poll_at - state.last_polled_at).total_seconds())
    return min(max(interval_s, last_s), _LONGEST_S)
