"""What a question is made of: terms, and the forms each may have in a text (pure)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bot.search.syllables import letters_of, marks_of
from storage.search_query import Need, Way
from storage.search_tokens import bare, exact, in_title, pair

MOST_WAYS: Final = 6
"""Forms of a term that the index is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Neighbouring words; `worth` of 1 is what was typed, less what we made of it.

    `is_begun`: the last word may go on. `is_reading`: other words than were typed, by our guess.
    `is_sought`: the index is asked for it; else it only counts where it stands.
    """

    words: tuple[str, ...]
    worth: float = 1.0
    is_begun: bool = False
    is_reading: bool = False
    is_sought: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One thing asked for. `typed`: as it was written, for what is shown.

    `weight`: how much it tells articles apart. `in_phrase`: right after the term before.
    `is_filler`: words around a question, which an article need not hold.
    """

    typed: str
    forms: tuple[Form, ...]
    weight: float = 1.0
    in_phrase: bool = False
    is_filler: bool = False

    @property
    def first(self) -> Form:
        """What was typed."""
        return self.forms[0]


def likeness(asked: str, found: str) -> float:
    """How well a word of a text answers one that was asked: 1 for the same, 0 for another.

    >>> likeness("bao·2", "bao·2"), likeness("bao", "bao·2"), likeness("bao·2", "tin")
    (1.0, 0.96, 0.0)
    """
    if asked == found:
        return 1.0
    if letters_of(asked) != letters_of(found):
        return 0.0
    asked_marks, found_marks = set(marks_of(asked)), set(marks_of(found))
    if not asked_marks:
        return 0.96
    # Whoever forgets a mark writes fewer; whoever writes others means another word.
    if asked_marks < found_marks or not found_marks:
        return 0.8
    return 0.7 if len(asked_marks ^ found_marks) <= 2 else 0.55


def need_of(term: Term, *, before: Term | None = None) -> Need:
    """The tokens by which the index finds the term, in each of its forms."""
    if term.in_phrase and before is not None:
        return ((pair(before.first.words[-1], term.first.words[0]),),)
    ways: dict[Way, None] = {}
    for form in term.forms:
        if form.is_begun:
            if before is not None and form.is_sought:
                beginning = f"{pair(before.first.words[-1], form.words[-1])}*"
                ways.setdefault((*_tokens(form.words[:-1]), beginning))
            continue
        ways.setdefault(_tokens(form.words))
    return tuple(ways)[:MOST_WAYS]


def needs_of(terms: Sequence[Term], places: Iterable[int]) -> tuple[Need, ...]:
    """The needs of the terms at these places, each beside its neighbour in the question."""
    needs = (need_of(terms[at], before=terms[at - 1] if at else None) for at in places)
    return tuple(dict.fromkeys(need for need in needs if need))


def exact_needs_of(terms: Sequence[Term], places: Iterable[int]) -> tuple[Need, ...]:
    """The needs of the terms at these places, with the very marks that were typed."""
    needs = (
        tuple(tuple(map(exact, form.words)) for form in terms[at].forms if not form.is_begun)
        for at in places
    )
    return tuple(dict.fromkeys(need[:MOST_WAYS] for need in needs))


def title_needs_of(terms: Sequence[Term], places: Iterable[int]) -> tuple[Need, ...]:
    """The same as `needs_of`, met by titles alone."""
    return tuple(
        tuple(tuple(it for token in way for it in in_title(token)) for way in need)
        for need in needs_of(terms, places)
    )


def _tokens(words: Sequence[str]) -> Way:
    pairs = [pair(*two) for two in pairwise(words)]
    return tuple(dict.fromkeys(pairs or [bare(word) for word in words]))
