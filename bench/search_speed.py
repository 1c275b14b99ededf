"""How fast the search answers: p50 and p99 for each kind of query, index size, time to rebuild."""

from __future__ import annotations

import asyncio
import logging
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import structlog
from structlog import make_filtering_bound_logger

from bench.search_quality import DATA, fill, judged, read
from bot.search.asking import ask
from bot.search.question import question_of
from bot.search.syllables import words
from storage import Storage, open_storage
from storage.model import Content, Person

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ROUNDS = 3
MOST_OF_A_KIND = 20
# What costs most: the commonest syllables, alone and together, and words that nobody wrote.
HEAVY = (
    "và",
    "c",
    "ngày",
    "của các trong và là có được cho",
    "người một không năm",
    "qzxv wkjq zzzz qqqq",
)


def mixed(articles: Sequence[Mapping[str, Any]], *, n: int) -> Iterator[dict[str, Any]]:
    """`n` articles, each with title, lead and body of different ones, a minute apart."""
    chance = random.Random(7)
    for number in range(n):
        title, summary, body = (chance.choice(articles) for _ in range(3))
        paragraphs = str(body["body"]).split("\n")
        yield {
            "id": str(number),
            "title": title["title"],
            "summary": summary["summary"],
            "body": "\n".join(chance.sample(paragraphs, min(len(paragraphs), 5))),
            "published": (NOW - timedelta(minutes=n - number)).replace(tzinfo=None).isoformat(),
        }


def kinds(queries: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for it in judged(queries):
        found.setdefault(it.kind, []).append(it.query)
    return {kind: some[:MOST_OF_A_KIND] for kind, some in found.items()} | {"heavy": list(HEAVY)}


async def timed(storage: Storage, queries: Sequence[str]) -> list[float]:
    took = []
    for query in queries:
        started = time.perf_counter()
        await ask(storage.search, question_of(query, zone=UTC), now=NOW)
        took.append((time.perf_counter() - started) * 1000)
    return took


async def one_by_one(storage: Storage, article: Mapping[str, Any], *, n: int = 50) -> float:
    """Milliseconds that the index adds to an article's own transaction."""
    content = Content(title=article["title"], summary=article["summary"], body_html=article["body"])
    took = []
    for _ in range(n):
        draft = await storage.articles.draft(content, by=Person(), now=NOW)
        published = await storage.articles.publish(
            draft.id, expected=draft.version, by=Person(), now=NOW
        )
        await storage.search.database.write(
            lambda tx, id=published.id: storage.search.index.remove(tx, id)
        )
        started = time.perf_counter()
        await storage.search.database.write(
            lambda tx, id=published.id: storage.search.index.add(tx, id, content)
        )
        took.append((time.perf_counter() - started) * 1000)
    return median(took)


@asynccontextmanager
async def a_storage(url: str) -> AsyncIterator[Storage]:
    storage = await open_storage(url, words=words)
    yield storage
    await storage.close()


async def measure(n: int, url: str) -> None:
    articles = list(read(DATA / "corpus.jsonl.gz"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        async with a_storage(url or f"sqlite:///{path}") as storage:
            started = time.perf_counter()
            await fill(storage, list(mixed(articles, n=n)))
            print(f"{n:,} articles stored and indexed in {time.perf_counter() - started:.0f} s")
            print(
                f"one article indexed on its own: {await one_by_one(storage, articles[0]):.2f} ms"
            )
            started = time.perf_counter()
            await ask(storage.search, question_of("thanh niên", zone=UTC), now=NOW)
            print(f"first query: {(time.perf_counter() - started) * 1000:.0f} ms")
            whole: list[float] = []
            for kind, queries in kinds(DATA / "queries.jsonl").items():
                took = [it for _ in range(ROUNDS) for it in await timed(storage, queries)]
                whole += took
                print(line_of(kind, took))
            print(line_of("all", whole))


def line_of(kind: str, took: Sequence[float]) -> str:
    last = sorted(took)[int(len(took) * 0.99)]
    return f"{kind:16} p50 {median(took):6.1f} ms  p99 {last:6.1f} ms"


def main(n: int = 10_000, url: str = "") -> None:
    level = make_filtering_bound_logger(logging.ERROR)
    structlog.configure(wrapper_class=level)
    asyncio.run(measure(n, url))


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 10_000, *sys.argv[2:3])
