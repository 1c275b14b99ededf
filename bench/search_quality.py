"""How well the search answers: nDCG@10, MRR@10 and Recall@10 for each class of queries."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from math import log2
from pathlib import Path
from statistics import mean, median
from typing import Any, TypeAlias

import structlog
from structlog import make_filtering_bound_logger

from bot.search.asking import ask
from bot.search.question import question_of
from bot.search.syllables import words
from storage import Storage, open_storage
from storage.article_rows import New, insert
from storage.database import Transaction
from storage.model import ArticleId, Content, Person, Status, Version

DATA = Path(__file__).parent.parent / "tests" / "data" / "search"
TOGETHER = 500

Scores: TypeAlias = dict[str, list[tuple[float, float, float]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A query of a class, and the grade of each article that answers it."""

    kind: str
    query: str
    grades: Mapping[str, int]


def read(path: Path) -> Iterator[Any]:
    """The lines of a JSON Lines file, packed or not."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        for line in lines:
            yield json.loads(line)


def judged(path: Path) -> list[Judged]:
    return [Judged(kind=it["cls"], query=it["query"], grades=it["rel"]) for it in read(path)]


async def fill(storage: Storage, articles: Iterable[Mapping[str, Any]]) -> dict[ArticleId, str]:
    """Publishes the articles; their names by id."""
    names: dict[ArticleId, str] = {}
    left = iter(articles)
    while some := list(islice(left, TOGETHER)):
        publish = partial(_publish, storage=storage, some=some)
        ids = await storage.search.database.write(publish)
        names |= dict(zip(ids, (str(it["id"]) for it in some), strict=True))
    return names


async def _publish(
    tx: Transaction, *, storage: Storage, some: Sequence[Mapping[str, Any]]
) -> list[ArticleId]:
    read = storage.search.index.read
    published = [(await _insert(tx, it), read(_content(it))) for it in some]
    await storage.search.index.add_all(tx, published)
    return [article_id for article_id, _ in published]


async def _insert(tx: Transaction, it: Mapping[str, Any]) -> ArticleId:
    at = _published(it)
    new = New(
        content=_content(it),
        status=Status.PUBLISHED,
        version=Version(major=1, minor=0),
        by=Person(),
        released_at=at,
    )
    return await insert(tx, new, now=at)


def _content(it: Mapping[str, Any]) -> Content:
    return Content(
        title=it["title"],
        summary=it["summary"],
        body_html=it["body"],
        published_at=_published(it),
        author=Person(name=it.get("author", "")),
        category=it.get("category", ""),
    )


async def measured(corpus: Path, queries: Path) -> tuple[Scores, list[float]]:
    """The measures of each query by its class, and how long each took in seconds."""
    articles = list(read(corpus))
    now = max(map(_published, articles)) + timedelta(days=1)
    scores: Scores = defaultdict(list)
    took: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        storage = await open_storage(f"sqlite:///{Path(folder) / 'bench.db'}", words=words)
        names = await fill(storage, articles)
        for it in judged(queries):
            started = time.perf_counter()
            found = await ask(storage.search, question_of(it.query, zone=UTC), now=now)
            took.append(time.perf_counter() - started)
            ids = [names[each.candidate.id] for each in found.articles[:10]]
            scores[it.kind].append(measures(ids, it.grades))
        await storage.close()
    return scores, sorted(took)


def main(corpus: Path = DATA / "corpus.jsonl.gz", queries: Path = DATA / "queries.jsonl") -> None:
    """Prints a line for each class and one for their mean."""
    level = make_filtering_bound_logger(logging.ERROR)
    structlog.configure(wrapper_class=level)
    scores, took = asyncio.run(measured(corpus, queries))
    means = {kind: [mean(of) for of in zip(*some, strict=True)] for kind, some in scores.items()}
    means["every class alike"] = [mean(of) for of in zip(*means.values(), strict=True)]
    print(f"{'search quality':18} nDCG@10  MRR@10  Recall@10")
    for kind, (gain, rank, recall) in means.items():
        print(f"{kind:18} {gain:7.3f} {rank:7.3f} {recall:10.3f}")
    print(
        f"{len(took)} queries, p50 {median(took) * 1000:.1f} ms,"
        f" p95 {took[int(len(took) * 0.95)] * 1000:.1f} ms"
    )


def measures(ids: Sequence[str], grades: Mapping[str, int]) -> tuple[float, float, float]:
    """nDCG@10 with linear gain, reciprocal rank and recall of the articles of grade 2."""
    gain = sum(grades.get(id, 0) / log2(at + 2) for at, id in enumerate(ids[:10]))
    ideal = sum(
        grade / log2(at + 2) for at, grade in enumerate(sorted(grades.values(), reverse=True)[:10])
    )
    best = [id for id, grade in grades.items() if grade == 2]
    places = [at for at, id in enumerate(ids[:10]) if id in best]
    return gain / ideal, 1 / (places[0] + 1) if places else 0.0, len(places) / len(best)


def _published(it: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(it.get("published") or "2020-01-01").replace(tzinfo=UTC)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
