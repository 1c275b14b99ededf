"""When a feed is looked at again (pure)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

from storage.model import Feed, FeedState

_LONGEST_S: Final = 24 * 3600
_MOST_DOUBLINGS: Final = 10
_SPREAD: Final = 0.2
_SPREAD_WELL: Final = 0.1
# A feed is looked at eight times as often as it changes, and less the longer it is quiet.
_LOOKS_A_CHANGE: Final = 8
_QUIET: Final = 16
_MOST_CALM: Final = 4
_WEIGHT: Final = 0.3


def next_after_success(
    now: datetime, *, interval_s: int, asked_s: int = 0, quiet_s: int = 0, spread: float = 0
) -> datetime:
    """The interval, or longer when the feed asks for longer or seldom changes; a day at most.

    A quiet feed is looked at four times less often, not less: news must not wait for hours.

    Args:
        now: when it was looked at.
        interval_s: the shortest.
        asked_s: what the publisher asked for, 0 for nothing.
        quiet_s: what is enough for a feed that changes so seldom.
        spread: from 0 to 1: a tenth more at most, so that feeds do not come in step.
    """
    calm_s = min(quiet_s, _MOST_CALM * interval_s)
    wait_s = max(interval_s, asked_s, calm_s) * (1 + _SPREAD_WELL * spread)
    return now + timedelta(seconds=int(min(wait_s, max(_LONGEST_S, interval_s))))


def quiet_s(state: FeedState, *, now: datetime) -> int:
    """Seconds that may pass until the next look, by how often the feed changed so far."""
    if state.changed_at is None:
        return 0
    silence_s = (now - state.changed_at).total_seconds()
    return int(max(state.change_every_s / _LOOKS_A_CHANGE, silence_s / _QUIET))


def paced(state: FeedState, *, dates: Sequence[datetime], now: datetime) -> FeedState:
    """The state after entries of these dates came; younger gaps weigh more than older ones.

    A first round tells the pace by itself; without dates what came came now.
    """
    known = sorted(it for it in dates if it <= now) or [now]
    newest, last = known[-1], state.changed_at
    if last is None:
        gaps = len(known) - 1
        every_s = (newest - known[0]).total_seconds() / gaps if gaps else 0
        return replace(state, changed_at=newest, change_every_s=int(every_s))
    young = [it for it in known if it > last]
    if not young:
        return state
    gap_s = (newest - last).total_seconds() / len(young)
    before_s = state.change_every_s or gap_s
    every_s = before_s + _WEIGHT * (gap_s - before_s)
    return replace(state, changed_at=newest, change_every_s=int(every_s))


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
