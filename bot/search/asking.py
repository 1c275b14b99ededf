"""From a question to the articles that answer it: understood, fetched, ranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import nlargest
from typing import Final

from bot.search.abbreviations import wants_newest
from bot.search.guessing import choices_for, guessed
from bot.search.matching import holds_phrases, sieve
from bot.search.question import Part, Question
from bot.search.ranking import RECENCY, Ranked, promising, ranked, weighing
from bot.search.spelling import MOST_PAIRS_COUNTED, pairs_between
from bot.search.stages import (
    FEW_SLIPS,
    MOST_SLIPS,
    all_as_marked,
    all_but_one,
    all_in_title,
    all_of,
    one_slip,
    side_by_side,
    some_of,
)
from bot.search.suggestion import suggestion
from bot.search.syllables import letters_of, words
from bot.search.terms import Term
from bot.search.understanding import Known, completed, completions, known, understood, unfinished
from storage.model import ArticleId
from storage.search import MOST_CANDIDATES, Search
from storage.search_candidates import Candidate
from storage.search_query import ANYTHING, Narrowing, Sought
from storage.search_tokens import pair

MOST_EACH: Final = 100
MOST_WEIGHED: Final = 50
"""Articles that are ranked with care: those whose title and summary hold most of the question."""
MOST_ENDS, MOST_PAIRED = 4, 300
MOST_READ: Final = 20
"""Articles whose bodies are looked into: the best of these."""

_WELL_COVERED, _WELL_TOGETHER = 0.9, 0.35
_HARDLY_COVERED: Final = 0.6
_LIKE_THE_BEST: Final = 0.75
_RECENCY_IF_GENERAL, _RECENCY_IF_NEWEST = 0.4, 4.0
_LONG: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The articles that answer, the best first, and how the question was understood.

    `suggestion`: what was probably meant, when it is not what was typed.
    """

    articles: Sequence[Ranked] = ()
    terms: Sequence[Term] = ()
    suggestion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asking:
    """What stays the same while one question is answered."""

    search: Search
    narrowing: Narrowing
    recency: float
    now: datetime

    async def fetch(
        self,
        sought: Sequence[Sought],
        *,
        limit: int = MOST_CANDIDATES,
        newest_id: ArticleId | None = None,
    ) -> list[Candidate]:
        return await self.search.find_candidates(
            sought, narrowing=self.narrowing, limit=limit, newest_id=newest_id
        )


async def ask(
    search: Search, question: Question, *, narrowing: Narrowing = ANYTHING, now: datetime
) -> Found:
    """The articles that answer; of no words, the newest of those that `narrowing` leaves."""
    asked = words(" ".join(part.text for part in question.parts))
    recency = _RECENCY_IF_NEWEST if wants_newest(asked) else RECENCY
    asking = _Asking(search=search, narrowing=narrowing, recency=recency, now=now)
    counts, vocabulary = await search.get_words(list(map(letters_of, asked)))
    what = known(counts, vocabulary)
    terms = unfinished([term for part in question.parts for term in _terms(part, what)])
    if ends := completions(terms, vocabulary):
        terms = completed(terms, await _likeliest_ends(search, terms, ends))
    if not terms:
        return await _newest(asking)
    candidates = await asking.fetch(all_of(terms))
    has_enough = len(candidates) >= MOST_CANDIDATES
    typed = await _as_typed(asking, terms, candidates)
    # Words that stand together in hundreds of articles are no slips.
    if has_enough or (typed and _is_well_met(typed[0], terms)):
        return await _found(asking, typed, terms)
    choices = choices_for(terms, vocabulary)
    pairs = await search.count_tokens(pairs_between(choices, vocabulary), most=MOST_PAIRS_COUNTED)
    meant = guessed(terms, choices, pairs, vocabulary)
    return await _found(asking, await _as_meant(asking, terms, meant, typed), meant)


async def _likeliest_ends(search: Search, terms: Sequence[Term], ends: Sequence[str]) -> list[str]:
    before = terms[-2].first.words[-1]
    counts = await search.count_tokens([pair(before, it) for it in ends], most=MOST_PAIRED)
    paired = {it: counts.get(pair(before, it), 0) for it in ends}
    return [it for it in nlargest(MOST_ENDS, ends, key=paired.__getitem__) if paired[it]]


