"""What ends the process when going on would be worse."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from bot.newsroom import Newsroom

log = structlog.get_logger()

# The library's polling can stall for hours while it says that it runs
# (python-telegram-bot#4523); an answered call is the only proof that it does.
QUIET_S = 90.0
LOOKS = 20
LAG_EVERY_S = 1.0


async def watch_polls(
    newsroom: Newsroom, *, on_stalled: Callable[[], None], quiet_s: float = QUIET_S
) -> None:
    """Says `on_stalled` once no getUpdates has been answered for so long, then ends."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    while True:
        await asyncio.sleep(quiet_s / LOOKS)
        silent_s = loop.time() - max(begun, newsroom.metrics.heard_s)
        if silent_s > quiet_s:
            log.error("polling_stalled", silent_s=round(silent_s))
            on_stalled()
            return


def watch_task(task: asyncio.Task[None], *, on_died: Callable[[], None]) -> None:
    """Says `on_died` when the task ends by an error: a bot that only looks alive helps nobody."""

    def on_done(done: asyncio.Task[None]) -> None:
        if not done.cancelled() and (error := done.exception()) is not None:
            log.error("task_died", task=done.get_name(), exc_info=error)
            on_died()

    task.add_done_callback(on_done)


async def watch_lag(newsroom: Newsroom) -> None:
    """Measures how late the event loop runs, until cancelled."""
    loop = asyncio.get_running_loop()
    while True:
        before = loop.time()
        await asyncio.sleep(LAG_EVERY_S)
        newsroom.metrics.loop_lag.set(max(0.0, loop.time() - before - LAG_EVERY_S))
