"""Ours: a featured push through the outbox, every intent and result on disk."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import uvloop

from bench.measuring import Watch
from bench.send_library import AT_ONCE, TOKEN
from bot.clock import SystemClock
from bot.config import rehearsal_config
from bot.delivery.limiter import Limiter
from bot.delivery.sender import Sender
from bot.logs import set_up_logging
from bot.newsroom import Newsroom
from bot.quiet import quiet_until
from bot.running import spare_collector
from bot.telegram.calls import Calls
from bot.telegram.request import FastRequest
from bot.wiring import open_newsroom
from storage.model import ChatKind, Content, DeliveryKind, Person

ADMINISTRATOR = Person(name="Bình")


async def main(base: str, n: int) -> None:
    spare_collector()
    with tempfile.TemporaryDirectory(prefix="bantin-bench-") as folder:
        config = rehearsal_config(
            token=TOKEN,
            api_base=base,
            database=f"sqlite:///{Path(folder) / 'bench.db'}",
            in_flight=AT_ONCE,
            rate=1000,
        )
        async with open_newsroom(config, clock=SystemClock()) as newsroom:
            await fill(newsroom, n=n)
            request = FastRequest(connections=AT_ONCE)
            calls = Calls(
                address=f"{base}/bot{TOKEN}", request=request, limiter=Limiter(per_second=None)
            )
            await request.initialize()
            sender = Sender(newsroom, calls=calls, holder="bench")
            watch = Watch()
            running = asyncio.create_task(sender.run())
            await all_sent(newsroom)
            watch.print(n=n)
            await sender.stop(running)
            await request.shutdown()


async def fill(newsroom: Newsroom, *, n: int) -> None:
    """`n` subscribers, and an article queued for each."""
    now = newsroom.now()
    storage = newsroom.storage
    await asyncio.gather(
        *(
            storage.subscribers.subscribe(
                chat_id + 1,
                kind=ChatKind.PRIVATE,
                language="vi",
                timezone="Asia/Ho_Chi_Minh",
                digest_minute=420,
                next_digest_at=now + timedelta(days=1),
                now=now,
            )
            for chat_id in range(n)
        )
    )
    draft = await storage.articles.draft(Content(title="Tin"), by=ADMINISTRATOR, now=now)
    article = await storage.articles.publish(
        draft.id, expected=draft.version, by=ADMINISTRATOR, now=now
    )
    await storage.broadcasts.announce(
        DeliveryKind.FEATURED,
        article_id=article.id,
        due_at=now,
        expires_at=now + timedelta(hours=1),
        now=now,
    )
    while await storage.broadcasts.fan_out(now, quiet_until=quiet_until):
        pass


async def all_sent(newsroom: Newsroom) -> None:
    """Returns when every message has left; asks so that asking costs next to nothing."""
    while await newsroom.storage.outbox.next_due() or await newsroom.storage.outbox.count_open():
        await asyncio.sleep(0.05)


if __name__ == "__main__":
    set_up_logging(level="ERROR", form="json")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(sys.argv[1], int(sys.argv[2])))
