"""Vietnamese words as letters and marks, wherever the marks stand (pure).

A word is written as its bare letters, and after a joint the marks it carries in a fixed order:
"đoàn" is `doan·1d`, "hòa" and "hoà" are both `hoa·1`, "google" is `google`.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from bot.text import clean, fold
from storage.search_tokens import JOINT as JOINT
from storage.search_tokens import letters_of as letters_of

MOST_LETTERS: Final = 64
BREVE, CIRCUMFLEX, CROSSED, HORN = "bcdh"
GRAVE, HOOK, TILDE, ACUTE, DOT = "12345"
TONES: Final = frozenset("12345")
MARKS: Final = "12345bcdh"

_SIGNS: Final = {
    "\u0306": BREVE,
    "\u0302": CIRCUMFLEX,
    "\u031b": HORN,
    "\u0300": GRAVE,
    "\u0309": HOOK,
    "\u0303": TILDE,
    "\u0301": ACUTE,
    "\u0323": DOT,
    "đ": CROSSED,
}
# A number and its unit are two words, written together or not: 20GB, 2.975ha.
_WORD: Final = re.compile(r"\d+(?=[^\W\d_])|[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_THOUSANDS: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![.,]?\d)", re.ASCII)
# Kỉ niệm and kỷ niệm, quí and quý: one word in two spellings.
_FREE_Y: Final = re.compile("(?:[hklmst]|qu)y")


def words(text: str) -> list[str]:
    """The words of a text, in order.

    >>> words("Đoàn viên hoà 2.000 ha, TP.HCM")
    ['doan·1d', 'vien·c', 'hoa·1', '2000', 'ha', 'tp', 'hcm']
    """
    plain = _THOUSANDS.sub(_joined, clean(text).lower())
    return [word for word in map(word_of, _WORD.findall(plain)) if word]


def places(text: str) -> list[tuple[int, int, str]]:
    """The words of a text already cleaned, each with its beginning and end in the text.

    >>> places("Giá 2.000 đồng")
    [(0, 3, 'gia·4'), (4, 9, '2000'), (10, 14, 'dong·1cd')]
    """
    found: list[tuple[int, int, str]] = []
    joined = {it.start(): it.end() for it in _THOUSANDS.finditer(text)}
    at = 0
    while match := _WORD.search(text, at):
        start, end = match.start(), joined.get(match.start(), match.end())
        word = word_of(text[start:end].replace(".", "").lower())
        if word:
            found.append((start, end, word))
        at = end
    return found


@lru_cache(maxsize=16_384)
def word_of(raw: str) -> str:
    """One written word in lower case, as letters and marks; empty when nothing is left.

    >>> word_of("người"), word_of("kỷ"), word_of("kỉ")
    ('nguoi·1h', 'ki·2', 'ki·2')
    """
    letters = "".join(it for it in fold(raw) if it.isalnum())[:MOST_LETTERS]
    if _FREE_Y.fullmatch(letters):
        letters = f"{letters[:-1]}i"
    if not letters or raw.isascii():
        return letters
    return join(letters, set(marks_in(raw)))


def marks_in(raw: str) -> str:
    """The marks on a written word in lower case, each once and in order.

    >>> marks_in("đoàn"), marks_in("tin")
    ('1d', '')
    """
    return "".join(sorted({_SIGNS[it] for it in unicodedata.normalize("NFD", raw) if it in _SIGNS}))


def join(letters: str, marks: "set[str] | frozenset[str]") -> str:
    """Letters and marks as a word."""
    return f"{letters}{JOINT}{''.join(sorted(marks))}" if marks else letters


def marks_of(word: str) -> str:
    """The marks of a word, in order; empty when it has none."""
    return word.partition(JOINT)[2]


def _joined(number: re.Match[str]) -> str:
    return number[0].replace(".", "")
