"""Ours: webhook body in, update on disk, view counted on disk, both answers out."""

from __future__ import annotations

import asyncio
import socket
import sys
import tempfile
from pathlib import Path

import uvloop

from bench.measuring import THEIRS, Watch, pin
from bench.send_library import TOKEN
from bot.clock import SystemClock
from bot.config import rehearsal_config
from bot.logs import set_up_logging
from bot.newsroom import Newsroom
from bot.running import Ending, running, spare_collector
from bot.wiring import open_newsroom
from storage.model import Content, Person

SECRET = "bench-secret"
EDITOR = Person(name="Bình")


async def main(base: str, n: int) -> None:
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
            rate=1000,
        )
        async with open_newsroom(config, clock=SystemClock()) as newsroom:
            now = newsroom.now()
            articles = newsroom.storage.articles
            draft = await articles.draft(
                Content(title="Tin", body_html="<p>Nội dung.</p>" * 12), by=EDITOR, now=now
            )
            await articles.publish(draft.id, expected=draft.version, by=EDITOR, now=now)
            async with running(newsroom, ending=Ending(), per_second=100_000, holder="bench"):
                await press_all(newsroom, f"http://127.0.0.1:{port}/telegram", n=n)


async def press_all(newsroom: Newsroom, url: str, *, n: int) -> None:
    """Drives the presses from the other core, and prints what they cost us."""
    driver = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.press_driver", url, SECRET, str(n), preexec_fn=_other_core
    )
    watch = Watch(children=False)
    await driver.wait()
    while await newsroom.storage.inbox.find_open():
        await asyncio.sleep(0.02)
    watch.print(n=n)


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _other_core() -> None:
    pin(THEIRS)


if __name__ == "__main__":
    set_up_logging(level="ERROR", form="json")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(sys.argv[1], int(sys.argv[2])))
