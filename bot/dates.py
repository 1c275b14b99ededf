"""Vietnamese and feed dates, in both directions (pure).

Written because none of the libraries reads what Vietnamese feeds write: "GMT+7" is taken
for its opposite or for nothing, "ICT" for UTC, 04/05 for April, a missing zone for UTC.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Final

from bot.i18n import text as sentence
from bot.text import fold, squash

YEARS: Final = range(1990, 2101)
"""Years believed of an article; anything else is a slip of the pen or a default."""

_LONGEST: Final = 120
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_WIDEST_OFFSET: Final = timedelta(hours=14)

WEEKDAYS: Final = {
    "vi": ("Thứ 2", "Thứ 3", "Thứ 4", "Thứ 5", "Thứ 6", "Thứ 7", "Chủ nhật"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_LONG_WEEKDAYS: Final = {
    "vi": ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH_NUMBERS: Final = {name[:3].lower(): place for place, name in enumerate(_MONTHS, start=1)}

# RFC 822 zone names, and those of the neighbours' feeds.
_ZONES: Final = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "ict": 7, "sgt": 8, "jst": 9, "kst": 9, "cet": 1,
    "cest": 2, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7,
}  # fmt: skip

_MORNING: Final = ("am", "a.m.", "sa", "sang")
_MONTH: Final = "(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_YEAR: Final = "(?P<year>[0-9]{4}|[0-9]{2})(?![0-9:])"
_HALF: Final = "(?: ?(?P<half>am|a\\.m\\.|sa|sang|trua|pm|p\\.m\\.|ch|chieu|toi|dem)(?![a-z]))?"

# What dates are made of, in the order of trying; matched against folded text.
_DAYS: Final = (
    r"(?P<year>[0-9]{4})([-/.])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})(?![0-9])",
    rf"(?P<first>[0-9]{{1,2}}) ?([-/.]) ?(?P<second>[0-9]{{1,2}}) ?\2 ?{_YEAR}",
    rf"(?P<day>[0-9]{{1,2}})[ -]{_MONTH}[ ,.-]+{_YEAR}",
    rf"{_MONTH}[ .]+(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[ ,]+(?P<year>[0-9]{{4}})(?![0-9:])",
    rf"(?P<day>[0-9]{{1,2}}) thang (?P<month>[0-9]{{1,2}}),?(?: nam)? {_YEAR}",
)
_TIME: Final = (
    "(?P<hour>[0-9]{1,2})(?:(?::|h| ?gio ?)(?P<minute>[0-9]{2})|(?:h| ?gio)(?![a-z]))"
    f"(?::(?P<second>[0-9]{{2}})(?:[.,](?P<fraction>[0-9]{{1,9}}))?)?(?![0-9]){_HALF}"
)
_ZONES_SPELT: Final = (
    "(?:(?:gmt|utc) ?[+-] ?|[+-])(?P<hours>[0-9]{1,2}?)(?::?(?P<minutes>[0-9]{2}))?(?![0-9/.-])",
    f"(?P<zone>{'|'.join(_ZONES)})(?![a-z])",
)
_WORDS: Final = (
    "(?:chu nhat|cn|thu (?:hai|ba|tu|nam|sau|bay))(?![a-z])",
    f"(?:thu ?|t)[2-7](?![0-9:/.-]| {_MONTH})",
    "(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?(?![a-z])",
    "(?:ngay|luc|vao|hoi|cap nhat|at|on)(?![a-z])|t(?=[0-9])|[ ,.|()·•–—-]",
)
_PARTS: Final = tuple(
    (kind, re.compile(pattern, re.ASCII))
    for kind, patterns in (
        ("day", _DAYS), ("time", (_TIME,)), ("zone", _ZONES_SPELT), ("word", _WORDS)
    )
    for pattern in patterns
)  # fmt: skip
_JSON_DATE: Final = re.compile(r"\\?/date\((-?[0-9]{1,15})(?:[+-][0-9]{4})?\)\\?/", re.ASCII)
_HOUR: Final = re.compile(
    "(?:luc )?(?P<hour>[0-9]{1,2})"
    "(?: ?(?:h|g|gio|[:.]) ?(?:(?P<minute>[0-9]{1,2})(?: ?(?:p|ph|phut))?|(?P<thirty>ruoi))?)?"
    f"{_HALF}",
    re.ASCII,
)


def parse_date(text: str, *, zone: tzinfo, day_first: bool = True) -> datetime | None:
    """The instant a feed or a page writes down; nothing when it is missing or nonsense.

    Args:
        text: as found; Vietnamese or English, RFC 822, RFC 3339, `/Date(ms)/`.
        zone: where a text without a zone was written, usually the feed's.
        day_first: what 04/05 means; 14/08 means the same either way.

    Returns:
        Aware, UTC, within `YEARS`; a day without an hour is its midnight. Never now.

    >>> from zoneinfo import ZoneInfo
    >>> vn = ZoneInfo("Asia/Ho_Chi_Minh")
    >>> parse_date("Thứ 5, 28/05/2026 17:00:00 GMT+7", zone=vn)
    datetime.datetime(2026, 5, 28, 10, 0, tzinfo=datetime.timezone.utc)
    >>> parse_date("hôm qua", zone=vn) is None
    True
    """
    line = squash(text)
    if len(line) > _LONGEST:
        return None
    plain = fold(line).replace("−", "-")
    try:
        if found := _JSON_DATE.fullmatch(plain):
            return _believed(_EPOCH + timedelta(milliseconds=int(found[1])))
        parts = _parts_of(plain)
        if "day" not in parts:
            return None
        hour = _time(parts["time"]) if "time" in parts else time()
        written_in = _zone(parts["zone"]) if "zone" in parts else zone
        day = _day(parts["day"], day_first=day_first)
        return _believed(datetime.combine(day, hour, written_in))
    except (ValueError, OverflowError):
        return None


def parse_hour(text: str) -> time | None:
    """The hour a reader types: 7h, 7h30, 07:30, 7:30 sáng, 5 giờ chiều, 5 pm, 7.

    >>> parse_hour("5 giờ chiều"), parse_hour("7h30"), parse_hour("25h")
    (datetime.time(17, 0), datetime.time(7, 30), None)
    """
    found = _HOUR.fullmatch(fold(squash(text[:_LONGEST])))
    if not found:
        return None
    try:
        minute = 30 if found["thirty"] else int(found["minute"] or 0)
        return time(_hour(int(found["hour"]), found["half"]), minute)
    except ValueError:
        return None


def format_card(at: datetime, *, zone: tzinfo, language: str) -> str:
    """The date line of a card.

    >>> from zoneinfo import ZoneInfo
    >>> at = datetime(2017, 8, 14, 3, tzinfo=UTC)
    >>> format_card(at, zone=ZoneInfo("Asia/Ho_Chi_Minh"), language="vi")
    'Thứ 2, 14/08/2017 10:00'
    """
    local = at.astimezone(zone)
    return f"{WEEKDAYS[language][local.weekday()]}, {local:%d/%m/%Y %H:%M}"


def format_long(at: datetime, *, zone: tzinfo, language: str) -> str:
    """The day in words.

    >>> format_long(datetime(2017, 8, 14, tzinfo=UTC), zone=UTC, language="vi")
    'Thứ Hai, 14 tháng 8, 2017'
    >>> format_long(datetime(2017, 8, 14, tzinfo=UTC), zone=UTC, language="en")
    'Monday, 14 August 2017'
    """
    local = at.astimezone(zone)
    weekday = _LONG_WEEKDAYS[language][local.weekday()]
    if language == "en":
        return f"{weekday}, {local.day} {_MONTHS[local.month - 1]} {local.year}"
    return f"{weekday}, {local.day} tháng {local.month}, {local.year}"


def format_day(at: datetime, *, zone: tzinfo) -> str:
    """The day in figures.

    >>> format_day(datetime(2017, 8, 4, tzinfo=UTC), zone=UTC)
    '04/08/2017'
    """
    return f"{at.astimezone(zone):%d/%m/%Y}"


def format_short(at: datetime, *, zone: tzinfo) -> str:
    """Hour and day, where the year goes without saying.

    >>> format_short(datetime(2026, 1, 2, 6, 30, tzinfo=UTC), zone=UTC)
    '06:30, 2/1'
    """
    local = at.astimezone(zone)
    return f"{local:%H:%M}, {local.day}/{local.month}"


def format_relative(at: datetime, *, now: datetime, zone: tzinfo, language: str) -> str:
    """How long ago; the day once that is more than 7 days; the date line when to come.

    >>> now = datetime(2026, 1, 2, tzinfo=UTC)
    >>> format_relative(now - timedelta(minutes=5), now=now, zone=UTC, language="vi")
    '5 phút trước'
    """
    age = now - at
    if age <= timedelta(minutes=-1):
        return format_card(at, zone=zone, language=language)
    if age > timedelta(days=7):
        return format_day(at, zone=zone)
    for key, unit in (
        ("dates.days_ago", timedelta(days=1)),
        ("dates.hours_ago", timedelta(hours=1)),
        ("dates.minutes_ago", timedelta(minutes=1)),
    ):
        if age >= unit:
            return sentence(key, language, n=age // unit)
    return sentence("dates.now", language)


def format_coming(at: datetime, *, now: datetime, zone: tzinfo, language: str) -> str:
    """A coming hour as one says it: today, tomorrow, else hour and day.

    >>> now, at = datetime(2026, 1, 1, 9, tzinfo=UTC), datetime(2026, 1, 2, 7, tzinfo=UTC)
    >>> format_coming(at, now=now, zone=UTC, language="vi")
    '07:00 ngày mai'
    """
    local = at.astimezone(zone)
    days = (local.date() - now.astimezone(zone).date()).days
    if days not in (0, 1):
        return format_short(at, zone=zone)
    return sentence(("dates.today", "dates.tomorrow")[days], language, time=f"{local:%H:%M}")


def _parts_of(plain: str) -> dict[str, re.Match[str]]:
    """Day, time and zone where the text has them; nothing when it holds anything else."""
    parts: dict[str, re.Match[str]] = {}
    place = 0
    last = ""
    while place < len(plain):
        kind, found = _part_at(plain, place, last=last)
        # The first zone counts, as in "+0700 (ICT)"; a second day or hour is no date.
        if not found or (kind in parts and kind in ("day", "time")):
            return {}
        parts.setdefault(kind, found)
        place = found.end()
        last = last if kind == "word" else kind
    return parts


def _part_at(plain: str, place: int, *, last: str) -> tuple[str, re.Match[str] | None]:
    for kind, pattern in _PARTS:
        # A sign begins a zone only behind an hour; elsewhere it is a dash.
        if kind == "zone" and plain[place] in "+-" and last not in ("time", "zone"):
            continue
        if found := pattern.match(plain, place):
            return kind, found
    return "", None


def _day(found: re.Match[str], *, day_first: bool) -> date:
    part = found.groupdict()
    year = int(part["year"])
    if len(part["year"]) == 2:
        # RFC 2822, 4.3, with the century's turn where email readers have it.
        year += 2000 if year < 69 else 1900
    if "first" not in part:
        month = _MONTH_NUMBERS[part["name"]] if "name" in part else int(part["month"])
        return date(year, month, int(part["day"]))
    first, second = int(part["first"]), int(part["second"])
    if second > 12 or (first <= 12 and not day_first):
        first, second = second, first
    return date(year, second, first)


def _time(found: re.Match[str]) -> time:
    # A leap second is shown by nobody's clock.
    second = min(int(found["second"] or 0), 59)
    microsecond = int(f"{found['fraction'] or '':0<6}"[:6])
    return time(
        _hour(int(found["hour"]), found["half"]), int(found["minute"] or 0), second, microsecond
    )


def _hour(hour: int, half: str | None) -> int:
    """The hour of 24; raises ValueError for 13 in the morning."""
    if half in _MORNING and hour > 12:
        raise ValueError(hour)
    if half is None or hour > 12:
        return hour
    if half in _MORNING:
        return hour % 12
    if half == "trua":
        return hour + 12 if hour < 4 else hour
    if half == "dem":
        return hour % 12 if hour % 12 < 6 else hour + 12
    return hour % 12 + (0 if half == "toi" and hour == 12 else 12)


def _zone(found: re.Match[str]) -> timezone:
    part = found.groupdict()
    if "zone" in part:
        return timezone(timedelta(hours=_ZONES[part["zone"]]))
    offset = timedelta(hours=int(part["hours"]), minutes=int(part["minutes"] or 0))
    if offset > _WIDEST_OFFSET:
        raise ValueError(found[0])
    return timezone(-offset if "-" in found[0] else offset)


def _believed(at: datetime) -> datetime | None:
    instant = at.astimezone(UTC)
    return instant if instant.year in YEARS else None
