"""Entries already seen, cut out of a feed's bytes before it is parsed (pure).

In a real round the body changed and one to three of fifty entries are new. Everything
around the entries stays as it was, so what is left parses to what it would have been.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from bot.feeds.raw import MOST_ENTRIES

_DIGEST_BYTES: Final = 16
_HEAD_BYTES: Final = 1_000
_MARK: Final = re.compile(
    rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<(/?)(item|entry)(?=[\s>/])[^<>]*?(/?)>|(<!\[|<!--)",
    re.DOTALL | re.IGNORECASE,
)
_ENCODING: Final = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})")
_PLAIN_ENCODINGS: Final = re.compile(rb"utf-?8|us-ascii|ascii|windows-125\d|iso-8859-\d{1,2}")
_TAG_ENDS: Final = (b">", b" ", b"\n", b"\r", b"\t", b"/")
_COUNTER: Final = re.compile(rb"<(slash:comments|thr:total)>\s{0,20}\d{1,12}\s{0,20}</\1>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """A body in pieces: `items` lie in `body` at `places`, each with a digest of its own."""

    body: bytes
    places: tuple[tuple[int, int], ...]
    digests: tuple[bytes, ...]


class Memory:
    """Which entries of a feed were read before, until this process ends.

    Kept only for feeds that were sound when parsed: in broken ones a parser may read an
    entry otherwise when its neighbours are gone.
    """

    def __init__(self) -> None:
        self._digests: dict[int, bytes] = {}

    def of(self, feed_id: int) -> frozenset[bytes]:
        """The digests remembered; none for a feed not known."""
        packed = self._digests.get(feed_id, b"")
        starts = range(0, len(packed), _DIGEST_BYTES)
        return frozenset(packed[start : start + _DIGEST_BYTES] for start in starts)

    def keep(self, feed_id: int, digests: tuple[bytes, ...]) -> None:
        """Remembers exactly these."""
        self._digests[feed_id] = b"".join(digests)

    def forget(self, feed_id: int) -> None:
        """The feed will be parsed whole next time."""
        self._digests.pop(feed_id, None)


def pieces_of(body: bytes) -> Pieces | None:
    """The entries of an RSS or Atom body; None when it cannot be cut safely."""
    declared = _ENCODING.search(body[:_HEAD_BYTES])
    if declared and not _PLAIN_ENCODINGS.fullmatch(declared[1].lower()):
        return None
    # Text of another width, and entities that may mean anything.
    if b"\0" in body or b"<!DOCTYPE" in body:
        return None
    places = _plain_places(body) or tuple(_places(body))
    if not places or places[-1] == (0, 0):
        return None
    return Pieces(
        body=body,
        places=places,
        digests=tuple(_digests(body, places[:MOST_ENTRIES])),
    )


def without(pieces: Pieces, seen: frozenset[bytes]) -> bytes:
    """The body without the entries seen, and without those beyond the first 200."""
    kept = []
    place = 0
    for index, (start, end) in enumerate(pieces.places):
        if index >= MOST_ENTRIES or pieces.digests[index] in seen:
            kept.append(pieces.body[place:start])
            place = end
    kept.append(pieces.body[place:])
    return b"".join(kept)


def _plain_places(body: bytes) -> tuple[tuple[int, int], ...]:
    """Where entries lie when a search will do; nothing where tags may lie in quoted text."""
    name = b"item" if b"</item>" in body else b"entry"
    opening, closing = b"<" + name, b"</" + name + b">"
    places, last = [], 0
    has_comments = b"<!--" in body or b"-->" in body
    start = _next_opening(body, opening, 0)
    while start >= 0:
        end = body.find(closing, start) + len(closing)
        following = _next_opening(body, opening, start + 1)
        is_paired = end > start and (following < 0 or following >= end)
        if (
            not is_paired
            or not _is_closed(body, last, start, has_comments=has_comments)
            or not _is_closed(body, start, end, has_comments=has_comments)
        ):
            return ()
        places.append((start, end))
        start, last = following, end
    is_rest_plain = (
        _is_closed(body, last, len(body), has_comments=has_comments) and closing not in body[last:]
    )
    return tuple(places) if is_rest_plain else ()


def _next_opening(body: bytes, opening: bytes, place: int) -> int:
    place = body.find(opening, place)
    # RSS 1.0 lists its entries in <items>.
    while place >= 0 and body[place + len(opening) : place + len(opening) + 1] not in _TAG_ENDS:
        place = body.find(opening, place + 1)
    return place


def _is_closed(body: bytes, start: int, end: int, *, has_comments: bool) -> bool:
    # Between two entries there is a line end, as a rule.
    if end - start <= 1:
        return True
    if body.count(b"<![CDATA[", start, end) != body.count(b"]]>", start, end):
        return False
    return not has_comments or (body.count(b"<!--", start, end) == body.count(b"-->", start, end))


def _places(body: bytes) -> Iterator[tuple[int, int]]:
    """Where entries lie; ends with (0, 0) when their tags do not pair up."""
    start, name = -1, b""
    for mark in _MARK.finditer(body):
        closes, tag, closes_itself, never_ends = mark.groups()
        if not tag and not never_ends:
            continue
        is_open = start >= 0
        if never_ends or closes_itself or is_open != bool(closes) or (is_open and tag != name):
            yield (0, 0)
            return
        if is_open:
            yield (start, mark.end())
            start = -1
        else:
            start, name = mark.start(), tag
    if start >= 0:
        yield (0, 0)


def _digests(body: bytes, places: Iterable[tuple[int, int]]) -> Iterator[bytes]:
    items = (body[start:end] for start, end in places)
    if b":comments>" in body or b":total>" in body:
        items = (_COUNTER.sub(b"", item) for item in items)
    return (blake2b(item, digest_size=_DIGEST_BYTES).digest() for item in items)
