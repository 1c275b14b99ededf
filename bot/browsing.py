"""Which day somebody asks for in words (pure)."""

import re
from datetime import date, timedelta
from typing import Final

from bot.text import fold, squash

_ASKED: Final = re.compile(r"(?:tin|tin tuc|news)(?: (?:ngay|of|from|on))? (.+)")
_DAY: Final = re.compile(r"(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}))?")
_NAMED: Final = {"hom nay": 0, "nay": 0, "today": 0, "hom qua": 1, "yesterday": 1, "hom kia": 2}
_LONGEST: Final = 40


def day_asked(words: str, *, today: date) -> date | None:
    """The day that a sentence asks for; None when it asks for something else.

    Without a year it is the last such day that is not in the future.

    >>> day_asked("tin ngày 14/08", today=date(2026, 11, 24))
    datetime.date(2026, 8, 14)
    >>> day_asked("Tin hôm qua", today=date(2026, 11, 24))
    datetime.date(2026, 11, 23)
    >>> day_asked("tin ngày 25/12", today=date(2026, 11, 24)).year
    2025
    >>> day_asked("tin 31/02/2026", today=date(2026, 11, 24)) is None
    True
    """
    plain = squash(fold(words[: 2 * _LONGEST]))
    found = _ASKED.fullmatch(plain) if len(plain) <= _LONGEST else None
    return day_named(found[1], today=today) if found else None


def day_named(words: str, *, today: date) -> date | None:
    """The day itself: "14/08", "14-8-2017", "hôm qua"."""
    plain = squash(fold(words[: 2 * _LONGEST]))
    if plain in _NAMED:
        return today - timedelta(days=_NAMED[plain])
    found = _DAY.fullmatch(plain)
    if found is None:
        return None
    years = (int(found[3]),) if found[3] else (today.year, today.year - 1)
    days = [day for year in years if (day := _day(year, int(found[2]), int(found[1])))]
    return next((day for day in days if day <= today), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
