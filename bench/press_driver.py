"""Somebody else's fingers: posts presses to a webhook, many at once."""

from __future__ import annotations

import asyncio
import sys

import aiohttp
import orjson

from bench.send_library import AT_ONCE

READERS = 500


def press(number: int, *, article_id: int) -> bytes:
    """One reader's press on "Đọc tiếp", as Telegram posts it."""
    reader = 1_000_000 + number % READERS
    person = {"id": reader, "is_bot": False, "first_name": "An", "language_code": "vi"}
    chat = {"id": reader, "type": "private", "first_name": "An"}
    bot = {"id": 100000001, "is_bot": True, "first_name": "Bản Tin", "username": "bantin_bot"}
    message = {"message_id": 5, "date": 1790000000, "chat": chat, "from": bot, "text": "Tin"}
    query = {"id": str(number), "from": person, "message": message, "chat_instance": "1"}
    return orjson.dumps(
        {"update_id": 1000 + number, "callback_query": {**query, "data": f"1r:{article_id}"}}
    )


async def main(url: str, secret: str, n: int) -> None:
    headers = {
        "X-Telegram-Bot-Api-Secret-Token": secret,
        "Content-Type": "application/json",
    }
    left = iter(range(n))
    async with aiohttp.ClientSession() as session:

        async def work() -> None:
            for number in left:
                body = press(number, article_id=1)
                async with session.post(url, data=body, headers=headers) as response:
                    response.raise_for_status()

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
