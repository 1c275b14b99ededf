"""One look at one feed: what its publisher answered, and what of it is new."""

import asyncio
from dataclasses import replace
from hashlib import blake2b
from typing import Final

from bot.feeds.answers import Fetched, Gone, NotModified, Refused
from bot.feeds.causes import Cause
from bot.feeds.cut import Digests, Pieces, pieces_of, without
from bot.feeds.ending import failed, settled
from bot.feeds.list_page import candidates_on
from bot.feeds.outcome import Outcome, Result
from bot.feeds.reading import Unread, read, write_down
from bot.feeds.round import Round
from bot.feeds.tiers import AGAIN, Asked, Tier, ask
from storage.errors import NotFound
from storage.model import Feed, FeedState, FeedStatus

_MOST_CONFIRMATIONS: Final = 2
_SHORT_BYTES: Final = 500_000


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
    pieces = await _pieces_of(answer.body, seen=seen)
    if pieces and seen.issuperset(pieces.digests):
        return settled(feed, state=fetched, this=this)
    unread = Unread(
        feed=feed,
        state=state,
        fetched=fetched,
        answer=answer,
        asked=asked,
        rest=without(pieces, seen) if pieces and seen else answer.body,
        digests=pieces.digests if pieces else (),
    )
    return await read(unread, this=this)


async def _pieces_of(body: bytes, *, seen: Digests) -> Pieces | None:
    if len(body) <= _SHORT_BYTES:
        return pieces_of(body, seen=seen)
    # Ten million bytes of tags alone take two seconds; the loop must not wait for them.
    return await asyncio.to_thread(pieces_of, body, seen=seen)


async def _from_pages(
    feed: Feed, *, state: FeedState, answer: Fetched, asked: Asked, this: Round
) -> Outcome:
    is_first = state.last_ok_at is None
    candidates = await candidates_on(
        answer.body, feed=feed, url=asked.url, is_first=is_first, this=this
    )
    if is_first and not candidates:
        return await failed(feed, state=state, cause=Cause.HTML, this=this)
    return await write_down(feed, state=state, candidates=candidates, this=this)
