"""One round over the feeds that are due; a bad feed is a value and never stops the others."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from hashlib import blake2b
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.crash import CrashPoint
from bot.feeds.answers import Fetched, Gone, NotModified, Refused
from bot.feeds.candidate import candidates_of
from bot.feeds.causes import Cause
from bot.feeds.cut import Pieces, pieces_of, without
from bot.feeds.fetch import Fetcher
from bot.feeds.outcome import Outcome, Result
from bot.feeds.pacing import (
    asked_interval_s,
    next_after_failure,
    next_after_success,
    spread_of,
)
from bot.feeds.parse import Parsed, Parser
from bot.feeds.raw import Killed, RawFeed, Unparsed
from bot.feeds.site_clock import read_site_clock
from storage import Storage
from storage.errors import NotFound
from storage.model import Feed, FeedState, FeedStatus

_HOSTS_AT_ONCE: Final = 4
_VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")
_NEVER: Final = CrashPoint()
_LONGEST_DETAIL: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class _Round:
    storage: Storage
    fetcher: Fetcher
    parser: Parser
    now: datetime
    interval_s: int
    zone: tzinfo
    crash: CrashPoint


async def poll_due(
    storage: Storage,
    *,
    fetcher: Fetcher,
    parser: Parser,
    now: datetime,
    interval_s: int,
    limit: int = 20,
    zone: tzinfo = _VIETNAM,
    crash: CrashPoint = _NEVER,
) -> list[Outcome]:
    """Looks at the feeds that are due, different hosts in parallel, one at a time a host.

    Args:
        storage: where feeds, their states and their articles are.
        fetcher: reaches them.
        parser: reads them.
        now: aware; the round's instant.
        interval_s: between two looks, unless a feed asks for longer.
        limit: most feeds in this round, the longest overdue first.
        zone: of dates that name none.
        crash: rehearsed after a feed was stored.
    """
    due = await storage.feeds.next_due(now, limit=limit)
    return await poll_feeds(
        due,
        storage=storage,
        fetcher=fetcher,
        parser=parser,
        now=now,
        interval_s=interval_s,
        zone=zone,
        crash=crash,
    )


async def poll_feeds(
    feeds: Sequence[tuple[Feed, FeedState]],
    *,
    storage: Storage,
    fetcher: Fetcher,
    parser: Parser,
    now: datetime,
    interval_s: int,
    zone: tzinfo = _VIETNAM,
    crash: CrashPoint = _NEVER,
) -> list[Outcome]:
    """Looks at these feeds, due or not; arguments as in `poll_due`."""
    this = _Round(
        storage=storage,
        fetcher=fetcher,
        parser=parser,
        now=now,
        interval_s=interval_s,
        zone=zone,
        crash=crash,
    )
    by_host: dict[str, list[tuple[Feed, FeedState]]] = defaultdict(list)
    for feed, state in feeds:
        by_host[urlsplit(state.moved_to or feed.url).netloc.lower()].append((feed, state))
    room = asyncio.Semaphore(_HOSTS_AT_ONCE)
    async with asyncio.TaskGroup() as group:
        hosts = [group.create_task(_poll_host(it, this=this, room=room)) for it in by_host.values()]
    return [outcome for host in hosts for outcome in host.result()]


async def _poll_host(
    feeds: Sequence[tuple[Feed, FeedState]], *, this: _Round, room: asyncio.Semaphore
) -> list[Outcome]:
    async with room:
        return [await _poll(feed, state=state, this=this) for feed, state in feeds]


async def _poll(feed: Feed, *, state: FeedState, this: _Round) -> Outcome:
    try:
        return await _look(feed, state=state, this=this)
    except NotFound:
        # An editor removed the feed while it was being read.
        return Outcome(feed_id=feed.id, result=Result.GONE)


async def _look(feed: Feed, *, state: FeedState, this: _Round) -> Outcome:
    answer = await this.fetcher.fetch(
        state.moved_to or feed.url, etag=state.etag, last_modified=state.last_modified
    )
    match answer:
        case NotModified():
            known = replace(state, moved_to=answer.moved_to or state.moved_to)
            return await _unchanged(feed, state=known, max_age_s=answer.max_age_s, this=this)
        case Gone():
            await this.storage.feeds.set_status(feed.id, status=FeedStatus.GONE)
            return await _failed(feed, state=state, cause=Cause.GONE, this=this)
        case Refused():
            return await _failed(
                feed,
                state=state,
                cause=answer.cause,
                detail=answer.detail,
                retry_after_s=answer.retry_after_s,
                this=this,
            )
        case Fetched():
            return await _fetched(feed, state=state, answer=answer, this=this)


async def _fetched(feed: Feed, *, state: FeedState, answer: Fetched, this: _Round) -> Outcome:
    body_hash = blake2b(answer.body, digest_size=16).digest()
    fetched = replace(
        state,
        etag=answer.etag,
        last_modified=answer.last_modified,
        moved_to=answer.moved_to or state.moved_to,
    )
    if body_hash == state.body_hash:
        return await _unchanged(feed, state=fetched, max_age_s=answer.max_age_s, this=this)
    pieces = pieces_of(answer.body)
    seen = this.parser.memory.of(feed.id)
    if pieces and seen.issuperset(pieces.digests):
        known = replace(fetched, body_hash=body_hash)
        return await _unchanged(feed, state=known, max_age_s=answer.max_age_s, this=this)
    rest = without(pieces, seen) if pieces and seen else answer.body
    parsed = await this.parser.parse(rest, content_type=answer.content_type)
    if not isinstance(parsed, RawFeed):
        # The validators of a body that could not be read must not hide the next one.
        return await _unread(feed, state=state, parsed=parsed, this=this)
    known = replace(fetched, body_hash=body_hash)
    return await _store(feed, state=known, answer=answer, raw=parsed, pieces=pieces, this=this)


async def _store(
    feed: Feed,
    *,
    state: FeedState,
    answer: Fetched,
    raw: RawFeed,
    pieces: Pieces | None,
    this: _Round,
) -> Outcome:
    clock = read_site_clock(answer.body)
    # Two hundred whole articles take a while to clean; the loop must not wait for them.
    candidates = await asyncio.to_thread(
        candidates_of, feed, raw=raw, clock=clock, default_zone=this.zone
    )
    due_at = next_after_success(
        this.now,
        interval_s=this.interval_s,
        ttl_minutes=raw.ttl_minutes,
        max_age_s=answer.max_age_s,
    )
    # The oldest first, so that the newest is stored last and leads the lists.
    in_order = list(reversed(candidates))
    in_order.sort(key=lambda it: it.content.published_at or this.now)
    stored = await this.storage.feeds.store_round(
        feed.id, candidates=in_order, state=_well(state, now=this.now, due_at=due_at), now=this.now
    )
    this.crash.reached("feed_stored")
    if pieces and raw.is_sound:
        this.parser.memory.keep(feed.id, pieces.digests)
    else:
        this.parser.memory.forget(feed.id)
    is_new = bool(stored.new or stored.changed)
    return Outcome(
        feed_id=feed.id,
        result=Result.NEW if is_new else Result.UNCHANGED,
        new=stored.new,
        changed=stored.changed,
        featured=stored.featured,
    )


async def _unchanged(feed: Feed, *, state: FeedState, max_age_s: int, this: _Round) -> Outcome:
    interval_s = asked_interval_s(state, interval_s=this.interval_s)
    due_at = next_after_success(this.now, interval_s=interval_s, max_age_s=max_age_s)
    known = _well(state, now=this.now, due_at=due_at)
    await this.storage.feeds.fail_round(feed.id, state=known)
    return Outcome(feed_id=feed.id, result=Result.UNCHANGED)


async def _unread(feed: Feed, *, state: FeedState, parsed: Parsed, this: _Round) -> Outcome:
    this.parser.memory.forget(feed.id)
    cause = parsed.cause if isinstance(parsed, Unparsed) else Cause.KILLED
    detail = parsed.detail if isinstance(parsed, (Unparsed, Killed)) else ""
    return await _failed(feed, state=state, cause=cause, detail=detail, this=this)


async def _failed(
    feed: Feed,
    *,
    state: FeedState,
    cause: Cause,
    this: _Round,
    detail: str = "",
    retry_after_s: int = 0,
) -> Outcome:
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
    )
    await this.storage.feeds.fail_round(feed.id, state=failing)
    return Outcome(
        feed_id=feed.id,
        result=Result.GONE if cause is Cause.GONE else Result.FAILED,
        cause=cause.value,
        detail=failing.detail,
    )


def _well(state: FeedState, *, now: datetime, due_at: datetime) -> FeedState:
    return replace(
        state,
        next_poll_at=due_at,
        last_polled_at=now,
        last_ok_at=now,
        failures=0,
        cause="",
        detail="",
    )
