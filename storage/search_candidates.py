"""The articles that may answer: the newest of those that hold what is sought."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from storage.database import Row, Transaction, instant
from storage.model import ArticleId, CategoryId
from storage.search_cost import MOST_READ, likely_for, newest_for
from storage.search_query import ANYTHING, Narrowing, Need, Sought, new_year, recent, statement
from storage.search_words import Vocabulary


class Candidate(NamedTuple):
    """An article that may answer. Its words stand in order, a space around each.

    `shown_us`: when it was, in microseconds since 1970, UTC.
    """

    id: ArticleId
    shown_us: int
    category_id: CategoryId | None
    title: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Which articles count and how many are wanted.

    `newest_id`: the newest that can be among them, where that is known.
    """

    narrowing: Narrowing = ANYTHING
    limit: int
    newest_id: ArticleId | None = None


async def candidates(
    tx: Transaction,
    sought: Sequence[Sought],
    *,
    bounds: Bounds,
    vocabulary: Vocabulary,
    dialect: str,
) -> list[Candidate]:
    """The newest that meet each of `sought`, each article once."""
    within = await _within(tx, bounds.narrowing)
    if within is None:
        return []
    bounds = replace(bounds, narrowing=within)
    found: dict[ArticleId, Candidate] = {}
    for each in sought:
        most = MOST_READ // len(sought)
        rows: list[Row] = []
        for narrowing, eras in _attempts(
            each, bounds, most=most, vocabulary=vocabulary, dialect=dialect
        ):
            sql, args = statement(each, narrowing=narrowing, newest=eras, dialect=dialect)
            rows = await tx.rows(sql, limit=bounds.limit, **args)
            if len(rows) >= bounds.limit:
                break
        found |= {row[0]: Candidate(*row) for row in rows}
    return list(found.values())


def _attempts(
    sought: Sought, bounds: Bounds, *, most: int, vocabulary: Vocabulary, dialect: str
) -> Iterator[tuple[Narrowing, Need]]:
    """Each narrower than the next, and the eras that count in it."""
    narrowing, newest_id = bounds.narrowing, bounds.newest_id
    # PostgreSQL looks at every match before it knows the newest, so a part is tried first.
    if dialect == "postgres" and (
        likely := likely_for(sought, vocabulary, limit=bounds.limit, newest_id=newest_id)
    ):
        yield (recent(narrowing), ()) if narrowing.until else (narrowing, likely)
    # What is narrowed is bounded by what narrows it, and the newest of all may be none of it.
    is_bounded = narrowing != ANYTHING and newest_id is None
    yield (
        narrowing,
        () if is_bounded else newest_for(sought, vocabulary, most=most, newest_id=newest_id),
    )


async def _within(tx: Transaction, narrowing: Narrowing) -> Narrowing | None:
    """The same without years before the first article and after the last; nothing if none is left.

    The index is asked for each year, month and day in between.
    """
    if not narrowing.since and not narrowing.until:
        return narrowing
    [(first, last)] = await tx.rows(
        """
        SELECT
          (SELECT shown_at FROM article_words ORDER BY shown_at LIMIT 1),
          (SELECT shown_at FROM article_words ORDER BY shown_at DESC LIMIT 1)
        """
    )
    if first is None:
        return None
    begin, end = new_year(instant(first).year), new_year(instant(last).year + 1)
    since, until = max(narrowing.since or begin, begin), min(narrowing.until or end, end)
    return replace(narrowing, since=since, until=until) if since < until else None
