"""What an editor may fill in of an article, field by field (pure)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from enum import StrEnum
from typing import Final

from bot.desk import Act
from bot.render.pieces import is_web_address
from bot.text import clean, squash
from storage.model import Content, Person


class Field(StrEnum):
    """A field by its name in `Content`; buttons carry it, so it never changes."""

    TITLE = "title"
    SUMMARY = "summary"
    BODY = "body_html"
    IMAGE = "image_url"
    CAPTION = "image_caption"
    CREDIT = "image_credit"
    CATEGORY = "category"
    GENRE = "genre"
    AUTHOR = "author"
    FEATURED = "is_featured"
    ALTERNATE = "alternate_url"
    RELATED = "related"
    AUDIO = "audio"
    ATTACHMENTS = "attachments"
    PAGES = "page_count"
    PHOTOS = "photo_count"
    ROYALTY = "royalty_vnd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """An answer that does not fit; `key` is the sentence that says what would."""

    key: str


NEEDED: Final[Mapping[Field, Act]] = {
    Field.FEATURED: Act.FEATURE,
    Field.ROYALTY: Act.SET_ROYALTY,
}
"""Fields that take more than the right to write."""
REQUIRED: Final = frozenset({Field.TITLE})
"""Fields that may not be emptied."""
LINES: Final[Mapping[Field, int]] = {
    Field.TITLE: 300,
    Field.SUMMARY: 1000,
    Field.CAPTION: 1000,
    Field.CREDIT: 200,
    Field.CATEGORY: 100,
    Field.GENRE: 100,
    Field.AUTHOR: 120,
}
"""Fields of one line, and the most letters each may have."""
MOST_PAGES: Final = 10_000
MOST_PHOTOS: Final = 10_000
MOST_ROYALTY: Final = 10**12
_EMPTY: Final = Content(title="")
_NUMBER: Final = re.compile(r"\d{1,6}(?:[.,]\d{1,3})?")
_AMOUNT: Final = re.compile(r"\d[\d.,\s]*(?=\s*(?:đ|₫|vnd|đồng)?\s*$)", re.IGNORECASE)
_DAY: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?")


def filled(content: Content, field: Field, words: str) -> Content | Wrong:
    """The content with what somebody answered; `Wrong` when it does not fit the field.

    >>> filled(Content(title="Tin"), Field.PAGES, "1,5").page_count
    Decimal('1.5')
    """
    line = squash(clean(words))
    if field in LINES:
        return _with_line(content, field, line)
    return _TAKEN[field](content, line)


def featured_until(content: Content, words: str, *, now: datetime, zone: tzinfo) -> Content | Wrong:
    """The content featured up to the end of the day that is named: "20/12" or "20/12/2026"."""
    found = _DAY.fullmatch(squash(clean(words)))
    today = now.astimezone(zone).date()
    day = _coming(found, today=today) if found is not None else None
    if day is None or day < today:
        return Wrong(key="write.wrong_day")
    midnight = datetime.combine(day + timedelta(days=1), time(), zone)
    return replace(content, is_featured=True, featured_until_at=midnight.astimezone(UTC))


def featured_for(content: Content, *, days: int, now: datetime, zone: tzinfo) -> Content:
    """The content featured for some days, today included; 0 means without an end."""
    if not days:
        return replace(content, is_featured=True, featured_until_at=None)
    until = now.astimezone(zone).date() + timedelta(days=days)
    midnight = datetime.combine(until, time(), zone)
    return replace(content, is_featured=True, featured_until_at=midnight.astimezone(UTC))


def cleared(content: Content, field: Field) -> Content:
    """The content without what the field held."""
    return _CLEARED[field](content)


def is_filled(content: Content, field: Field) -> bool:
    """Whether the field holds something."""
    return bool(getattr(content, field.value) != getattr(_EMPTY, field.value))


def _with_line(content: Content, field: Field, line: str) -> Content | Wrong:
    if not line or len(line) > LINES[field]:
        return Wrong(key="write.wrong_line")
    return _LINE_TAKEN[field](content, line)


def _with_address(content: Content, line: str) -> Content | Wrong:
    if not is_web_address(line):
        return Wrong(key="write.wrong_address")
    return replace(content, alternate_url=line)


def _with_pages(content: Content, line: str) -> Content | Wrong:
    if not _NUMBER.fullmatch(line):
        return Wrong(key="write.wrong_number")
    pages = Decimal(line.replace(",", "."))
    return (
        replace(content, page_count=pages)
        if pages <= MOST_PAGES
        else Wrong(key="write.wrong_number")
    )


def _with_photos(content: Content, line: str) -> Content | Wrong:
    is_number = line.isascii() and line.isdecimal() and len(line) < 6 and int(line) <= MOST_PHOTOS
    return replace(content, photo_count=int(line)) if is_number else Wrong(key="write.wrong_number")


def _with_royalty(content: Content, line: str) -> Content | Wrong:
    found = _AMOUNT.match(line)
    digits = re.sub(r"[.,\s]", "", found[0]) if found is not None else ""
    if not digits.isascii() or not digits.isdecimal() or int(digits) > MOST_ROYALTY:
        return Wrong(key="write.wrong_amount")
    return replace(content, royalty_vnd=int(digits))


def _coming(found: re.Match[str], *, today: date) -> date | None:
    """The day that is named; without a year the next one of that name."""
    number, month, year = int(found[1]), int(found[2]), found[3]
    for candidate in [int(year)] if year else [today.year, today.year + 1]:
        try:
            day = date(candidate, month, number)
        except ValueError:
            continue
        if year or day >= today:
            return day
    return None


_TAKEN: Final[Mapping[Field, Callable[[Content, str], Content | Wrong]]] = {
    Field.ALTERNATE: _with_address,
    Field.PAGES: _with_pages,
    Field.PHOTOS: _with_photos,
    Field.ROYALTY: _with_royalty,
}
_LINE_TAKEN: Final[Mapping[Field, Callable[[Content, str], Content]]] = {
    Field.TITLE: lambda content, line: replace(content, title=line),
    Field.SUMMARY: lambda content, line: replace(content, summary=line),
    Field.CAPTION: lambda content, line: replace(content, image_caption=line),
    Field.CREDIT: lambda content, line: replace(content, image_credit=line),
    Field.CATEGORY: lambda content, line: replace(content, category=line),
    Field.GENRE: lambda content, line: replace(content, genre=line),
    Field.AUTHOR: lambda content, line: replace(content, author=Person(name=line)),
}
_CLEARED: Final[Mapping[Field, Callable[[Content], Content]]] = {
    Field.SUMMARY: lambda content: replace(content, summary=""),
    Field.BODY: lambda content: replace(content, body_html=""),
    Field.IMAGE: lambda content: replace(content, image_url=""),
    Field.CAPTION: lambda content: replace(content, image_caption=""),
    Field.CREDIT: lambda content: replace(content, image_credit=""),
    Field.CATEGORY: lambda content: replace(content, category=""),
    Field.GENRE: lambda content: replace(content, genre=""),
    Field.AUTHOR: lambda content: replace(content, author=Person()),
    Field.FEATURED: lambda content: replace(content, is_featured=False, featured_until_at=None),
    Field.ALTERNATE: lambda content: replace(content, alternate_url=""),
    Field.RELATED: lambda content: replace(content, related=()),
    Field.AUDIO: lambda content: replace(content, audio=()),
    Field.ATTACHMENTS: lambda content: replace(content, attachments=()),
    Field.PAGES: lambda content: replace(content, page_count=None),
    Field.PHOTOS: lambda content: replace(content, photo_count=None),
    Field.ROYALTY: lambda content: replace(content, royalty_vnd=None),
}
