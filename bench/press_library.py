"""Baseline: the library as documented: its request class, one update at a time, one commit each.

The updates come out of memory, which spares it the HTTP that ours pays for.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

import aiosqlite
import orjson
from telegram import Update
from telegram.ext import Application, CallbackContext, CallbackQueryHandler

from bench.measuring import Watch
from bench.press_driver import press
from bench.send_library import TOKEN


async def main(base: str, n: int) -> None:
    with tempfile.TemporaryDirectory(prefix="bantin-bench-") as folder:
        async with aiosqlite.connect(Path(folder) / "bench.db") as database:
            await database.execute("PRAGMA journal_mode = WAL")
            await database.execute("PRAGMA synchronous = FULL")
            await database.execute("CREATE TABLE views (reader INTEGER, at INTEGER)")

            async def on_press(update: Update, context: CallbackContext) -> None:  # type: ignore[type-arg]  # as its docs write it
                query = update.callback_query
                assert query is not None
                await database.execute("INSERT INTO views VALUES (?, 1)", (query.from_user.id,))
                await database.commit()
                await query.answer()
                await context.bot.send_message(query.from_user.id, "Tin", parse_mode="HTML")

            application = Application.builder().token(TOKEN).base_url(f"{base}/bot").build()
            application.add_handler(CallbackQueryHandler(on_press))
            async with application:
                await application.start()
                watch = Watch()
                for number in range(n):
                    update = Update.de_json(
                        orjson.loads(press(number, article_id=1)), application.bot
                    )
                    await application.update_queue.put(update)
                await application.update_queue.join()
                watch.print(n=n)
                await application.stop()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
