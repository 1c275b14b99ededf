"""A million subscribers: what a broadcast, a digest and an idle minute cost."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

import uvloop

from bench.send_library import TOKEN
from bot.clock import SystemClock
from bot.config import rehearsal_config
from bot.logs import set_up_logging
from bot.newsroom import Newsroom
from bot.quiet import quiet_until
from bot.schedule import DIGEST_LIVES, JOBS, _next_hour, ensure_jobs, run_due
from bot.wiring import open_newsroom
from storage import open_storage
from storage.database import stamp
from storage.model import Content, DeliveryKind, Person

DESK = Person(name="Bình")
TICKS = 200


def rss_mib() -> float:
    """What this process holds in memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def fill(path: Path, *, n: int, now: datetime) -> None:
    """`n` subscribers whose digest has just come due, a tenth of them with quiet hours."""
    connection = sqlite3.connect(path)
    with connection:
        connection.executemany(
            "INSERT INTO subscribers (id, chat_id, kind, language, timezone, digest_covered_at,"
            " created_at, quiet_from_minute, quiet_until_minute)"
            " VALUES (?, ?, 'private', 'vi', 'Asia/Ho_Chi_Minh', ?, ?, ?, ?)",
            (
                (at, 10**9 + at, 0, 0, *((1320, 360) if at % 10 == 0 else (None, None)))
                for at in range(1, n + 1)
            ),
        )
        connection.executemany(
            "INSERT INTO digest_hours (subscriber_id, minute, next_at) VALUES (?, 420, ?)",
            ((at, stamp(now) - 1) for at in range(1, n + 1)),
        )
        connection.execute("ANALYZE")
    connection.close()


async def fanned_out(newsroom: Newsroom) -> str:
    """A broadcast to everybody: in all, and the longest that the writer was held."""
    now, storage = newsroom.now(), newsroom.storage
    draft = await storage.articles.draft(Content(title="Tin"), by=DESK, now=now)
    article = await storage.articles.publish(draft.id, expected=draft.version, by=DESK, now=now)
    await storage.broadcasts.announce(
        DeliveryKind.BREAKING,
        article_id=article.id,
        due_at=now,
        expires_at=now + timedelta(hours=6),
        now=now,
    )
    begun, steps, queued = time.perf_counter(), [], 0
    while True:
        before = time.perf_counter()
        step = await storage.broadcasts.fan_out(now, quiet_until=quiet_until)
        if step is None:
            break
        steps.append(time.perf_counter() - before)
        queued += step.queued
    took = time.perf_counter() - begun
    return (
        f"{queued:,} queued in {took:.1f} s, the writer held for {max(steps) * 1000:.0f} ms at most"
    )


async def planned(newsroom: Newsroom) -> str:
    """A digest for everybody at one hour."""
    now, begun, steps, n = newsroom.now(), time.perf_counter(), [], 0
    while True:
        before = time.perf_counter()
        queued = await newsroom.storage.outbox.enqueue_digests(
            now, next_at=_next_hour, expires_at=now + DIGEST_LIVES
        )
        if not queued:
            break
        steps.append(time.perf_counter() - before)
        n += queued
    took = time.perf_counter() - begun
    return f"{n:,} planned in {took:.1f} s, the writer held for {max(steps) * 1000:.0f} ms at most"


async def idle(newsroom: Newsroom) -> str:
    """A look at the schedule when nothing is due: what every second costs."""
    await ensure_jobs(newsroom)
    lanes = sorted({job.lane for job in JOBS})
    begun = time.process_time()
    for _ in range(TICKS):
        for lane in lanes:
            await run_due(newsroom, lane=lane)
        await newsroom.storage.broadcasts.find_watches()
        await newsroom.storage.edits.next_due(newsroom.now())
    cost_ms = (time.process_time() - begun) * 1000 / TICKS
    return f"{cost_ms:.2f} ms of CPU each second ({cost_ms / 10:.2f} % of a core)"


async def scraped(newsroom: Newsroom) -> str:
    """What `/metrics` asks of the outbox, while millions wait in it."""
    before = time.perf_counter()
    counts = await newsroom.storage.outbox.count_open()
    scrape_ms = (time.perf_counter() - before) * 1000
    before = time.perf_counter()
    await newsroom.storage.outbox.counts()
    whole_ms = (time.perf_counter() - before) * 1000
    n = sum(counts.values())
    return f"{scrape_ms:.0f} ms with {n:,} open; counting every state takes {whole_ms:.0f} ms"


async def main(n: int) -> None:
    with tempfile.TemporaryDirectory(prefix="bantin-bench-") as folder:
        path = Path(folder) / "bench.db"
        await (await open_storage(f"sqlite:///{path}")).close()
        clock = SystemClock()
        fill(path, n=n, now=clock.now())
        config = rehearsal_config(
            token=TOKEN, api_base="http://127.0.0.1:1", database=f"sqlite:///{path}"
        )
        async with open_newsroom(config, clock=clock) as newsroom:
            print(f"memory: {rss_mib():.0f} MiB before", flush=True)
            for name, measure in (
                ("broadcast", fanned_out),
                ("digests", planned),
                ("scrape", scraped),
                ("idle", idle),
            ):
                print(f"{name}: {await measure(newsroom)}; {rss_mib():.0f} MiB", flush=True)


if __name__ == "__main__":
    set_up_logging(level="ERROR", form="json")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
