"""Which of a few articles answers best (pure)."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import exp
from types import MappingProxyType
from typing import Final, NamedTuple

from bot.search.matching import Sieve, Spot, sieve, spots_in
from bot.search.syllables import letters_of
from bot.search.terms import Term
from storage.database import stamp
from storage.model import ArticleId
from storage.search_candidates import Candidate

NO_BODIES: Final[Mapping[ArticleId, str]] = MappingProxyType({})
RECENCY: Final = 0.1
"""How much a fresh article gains over an old one that answers as well."""

_RECENT_DAYS: Final = 14.0
_DAY_US: Final = 86_400_000_000
# Title, summary, body: what stands in the title says most of what an article is about.
_TITLE, _SUMMARY, _BODY = 1.0, 0.6, 0.35
_CLOSE_PLACES: Final = (1.0, 0.8, 0.6)
_COVER, _PLACE, _NEAR, _BREVITY = 6.0, 1.5, 2.5, 0.15
_TITLE_WORDS: Final = 8
_NEARBY: Final = 36
"""Characters between two words that still stand near each other: some six syllables."""
_UNREAD: Final = 0.9
_UNLIKE: Final = 0.8


class Field(NamedTuple):
    """For each term where it stands in one of an article's texts, and how well at best."""

    spots: Sequence[Sequence[Spot]]
    worths: Sequence[float]


class Ranked(NamedTuple):
    """A candidate with its score.

    `covers`: the share of what was asked that it holds; `near`: how much of that stands
    together; `lacks`: how many terms it does not hold.
    """

    candidate: Candidate
    covers: float = 0.0
    near: float = 0.0
    lacks: int = 0
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Weighing:
    """What stays the same while candidates are weighed.

    `recency`: how much a fresh one gains. `looked_at`: where the terms stand in the titles and
    summaries seen so far.
    """

    terms: Sequence[Term]
    ready: Sieve
    recency: float
    now_us: int
    looked_at: dict[ArticleId, list[Field]] = dataclasses.field(default_factory=dict)


def weighing(terms: Sequence[Term], *, recency: float = RECENCY, now: datetime) -> Weighing:
    """The terms made ready to weigh candidates by."""
    return Weighing(terms, sieve(terms), recency, stamp(now))


def ranked(
    candidates: Sequence[Candidate],
    by: Weighing,
    *,
    bodies: Mapping[ArticleId, str] = NO_BODIES,
) -> list[Ranked]:
    """The candidates, the best first; of equals the newest.

    Args:
        bodies: the words of their bodies. Where one is missing, what neither title nor
            summary holds is taken to stand in it.
    """
    scored = [_scored(it, by, body=bodies.get(it.id)) for it in candidates]
    return sorted(scored, key=lambda it: (it.score, it.candidate.id), reverse=True)


def promising(
    candidates: Sequence[Candidate], terms: Sequence[Term], *, most: int
) -> tuple[list[Candidate], list[Candidate]]:
    """The candidates whose title and summary hold most of the question, and the others."""
    if len(candidates) <= most:
        return list(candidates), []
    asked = [
        (f" {letters_of(word)}", f" {word} ", term.weight)
        for term in terms
        for word in term.first.words[:1]
    ]

    def hope(it: Candidate) -> tuple[float, int]:
        held = 0.0
        for head, exact, weight in asked:
            if head in it.title:
                held += weight * (1.0 if exact in it.title else _UNLIKE)
            elif head in it.summary:
                held += weight * _SUMMARY * (1.0 if exact in it.summary else _UNLIKE)
        return held, it.id

    ordered = sorted(candidates, key=hope, reverse=True)
    return ordered[:most], ordered[most:]


def _scored(candidate: Candidate, by: Weighing, *, body: str | None) -> Ranked:
    terms = by.terms
    fields = _fields(candidate, by, body=body)
    title, summary, *read = (field.worths for field in fields)
    whole = covered = placed = 0.0
    lacks = 0
    for at, term in enumerate(terms):
        first, second = title[at], summary[at]
        third = read[0][at] if read else 0.0 if first or second else _UNREAD
        best = max(first, second, third)
        if not best and not term.is_filler:
            lacks += 1
        whole += term.weight
        covered += term.weight * best
        placed += term.weight * max(first * _TITLE, second * _SUMMARY, third * _BODY)
    near = _nearness(fields, terms)
    brevity = 1 / (1 + candidate.title.count(" ") / _TITLE_WORDS)
    age_days = max(by.now_us - candidate.shown_us, 0) / _DAY_US
    score = (
        _COVER * covered / whole
        + _PLACE * placed / whole
        + _NEAR * near
        + _BREVITY * brevity
        + by.recency * exp(-age_days / _RECENT_DAYS)
    )
    return Ranked(candidate, covered / whole, near, lacks, score)


def _fields(candidate: Candidate, by: Weighing, *, body: str | None) -> list[Field]:
    known = by.looked_at.get(candidate.id)
    if known is None:
        known = [_field(candidate.title, by.ready), _field(candidate.summary, by.ready)]
        by.looked_at[candidate.id] = known
    return known if body is None else [*known, _field(body, by.ready)]


def _field(text: str, ready: Sieve) -> Field:
    spots = spots_in(text, ready)
    return Field(spots, [max([it.worth for it in some]) if some else 0.0 for some in spots])


def _nearness(fields: Sequence[Field], terms: Sequence[Term]) -> float:
    """How much of the question stands together and in its order: 0 to 1."""
    together = whole = 0.0
    for at, (first, second) in enumerate(pairwise(terms)):
        weight = first.weight + second.weight
        whole += weight
        best = 0.0
        for (spots, worths), place in zip(fields, _CLOSE_PLACES, strict=False):
            most = min(worths[at], worths[at + 1])
            if most * place > best:
                close = _closeness(spots[at], spots[at + 1], most=most)
                best = max(best, place * close)
        together += weight * best
    return together / whole if whole else 0.0


def _closeness(first: Sequence[Spot], second: Sequence[Spot], *, most: float) -> float:
    best = 0.0
    for _, end, one, _ in first:
        for start, _, other, _ in second:
            gap = start - end
            if not -_NEARBY <= gap <= _NEARBY:
                continue
            close = 1.0 if gap == 0 else 0.5 if gap > 0 else 0.3
            best = max(best, close * min(one, other))
            if best >= most:
                return best
    return best
