"""A feed as its publisher wrote it: nothing cleaned, nothing guessed (pure).

Dates stay the publisher's text; `summary` and `content` are HTML, plain text escaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.feeds.causes import Cause

MOST_ENTRIES: Final = 200
MOST_FIELD_BYTES: Final = 65_536
MOST_LISTED: Final = 50
"""Enclosures, categories, pictures, unknown fields: of each kind, in one entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFile:
    """An enclosure or attachment, as declared."""

    url: str
    mime_type: str = ""
    title: str = ""
    size_bytes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """One entry. Empty text is what the publisher left out; `extra` keeps unknown fields."""

    id: str = ""
    link: str = ""
    title: str = ""
    summary: str = ""
    content: str = ""
    author: str = ""
    published: str = ""
    updated: str = ""
    language: str = ""
    source: str = ""
    alternate_url: str = ""
    categories: tuple[str, ...] = ()
    enclosures: tuple[RawFile, ...] = ()
    images: tuple[str, ...] = ()
    image_caption: str = ""
    image_credit: str = ""
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFeed:
    """A feed's head and its first entries. `kind`: "rss20", "atom10", "json" and the like.

    `is_sound`: well-formed, so that every entry reads the same without its neighbours.
    `next_url`: the page of older entries. `hub_url`, `self_url`: who tells of changes, and
    under what name.
    """

    kind: str
    title: str = ""
    link: str = ""
    language: str = ""
    generator: str = ""
    ttl_minutes: int = 0
    is_sound: bool = False
    next_url: str = ""
    hub_url: str = ""
    self_url: str = ""
    entries: tuple[RawEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unparsed:
    """No feed: why, and what the parser said."""

    cause: Cause
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Killed:
    """Reading it used up its time or memory, and the child was killed."""

    detail: str = ""


def fields_of(value: object) -> Mapping[str, object]:
    """A mapping as it is; anything else is an empty one."""
    return value if isinstance(value, Mapping) else {}


def list_of(value: object, *, most: int = MOST_LISTED) -> Sequence[object]:
    """The first values of a list; anything else is an empty one."""
    return value[:most] if isinstance(value, list) else ()


def text_of(value: object) -> str:
    """A field as text that can be sent and stored, within 64 KB; anything else is empty.

    >>> text_of("Đoàn" + chr(0xD800)), text_of(7), text_of(None)
    ('Đoàn?', '7', '')
    """
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    encoded = str(value).encode("utf-8", "replace")
    if len(encoded) <= MOST_FIELD_BYTES:
        return encoded.decode()
    return encoded[:MOST_FIELD_BYTES].decode("utf-8", "ignore")


def size_of(value: object) -> int | None:
    """A declared size in bytes; None when none, zero or nonsense was declared.

    >>> size_of("1024"), size_of("0"), size_of(""), size_of("-5"), size_of(7)
    (1024, None, None, None, 7)
    """
    digits = text_of(value).strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 15):
        return None
    return int(digits) or None
