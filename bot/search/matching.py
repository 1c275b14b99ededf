"""Where terms stand in the words of a text (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from bot.search.syllables import letters_of
from bot.search.terms import Form, Term, likeness

MOST_SPOTS: Final = 20


class Spot(NamedTuple):
    """Where a form stands, from the space before it to the one after, and how well it answers."""

    start: int
    end: int
    worth: float
    is_reading: bool = False


@dataclass(frozen=True, slots=True)
class Sought:
    """A form made ready for many texts. `likes` remembers how well each word met answers."""

    form: Form
    heads: tuple[str, ...]
    likes: tuple[dict[str, float], ...] = field(compare=False)


Sieve = tuple[tuple[Sought, ...], ...]
"""For each term, its forms."""


def sieve(terms: Sequence[Term]) -> Sieve:
    """The terms made ready for many texts."""
    return tuple(tuple(map(_sought, term.forms)) for term in terms)


def spots_in(text: str, forms: Sequence[Sought], *, most: int = MOST_SPOTS) -> list[Spot]:
    """Where a term stands, in any of its forms, in words with a space around each.

    >>> term = Term(typed="bão", forms=(Form(words=("bao·3",)),))
    >>> spots_in(" con bao·3 so ", sieve([term])[0])
    [Spot(start=4, end=10, worth=1.0, is_reading=False)]
    """
    found: list[Spot] = []
    for sought in forms:
        head = sought.heads[0]
        at = text.find(head)
        while at >= 0 and len(found) < most:
            spot = _spot_at(text, at, sought)
            if spot is not None:
                found.append(spot)
            at = text.find(head, at + 1)
    return found


def holds_phrases(text: str, terms: Sequence[Term], ready: Sieve) -> bool:
    """Whether every term that was quoted stands right after the one before it."""
    before: set[int] = set()
    for term, forms in zip(terms, ready, strict=True):
        spots = spots_in(text, forms)
        if term.in_phrase:
            spots = [spot for spot in spots if spot.start in before]
            if not spots:
                return False
        before = {spot.end for spot in spots}
    return True


def _sought(form: Form) -> Sought:
    heads = tuple(f" {letters_of(word)}" for word in form.words)
    return Sought(form, heads, tuple({} for _ in heads))


def _spot_at(text: str, start: int, sought: Sought) -> Spot | None:
    worth, end = sought.form.worth, start
    last = len(sought.heads) - 1
    for place, (head, likes) in enumerate(zip(sought.heads, sought.likes, strict=True)):
        if place and not text.startswith(head, end):
            return None
        after = text.find(" ", end + 1)
        word = text[end + 1 : after]
        like = likes.get(word)
        if like is None:
            like = likeness(sought.form.words[place], word)
            if not like and sought.form.is_begun and place == last:
                like = 1.0
            likes[word] = like
        if not like:
            return None
        worth, end = worth * like, after
    return Spot(start, end, worth, sought.form.is_reading)
