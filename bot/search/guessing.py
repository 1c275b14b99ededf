"""What was probably meant where what was typed is not found (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.search.spelling import Guess, guesses, likeliest
from bot.search.terms import Form, Term
from storage.search_words import Vocabulary

_FIRST, _STEP = 0.9, 0.05
_MOST_FORMS: Final = 6


def choices_for(terms: Sequence[Term], vocabulary: Vocabulary) -> list[list[Guess]]:
    """For each term, the words that may have been meant; quoted ones are taken at their word."""
    return [
        guesses(term.first.words[0], vocabulary)
        if len(term.first.words) == 1 and not term.in_phrase and not term.is_filler
        else [Guess(term.first.words[0], 0.0)]
        for term in terms
    ]


def guessed(
    terms: Sequence[Term],
    choices: Sequence[Sequence[Guess]],
    pair_counts: Mapping[str, int],
    vocabulary: Vocabulary,
) -> list[Term]:
    """The terms with what may have been meant as further forms, the likeliest worth most."""
    orders = likeliest(choices, pair_counts, vocabulary)
    return [_with(term, order) for term, order in zip(terms, orders, strict=True)]


def _with(term: Term, order: Sequence[str]) -> Term:
    if len(order) == 1:
        return term
    typed = term.first.words[0]
    others = [word for word in order[:_MOST_FORMS] if word != typed]
    forms = (
        Form(words=(word,), worth=_FIRST - _STEP * at, is_reading=True)
        for at, word in enumerate(others)
    )
    return replace(term, forms=(*term.forms, *forms))
