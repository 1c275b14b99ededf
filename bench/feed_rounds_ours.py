"""Ours in the same rounds: fetched, parsed in a child, cleaned, compared, stored, indexed."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import uvloop

from bench.feed_server import BEGUN
from bot.feeds.fetch import open_fetcher
from bot.feeds.outcome import Result
from bot.feeds.parse import open_parser
from bot.feeds.poll import poll_feeds
from bot.logs import set_up_logging
from bot.search.syllables import words
from storage import open_storage

ROUNDS = (("first", ""), ("304", ""), ("same", "validators=no"), ("one new", "new=1"))
A_SECOND = os.sysconf("SC_CLK_TCK")


async def main(base: str, feeds: int) -> None:
    now = BEGUN
    host = urlsplit(base).netloc
    with tempfile.TemporaryDirectory(prefix="bantin-bench-") as folder:
        storage = await open_storage(f"sqlite:///{Path(folder) / 'bench.db'}", words=words)
        async with (
            open_fetcher(version="0", private_hosts=frozenset({host})) as fetcher,
            open_parser() as parser,
        ):
            for number in range(feeds):
                await storage.feeds.add(f"{base}/feed/{number}.xml", is_trusted=True, now=now)
            for name, turn in ROUNDS:
                await asyncio.to_thread(_turn, f"{base}/turn?{turn}")
                now += timedelta(hours=3)
                wall, cpu = time.perf_counter(), cpu_s()
                outcomes = await poll_feeds(
                    await storage.feeds.all(),
                    storage=storage,
                    fetcher=fetcher,
                    parser=parser,
                    now=now,
                    interval_s=900,
                )
                figure = {
                    "round": name,
                    "wall_s": time.perf_counter() - wall,
                    "cpu_s": cpu_s() - cpu,
                    "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                    "entries": sum(len(it.new) for it in outcomes),
                    "failed": sum(it.result is Result.FAILED for it in outcomes),
                }
                print(json.dumps(figure), flush=True)
        await storage.close()


def _turn(url: str) -> None:
    with urllib.request.urlopen(url) as answer:
        answer.read()


def cpu_s() -> float:
    """Processor time of this process and of its living children, and of theirs that ended."""
    return time.process_time() + sum(map(_spent_s, _descendants(os.getpid())))


def _descendants(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)
            yield from _descendants(int(child))


def _spent_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / A_SECOND


if __name__ == "__main__":
    set_up_logging(level="ERROR", form="json")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(sys.argv[1], int(sys.argv[2])))
