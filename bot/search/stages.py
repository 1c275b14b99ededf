"""What the index is asked, from the strictest to the widest (pure)."""

from collections.abc import Sequence
from typing import Final

from bot.search.terms import Term, needs_of
from storage.search_query import Sought

MOST_NEEDS: Final = 8
_FEW: Final = 5


def all_of(terms: Sequence[Term], *, in_title: bool = False) -> list[Sought]:
    """Every term."""
    return [Sought(needs=needs_of(_heaviest(terms, most=MOST_NEEDS)), in_title=in_title)]


def one_slip(typed: Sequence[Term], meant: Sequence[Term]) -> list[Sought]:
    """Each term in turn as it may have been meant, the others as typed; then one missing."""
    chosen = _heaviest(typed, most=MOST_NEEDS)
    readings = {id(before): after for before, after in zip(typed, meant, strict=True)}
    found = []
    for at, term in enumerate(chosen):
        other = readings[id(term)]
        if other.forms != term.forms:
            found.append(Sought(needs=needs_of([*chosen[:at], other, *chosen[at + 1 :]])))
    if len(chosen) > 2:
        found.append(Sought(needs=needs_of(chosen), may_lack=1))
    return found


def some_of(terms: Sequence[Term]) -> list[Sought]:
    """Any two of those that tell articles apart best."""
    needs = needs_of(_heaviest(terms, most=_FEW))
    return [Sought(needs=needs, may_lack=max(len(needs) - 2, min(len(needs) - 1, 1)))]


def _heaviest(terms: Sequence[Term], *, most: int) -> list[Term]:
    """The terms that tell articles apart best, in their order."""
    needed = [term for term in terms if not term.is_filler] or list(terms)
    places = sorted(range(len(needed)), key=lambda at: -needed[at].weight)[:most]
    return [needed[at] for at in sorted(places)]
