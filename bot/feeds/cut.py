"""Entries already seen, cut out of a feed's bytes before it is parsed (pure).

In a real round the body changed and one to three of fifty entries are new. Everything
around the entries stays as it was, so what is left parses to what it would have been.
"""

import re
from collections.abc import Iterator
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
# Text of another width, and entities that may mean anything.
_UNSAFE: Final = re.compile(rb"\0|<!DOCTYPE|<!ENTITY", re.IGNORECASE)
_ENCODING: Final = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})")
_PLAIN_ENCODINGS: Final = re.compile(rb"utf-?8|us-ascii|ascii|windows-125\d|iso-8859-\d{1,2}")
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
    if _UNSAFE.search(body):
        return None
    places = tuple(_places(body))
    if not places or places[-1] == (0, 0):
        return None
    return Pieces(
        body=body,
        places=places,
        digests=tuple(_digest(body[start:end]) for start, end in places[:MOST_ENTRIES]),
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


def _digest(item: bytes) -> bytes:
    return blake2b(_COUNTER.sub(b"", item), digest_size=_DIGEST_BYTES).digest()
