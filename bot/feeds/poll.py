"""One round over the feeds that are due; a bad feed is a value and never stops the others."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.crash import CrashPoint
from bot.feeds.fetch import Fetcher
from bot.feeds.look import look
from bot.feeds.outcome import Outcome
from bot.feeds.parse import Parser
from bot.feeds.reading import read_waiting
from bot.feeds.round import VIETNAM, Round
from bot.feeds.storing import store_waiting
from bot.feeds.story import LIKENESS
from storage import Storage
from storage.model import Feed, FeedState

_HOSTS_AT_ONCE: Final = 4
_NEVER: Final = CrashPoint()


async def poll_due(
    storage: Storage,
    *,
    fetcher: Fetcher,
    parser: Parser,
    now: datetime,
    interval_s: int,
    limit: int = 20,
    zone: ZoneInfo = VIETNAM,
    crash: CrashPoint = _NEVER,
    callback_url: str = "",
    likeness: float = LIKENESS,
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
        callback_url: where hubs reach us, empty when the web side is off.
        likeness: from 0 to 1, how alike two reports of one story are.
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
        callback_url=callback_url,
        likeness=likeness,
    )


async def poll_feeds(
    feeds: Sequence[tuple[Feed, FeedState]],
    *,
    storage: Storage,
    fetcher: Fetcher,
    parser: Parser,
    now: datetime,
    interval_s: int,
    zone: ZoneInfo = VIETNAM,
    crash: CrashPoint = _NEVER,
    callback_url: str = "",
    likeness: float = LIKENESS,
) -> list[Outcome]:
    """Looks at these feeds, due or not; arguments as in `poll_due`."""
    this = Round(
        storage=storage,
        fetcher=fetcher,
        parser=parser,
        now=now,
        interval_s=interval_s,
        zone=zone,
        crash=crash,
        callback_url=callback_url,
        likeness=likeness,
    )
    by_host: dict[str, list[tuple[Feed, FeedState]]] = defaultdict(list)
    for feed, state in feeds:
        by_host[urlsplit(state.moved_to or feed.url).netloc.lower()].append((feed, state))
    room = asyncio.Semaphore(_HOSTS_AT_ONCE)
    async with asyncio.TaskGroup() as group:
        hosts = [group.create_task(_poll_host(it, this=this, room=room)) for it in by_host.values()]
    await read_waiting(this)
    await store_waiting(this)
    await storage.feeds.settle_rounds(this.settled)
    told = [outcome for host in hosts for outcome in host.result()]
    return [this.stored.get(outcome.feed_id, outcome) for outcome in told]


async def _poll_host(
    feeds: Sequence[tuple[Feed, FeedState]], *, this: Round, room: asyncio.Semaphore
) -> list[Outcome]:
    async with room:
        return [await look(feed, state=state, this=this) for feed, state in feeds]
