"""Slips of the finger and of the ear: the words that were probably meant (pure)."""

from collections.abc import Container, Iterator, Mapping, Sequence
from math import log
from typing import Final, NamedTuple

from bot.search.syllables import join, letters_of, marks_of
from storage.search_tokens import pair
from storage.search_words import Vocabulary

MOST_GUESSES: Final = 8
MOST_PAIRS_COUNTED: Final = 30
LONGEST: Final = 24
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz"
_ROWS: Final = ("qwertyuiop", "asdfghjkl;", "zxcvbnm,./")
_PLACES: Final = {key: (row, at) for row, keys in enumerate(_ROWS) for at, key in enumerate(keys)}

# What the ear confuses, at the beginning and at the end of a syllable.
_ONSETS: Final = (
    ("tr", "ch"), ("s", "x"), ("d", "gi"), ("d", "r"), ("gi", "r"), ("gi", "v"), ("d", "v"),
    ("l", "n"), ("ng", "ngh"), ("g", "gh"), ("k", "c"), ("kh", "h"), ("qu", "w"), ("ph", "f"),
)  # fmt: skip
_CODAS: Final = (("n", "ng"), ("c", "t"), ("nh", "n"), ("ch", "t"), ("m", "n"), ("i", "y"))

SAME, CONFUSED, SLIPPED, OTHER, OTHER_MARKS = 0.0, 1.5, 2.5, 3.5, 1.5
_DOUBLED: Final = 1.5


class Guess(NamedTuple):
    """A word that may have been meant, and how unlikely the slip is."""

    word: str
    cost: float


def guesses(typed: str, vocabulary: Vocabulary, *, most: int = MOST_GUESSES) -> list[Guess]:
    """What may have been meant by a typed word, itself included, the likeliest first."""
    letters, marks = letters_of(typed), marks_of(typed)
    found = {typed: SAME}
    if len(letters) > LONGEST or letters.isdecimal():
        return [Guess(typed, SAME)]
    for other, cost in _near(letters, vocabulary.counts):
        for word, more in _marked(other, marks, vocabulary):
            found[word] = min(found.get(word, cost + more), cost + more)
    ranked = sorted(found.items(), key=lambda it: (it[1] - _commonness(it[0], vocabulary), it[0]))
    kept = [Guess(word, cost) for word, cost in ranked[:most]]
    return kept if any(it.word == typed for it in kept) else [*kept[:-1], Guess(typed, SAME)]


def is_near_known(letters: str, vocabulary: Vocabulary) -> bool:
    """Whether one slip leads to these letters from a word that somebody wrote."""
    return any(True for _ in _near(letters, vocabulary.counts))


def likeliest(
    choices: Sequence[Sequence[Guess]], pair_counts: Mapping[str, int], vocabulary: Vocabulary
) -> list[list[str]]:
    """For each place, its words in the order in which they fit in best (forward and backward)."""
    costs = [
        [guess.cost - 0.5 * _commonness(guess.word, vocabulary) for guess in some]
        for some in choices
    ]
    forward = _cheapest(choices, costs, pair_counts)
    backward = _cheapest(choices[::-1], costs[::-1], pair_counts, is_reversed=True)[::-1]
    ranked = []
    for some, own, before, after in zip(choices, costs, forward, backward, strict=True):
        whole = [one + other - cost for one, other, cost in zip(before, after, own, strict=True)]
        ranked.append([some[at].word for at in sorted(range(len(some)), key=whole.__getitem__)])
    return ranked


def _cheapest(
    choices: Sequence[Sequence[Guess]],
    costs: Sequence[Sequence[float]],
    pair_counts: Mapping[str, int],
    *,
    is_reversed: bool = False,
) -> list[list[float]]:
    """For each guess, the cost of the best way up to it and with it."""
    reached = [list(costs[0])]
    for place, some in enumerate(choices[1:], start=1):
        here = []
        for at, guess in enumerate(some):
            ways = []
            for before, so_far in zip(choices[place - 1], reached[-1], strict=True):
                two = (guess.word, before.word) if is_reversed else (before.word, guess.word)
                ways.append(so_far - _fit(*two, pair_counts))
            here.append(costs[place][at] + min(ways))
        reached.append(here)
    return reached


def pairs_between(choices: Sequence[Sequence[Guess]], vocabulary: Vocabulary) -> list[str]:
    """The tokens of the neighbours worth counting: one of the two is as typed, or unknown."""
    anchors = [_anchors(some, vocabulary) for some in choices]
    found: dict[str, None] = {}
    for place in range(len(choices) - 1):
        for first in choices[place]:
            for second in choices[place + 1]:
                if first.word in anchors[place] or second.word in anchors[place + 1]:
                    found[pair(first.word, second.word)] = None
    return list(found)


def _anchors(some: Sequence[Guess], vocabulary: Vocabulary) -> set[str]:
    typed = next(guess.word for guess in some if guess.cost == SAME)
    if vocabulary.counts.get(letters_of(typed)):
        return {typed}
    return {guess.word for guess in some[:3]}


def _fit(first: str, second: str, pair_counts: Mapping[str, int]) -> float:
    return 1.5 * log(1 + pair_counts.get(pair(first, second), 0))


def _commonness(word: str, vocabulary: Vocabulary) -> float:
    letters = letters_of(word)
    count = vocabulary.counts.get(letters, 0)
    if word != letters:
        count = vocabulary.spellings_of(letters).get(word, 0)
    return 0.5 * log(1 + count)


def _marked(letters: str, marks: str, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    """The letters with the marks that were typed, or with others where nobody writes these."""
    if not marks:
        yield letters, SAME
        return
    same = join(letters, set(marks))
    spellings = vocabulary.spellings_of(letters)
    if same in spellings:
        yield same, SAME
    for word in spellings:
        if word != same and len(set(marks_of(word)) ^ set(marks)) <= 2:
            yield word, OTHER_MARKS


def _near(letters: str, known: Container[str]) -> Iterator[tuple[str, float]]:
    """Known letters one slip away, and the cost of the slip; some more than once."""
    if letters in known:
        yield letters, SAME
    for other in _confused(letters):
        if other in known:
            yield other, CONFUSED
    for at in range(len(letters) + 1):
        head, here, tail = letters[:at], letters[at : at + 1], letters[at + 1 :]
        for key in _ALPHABET:
            if (other := head + key + here + tail) in known:
                yield other, OTHER
        if not here:
            continue
        if (other := head + tail) in known:
            yield other, _DOUBLED if head.endswith(here) else OTHER
        if tail and (other := head + tail[0] + here + tail[1:]) in known:
            yield other, SLIPPED
        for key in _ALPHABET:
            if (other := head + key + tail) in known:
                yield other, SLIPPED if _are_near(here, key) else OTHER


def _confused(letters: str) -> Iterator[str]:
    for one, other in _ONSETS:
        for typed, meant in ((one, other), (other, one)):
            if letters.startswith(typed):
                yield meant + letters[len(typed) :]
    for one, other in _CODAS:
        for typed, meant in ((one, other), (other, one)):
            if letters.endswith(typed):
                yield letters[: -len(typed)] + meant


def _are_near(one: str, other: str) -> bool:
    if one not in _PLACES or other not in _PLACES:
        return False
    (row, at), (other_row, other_at) = _PLACES[one], _PLACES[other]
    return abs(row - other_row) <= 1 and abs(at - other_at) <= 1
