"""Whole numbers in words, Vietnamese and English, as a cashier reads them (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES: Final = ("", "nghìn", "triệu")
_BILLION: Final = 1_000_000_000
_SMALL: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_LARGE: Final = ((_BILLION, "billion"), (1_000_000, "million"), (1000, "thousand"))


def vnd_in_words(amount: int, *, language: str) -> str:
    """An amount of đồng in words.

    >>> vnd_in_words(1_053_000, language="vi")
    'một triệu không trăm năm mươi ba nghìn đồng'
    >>> vnd_in_words(1_053_000, language="en")
    'one million fifty-three thousand đồng'
    """
    return f"{in_words(amount, language=language)} đồng"


def in_words(number: int, *, language: str) -> str:
    """A whole number in words.

    >>> in_words(2_000_000_005, language="vi"), in_words(-21, language="vi")
    ('hai tỷ không trăm linh năm', 'âm hai mươi mốt')
    """
    minus, said = ("minus", _english) if language == "en" else ("âm", _vietnamese)
    return f"{minus} {said(-number)}" if number < 0 else said(number)


def _vietnamese(number: int) -> str:
    billions, rest = divmod(number, _BILLION)
    if not billions:
        return " ".join(_groups(rest, is_first=True)) or _DIGITS[0]
    return " ".join([_vietnamese(billions), "tỷ", *_groups(rest, is_first=False)])


def _groups(number: int, *, is_first: bool) -> Iterator[str]:
    """Millions, thousands, ones. A group behind another is read with its empty places."""
    for scale in (2, 1, 0):
        group = number // 1000**scale % 1000
        if group:
            yield from _three_digits(group, is_whole=not is_first)
            yield from filter(None, (_SCALES[scale],))
            is_first = False


def _three_digits(group: int, *, is_whole: bool) -> Iterator[str]:
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    if hundreds or is_whole:
        yield from (_DIGITS[hundreds], "trăm")
    if tens == 1:
        yield "mười"
    elif tens:
        yield from (_DIGITS[tens], "mươi")
    elif ones and (hundreds or is_whole):
        yield "linh"
    if ones:
        yield _ones(ones, tens=tens)


def _ones(ones: int, *, tens: int) -> str:
    if ones == 5 and tens:
        return "lăm"
    if tens > 1:
        return {1: "mốt", 4: "tư"}.get(ones, _DIGITS[ones])
    return _DIGITS[ones]


def _english(number: int) -> str:
    for scale, name in _LARGE:
        if number >= scale:
            many, rest = divmod(number, scale)
            return " ".join(filter(None, (_english(many), name, _english(rest) if rest else "")))
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        return " ".join(filter(None, (_SMALL[hundreds], "hundred", _english(rest) if rest else "")))
    if number < 20:
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens - 2]}-{_SMALL[ones]}" if ones else _TENS[tens - 2]
