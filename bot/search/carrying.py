"""A question in the few bytes that a button carries, its marks kept (pure).

Letters stay small, marks follow each word as capitals: "đoàn viên" is `doanVD vienC`.
"""

import re
from typing import Final

from bot.search.syllables import MARKS, join, marks_in
from bot.search.writing import written
from bot.text import clean, fold, squash

_AS_CAPITALS: Final = dict(zip(MARKS, "VWXYZBCDH", strict=True))
_AS_MARKS: Final = {capital: mark for mark, capital in _AS_CAPITALS.items()}
_WORD: Final = re.compile(r"[^\W_]+")
_CARRIED: Final = re.compile(r"([^\W_A-Z]+)([V-ZBCDH]*)")
_KEPT: Final = re.compile(r'[^\w":./-]')


def carried(query: str, *, most_bytes: int) -> str:
    """The question as letters and capitals: as many whole words as fit.

    >>> carried("Đoàn viên", most_bytes=24), carried("Đoàn viên", most_bytes=8)
    ('doanVD vienC', 'doanVD')
    """
    kept = squash(_KEPT.sub(" ", clean(query).lower()))
    words = _WORD.sub(_without_marks, kept)
    while len(words.encode()) > most_bytes:
        shorter, _, _ = words.rpartition(" ")
        words = shorter or words[:-1]
    return words


def uncarried(argument: str) -> str:
    """The question that a button carried, in lower case with its marks.

    >>> uncarried("doanVD vienC"), uncarried("đã gõ")
    ('đoàn viên', 'đã gõ')
    """
    return _CARRIED.sub(_with_marks, argument)


def _without_marks(word: re.Match[str]) -> str:
    raw = word[0]
    marks = "".join(_AS_CAPITALS[it] for it in marks_in(raw))
    return f"{fold(raw)}{marks}"


def _with_marks(word: re.Match[str]) -> str:
    return written(join(word[1], {_AS_MARKS[it] for it in word[2]})) if word[2] else word[1]