def _terms(part: Part, what: Known) -> list[Term]:
    return understood(part.text, what, is_phrase=part.is_phrase)


async def _newest(asking: _Asking) -> Found:
    if asking.narrowing == ANYTHING:
        return Found()
    newest = await asking.fetch([Sought(needs=())])
    return Found(articles=[Ranked(it, covers=1.0) for it in newest])


async def _as_typed(
    asking: _Asking, terms: Sequence[Term], candidates: Sequence[Candidate]
) -> list[Ranked]:
    if len(candidates) >= MOST_CANDIDATES:
        # The newest are not enough where so many hold the words: those about them, too.
        stricter = [*all_in_title(terms), *side_by_side(terms), *all_as_marked(terms)]
        # They hold the words, too: none is newer than the newest that do.
        newest_id = max(it.id for it in candidates)
        more = await asking.fetch(stricter, limit=MOST_EACH, newest_id=newest_id)
        candidates = _joined(candidates, more)
        if asking.recency == RECENCY and len(terms) < _LONG:
            asking = replace(asking, recency=_RECENCY_IF_GENERAL)
    return await _ranked(asking, candidates, terms)


async def _as_meant(
    asking: _Asking, terms: Sequence[Term], meant: Sequence[Term], typed: Sequence[Ranked]
) -> list[Ranked]:
    so_far = [it.candidate for it in typed]
    more = await asking.fetch(all_but_one(terms))
    if not 0 < len(more) < MOST_CANDIDATES:
        # Where nearly all of it is found so often, the slip is in one of the rare words.
        most = FEW_SLIPS if more else MOST_SLIPS
        more += await asking.fetch(one_slip(terms, meant, most=most), limit=MOST_EACH)
    best = await _ranked(asking, _joined(so_far, more), meant)
    if best and best[0].covers >= _HARDLY_COVERED:
        return best
    some = await asking.fetch([*all_of(meant), *some_of(meant)], limit=MOST_EACH)
    return await _ranked(asking, _joined([*so_far, *more], some), meant)


def _is_well_met(best: Ranked, terms: Sequence[Term]) -> bool:
    return best.covers > _WELL_COVERED and (len(terms) == 1 or best.near > _WELL_TOGETHER)


async def _ranked(
    asking: _Asking, candidates: Sequence[Candidate], terms: Sequence[Term]
) -> list[Ranked]:
    """All candidates, the best first; into the texts of the first MOST_READ we look."""
    by = weighing(terms, recency=asking.recency, now=asking.now)
    hopeful, rest = promising(candidates, terms, most=MOST_WEIGHED)
    first = ranked(hopeful, by)
    top = [it.candidate for it in first[:MOST_READ]]
    bodies = await asking.search.get_bodies([it.id for it in top]) if top else {}
    best = [*ranked(top, by, bodies=bodies), *first[MOST_READ:]]
    return _with_phrases([*best, *map(Ranked, rest)], terms, bodies)


def _with_phrases(
    best: Sequence[Ranked], terms: Sequence[Term], bodies: Mapping[ArticleId, str]
) -> list[Ranked]:
    if not any(term.in_phrase for term in terms):
        return list(best)
    ready = sieve(terms)
    return [
        it
        for it in best
        if any(holds_phrases(text, terms, ready) for text in _texts(it.candidate, bodies))
    ]


async def _found(asking: _Asking, best: Sequence[Ranked], terms: Sequence[Term]) -> Found:
    if not best:
        return Found(terms=terms)
    # Nobody wants half a match after whole ones.
    least = best[0].covers * _LIKE_THE_BEST
    shown = [it for it in best if it.lacks <= best[0].lacks or it.covers >= least]
    meant = ""
    if any(form.is_reading for term in terms for form in term.forms):
        first = shown[0].candidate
        meant = suggestion(_texts(first, await asking.search.get_bodies([first.id])), terms)
    return Found(articles=shown, terms=terms, suggestion=meant)


def _texts(candidate: Candidate, bodies: Mapping[ArticleId, str]) -> list[str]:
    return [candidate.title, candidate.summary, bodies.get(candidate.id, "")]


def _joined(first: Sequence[Candidate], second: Sequence[Candidate]) -> list[Candidate]:
    return list({it.id: it for it in (*first, *second)}.values())
