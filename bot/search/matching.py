"""Where terms stand in the words of a text (pure)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from bot.search.syllables import JOINT, letters_of
from bot.search.terms import Form, Term, likeness

MOST_SPOTS: Final = 20


class Spot(NamedTuple):
    """Where a form stands, from the space before it to the one after, and how well it answers."""

    start: int
    end: int
    worth: float
    is_reading: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A form made ready for many texts. `likes` remembers how well each word met answers."""

    form: Form
    heads: tuple[str, ...]
    likes: tuple[dict[str, float], ...] = field(compare=False)


class Answer(NamedTuple):
    """What a word of a text is to the term at `place`: a form of it, or the first of several."""

    place: int
    worth: float
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Sieve:
    """Terms made ready for many texts.

    `pattern` finds any first word of theirs; `at_word`: for the letters of one, the places of
    the terms and their forms; `at_beginning`: those whose first word may go on. `answers`
    remembers what each word met is to the terms.
    """

    size: int
    pattern: re.Pattern[str] | None
    at_word: Mapping[str, Sequence[tuple[int, Wanted]]]
    at_beginning: Sequence[tuple[int, Wanted]]
    answers: dict[str, Sequence[Answer]] = field(default_factory=dict, compare=False)


def sieve(terms: Sequence[Term]) -> Sieve:
    """The terms made ready for many texts."""
    at_word: dict[str, list[tuple[int, Wanted]]] = {}
    at_beginning: list[tuple[int, Wanted]] = []
    for place, term in enumerate(terms):
        for form in term.forms:
            wanted = _wanted(form)
            if form.is_begun and len(form.words) == 1:
                at_beginning.append((place, wanted))
            else:
                at_word.setdefault(wanted.heads[0][1:], []).append((place, wanted))
    heads = "|".join(map(re.escape, at_word))
    # One look through the text for all of them: a look for each was most of what ranking cost.
    pattern = re.compile(f" (?:{heads})(?:{JOINT}[^ ]*)?(?= )") if heads else None
    return Sieve(len(terms), pattern, at_word, at_beginning)


def spots_in(text: str, ready: Sieve, *, most: int = MOST_SPOTS) -> list[list[Spot]]:
    """For each term where it stands, in any of its forms, in words with a space around each.

    >>> term = Term(typed="bão", forms=(Form(words=("bao·3",)),))
    >>> spots_in(" con bao·3 so ", sieve([term]))
    [[Spot(start=4, end=10, worth=1.0, is_reading=False)]]
    """
    found: list[list[Spot]] = [[] for _ in range(ready.size)]
    known = ready.answers
    for match in ready.pattern.finditer(text) if ready.pattern else ():
        word = match[0]
        answers = known.get(word)
        if answers is None:
            answers = known[word] = _answers(word[1:], ready)
        for place, worth, wanted in answers:
            spots = found[place]
            if len(spots) >= most:
                continue
            if len(wanted.heads) == 1:
                start = match.start()
                spots.append(Spot(start, start + len(word), worth, wanted.form.is_reading))
            elif spot := _spot_at(text, match.start(), wanted):
                spots.append(spot)
    for place, wanted in ready.at_beginning:
        head = wanted.heads[0]
        at = text.find(head)
        while at >= 0 and len(found[place]) < most:
            if spot := _spot_at(text, at, wanted):
                found[place].append(spot)
            at = text.find(head, at + 1)
    return found


def holds_phrases(text: str, terms: Sequence[Term], ready: Sieve) -> bool:
    """Whether every term that was quoted stands right after the one before it."""
    before: set[int] = set()
    for term, spots in zip(terms, spots_in(text, ready), strict=True):
        if term.in_phrase:
            spots = [spot for spot in spots if spot.start in before]
            if not spots:
                return False
        before = {spot.end for spot in spots}
    return True


def _wanted(form: Form) -> Wanted:
    heads = tuple(f" {letters_of(word)}" for word in form.words)
    return Wanted(form, heads, tuple({} for _ in heads))


def _answers(word: str, ready: Sieve) -> list[Answer]:
    likes = (
        (place, _like(word, wanted, place=0), wanted)
        for place, wanted in ready.at_word[letters_of(word)]
    )
    return [
        Answer(place, wanted.form.worth * like, wanted) for place, like, wanted in likes if like
    ]


def _spot_at(text: str, start: int, wanted: Wanted) -> Spot | None:
    worth, end = wanted.form.worth, start
    for place, head in enumerate(wanted.heads):
        if place and not text.startswith(head, end):
            return None
        after = text.find(" ", end + 1)
        like = _like(text[end + 1 : after], wanted, place=place)
        if not like:
            return None
        worth, end = worth * like, after
    return Spot(start, end, worth, wanted.form.is_reading)


def _like(word: str, wanted: Wanted, *, place: int) -> float:
    likes = wanted.likes[place]
    like = likes.get(word)
    if like is None:
        form = wanted.form
        like = likeness(form.words[place], word)
        if not like and form.is_begun and place == len(form.words) - 1:
            like = 1.0
        likes[word] = like
    return like
