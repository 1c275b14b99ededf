"""A coming moment as people at the desk type it: "mai 7h30", "thứ 6 5 giờ chiều" (pure).

What is left out is taken from the clock: an hour that has passed today is tomorrow's, a
weekday is the next one, a day and month without a year the next of them within half a year.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final, TypeAlias

from bot.text import fold, squash

DEFAULT_AT: Final = time(7, 0)
"""The hour of a day that is named without one: the morning digest's."""

_LONGEST: Final = 120
_HALF_A_YEAR: Final = timedelta(days=183)
_LAST_YEAR: Final = 2100

_NOW: Final = re.compile(r"(?:ngay |dang )*(?:bay gio|lap tuc)|(?:right )?now")
_LENGTH: Final = re.compile(
    r"(?P<before>trong |in |sau )?(?P<number>[0-9]{1,3}) ?"
    r"(?P<unit>phut|ph|p|minutes?|mins?|tieng|gio|hours?|h|ngay|days?|tuan|weeks?)"
    r"(?P<after> (?:nua|toi|later|from now))?"
)
_UNITS: Final = {
    "p": timedelta(minutes=1), "m": timedelta(minutes=1), "tie": timedelta(hours=1),
    "g": timedelta(hours=1), "h": timedelta(hours=1), "n": timedelta(days=1),
    "d": timedelta(days=1), "tu": timedelta(weeks=1), "w": timedelta(weeks=1),
}  # fmt: skip

_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WEEKDAYS: Final = (
    ("thu 2", "thu hai", "t2", "mon"), ("thu 3", "thu ba", "t3", "tue"),
    ("thu 4", "thu tu", "t4", "wed"), ("thu 5", "thu nam", "t5", "thu"),
    ("thu 6", "thu sau", "t6", "fri"), ("thu 7", "thu bay", "t7", "sat"),
    ("chu nhat", "cn", "sun"),
)  # fmt: skip
_WEEKDAY_OF: Final = {name: day for day, names in enumerate(_WEEKDAYS) for name in names}
_DAYS_AHEAD: Final = {
    "hom nay": 0, "nay": 0, "today": 0, "mai": 1, "tomorrow": 1, "tmr": 1,
    "ngay kia": 2, "ngay mot": 2, "mot": 2, "kia": 2, "day after tomorrow": 2,
}  # fmt: skip
_HALVES: Final = {
    "am": 0, "a.m.": 0, "sa": 0, "sang": 0, "morning": 0, "trua": 11, "pm": 12, "p.m.": 12,
    "ch": 12, "chieu": 12, "afternoon": 12, "toi": 18, "evening": 18, "tonight": 18,
    "night": 18, "dem": 22, "khuya": 22,
}  # fmt: skip
_ALONE_AT: Final = {
    0: DEFAULT_AT, 11: time(11, 30), 12: time(17), 18: time(20), 22: time(22),
}  # fmt: skip
"""What part of a day means where no hour is said."""

