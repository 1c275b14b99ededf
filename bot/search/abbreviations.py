"""Short forms and long ones, and the words around a question: the table as terms (pure)."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

from bot.search.syllables import letters_of, marks_of, words
from bot.search.terms import Form

SURE, WEAK = 0.97, 0.85
FILLER_WEIGHT: Final = 1 / 3


class Meaning(NamedTuple):
    """How many words are one thing, and its other forms."""

    length: int
    forms: tuple[Form, ...]


class _Entry(NamedTuple):
    words: tuple[str, ...]
    others: tuple[Form, ...]


def meaning_at(asked: Sequence[str], place: int) -> Meaning | None:
    """The longest entry of the table that begins at `place`.

    A short form counts only with its own marks or, as most type it, without any.

    >>> meaning_at(words("clb bóng đá"), 0).forms[0].words
    ('cau·c', 'lac·5', 'bo·5c')
    """
    best: _Entry | None = None
    for entry in _table().get(letters_of(asked[place]), ()):
        is_longer = best is None or len(entry.words) > len(best.words)
        if is_longer and _is_at(entry.words, asked, place):
            best = entry
    return Meaning(len(best.words), best.others) if best else None


def fillers_in(asked: Sequence[str]) -> set[int]:
    """The places of words that only lead up to a question.

    >>> sorted(fillers_in(words("cho mình hỏi nộp hồ sơ ở đâu")))
    [0, 1, 2, 6, 7]
    """
    found: set[int] = set()
    for place in range(len(asked)):
        for filler in _fillers().get(letters_of(asked[place]), ()):
            if _is_at(filler, asked, place):
                found.update(range(place, place + len(filler)))
    # A question of nothing else is meant.
    return set() if len(found) == len(asked) else found


def wants_newest(asked: Sequence[str]) -> bool:
    """Whether the newest is asked for rather than the best."""
    return any(_is_at(newest, asked, place) for place in range(len(asked)) for newest in _newest())


def _is_at(entry: Sequence[str], asked: Sequence[str], place: int) -> bool:
    here = asked[place : place + len(entry)]
    if len(here) < len(entry):
        return False
    return all(
        word == typed or (not marks_of(typed) and letters_of(word) == typed)
        for word, typed in zip(entry, here, strict=True)
    )


@cache
def _data() -> Mapping[str, list[list[str]]]:
    file = resources.files("bot.search") / "abbreviations.toml"
    data: Mapping[str, list[list[str]]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return data


@cache
def _table() -> Mapping[str, tuple[_Entry, ...]]:
    entries: dict[str, tuple[_Entry, ...]] = {}
    for group, worth in (*_groups("sure", SURE), *_groups("weak", WEAK)):
        for form in group:
            others = tuple(Form(words=it, worth=worth) for it in group if it != form)
            first = letters_of(form[0])
            entries[first] = (*entries.get(first, ()), _Entry(form, others))
    return entries


def _groups(name: str, worth: float) -> Iterable[tuple[list[tuple[str, ...]], float]]:
    for line in _data()[name]:
        yield list(dict.fromkeys(tuple(words(form)) for form in line)), worth


@cache
def _newest() -> list[tuple[str, ...]]:
    return [tuple(words(str(line))) for line in _data()["newest"]]


@cache
def _fillers() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for line in (*_data()["fillers"], *_data()["newest"]):
        filler = tuple(words(str(line)))
        first = letters_of(filler[0])
        found[first] = (*found.get(first, ()), filler)
    return found
