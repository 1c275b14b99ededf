"""What the index is asked, from the strictest to the widest (pure)."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.search.syllables import marks_of
from bot.search.terms import Term, exact_needs_of, needs_of, title_needs_of
from storage.search_query import Sought
from storage.search_tokens import pair

MOST_NEEDS: Final = 8
ENOUGH_NEEDS: Final = 5
_FEW: Final = 4
MOST_SLIPS, FEW_SLIPS = _FEW, 2
_TELLING: Final = 1.2
"""The weight of a word in nearly half of all articles: reading its list costs most, tells least."""


def all_of(terms: Sequence[Term]) -> list[Sought]:
    """Every term, or ENOUGH_NEEDS of those that tell articles apart best."""
    return [Sought(needs=needs_of(terms, _heaviest(terms, most=ENOUGH_NEEDS)))]


def all_in_title(terms: Sequence[Term]) -> list[Sought]:
    """The same in the title."""
    return [Sought(needs=title_needs_of(terms, _heaviest(terms, most=ENOUGH_NEEDS)))]


def all_as_marked(terms: Sequence[Term]) -> list[Sought]:
    """The same with the very marks that were typed; nothing when there were none."""
    if not any(marks_of(word) for term in terms for word in term.first.words):
        return []
    return [Sought(needs=exact_needs_of(terms, _heaviest(terms, most=ENOUGH_NEEDS)))]


def side_by_side(terms: Sequence[Term]) -> list[Sought]:
    """Every term, and every two that are neighbours side by side."""
    pairs = [
        ((pair(first.first.words[-1], second.first.words[0]),),)
        for first, second in pairwise(terms)
    ]
    return [Sought(needs=tuple(pairs[:MOST_NEEDS]))] if pairs else []


def all_but_one(terms: Sequence[Term]) -> list[Sought]:
    """All terms but one, whichever it is; nothing when that says too little."""
    needs = needs_of(terms, _heaviest(terms, most=ENOUGH_NEEDS))
    return [Sought(needs=needs, may_lack=1)] if len(needs) > 2 else []


def one_slip(
    typed: Sequence[Term], meant: Sequence[Term], *, most: int = MOST_SLIPS
) -> list[Sought]:
    """Each term in turn as it may have been meant, the others as typed; the rarest `most`."""
    places = _heaviest(typed, most=_FEW)
    return [
        Sought(needs=needs_of([*typed[:at], meant[at], *typed[at + 1 :]], places))
        for at in _heaviest(typed, most=most)
        if meant[at].forms != typed[at].forms
    ]


def some_of(terms: Sequence[Term]) -> list[Sought]:
    """Any two of those that tell articles apart best."""
    needs = needs_of(terms, _heaviest(terms, most=_FEW))
    return [Sought(needs=needs, may_lack=max(len(needs) - 2, min(len(needs) - 1, 1)))]


def _heaviest(terms: Sequence[Term], *, most: int) -> list[int]:
    """The places of the terms that tell articles apart best, in order."""
    places = range(len(terms))
    needed = [at for at in places if not terms[at].is_filler] or list(places)
    telling = [at for at in needed if terms[at].weight >= _TELLING or terms[at].in_phrase]
    needed = telling if len(telling) > 1 else needed
    return sorted(sorted(needed, key=lambda at: -terms[at].weight)[:most])
