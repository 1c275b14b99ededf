"""How fast the search answers: p50 and p99 for each kind of query, index size, rebuild time.

    python -m bench.search_speed 1000000 [URL]

A database at URL that holds as many articles already is measured as it is; otherwise it is filled,
and kept. Beside what a reader waits stands this process's own time: what a machine that others
use tells truly. A PostgreSQL server's is not in it.
"""

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
from typing import Any, NamedTuple

import structlog
from structlog import make_filtering_bound_logger

from bench.search_quality import DATA, fill, judged, read
from bot.search.asking import ask
from bot.search.question import Question, question_of
from bot.search.syllables import words
from storage import Storage, open_storage
from storage.database import Transaction
from storage.model import CategoryId, Content, Person
from storage.search_query import ANYTHING, Narrowing

NOW = datetime(2026, 1, 1, tzinfo=UTC)
APART = timedelta(minutes=10)
AUTHOR = "Nguyễn Thị Lan"
ROUNDS = 5
MOST_OF_A_KIND = 20
MOST_REBUILT = 10_000
# What costs most: the commonest syllables, alone, together and unfinished, what nobody wrote.
HEAVY = (
    "và",
    "c",
    "ngày",
    "và c",
    "học s",
    "của các trong và là có được cho",
    "người một không năm",
    "qzxv wkjq zzzz qqqq",
)
NARROWED = ("", "thanh niên", "và", "của các trong và là có")
NARROWINGS = {
    "a week": Narrowing(since=NOW - timedelta(days=7)),
    "a month past": Narrowing(since=NOW - timedelta(days=60), until=NOW - timedelta(days=29)),
    "before": Narrowing(until=NOW - timedelta(days=40)),
    "an author": Narrowing(author="thi lan"),
    "a section": Narrowing(category_ids=(CategoryId(2),)),
}
SIZE = {
    "sqlite": "SELECT SUM(pgsize) FROM dbstat WHERE name LIKE 'article_search%'",
    "postgres": "SELECT PG_TOTAL_RELATION_SIZE('article_search')",
}


def mixed(articles: Sequence[Mapping[str, Any]], *, n: int) -> Iterator[dict[str, Any]]:
    """`n` articles, each with title, lead and body of different ones, ten minutes apart."""
    chance = random.Random(7)
    for number in range(n):
        title, summary, body = (chance.choice(articles) for _ in range(3))
        paragraphs = str(body["body"]).split("\n")
        yield {
            "id": str(number),
            "title": title["title"],
            "summary": summary["summary"],
            "body": "\n".join(chance.sample(paragraphs, min(len(paragraphs), 5))),
            "published": (NOW - APART * (n - number)).replace(tzinfo=None).isoformat(),
            "author": AUTHOR if number % 10 == 0 else "",
            "category": body["category"],
        }


def kinds(queries: Path) -> Iterator[tuple[str, list[tuple[Question, Narrowing]]]]:
    """Each kind of query, by its name."""
    found: dict[str, list[str]] = {}
    for it in judged(queries):
        found.setdefault(it.kind, []).append(it.query)
    for kind, some in (*found.items(), ("heavy", list(HEAVY))):
        asked = [question_of(query, zone=UTC) for query in some[:MOST_OF_A_KIND]]
        yield kind, [(question, ANYTHING) for question in asked]
    for kind, narrowing in NARROWINGS.items():
        yield kind, [(question_of(query, zone=UTC), narrowing) for query in NARROWED]


class Took(NamedTuple):
    """Milliseconds for one question: what a reader waits, and the process's own."""

    waited: float
    own: float


async def timed(storage: Storage, question: Question, narrowing: Narrowing) -> Took:
    """The medians of ROUNDS, for machines are noisy."""
    rounds = []
    for _ in range(ROUNDS):
        started, own = time.perf_counter(), time.process_time()
        await ask(storage.search, question, narrowing=narrowing, now=NOW)
        rounds.append((time.perf_counter() - started, time.process_time() - own))
    return Took(*(median(column) * 1000 for column in zip(*rounds, strict=True)))


async def one_by_one(storage: Storage, article: Mapping[str, Any], *, n: int = 50) -> float:
    """Milliseconds to index an article in a transaction of its own."""
    search = storage.search
    content = Content(title=article["title"], summary=article["summary"], body_html=article["body"])
    took = []
    for _ in range(n):
        draft = await storage.articles.draft(content, by=Person(), now=NOW)
        published = await storage.articles.publish(
            draft.id, expected=draft.version, by=Person(), now=NOW
        )
        await search.database.write(lambda tx, id=published.id: search.index.remove(tx, id))
        started = time.perf_counter()
        await search.database.write(lambda tx, id=published.id: search.index.add(tx, id, content))
        took.append((time.perf_counter() - started) * 1000)
        last = await storage.articles.get(published.id)
        await storage.articles.retract(last.id, by=Person(), note="", now=NOW)
    return median(took)


async def size_of(storage: Storage) -> int:
    """Bytes of the index, without the words that ranking reads."""

    async def asked(tx: Transaction) -> int:
        return int((await tx.rows(SIZE[storage.search.database.dialect]))[0][0])

    return await storage.search.database.read(asked)


@asynccontextmanager
async def a_storage(url: str) -> AsyncIterator[Storage]:
    storage = await open_storage(url, words=words)
    yield storage
    await storage.close()


async def measure(storage: Storage, *, n: int) -> None:
    """Prints a line for each figure."""
    articles = list(read(DATA / "corpus.jsonl.gz"))
    started = time.perf_counter()
    if await storage.articles.count_latest() < n:
        await fill(storage, mixed(articles, n=n))
        print(f"{n:,} articles stored and indexed in {time.perf_counter() - started:.0f} s")
    if n <= MOST_REBUILT:
        started = time.perf_counter()
        count = await storage.search.rebuild()
        print(f"index rebuilt from {count:,} articles in {time.perf_counter() - started:.0f} s")
    size = await size_of(storage)
    print(f"index {size / 1e6:.0f} MB, {size / n:.0f} bytes an article")
    print(f"one article indexed on its own: {await one_by_one(storage, articles[0]):.2f} ms")
    started = time.perf_counter()
    await ask(storage.search, question_of("thanh niên", zone=UTC), now=NOW)
    print(f"first query, with the vocabulary: {(time.perf_counter() - started) * 1000:.0f} ms")
    whole: list[Took] = []
    for kind, questions in kinds(DATA / "queries.jsonl"):
        took = [await timed(storage, *it) for it in questions]
        whole += took
        print(line_of(kind, took), flush=True)
    print(line_of("all", whole))


def line_of(kind: str, took: Sequence[Took]) -> str:
    columns = (sorted(column) for column in zip(*took, strict=True))
    waited, own = (
        f"p50 {median(some):6.1f} ms  p99 {some[int(len(some) * 0.99)]:6.1f} ms" for some in columns
    )
    return f"{kind:16} {waited}   processor {own}"


async def run(n: int, url: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with a_storage(url or f"sqlite:///{Path(folder) / 'bench.db'}") as storage:
            await measure(storage, n=n)


def main(n: int = 10_000, url: str = "") -> None:
    level = make_filtering_bound_logger(logging.ERROR)
    structlog.configure(wrapper_class=level)
    asyncio.run(run(n, url))


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 10_000, *sys.argv[2:3])
