"""Peer: a loop of aiogram's `send_message`, run by the Python of an environment of its own."""

import asyncio
import json
import resource
import sys
import time

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

TOKEN = "100000001:BENCH-only-of-use-on-this-machine-00"
AT_ONCE = 64


async def main(base: str, n: int) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(base), limit=AT_ONCE)
    async with Bot(TOKEN, session=session) as bot:
        left = iter(range(n))
        wall, cpu = time.perf_counter(), time.process_time()

        async def work() -> None:
            for chat_id in left:
                await bot.send_message(chat_id + 1, "<b>Tin</b>", parse_mode="HTML")

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        figure = {
            "n": n,
            "wall_s": time.perf_counter() - wall,
            "cpu_s": time.process_time() - cpu,
            "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    print(json.dumps(figure), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
