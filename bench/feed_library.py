"""Baseline: feedparser as it is, in this process, and a row and a commit for every feed."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from io import BytesIO
from pathlib import Path

import aiosqlite
import feedparser

from bench.feed_corpus import bodies
from bench.measuring import Watch


async def main(rounds: int) -> None:
    feeds = list(bodies(rounds))
    with tempfile.TemporaryDirectory(prefix="bantin-bench-") as folder:
        async with aiosqlite.connect(Path(folder) / "bench.db") as database:
            await database.execute("PRAGMA journal_mode = WAL")
            await database.execute("PRAGMA synchronous = FULL")
            await database.execute("CREATE TABLE entries (url TEXT, title TEXT, body TEXT)")
            watch, n = Watch(), 0
            for _, body in feeds:
                entries = feedparser.parse(BytesIO(body)).entries
                await database.executemany(
                    "INSERT INTO entries VALUES (?, ?, ?)",
                    [(it.get("link"), it.get("title"), it.get("summary")) for it in entries],
                )
                await database.commit()
                n += len(entries)
            watch.print(n=n)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
