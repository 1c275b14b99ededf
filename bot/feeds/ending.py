"""How a look ends: where the feed stands now, and what is told of it."""

from dataclasses import replace
from typing import Final

from bot.feeds.causes import Cause
from bot.feeds.outcome import Outcome, Result
from bot.feeds.pacing import next_after_failure, next_after_success, quiet_s, spread_of
from bot.feeds.round import Round
from storage.model import Feed, FeedState

_LONGEST_DETAIL: Final = 200


def well(state: FeedState, *, feed: Feed, this: Round) -> FeedState:
    """Looked at now, and due again when it is likely to have changed."""
    due_at = next_after_success(
        this.now,
        interval_s=this.interval_s,
        asked_s=state.asked_s,
        quiet_s=quiet_s(state, now=this.now),
        spread=spread_of(feed, failures=0),
    )
    return replace(
        state,
        next_poll_at=due_at,
        last_polled_at=this.now,
        last_ok_at=this.now,
        failures=0,
        cause="",
        detail="",
    )


def settled(feed: Feed, *, state: FeedState, this: Round) -> Outcome:
    """Nothing new; written down together with the other quiet feeds of the round."""
    this.settled.append(well(state, feed=feed, this=this))
    return Outcome(feed_id=feed.id, result=Result.UNCHANGED)


async def failed(
    feed: Feed,
    *,
    state: FeedState,
    cause: Cause,
    this: Round,
    detail: str = "",
    retry_after_s: int = 0,
) -> Outcome:
    """Nothing came; asked again later, and later still the next time."""
    failures = state.failures + 1
    due_at = next_after_failure(
        this.now,
        interval_s=this.interval_s,
        failures=failures,
        retry_after_s=retry_after_s,
        spread=spread_of(feed, failures=failures),
    )
    failing = replace(
        state,
        next_poll_at=due_at,
        last_polled_at=this.now,
        failures=failures,
        cause=cause.value,
        detail=detail[:_LONGEST_DETAIL],
        # The new address may be what fails: the old one is asked again.
        moved_to="",
        moved_seen=0,
    )
    await this.storage.feeds.fail_round(feed.id, state=failing)
    return _told(feed, cause=cause, detail=failing.detail)


async def held(feed: Feed, *, state: FeedState, this: Round) -> Outcome:
    """Nothing is kept, and nothing more is fetched, until an editor has looked."""
    state = replace(
        well(state, feed=feed, this=this), cause=Cause.IDS_CHANGED.value, body_hash=b"", etag=""
    )
    await this.storage.feeds.hold(feed.id, state=state)
    return _told(feed, cause=Cause.IDS_CHANGED, detail="")


def _told(feed: Feed, *, cause: Cause, detail: str) -> Outcome:
    result = Result.GONE if cause is Cause.GONE else Result.FAILED
    return Outcome(feed_id=feed.id, result=result, cause=cause.value, detail=detail)
