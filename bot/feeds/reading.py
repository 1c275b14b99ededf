"""What looks fetched is read: long bodies each for itself, short ones together."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.feeds.answers import Fetched
from bot.feeds.backlog import with_backlog
from bot.feeds.candidate import candidates_of
from bot.feeds.causes import Cause
from bot.feeds.dating import wants_order
from bot.feeds.ending import failed, held, well
from bot.feeds.full_text import with_full_text
from bot.feeds.identity import Verdict, judge, names_repeat
from bot.feeds.list_history import with_versions
from bot.feeds.outcome import Outcome, Result
from bot.feeds.pacing import paced
from bot.feeds.parse import Parsed, Request
from bot.feeds.raw import RawEntry, RawFeed, Unparsed
from bot.feeds.site_clock import read_site_clock
from bot.feeds.storing import FEW, Waiting, store
from bot.feeds.tiers import Asked, Tier
from bot.feeds.urls import whole_url
from bot.feeds.websub import offer_hub
from storage.errors import NotFound
from storage.model import Brought, Candidate, Feed, FeedState, IdPolicy

if TYPE_CHECKING:
    from bot.feeds.round import Round

# What is left of a feed when all is cut out that was read before; and no more than a few
# bodies are held meanwhile.
_SHORT_BYTES: Final = 32_768
_MOST_HELD_BYTES: Final = 262_144
# Characters that are cleaned within the loop.
_LIGHT: Final = 20_000
_TOGETHER: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A body with something new. `state`: before the look; `fetched`: with its validators.

    `rest`: what is to be parsed; `digests`: of all entries, empty when it cannot be cut.
    """

    feed: Feed
    state: FeedState
    fetched: FeedState
    answer: Fetched
    asked: Asked
    rest: bytes
    digests: tuple[int, ...]


async def read(unread: Unread, *, this: "Round") -> Outcome:
    """What came of a body; of a short one only after `read_waiting`, in `this.stored`."""
    if len(unread.rest) > _SHORT_BYTES or len(unread.answer.body) > _MOST_HELD_BYTES:
        (parsed,) = await this.parser.parse_all([_request(unread)])
        return await _parsed(unread, parsed=parsed, this=this)
    this.unread.append(unread)
    if len(this.unread) >= _TOGETHER:
        await read_waiting(this)
    return this.stored.get(unread.feed.id) or Outcome(
        feed_id=unread.feed.id, result=Result.UNCHANGED
    )


async def read_waiting(this: "Round") -> None:
    """Reads what short bodies are left; both processes work faster at several in a row."""
    waiting, this.unread[:] = this.unread[:], []
    answers = await this.parser.parse_all([_request(it) for it in waiting])
    for unread, parsed in zip(waiting, answers, strict=True):
        feed_id = unread.feed.id
        try:
            this.stored[feed_id] = await _parsed(unread, parsed=parsed, this=this)
        except NotFound:
            # An editor removed the feed while it was being read.
            this.stored[feed_id] = Outcome(feed_id=feed_id, result=Result.GONE)


async def write_down(
    feed: Feed,
    *,
    state: FeedState,
    candidates: Sequence[Candidate],
    digests: tuple[int, ...] = (),
    this: "Round",
) -> Outcome:
    """What came of a look, with what it brought."""
    # The oldest first, so that the newest is stored last and leads the lists.
    in_order = list(reversed(candidates))
    in_order.sort(key=lambda it: it.content.published_at or this.now)
    if feed.wants_full_text:
        in_order = await with_full_text(in_order, feed=feed, this=this)
    dates = [it.content.published_at for it in candidates if it.content.published_at]
    pace = paced(state, dates=dates, now=this.now) if candidates else state
    brought = Brought(feed_id=feed.id, candidates=in_order, state=well(pace, feed=feed, this=this))
    return await store(Waiting(brought=brought, digests=digests), this=this)


def _request(unread: Unread) -> Request:
    return Request(body=unread.rest, content_type=unread.answer.content_type)


async def _parsed(unread: Unread, *, parsed: Parsed, this: "Round") -> Outcome:
    feed, answer, asked = unread.feed, unread.answer, unread.asked
    # What a round without an end leaves behind is read again.
    this.parser.memory.forget(feed.id)
    if not isinstance(parsed, RawFeed):
        cause = parsed.cause if isinstance(parsed, Unparsed) else Cause.KILLED
        # The validators of a body that could not be read must not hide the next one.
        return await failed(feed, state=unread.state, cause=cause, detail=parsed.detail, this=this)
    if asked.tier in (Tier.ITEMS, Tier.LIST_DATA):
        parsed = await with_backlog(parsed, feed=feed, url=asked.url, this=this)
    page_url = _page_url(parsed, feed=feed) if asked.is_chosen else ""
    known = replace(
        unread.fetched,
        asked_s=max(parsed.ttl_minutes * 60, answer.max_age_s),
        page_url=page_url or unread.state.page_url,
    )
    return await _read(
        feed,
        state=known,
        answer=answer,
        raw=parsed,
        is_whole=len(unread.rest) == len(answer.body),
        digests=unread.digests if parsed.is_sound else (),
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
    this: "Round",
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
    return await write_down(feed, state=state, candidates=candidates, digests=digests, this=this)


async def _by_url(feed: Feed, *, this: "Round") -> Feed:
    await this.storage.feeds.set_id_policy(feed.id, policy=IdPolicy.URL)
    return replace(feed, id_policy=IdPolicy.URL)


async def _candidates(
    feed: Feed, *, body: bytes, raw: RawFeed, this: "Round"
) -> tuple[Candidate, ...]:
    clock = read_site_clock(body, wants_order=wants_order(raw))
    if len(raw.entries) <= FEW and sum(map(_weight, raw.entries)) <= _LIGHT:
        return candidates_of(feed, raw=raw, clock=clock, default_zone=this.zone, now=this.now)
    # Whole articles take a while to clean; the loop must not wait for them.
    return await asyncio.to_thread(
        candidates_of, feed, raw=raw, clock=clock, default_zone=this.zone, now=this.now
    )


def _weight(entry: RawEntry) -> int:
    return len(entry.summary) + len(entry.content) + sum(len(value) for _, value in entry.extra)


def _page_url(raw: RawFeed, *, feed: Feed) -> str:
    return whole_url(raw.link, base_url=feed.url) if raw.link else ""
