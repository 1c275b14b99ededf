"""Beside a broadcast at 28 a second: what it costs, and how long an answer takes then."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

import aiohttp
import uvloop

from bench.press_driver import press
from bench.press_ours import EDITOR, SECRET, free_port
from bench.send_library import TOKEN
from bench.send_ours import fill
from bot.clock import SystemClock
from bot.config import rehearsal_config
from bot.logs import set_up_logging
from bot.newsroom import Newsroom
from bot.running import Ending, running, spare_collector
from bot.wiring import open_newsroom
from storage.model import Content, DeliveryState

AUDIENCE = 1500
PRESSES = 120
EVERY_S = 0.05
COST_S = 8.0


async def main(base: str) -> None:
    port = free_port()
    spare_collector()
    with tempfile.TemporaryDirectory(prefix="bantin-bench-") as folder:
        config = rehearsal_config(
            token=TOKEN,
            api_base=base,
            database=f"sqlite:///{Path(folder) / 'bench.db'}",
            mode="webhook",
            web_port=port,
            web_url=f"http://127.0.0.1:{port}",
            webhook_secret=SECRET,
        )
        async with open_newsroom(config, clock=SystemClock()) as newsroom:
            now, articles = newsroom.now(), newsroom.storage.articles
            draft = await articles.draft(
                Content(title="Tin", body_html="<p>Nội dung.</p>" * 12), by=EDITOR, now=now
            )
            await articles.publish(draft.id, expected=draft.version, by=EDITOR, now=now)
            async with running(newsroom, ending=Ending(), per_second=None, holder="bench"):
                url = f"http://127.0.0.1:{port}/telegram"
                await answers(newsroom, url, first=0, n=20)
                idle = await answers(newsroom, url, first=100, n=PRESSES)
                await fill(newsroom, n=AUDIENCE)
                newsroom.wake_sender()
                busy = await answers(newsroom, url, first=1000, n=PRESSES)
                cost = await cost_of(newsroom)
    print(
        f"replies: p50 {median(idle):.1f} ms idle, {median(busy):.1f} ms beside a broadcast; "
        f"p95 {quantiles(idle, n=20)[-1]:.1f} and {quantiles(busy, n=20)[-1]:.1f} ms\n{cost}"
    )


async def answers(newsroom: Newsroom, url: str, *, first: int, n: int) -> list[float]:
    """Milliseconds from the press to its update handled, both answers given."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
    took = []
    async with aiohttp.ClientSession(headers=headers) as session:
        for number in range(first, first + n):
            before = time.perf_counter()
            async with session.post(url, data=press(number, article_id=1)) as response:
                response.raise_for_status()
            while await newsroom.storage.inbox.find_open():
                await asyncio.sleep(0.001)
            took.append((time.perf_counter() - before) * 1000)
            await asyncio.sleep(EVERY_S)
    return took


async def cost_of(newsroom: Newsroom) -> str:
    """Processor time of the broadcast alone."""
    outbox = newsroom.storage.outbox
    before = (await outbox.counts()).get(DeliveryState.SENT, 0)
    wall, cpu = time.perf_counter(), time.process_time()
    await asyncio.sleep(COST_S)
    share = (time.process_time() - cpu) / (time.perf_counter() - wall)
    sent = (await outbox.counts()).get(DeliveryState.SENT, 0) - before
    return f"a broadcast at {sent / COST_S:.1f} messages/s uses {share:.1%} of a core"


if __name__ == "__main__":
    set_up_logging(level="ERROR", form="json")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(sys.argv[1]))
