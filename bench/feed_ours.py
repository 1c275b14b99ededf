"""Ours: parsed in a child that can be killed, cleaned, stored with all metadata, indexed."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import uvloop

from bench.feed_corpus import bodies
from bench.measuring import Watch
from bot.clock import SystemClock
from bot.feeds.candidate import candidates_of
from bot.feeds.parse import open_parser
from bot.feeds.raw import RawFeed
from bot.feeds.site_clock import read_site_clock
from bot.logs import set_up_logging
from bot.search.syllables import words
from storage import open_storage

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


async def main(rounds: int) -> None:
    feeds = list(bodies(rounds))
    now = SystemClock().now()
    with tempfile.TemporaryDirectory(prefix="bantin-bench-") as folder:
        storage = await open_storage(f"sqlite:///{Path(folder) / 'bench.db'}", words=words)
        watch, n = Watch(), 0
        async with open_parser() as parser:
            for url, body in feeds:
                feed = await storage.feeds.add(url, is_trusted=True, now=now)
                raw = await parser.parse(body)
                assert isinstance(raw, RawFeed)
                found = candidates_of(feed, raw=raw, clock=read_site_clock(body), default_zone=ZONE)
                _, state = await storage.feeds.get(feed.id)
                polled = replace(state, last_polled_at=now, last_ok_at=now)
                stored = await storage.feeds.store_round(
                    feed.id, candidates=found, state=polled, now=now
                )
                n += len(stored.new)
        watch.print(n=n)
        await storage.close()


if __name__ == "__main__":
    set_up_logging(level="ERROR", form="json")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(int(sys.argv[1])))
