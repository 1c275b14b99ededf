"""A word written out again with its marks in their places (pure)."""

import re
import unicodedata
from typing import Final

from bot.search.syllables import (
    ACUTE,
    BREVE,
    CIRCUMFLEX,
    CROSSED,
    DOT,
    GRAVE,
    HOOK,
    HORN,
    TILDE,
    TONES,
    letters_of,
    marks_of,
)

_TONE_SIGNS: Final = {
    GRAVE: "\u0300",
    HOOK: "\u0309",
    TILDE: "\u0303",
    ACUTE: "\u0301",
    DOT: "\u0323",
}
_VOWELS: Final = re.compile("(?P<onset>[^aeiouy]*(?:qu|gi(?=[aeiouy]))?)(?P<vowels>[aeiouy]+)")


def written(word: str) -> str:
    """The word as a Vietnamese writes it; marks that fit no letter are left out.

    >>> written("doan·1d"), written("nguoi·1h"), written("hoa·1"), written("nghieng·c")
    ('đoàn', 'người', 'hòa', 'nghiêng')
    """
    letters, marks = letters_of(word), marks_of(word)
    if CROSSED in marks:
        letters = letters.replace("d", "đ", 1)
    found = _VOWELS.match(letters)
    if not found:
        return letters
    onset, vowels, rest = found["onset"], found["vowels"], letters[found.end() :]
    shaped = list(_shaped(vowels, marks))
    tone = next((_TONE_SIGNS[it] for it in marks if it in TONES), "")
    place = _tone_place(vowels, shaped, is_open=not rest)
    shaped[place] += tone
    return unicodedata.normalize("NFC", onset + "".join(shaped) + rest)


def _shaped(vowels: str, marks: str) -> str:
    if HORN in marks:
        if "uo" in vowels:
            return vowels.replace("uo", "ươ", 1)
        return vowels.replace("u", "ư", 1) if "u" in vowels else vowels.replace("o", "ơ", 1)
    if CIRCUMFLEX in marks:
        # In "iê", "uô" and "uâ" the second letter carries it, in "âu" and "êu" the first.
        place = next((at for at, it in enumerate(vowels) if it in "aeo"), -1)
        return vowels if place < 0 else _at(vowels, place, {"a": "â", "e": "ê", "o": "ô"})
    if BREVE in marks and "a" in vowels:
        return vowels.replace("a", "ă", 1)
    return vowels


def _at(vowels: str, place: int, changed: dict[str, str]) -> str:
    return vowels[:place] + changed[vowels[place]] + vowels[place + 1 :]


def _tone_place(vowels: str, shaped: list[str], *, is_open: bool) -> int:
    marked = [at for at, it in enumerate(shaped) if it not in "aeiouy"]
    if marked:
        return marked[-1]
    if len(vowels) == 1:
        return 0
    if len(vowels) > 2:
        return 1
    return 0 if is_open else 1
