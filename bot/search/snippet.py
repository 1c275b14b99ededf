"""The piece of an article that shows best why it was found, its words marked (pure)."""

import html
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.search.matching import sieve, spots_in
from bot.search.syllables import places
from bot.search.terms import Term
from bot.text import clean, squash

MOST_MARKED: Final = 7
_MOST_LOOKED_AT: Final = 20_000
_BEFORE: Final = 24
_TAG: Final = re.compile(r"<[^<>]*>")


class Piece(NamedTuple):
    """Some text, in bold when it was asked for."""

    text: str
    is_marked: bool


class _Hit(NamedTuple):
    start: int
    end: int
    term: int


def text_of(body_html: str) -> str:
    """The words of an article's body on one line."""
    return squash(html.unescape(_TAG.sub(" ", body_html[:_MOST_LOOKED_AT])))


def snippet(text: str, terms: Sequence[Term], *, limit: int) -> tuple[Piece, ...]:
    """At most `limit` characters around what was asked for, as the article writes it.

    Nothing when none of it stands there.

    >>> from bot.search.terms import Form
    >>> bao = Term(typed="bao", forms=(Form(words=("bao",)),))
    >>> snippet("Sáng nay bão vào bờ", [bao], limit=40)
    (Piece(text='Sáng nay ', is_marked=False), Piece(text='bão', is_marked=True), \
Piece(text=' vào bờ', is_marked=False))
    """
    text = squash(clean(text))
    hits = _hits(text, terms)
    if not hits:
        return ()
    first, last = _best_window(hits, terms, limit=limit - _BEFORE)
    start, end = _window(text, hits[first].start, hits[last].end, limit=limit)
    pieces = [*_marked(text, hits, start=start, end=end)]
    if start:
        pieces.insert(0, Piece("…", is_marked=False))
    if end < len(text):
        pieces.append(Piece("…", is_marked=False))
    return tuple(piece for piece in pieces if piece.text)


def _marked(text: str, hits: Sequence[_Hit], *, start: int, end: int) -> list[Piece]:
    pieces: list[Piece] = []
    at = start
    for hit in [hit for hit in hits if start <= hit.start and hit.end <= end][:MOST_MARKED]:
        if hit.start < at:
            continue
        between, word = text[at : hit.start], text[hit.start : hit.end]
        if pieces and between.isspace():
            # Neighbours are marked as one.
            word = f"{pieces.pop().text}{between}{word}"
        else:
            pieces.append(Piece(between, is_marked=False))
        pieces.append(Piece(word, is_marked=True))
        at = hit.end
    return [*pieces, Piece(text[at:end], is_marked=False)]


def _hits(text: str, terms: Sequence[Term]) -> list[_Hit]:
    found = places(text)
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    at = 0
    for start, end, word in found:
        starts[at] = start
        at += len(word) + 1
        ends[at] = end
    stream = f" {' '.join(word for _, _, word in found)} "
    hits = [
        _Hit(starts[spot.start], ends[spot.end], number)
        for number, spots in enumerate(spots_in(stream, sieve(terms), most=200))
        for spot in spots
    ]
    return sorted(hits)


def _best_window(hits: Sequence[_Hit], terms: Sequence[Term], *, limit: int) -> tuple[int, int]:
    """The first and the last of the hits that hold most of the question within `limit`."""
    best, best_weight = (0, 0), 0.0
    for first, hit in enumerate(hits):
        seen: set[int] = set()
        weight = 0.0
        for last in range(first, min(first + 24, len(hits))):
            if last > first and hits[last].end - hit.start > limit:
                break
            if hits[last].term not in seen:
                seen.add(hits[last].term)
                weight += terms[hits[last].term].weight
                if weight > best_weight * 1.001:
                    best, best_weight = (first, last), weight
    return best


def _window(text: str, start: int, end: int, *, limit: int) -> tuple[int, int]:
    """From the beginning of a word to the end of one, with what stands around."""
    start = max(start - _BEFORE, 0) if start > _BEFORE or end > limit else 0
    if start:
        start = text.find(" ", start) + 1
    end = max(min(start + limit, len(text)), min(end, start + limit))
    if end < len(text):
        border = text.rfind(" ", start, end + 1)
        end = border if border > start else end
    return start, end
