"""One look at one feed: what its publisher answered, read and kept."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Final

from bot.feeds.answers import Fetched, Gone, NotModified, Refused
from bot.feeds.backlog import with_backlog
from bot.feeds.candidate import candidates_of
from bot.feeds.causes import Cause
from bot.feeds.cut import pieces_of, without
from bot.feeds.dating import wants_order
from bot.feeds.ending import failed, held, settled, well
from bot.feeds.full_text import with_full_text
from bot.feeds.identity import Verdict, judge, names_repeat
from bot.feeds.list_history import with_versions
from bot.feeds.list_page import candidates_on
from bot.feeds.outcome import Outcome, Result
from bot.feeds.pacing import paced
from bot.feeds.parse import Parsed
from bot.feeds.raw import RawFeed, Unparsed
from bot.feeds.round import Round
from bot.feeds.site_clock import read_site_clock
from bot.feeds.storing import FEW, Waiting, store
from bot.feeds.tiers import AGAIN, Asked, Tier, ask
from bot.feeds.urls import whole_url
from bot.feeds.websub import offer_hub
from storage.errors import NotFound
from storage.model import Brought, Candidate, Feed, FeedState, FeedStatus, IdPolicy

_MOST_CONFIRMATIONS: Final = 2


async def look(feed: Feed, *, state: FeedState, this: Round) -> Outcome:
    """What a feed brought, or why it brought nothing; a bad feed is a value."""
    try:
        asked = await ask(feed, state=state, fetcher=this.fetcher, now=this.now)
        known = _on_way(state, asked=asked, this=this)
        return await _answered(feed, state=known, asked=asked, this=this)
    except NotFound:
        # An editor removed the feed while it was being read.
        return Outcome(feed_id=feed.id, result=Result.GONE)


def _on_way(state: FeedState, *, asked: Asked, this: Round) -> FeedState:
    """The way remembered, and for how long now; a feed with one way has none to remember."""
    if not asked.is_chosen or not asked.is_open:
        return state
    is_stale = state.tier_at is None or this.now - state.tier_at >= AGAIN
    if asked.tier == state.tier and not is_stale:
        return state
    return replace(state, tier=asked.tier.value, tier_at=this.now)


async def _answered(feed: Feed, *, state: FeedState, asked: Asked, this: Round) -> Outcome:
    match asked.answer:
        case NotModified() as answer:
            known = _moved(state, to=answer.moved_to)
            if answer.max_age_s > known.asked_s:
                known = replace(known, asked_s=answer.max_age_s)
            return settled(feed, state=known, this=this)
        case Gone():
            await this.storage.feeds.set_status(feed.id, status=FeedStatus.GONE)
            return await failed(feed, state=state, cause=Cause.GONE, this=this)
        case Refused() as answer:
            return await failed(
                feed,
                state=state,
                cause=answer.cause,
                detail=answer.detail,
                retry_after_s=answer.retry_after_s,
                this=this,
            )
        case Fetched() as answer:
            return await _fetched(feed, state=state, answer=answer, asked=asked, this=this)


def _moved(state: FeedState, *, to: str) -> FeedState:
    """A move is followed once it was named twice in a row; then nobody names it any more."""
    if not to:
        is_followed = state.moved_seen >= _MOST_CONFIRMATIONS
        is_known = is_followed or not state.moved_to
        return state if is_known else replace(state, moved_to="", moved_seen=0)
    seen = state.moved_seen + 1 if to == state.moved_to else 1
    return replace(state, moved_to=to, moved_seen=min(seen, _MOST_CONFIRMATIONS))


def _after(state: FeedState, *, answer: Fetched) -> FeedState:
    return replace(
        _moved(state, to=answer.moved_to),
        etag=answer.etag,
        last_modified=answer.last_modified,
        body_hash=blake2b(answer.body, digest_size=16).digest(),
        asked_s=max(state.asked_s, answer.max_age_s),
    )


async def _fetched(
    feed: Feed, *, state: FeedState, answer: Fetched, asked: Asked, this: Round
) -> Outcome:
    fetched = _after(state, answer=answer)
    if asked.tier is Tier.PAGE:
        return await _from_pages(feed, state=fetched, answer=answer, asked=asked, this=this)
    if fetched.body_hash == state.body_hash:
        return settled(feed, state=fetched, this=this)
    seen = this.parser.memory.of(feed.id)
    pieces = pieces_of(answer.body, seen=seen)
    if pieces and seen.issuperset(pieces.digests):
        return settled(feed, state=fetched, this=this)
    rest = without(pieces, seen) if pieces and seen else answer.body
    parsed = await this.parser.parse(rest, content_type=answer.content_type)
    if not isinstance(parsed, RawFeed):
        # The validators of a body that could not be read must not hide the next one.
        return await _unread(feed, state=state, parsed=parsed, this=this)
    if asked.tier in (Tier.ITEMS, Tier.LIST_DATA):
        parsed = await with_backlog(parsed, feed=feed, url=asked.url, this=this)
    known = replace(
        fetched,
        asked_s=max(parsed.ttl_minutes * 60, answer.max_age_s),
        page_url=(_page_url(parsed, feed=feed) if asked.is_chosen else "") or state.page_url,
    )
    is_whole = len(rest) == len(answer.body)
    # What a round without an end leaves behind is read again.
    this.parser.memory.forget(feed.id)
    return await _read(
        feed,
        state=known,
        answer=answer,
        raw=parsed,
        is_whole=is_whole,
        digests=pieces.digests if pieces and parsed.is_sound else (),
        items_url=asked.url if asked.tier is Tier.ITEMS else "",
        this=this,
    )


async def _read(
    feed: Feed,
    *,
    state: FeedState,
    answer: Fetched,
    raw: RawFeed,
    is_whole: bool,
    digests: tuple[int, ...],
    items_url: str,
    this: Round,
) -> Outcome:
    if feed.id_policy is IdPolicy.GUID and names_repeat(raw, feed_url=feed.url):
        feed = await _by_url(feed, this=this)
    candidates = await _candidates(feed, body=answer.body, raw=raw, this=this)
    verdict = Verdict.SOUND
    if is_whole:
        verdict = await judge(feed, state=state, candidates=candidates, storage=this.storage)
    if verdict is Verdict.HELD:
        return await held(feed, state=state, this=this)
    if verdict is Verdict.BY_URL:
        feed = await _by_url(feed, this=this)
        candidates = await _candidates(feed, body=answer.body, raw=raw, this=this)
    candidates = await with_versions(candidates, feed=feed, items_url=items_url, this=this)
    await offer_hub(feed, answer=answer, raw=raw, this=this)
    return await _store(feed, state=state, candidates=candidates, digests=digests, this=this)


async def _by_url(feed: Feed, *, this: Round) -> Feed:
    await this.storage.feeds.set_id_policy(feed.id, policy=IdPolicy.URL)
    return replace(feed, id_policy=IdPolicy.URL)


async def _candidates(
    feed: Feed, *, body: bytes, raw: RawFeed, this: Round
) -> tuple[Candidate, ...]:
    clock = read_site_clock(body, wants_order=wants_order(raw))
    if len(raw.entries) <= FEW:
        return candidates_of(feed, raw=raw, clock=clock, default_zone=this.zone, now=this.now)
    # Two hundred whole articles take a while to clean; the loop must not wait for them.
    return await asyncio.to_thread(
        candidates_of, feed, raw=raw, clock=clock, default_zone=this.zone, now=this.now
    )


async def _from_pages(
    feed: Feed, *, state: FeedState, answer: Fetched, asked: Asked, this: Round
) -> Outcome:
    is_first = state.last_ok_at is None
    candidates = await candidates_on(
        answer.body, feed=feed, url=asked.url, is_first=is_first, this=this
    )
    if is_first and not candidates:
        return await failed(feed, state=state, cause=Cause.HTML, this=this)
    return await _store(feed, state=state, candidates=candidates, this=this)


async def _store(
    feed: Feed,
    *,
    state: FeedState,
    candidates: Sequence[Candidate],
    digests: tuple[int, ...] = (),
    this: Round,
) -> Outcome:
    # The oldest first, so that the newest is stored last and leads the lists.
    in_order = list(reversed(candidates))
    in_order.sort(key=lambda it: it.content.published_at or this.now)
    if feed.wants_full_text:
        in_order = await with_full_text(in_order, feed=feed, this=this)
    dates = [it.content.published_at for it in candidates if it.content.published_at]
    pace = paced(state, dates=dates, now=this.now) if candidates else state
    brought = Brought(feed_id=feed.id, candidates=in_order, state=well(pace, feed=feed, this=this))
    return await store(Waiting(brought=brought, digests=digests), this=this)


async def _unread(feed: Feed, *, state: FeedState, parsed: Parsed, this: Round) -> Outcome:
    this.parser.memory.forget(feed.id)
    assert not isinstance(parsed, RawFeed)  # that would have been read
    cause = parsed.cause if isinstance(parsed, Unparsed) else Cause.KILLED
    return await failed(feed, state=state, cause=cause, detail=parsed.detail, this=this)


def _page_url(raw: RawFeed, *, feed: Feed) -> str:
    return whole_url(raw.link, base_url=feed.url) if raw.link else ""