_HALF: Final = "|".join(re.escape(it) for it in sorted(_HALVES, key=len, reverse=True))
_PARTS: Final = tuple(
    (kind, re.compile(pattern, re.ASCII))
    for kind, pattern in (
        ("date", r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})(?![0-9])"),
        (
            "date",
            r"(?P<day>[0-9]{1,2}) ?(?P<sign>[-/.]) ?(?P<month>[0-9]{1,2}) ?(?P=sign) ?"
            r"(?P<year>[0-9]{4}|[0-9]{2})(?![0-9:])",
        ),
        ("date", r"(?P<day>[0-9]{1,2}) ?[-/] ?(?P<month>[0-9]{1,2})(?![0-9:/h-])"),
        (
            "date",
            r"(?:mung |mong )?(?P<day>[0-9]{1,2}) thang (?P<month>[0-9]{1,2})"
            r"(?:,? (?:nam )?(?P<year>[0-9]{4}))?(?![0-9:/h-])",
        ),
        (
            "date",
            rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)? (?P<name>{'|'.join(_MONTHS)})[a-z]*"
            r"(?:,? (?P<year>[0-9]{4}))?(?![0-9:h])",
        ),
        (
            "date",
            rf"(?P<name>{'|'.join(_MONTHS)})[a-z]* (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?"
            r"(?:,? (?P<year>[0-9]{4}))?(?![0-9:h])",
        ),
        (
            "weekday",
            r"(?P<next>next )?(?:this )?(?:(?P<vi>thu [2-7]|t[2-7]|thu (?:hai|ba|tu|nam|sau|bay)"
            r"|chu nhat|cn)(?![a-z0-9:/-]| ?[ap]\.?m)"
            r"|(?P<en>mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}(?![a-z]))"
            r"(?: (?:tuan (?P<week>sau|toi|nay)|nay(?![a-z])))?",
        ),
        ("ahead", rf"(?P<ahead>{'|'.join(_DAYS_AHEAD)})(?![a-z])"),
        ("monthday", r"ngay (?:mung |mong )?(?P<day>[0-9]{1,2})(?![0-9:/h]| gio|gio| thang)"),
        (
            "time",
            r"(?P<hour>[0-9]{1,2}) ?(?::|h|g(?![a-z])|gio)(?: ?(?P<minute>[0-5]?[0-9])(?![0-9:/h])"
            r"(?: ?(?:phut|ph|p)(?![a-z.]))?| ?(?P<thirty>ruoi)| kem (?P<less>[0-5]?[0-9]))?"
            rf"(?: ?(?P<half>{_HALF})(?![a-z]))?",
        ),
        ("time", rf"(?P<hour>[0-9]{{1,2}}) ?(?P<half>{_HALF})(?![a-z])"),
        ("time", r"(?P<noon>noon)(?![a-z])"),
        ("time", r"(?P<hour>[0-9]{1,2})(?![0-9:/.-])"),
        ("half", rf"(?P<half>{_HALF})(?![a-z])"),
        ("word", r"(?:ngay|luc|vao|hoi|buoi|at|on|the|in)(?![a-z])|[ ,.'|()·•–—-]"),
    )
)

Found: TypeAlias = Mapping[str, "re.Match[str]"]


class Refusal(StrEnum):
    """Why a text names no coming moment."""

    UNCLEAR = "unclear"
    PAST = "past"
    MISMATCH = "mismatch"
    """Day and weekday do not belong together."""


def parse_coming(words: str, *, now: datetime, zone: tzinfo) -> datetime | Refusal:
    """The coming instant that somebody types; never before `now`.

    Args:
        words: Vietnamese with or without marks, or English; day before month.
        now: aware.
        zone: whose clock and calendar are meant.

    >>> from zoneinfo import ZoneInfo
    >>> now, vn = datetime(2026, 11, 24, 5, tzinfo=UTC), ZoneInfo("Asia/Ho_Chi_Minh")
    >>> parse_coming("mai 7h30", now=now, zone=vn).astimezone(vn).isoformat()
    '2026-11-25T07:30:00+07:00'
    >>> parse_coming("14/08/2017 10:00", now=now, zone=vn)
    <Refusal.PAST: 'past'>
    """
    line = squash(words)
    if not line or len(line) > _LONGEST:
        return Refusal.UNCLEAR
    plain = fold(line)
    try:
        if _NOW.fullmatch(plain):
            return now
        if length := _length(plain):
            return now + length
        return _at(_parts_of(plain), now=now, zone=zone)
    except (ValueError, OverflowError):
        return Refusal.UNCLEAR


def _length(plain: str) -> timedelta | None:
    found = _LENGTH.fullmatch(plain)
    if not found or not (found["before"] or found["after"]):
        return None
    unit = next(length for begin, length in _UNITS.items() if found["unit"].startswith(begin))
    return int(found["number"]) * unit or None


def _parts_of(plain: str) -> Found:
    """Day and hour where the text has them.

    Raises:
        ValueError: it holds anything else, or one of them twice.
    """
    parts: dict[str, re.Match[str]] = {}
    place = 0
    while place < len(plain):
        kind, found = next(
            ((kind, it) for kind, pattern in _PARTS if (it := pattern.match(plain, place))),
            ("", None),
        )
        if found is None or (kind in parts and kind != "word"):
            raise ValueError(plain)
        parts[kind] = found
        place = found.end()
    if set(parts) <= {"word"}:
        raise ValueError(plain)
    return parts


def _at(parts: Found, *, now: datetime, zone: tzinfo) -> datetime | Refusal:
    today = now.astimezone(zone).date()
    hour, is_late = _hour(parts)
    days = _days(parts, today=today)
    # "1 giờ đêm thứ 7" is told by the evening before; tonight's may be yesterday's or today's.
    is_shifted = is_late and ("weekday" in parts or "monthday" in parts or days[0] > today)
    if is_late and not is_shifted and "date" not in parts:
        days = [today, today + timedelta(days=1)]
    for day in days:
        named = day + timedelta(days=is_shifted and "date" not in parts)
        at = datetime.combine(named, hour, zone).astimezone(UTC)
        if at >= now:
            return _checked(at, day, parts)
        if now - at < timedelta(minutes=1):
            return now
    return Refusal.PAST


