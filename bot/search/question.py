"""What a reader types, as a question: words, quoted phrases, and what narrows them (pure).

    đoàn viên "mùa hè xanh" chuyenmuc:"Tin tức" tacgia:lan tu:1/6/2026 den:30/6/2026

Whatever cannot be read as one of these is words; any text is a question.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Final

from bot.dates import parse_date
from bot.text import clean, fold, squash

MOST_LETTERS: Final = 100

_QUOTES: Final = str.maketrans("“”„‟«»＂", '"' * 7)
_PART: Final = re.compile(
    r'(?P<key>[^\W\d_]{2,9}):(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s"]+))|"(?P<phrase>[^"]*)"'
)
_KEYS: Final = {
    "chuyenmuc": "category",
    "category": "category",
    "tacgia": "author",
    "author": "author",
    "tu": "since",
    "from": "since",
    "den": "until",
    "to": "until",
    "ngay": "day",
    "date": "day",
    "thang": "month",
    "month": "month",
    "nam": "year",
    "year": "year",
}
_MONTH: Final = re.compile("(0?[1-9]|1[0-2])[/-]([12][0-9]{3})", re.ASCII)
_YEAR: Final = re.compile("[12][0-9]{3}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some words; as they are and side by side when they were quoted."""

    text: str
    is_phrase: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked. `category` and `author` are names as typed; `since <= t < until`, aware."""

    parts: tuple[Part, ...] = ()
    category: str = ""
    author: str = ""
    since: datetime | None = None
    until: datetime | None = None


def question_of(typed: str, *, zone: tzinfo) -> Question:
    """The question in what was typed; days are those of `zone`.

    >>> from datetime import UTC
    >>> question_of('Bão "số 3" tacgia:Lan', zone=UTC)
    Question(parts=(Part(text='bão', is_phrase=False), Part(text='số 3', is_phrase=True)), \
category='', author='lan', since=None, until=None)
    """
    text = squash(clean(typed[: 2 * MOST_LETTERS])).lower()[:MOST_LETTERS].translate(_QUOTES)
    question, at = Question(), 0
    parts: list[Part] = []
    for found in _PART.finditer(text):
        narrowed = None
        if found["key"]:
            value = found["quoted"] if found["quoted"] is not None else found["value"]
            narrowed = _narrowed(question, fold(found["key"]), value, zone=zone)
            if narrowed is None:
                continue
        parts += _words(text[at : found.start()])
        at = found.end()
        if narrowed is None:
            parts += _words(found["phrase"], is_phrase=True)
        else:
            question = narrowed
    return replace(question, parts=(*parts, *_words(text[at:])))


def _words(text: str, *, is_phrase: bool = False) -> Iterator[Part]:
    words = squash(text.replace('"', " "))
    if words:
        yield Part(text=words, is_phrase=is_phrase)


def _narrowed(question: Question, key: str, value: str, *, zone: tzinfo) -> Question | None:
    """The question with one thing more that narrows it; nothing when it says none."""
    match _KEYS.get(key):
        case "category" if value:
            return replace(question, category=value)
        case "author" if value:
            return replace(question, author=value)
        case "since" if day := parse_date(value, zone=zone):
            return replace(question, since=day)
        case "until" if day := parse_date(value, zone=zone):
            return replace(question, until=day + timedelta(days=1))
        case "day" if day := parse_date(value, zone=zone):
            return replace(question, since=day, until=day + timedelta(days=1))
        case "month" if month := _MONTH.fullmatch(value):
            return _within(question, int(month[2]), int(month[1]), months=1, zone=zone)
        case "year" if _YEAR.fullmatch(value):
            return _within(question, int(value), 1, months=12, zone=zone)
    return None


def _within(question: Question, year: int, month: int, *, months: int, zone: tzinfo) -> Question:
    following = year * 12 + month - 1 + months
    until = datetime(following // 12, following % 12 + 1, 1, tzinfo=zone)
    return replace(question, since=datetime(year, month, 1, tzinfo=zone), until=until)
