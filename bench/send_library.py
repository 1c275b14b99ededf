"""Baseline: a loop of the library's `send_message` on its own request class."""

from __future__ import annotations

import asyncio
import sys

from telegram import Bot
from telegram.request import HTTPXRequest

from bench.measuring import Watch

TOKEN = "100000001:BENCH-only-of-use-on-this-machine-00"
AT_ONCE = 64


async def main(base: str, n: int) -> None:
    request = HTTPXRequest(connection_pool_size=AT_ONCE)
    async with Bot(TOKEN, base_url=f"{base}/bot", request=request) as bot:
        left = iter(range(n))
        watch = Watch()

        async def work() -> None:
            for chat_id in left:
                await bot.send_message(chat_id + 1, "<b>Tin</b>", parse_mode="HTML")

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        watch.print(n=n)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
