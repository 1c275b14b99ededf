"""Entries already seen, cut out of a feed's bytes before it is parsed (pure).

In a real round the body changed and one to three of fifty entries are new. Everything
around the entries stays as it was, so what is left parses to what it would have been.
"""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from bot.feeds.raw import MOST_ENTRIES

# More is nobody's feed, and so many objects hold everybody up when they are tidied away.
_MOST_PIECES: Final = 10_000
_HEAD_BYTES: Final = 1_000
_MARK: Final = re.compile(
    rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<(/?)(item|entry)(?=[\s>/])[^<>]*?(/?)>|(<!\[|<!--)",
    re.DOTALL | re.IGNORECASE,
)
_ENCODING: Final = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})")
_PLAIN_ENCODINGS: Final = re.compile(rb"utf-?8|us-ascii|ascii|windows-125\d|iso-8859-\d{1,2}")
_TAG_ENDS: Final = (b">", b" ", b"\n", b"\r", b"\t", b"/")
_COUNTER: Final = re.compile(rb"<(slash:comments|thr:total)>\s{0,20}\d{1,12}\s{0,20}</\1>")
# In no body that is cut: around a counter that is gone nothing grows together.
_GONE: Final = b"\0"

Digests = frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """A body in pieces: entries lie in `body` at `places`, the first 200 have a digest each."""

    body: bytes
    places: tuple[tuple[int, int], ...]
    digests: tuple[int, ...]


class Memory:
    """Which entries of a feed were read before, until this process ends.

    Kept only for feeds that were sound when parsed: in broken ones a parser may read an
    entry otherwise when its neighbours are gone.
    """

    def __init__(self) -> None:
        self._digests: dict[int, array[int]] = {}

    def of(self, feed_id: int) -> Digests:
        """The digests remembered; none for a feed not known."""
        return frozenset(self._digests.get(feed_id, ()))

    def keep(self, feed_id: int, digests: tuple[int, ...]) -> None:
        """Remembers exactly these."""
        self._digests[feed_id] = array("q", digests)

    def forget(self, feed_id: int) -> None:
        """The feed will be parsed whole next time."""
        self._digests.pop(feed_id, None)


def pieces_of(body: bytes, *, seen: Digests = frozenset()) -> Pieces | None:
    """The entries of an RSS or Atom body; None when it cannot be cut safely.

    Args:
        body: a whole document.
        seen: digests from `pieces_of` in this process; such entries are not looked into.
    """
    declared = _ENCODING.search(body[:_HEAD_BYTES])
    if declared and not _PLAIN_ENCODINGS.fullmatch(declared[1].lower()):
        return None
    # Text of another width, and entities that may mean anything.
    if _GONE in body:
        return None
    pieces = _searched(body, seen=seen) or _marked(body)
    return None if pieces is None or b"<!DOCTYPE" in body[: pieces.places[0][0]] else pieces


def without(pieces: Pieces, seen: Digests) -> bytes:
    """The body without the entries seen, and without those beyond the first 200."""
    kept = []
    place = 0
    for index, (start, end) in enumerate(pieces.places):
        if index >= MOST_ENTRIES or pieces.digests[index] in seen:
            kept.append(pieces.body[place:start])
            place = end
    kept.append(pieces.body[place:])
    return b"".join(kept)


def _searched(body: bytes, *, seen: Digests) -> Pieces | None:
    """The pieces when a search finds them; None where tags may lie in quoted text."""
    name = b"item" if b"</item>" in body else b"entry"
    opening, closing = b"<" + name, b"</" + name + b">"
    *parts, rest = body.split(closing)
    if len(parts) > _MOST_PIECES:
        return None
    bare = _COUNTER.sub(_GONE, body)
    bared = parts if len(bare) == len(body) else bare.split(closing)
    places, digests, place = [], [], 0
    for part, bare_part in zip(parts, bared, strict=False):
        at = _opening_in(part, opening)
        item = bare_part[_opening_in(bare_part, opening) :]
        # Python's own, keyed anew in every process: nobody can aim at one.
        digest = hash(item)
        is_plain = at >= 0 and (digest in seen or (item.count(opening) == 1 and _is_closed(item)))
        # Between two entries there is a line end, as a rule.
        if not is_plain or (at > 1 and not _is_closed(part[:at])):
            return None
        end = place + len(part) + len(closing)
        places.append((place + at, end))
        digests.append(digest)
        place = end
    if not places or opening in rest or not _is_closed(rest):
        return None
    return Pieces(body=body, places=tuple(places), digests=tuple(digests[:MOST_ENTRIES]))


def _opening_in(part: bytes, opening: bytes) -> int:
    place = part.find(opening)
    # RSS 1.0 lists its entries in <items>.
    while place >= 0 and part[place + len(opening) : place + len(opening) + 1] not in _TAG_ENDS:
        place = part.find(opening, place + 1)
    return place


def _is_closed(part: bytes) -> bool:
    return part.count(b"<![CDATA[") == part.count(b"]]>") and (
        part.count(b"<!--") == part.count(b"-->")
    )


def _marked(body: bytes) -> Pieces | None:
    places = tuple(islice(_places(body), _MOST_PIECES + 1))
    if not places or places[-1] == (0, 0) or len(places) > _MOST_PIECES:
        return None
    items = (body[start:end] for start, end in places[:MOST_ENTRIES])
    digests = tuple(hash(_COUNTER.sub(_GONE, item)) for item in items)
    return Pieces(body=body, places=places, digests=digests)


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
