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
from storage.model import ArticleId
from storage.search import Candidate

NO_BODIES: Final[Mapping[ArticleId, str]] = MappingProxyType({})
RECENCY: Final = 0.1
"""How much a fresh article gains over an old one that answers as well."""

_RECENT_DAYS: Final = 14.0
# Title, summary, body: what stands in the title says most of what an article is about.
_PLACES: Final = (1.0, 0.6, 0.35)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A candidate with its score.

    `covers`: the share of what was asked that it holds; `near`: how much of that stands
    together; `lacks`: how many terms it does not hold.
    """

    candidate: Candidate
    covers: float
    near: float
    lacks: int
    score: float


@dataclass(frozen=True, slots=True)
class Weighing:
    """What stays the same while candidates are weighed.

    `recency`: how much a fresh one gains. `looked_at`: where the terms stand in the titles and
    summaries seen so far.
    """

    terms: Sequence[Term]
    ready: Sieve
    recency: float
    now: datetime
    looked_at: dict[ArticleId, list[Field]] = dataclasses.field(default_factory=dict)


def weighing(terms: Sequence[Term], *, recency: float = RECENCY, now: datetime) -> Weighing:
    """The terms made ready to weigh candidates by."""
    return Weighing(terms, sieve(terms), recency, now)


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
    return sorted(scored, key=lambda it: (-it.score, -it.candidate.id))


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
                held += weight * _PLACES[1] * (1.0 if exact in it.summary else _UNLIKE)
        return held, it.id

    ordered = sorted(candidates, key=hope, reverse=True)
    return ordered[:most], ordered[most:]


def _scored(candidate: Candidate, by: Weighing, *, body: str | None) -> Ranked:
    terms = by.terms
    fields = _fields(candidate, by, body=body)
    whole = sum(term.weight for term in terms)
    covered = placed = 0.0
    lacks = 0
    for at, term in enumerate(terms):
        worths = [field.worths[at] for field in fields]
        if body is None:
            worths.append(0.0 if any(worths) else _UNREAD)
        best = max(worths)
        lacks += not best and not term.is_filler
        covered += term.weight * best
        placed += term.weight * max(map(_product, worths, _PLACES))
    near = _nearness(fields, terms)
    brevity = 1 / (1 + candidate.title.count(" ") / _TITLE_WORDS)
    age_days = max((by.now - candidate.shown_at).total_seconds(), 0.0) / 86_400
    return Ranked(
        candidate=candidate,
        covers=covered / whole,
        near=near,
        lacks=lacks,
        score=_COVER * covered / whole
        + _PLACE * placed / whole
        + _NEAR * near
        + _BREVITY * brevity
        + by.recency * exp(-age_days / _RECENT_DAYS),
    )


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
        for field, place in zip(fields, _CLOSE_PLACES, strict=False):
            most = min(field.worths[at], field.worths[at + 1])
            if most * place > best:
                close = _closeness(field.spots[at], field.spots[at + 1], most=most)
                best = max(best, place * close)
        together += weight * best
    return together / whole if whole else 0.0


def _closeness(first: Sequence[Spot], second: Sequence[Spot], *, most: float) -> float:
    best = 0.0
    for one in first:
        for other in second:
            gap = other.start - one.end
            if gap == 0:
                close = 1.0
            elif 0 < gap <= _NEARBY:
                close = 0.5
            elif -_NEARBY <= gap < 0:
                close = 0.3
            else:
                continue
            best = max(best, close * min(one.worth, other.worth))
            if best >= most:
                return best
    return best


def _product(one: float, other: float) -> float:
    return one * other
