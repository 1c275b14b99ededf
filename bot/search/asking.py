"""A question from what was typed to the articles that answer it: understood, fetched, ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.search.guessing import choices_for, guessed
from bot.search.ranking import RECENCY, Ranked, ranked
from bot.search.spelling import MOST_PAIRS_COUNTED, pairs_between
from bot.search.syllables import letters_of, words
from bot.search.terms import Term, needs_of
from bot.search.understanding import known, understood, unfinished
from bot.text import clean, squash
from storage.search import MOST_CANDIDATES, Candidate, Search
from storage.search_query import ANYTHING, Narrowing, Sought

MOST_TYPED: Final = 100
MOST_NEEDS: Final = 8
MOST_EACH: Final = 100
MOST_READ: Final = 40
"""Articles whose bodies are looked into: the best by title and summary."""

_WELL_COVERED, _WELL_TOGETHER = 0.9, 0.35
_HARDLY_COVERED: Final = 0.6
_LIKE_THE_BEST: Final = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The articles that answer, the best first, and how the question was understood."""

    articles: Sequence[Ranked] = ()
    terms: Sequence[Term] = ()


async def ask(
    search: Search, typed: str, *, now: datetime, narrowing: Narrowing = ANYTHING
) -> Found:
    """The articles that answer what was typed, the best first."""
    text = squash(clean(typed[: 2 * MOST_TYPED])).lower()[:MOST_TYPED]
    vocabulary = await search.vocabulary()
    letters = [letters_of(word) for word in words(text)]
    what = known(await search.count_spellings(letters), vocabulary)
    terms = unfinished(understood(text, what))
    if not terms:
        return Found()
    candidates = await search.find_candidates(_all_of(terms), narrowing=narrowing)
    if len(candidates) >= MOST_CANDIDATES:
        titles = await search.find_candidates(_all_of(terms, in_title=True), narrowing=narrowing)
        candidates = _joined(candidates, titles)
    best = await _ranked(search, candidates, terms, now=now)
    if (
        best
        and best[0].covers > _WELL_COVERED
        and (len(terms) == 1 or best[0].near > _WELL_TOGETHER)
    ):
        return Found(articles=_alike(best), terms=terms)
    choices = choices_for(terms, vocabulary)
    counts = await search.count_tokens(pairs_between(choices), most=MOST_PAIRS_COUNTED)
    meant = guessed(terms, choices, counts, vocabulary)
    slips = await search.find_candidates(
        _one_slip(terms, meant), narrowing=narrowing, limit=MOST_EACH
    )
    candidates = _joined(candidates, slips)
    best = await _ranked(search, candidates, meant, now=now)
    if not best or best[0].covers < _HARDLY_COVERED:
        wide = [*_all_of(meant), *_some_of(meant)]
        some = await search.find_candidates(wide, narrowing=narrowing)
        best = await _ranked(search, _joined(candidates, some), meant, now=now)
    return Found(articles=_alike(best), terms=meant)


async def _ranked(
    search: Search, candidates: Sequence[Candidate], terms: Sequence[Term], *, now: datetime
) -> list[Ranked]:
    recency = RECENCY
    first = ranked(candidates, terms, recency=recency, now=now)
    top = [it.candidate for it in first[:MOST_READ]]
    if not top:
        return []
    bodies = await search.get_bodies([it.id for it in top])
    return ranked(top, terms, bodies=bodies, recency=recency, now=now) + first[MOST_READ:]


def _alike(best: Sequence[Ranked]) -> list[Ranked]:
    """Those that answer about as well as the best: nobody wants half a match after whole ones."""
    if not best:
        return []
    least = best[0].covers * _LIKE_THE_BEST
    return [it for it in best if it.lacks <= best[0].lacks or it.covers >= least]


def _all_of(terms: Sequence[Term], *, in_title: bool = False) -> list[Sought]:
    return [Sought(needs=needs_of(_heaviest(terms, most=MOST_NEEDS)), in_title=in_title)]


def _one_slip(typed: Sequence[Term], meant: Sequence[Term]) -> list[Sought]:
    """Each term in turn as it may have been meant, the others as typed; then one missing."""
    chosen = _heaviest(typed, most=MOST_NEEDS)
    guesses = {id(before): after for before, after in zip(typed, meant, strict=True)}
    found = []
    for at, term in enumerate(chosen):
        other = guesses[id(term)]
        if other.forms != term.forms:
            found.append(Sought(needs=needs_of([*chosen[:at], other, *chosen[at + 1 :]])))
    if len(chosen) > 2:
        found.append(Sought(needs=needs_of(chosen), may_lack=1))
    return found


def _some_of(terms: Sequence[Term]) -> list[Sought]:
    needs = needs_of(_heaviest(terms, most=5))
    return [Sought(needs=needs, may_lack=max(len(needs) - 2, 1 if len(needs) > 1 else 0))]


def _heaviest(terms: Sequence[Term], *, most: int) -> list[Term]:
    """The terms that tell articles apart best, in their order."""
    needed = [term for term in terms if not term.is_filler] or list(terms)
    places = sorted(range(len(needed)), key=lambda at: -needed[at].weight)[:most]
    return [needed[at] for at in sorted(places)]


def _joined(first: Sequence[Candidate], second: Sequence[Candidate]) -> list[Candidate]:
    return list({it.id: it for it in (*first, *second)}.values())