def _checked(at: datetime, day: date, parts: Found) -> datetime | Refusal:
    if at.year >= _LAST_YEAR:
        return Refusal.UNCLEAR
    has_day = "date" in parts or "ahead" in parts or "monthday" in parts
    if has_day and "weekday" in parts and day.weekday() != _weekday(parts["weekday"]):
        return Refusal.MISMATCH
    return at


def _days(parts: Found, *, today: date) -> list[date]:
    """The days that may be meant, in the order of trying."""
    if sum(kind in parts for kind in ("date", "ahead", "monthday")) > 1:
        raise ValueError(today)
    if "date" in parts:
        return _dates(parts["date"], today=today)
    if "ahead" in parts:
        return [today + timedelta(days=_DAYS_AHEAD[parts["ahead"]["ahead"]])]
    if "monthday" in parts:
        return _month_days(int(parts["monthday"]["day"]), today=today)
    if "weekday" in parts:
        return _week_days(parts["weekday"], today=today)
    if "half" in parts and parts["half"]["half"] == "tonight":
        return [today]
    return [today, today + timedelta(days=1)]


def _dates(found: re.Match[str], *, today: date) -> list[date]:
    part = found.groupdict()
    month = _MONTHS.index(part["name"]) + 1 if part.get("name") else int(part["month"])
    if year := part.get("year"):
        return [date(int(year) + (2000 if len(year) == 2 else 0), month, int(part["day"]))]
    coming = []
    for number in (today.year, today.year + 1):
        # A year that has no 29 February is no year that is meant.
        is_leap_day = (month, int(part["day"])) == (2, 29)
        if is_leap_day and (number % 4 or (number % 100 == 0 and number % 400)):
            continue
        coming.append(date(number, month, int(part["day"])))
    near = [it for it in coming if it - today <= _HALF_A_YEAR]
    if not near and coming[:1] and coming[0] > today:
        return coming[:1]
    return near


def _month_days(number: int, *, today: date) -> list[date]:
    """The next days with this number, this month and the three after it."""
    if not 1 <= number <= 31:
        raise ValueError(number)
    ahead = (today + timedelta(days=it) for it in range(93))
    return [it for it in ahead if it.day == number]


def _week_days(found: re.Match[str], *, today: date) -> list[date]:
    monday = today - timedelta(days=today.weekday())
    weekday = _weekday(found)
    week = found["week"]
    if found["next"] or week in ("sau", "toi"):
        return [monday + timedelta(days=7 + weekday)]
    if week == "nay":
        return [monday + timedelta(days=weekday)]
    first = today + timedelta(days=(weekday - today.weekday()) % 7)
    return [first, first + timedelta(days=7)]


def _weekday(found: re.Match[str]) -> int:
    return _WEEKDAY_OF[found["vi"] or found["en"]]


def _hour(parts: Found) -> tuple[time, bool]:
    """The hour, and whether it lies behind the midnight of the evening that was named."""
    apart = _HALVES[parts["half"]["half"]] if "half" in parts else None
    if "time" not in parts:
        return (DEFAULT_AT if apart is None else _ALONE_AT[apart]), False
    part = parts["time"].groupdict()
    if part.get("noon"):
        return time(12), False
    own = part.get("half")
    if own and apart is not None:
        raise ValueError(own)
    half = _HALVES[own] if own else apart
    minute = 30 if part.get("thirty") else int(part.get("minute") or 0)
    hour = _of_24(int(part["hour"]), half)
    at = datetime.combine(date(2000, 1, 2), time(hour, minute))
    at -= timedelta(minutes=int(part.get("less") or 0))
    is_late = half is not None and half >= _HALVES["toi"] and at.hour < 6
    return at.time(), is_late


def _of_24(hour: int, half: int | None) -> int:
    """The hour of 24; raises ValueError for 13 in the morning."""
    if half is None or hour > 12:
        if half == 0:
            raise ValueError(hour)
        return hour
    if half == 0:
        return hour % 12
    if half == _HALVES["trua"]:
        return hour + 12 if hour < 4 else hour
    if half == _HALVES["dem"]:
        return hour % 12 if hour % 12 < 6 else hour + 12
    if half == _HALVES["toi"]:
        return 0 if hour == 12 else hour + 12
    return hour % 12 + 12
