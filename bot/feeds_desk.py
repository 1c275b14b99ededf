"""What the command line does with feeds."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot import VERSION
from bot.clock import Clock, SystemClock
from bot.config import BadSettings, Config
from bot.feeds.authorities import certificates_in
from bot.feeds.discover import NotFound, add_feed
from bot.feeds.fetch import Fetcher, open_fetcher
from bot.feeds.outcome import Outcome
from bot.feeds.parse import Parser, open_parser
from bot.feeds.poll import poll_feeds
from bot.feeds_file import BadFile, Line, opml_of, read_feeds
from bot.feeds_words import Told, count, not_found, result_of, row_of
from bot.newsroom import Newsroom
from bot.search.syllables import words
from bot.sole import locked
from storage import Storage, open_storage
from storage.model import Feed, FeedId, FeedState, FeedStatus

HOSTS_AT_ONCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    config: Config
    storage: Storage
    fetcher: Fetcher
    parser: Parser
    clock: Clock

    async def look(self, feed: Feed, *, state: FeedState) -> Outcome:
        """One feed fetched, read and stored now, due or not."""
        (outcome,) = await poll_feeds(
            [(feed, state)],
            storage=self.storage,
            fetcher=self.fetcher,
            parser=self.parser,
            now=self.clock.now(),
            interval_s=self.config.feed_interval,
            zone=self.config.zone,
            likeness=self.config.story_likeness,
        )
        return outcome


async def add(
    config: Config,
    *,
    url: str,
    category: str = "",
    is_trusted: bool = False,
    wants_full_text: bool = False,
    authorities: Path | None = None,
    clock: Clock | None = None,
) -> Told:
    """Adds what is at `url` once it has been seen to be a feed, and stores its entries.

    `authorities`: a file with certificates to trust for this feed besides the usual ones.
    """
    trusted = certificates_in(authorities) if authorities else ""
    if authorities and not trusted:
        sentence = f"Not added: {authorities} holds no certificate in PEM that can be read"
        return Told(is_ok=False, sentence=sentence)
    async with _desk(config, clock=clock) as desk:
        feed = await add_feed(
            url,
            storage=desk.storage,
            fetcher=desk.fetcher,
            parser=desk.parser,
            now=desk.clock.now(),
            zone=config.zone,
            category=category,
            is_trusted=is_trusted,
            wants_full_text=wants_full_text,
            authorities=trusted,
        )
        if isinstance(feed, NotFound):
            return Told(is_ok=False, sentence=f"Not added: {url}. {not_found(feed)}")
        _, state = await desk.storage.feeds.get(feed.id)
        outcome = await desk.look(feed, state=state)
        return result_of(feed, outcome, is_first=state.last_ok_at is None)


async def listed(config: Config, *, clock: Clock | None = None) -> list[tuple[str, ...]]:
    """A row for each feed: id, title and address, category, health, last look."""
    clock = clock or SystemClock()
    async with _storage(config) as storage:
        return [
            row_of(feed, state, now=clock.now(), zone=config.zone)
            for feed, state in await storage.feeds.all()
        ]


async def poll_all(config: Config, *, console: Console, clock: Clock | None = None) -> list[Told]:
    """Looks at every active feed, different hosts in parallel; one result for each, by id."""
    async with _desk(config, clock=clock) as desk:
        feeds = [it for it in await desk.storage.feeds.all() if it[0].status is FeedStatus.ACTIVE]
        by_host: dict[str, list[tuple[Feed, FeedState]]] = defaultdict(list)
        for feed, state in feeds:
            by_host[urlsplit(feed.url).netloc].append((feed, state))
        room = asyncio.Semaphore(HOSTS_AT_ONCE)
        told: dict[FeedId, Told] = {}
        with _progress(console) as progress:
            bar = progress.add_task("Reading feeds", total=len(feeds))

            async def look_at_host(pairs: list[tuple[Feed, FeedState]]) -> None:
                async with room:
                    for feed, state in pairs:
                        outcome = await desk.look(feed, state=state)
                        is_first = state.last_ok_at is None
                        told[feed.id] = result_of(feed, outcome, is_first=is_first)
                        progress.advance(bar)

            async with asyncio.TaskGroup() as group:
                for pairs in by_host.values():
                    group.create_task(look_at_host(pairs))
        return [told[feed.id] for feed, _ in feeds]


async def remove(config: Config, *, feed_id: int) -> Told:
    """Removes a feed; its articles stay."""
    async with _storage(config) as storage:
        feeds = {feed.id: feed for feed, _ in await storage.feeds.all()}
        feed = feeds.get(FeedId(feed_id))
        if feed is None:
            return Told(is_ok=False, sentence=f"There is no feed {feed_id}; see `feeds list`")
        await storage.feeds.remove(feed.id)
        return Told(is_ok=True, sentence=f"Removed feed {feed.id}, {feed.url}; its articles stay")


async def import_file(config: Config, *, file: Path, clock: Clock | None = None) -> Told:
    """Adds what is missing of the feeds in an OPML or TOML file; the next round reads them."""
    try:
        lines = read_feeds(file)
    except BadFile as error:
        return Told(is_ok=False, sentence=f"Nothing imported: {error}")
    async with _storage(config) as storage:
        added = await _add_missing(storage, lines, now=(clock or SystemClock()).now())
    return Told(is_ok=True, sentence=f"{count(added, 'feed')} added of {len(lines)} in {file}")


async def export_file(config: Config, *, file: Path) -> Told:
    """Writes every feed into an OPML file."""
    async with _storage(config) as storage:
        feeds = [feed for feed, _ in await storage.feeds.all()]
    try:
        await asyncio.to_thread(file.write_bytes, opml_of(feeds, title="Bản Tin"))
    except OSError as error:
        return Told(is_ok=False, sentence=f"Cannot write {file}: {error.strerror}")
    return Told(is_ok=True, sentence=f"{count(len(feeds), 'feed')} written to {file}")


async def ensure_feeds(newsroom: Newsroom) -> int:
    """How many feeds of the file in `BANTIN_FEEDS` were missing, and are there now.

    Raises:
        BadSettings: the file cannot be used.
    """
    file = newsroom.config.feeds
    if file is None:
        return 0
    try:
        lines = read_feeds(file)
    except BadFile as error:
        raise BadSettings([f"BANTIN_FEEDS: {error}"]) from error
    return await _add_missing(newsroom.storage, lines, now=newsroom.now())


async def _add_missing(storage: Storage, lines: Iterable[Line], *, now: datetime) -> int:
    known = {feed.url for feed, _ in await storage.feeds.all()}
    missing = [line for line in lines if line.url not in known]
    for line in missing:
        await storage.feeds.add(
            line.url,
            title=line.title,
            category=line.category,
            is_trusted=line.trusted,
            timezone=line.timezone,
            day_first=line.day_first,
            now=now,
        )
    return len(missing)


@asynccontextmanager
async def _storage(config: Config) -> AsyncIterator[Storage]:
    with locked(config.database):
        storage = await open_storage(config.database, words=words)
        try:
            yield storage
        finally:
            await storage.close()


@asynccontextmanager
async def _desk(config: Config, *, clock: Clock | None) -> AsyncIterator[_Desk]:
    hosts = frozenset(config.private_hosts)
    async with (
        _storage(config) as storage,
        open_fetcher(version=VERSION, private_hosts=hosts) as fetcher,
        open_parser() as parser,
    ):
        yield _Desk(
            config=config,
            storage=storage,
            fetcher=fetcher,
            parser=parser,
            clock=clock or SystemClock(),
        )


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
