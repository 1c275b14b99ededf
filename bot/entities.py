"""A Telegram text with its entities as paragraphs of HTML (pure).

Bot API, "MessageEntity": offsets and lengths are UTF-16 code units; entities nest and, across
clients, overlap. Every letter keeps the looks of all entities that cover it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from itertools import groupby, pairwise
from typing import Final

from bot.messages import Look

_TAGS: Final = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
}
_QUOTES: Final = {"blockquote", "expandable_blockquote"}
_SCHEMES: Final = ("http://", "https://")


class Kind(StrEnum):
    """What a piece of a text is."""

    PARAGRAPH = "p"
    QUOTATION = "blockquote"
    PREFORMATTED = "pre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A look of the characters from `start` up to `end`; `url` where it leads."""

    kind: str
    start: int
    end: int
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A paragraph, a quotation or preformatted text: its plain text, and as HTML."""

    kind: Kind
    text: str
    html: str


def pieces_of(text: str, entities: Sequence[Look] = ()) -> list[Piece]:
    """The text's pieces, top to bottom; a line is a paragraph, empty lines vanish.

    Args:
        text: as Telegram sent it.
        entities: MessageEntity objects as Telegram sent them; what they say of places outside
            the text, or of kinds that a body does not show, is passed over.

    >>> [it.html for it in pieces_of("Tin mới", [{"type": "bold", "offset": 4, "length": 3}])]
    ['<p>Tin <b>mới</b></p>']
    """
    known = list(_entities(text, entities))
    pieces: list[Piece] = []
    for start, end, kind in _blocks(text, known):
        if kind is Kind.PARAGRAPH:
            pieces += _paragraphs(text, known, start, end)
        elif text[start:end].strip():
            pieces.append(_block(text, known, start, end, kind=kind))
    return pieces


def _entities(text: str, entities: Sequence[Look]) -> Iterator[Entity]:
    places = [at for at, letter in enumerate(text) for _ in range(1 + (letter > "\uffff"))]
    places.append(len(text))
    last = len(places) - 1
    for it in entities:
        kind, offset, length = it["type"], it["offset"], it["length"]
        start, end = (places[min(max(unit, 0), last)] for unit in (offset, offset + length))
        if start < end:
            yield Entity(kind=kind, start=start, end=end, url=_url(kind, text[start:end], it))


def _url(kind: str, covered: str, entity: Look) -> str:
    match kind:
        case "text_link":
            return entity.get("url", "")
        case "url":
            return covered if covered.lower().startswith(_SCHEMES) else f"https://{covered}"
        case "mention":
            return f"https://t.me/{covered.removeprefix('@')}"
    return ""


def _blocks(text: str, entities: Sequence[Entity]) -> Iterator[tuple[int, int, Kind]]:
    """The text cut where quotations and preformatted parts begin and end."""
    blocks = [it for it in entities if it.kind == "pre" or it.kind in _QUOTES]
    borders = sorted({0, len(text), *(place for it in blocks for place in (it.start, it.end))})
    for start, end in pairwise(borders):
        kinds = {it.kind for it in blocks if it.start <= start < it.end}
        if "pre" in kinds:
            yield start, end, Kind.PREFORMATTED
        else:
            yield start, end, Kind.QUOTATION if kinds else Kind.PARAGRAPH


def _paragraphs(text: str, entities: Sequence[Entity], start: int, end: int) -> Iterator[Piece]:
    for line in text[start:end].split("\n"):
        if line.strip():
            html = f"<p>{_inline(text, entities, start, start + len(line))}</p>"
            yield Piece(kind=Kind.PARAGRAPH, text=line, html=html)
        start += len(line) + 1


def _block(text: str, entities: Sequence[Entity], start: int, end: int, *, kind: Kind) -> Piece:
    inside = text[start:end]
    if kind is Kind.PREFORMATTED:
        return Piece(kind=kind, text=inside, html=f"<pre>{escape(inside, quote=False)}</pre>")
    lines = "".join(it.html for it in _paragraphs(text, entities, start, end))
    return Piece(kind=kind, text=inside, html=f"<blockquote>{lines}</blockquote>")


def _inline(text: str, entities: Sequence[Entity], start: int, end: int) -> str:
    """One line, each stretch of one look in its tags."""
    around = [it for it in entities if it.start < end and it.end > start]
    borders = {start, end}
    borders |= {place for it in around for place in (it.start, it.end) if start < place < end}
    ordered = sorted(borders)
    stretches = ((_looks(around, at), text[at:to]) for at, to in pairwise(ordered))
    html = []
    for (url, tags), same in groupby(stretches, key=lambda it: it[0]):
        shown = escape("".join(part for _, part in same), quote=False)
        for tag in tags:
            shown = f"<{tag}>{shown}</{tag}>"
        html.append(f'<a href="{escape(url)}">{shown}</a>' if url else shown)
    return "".join(html)


def _looks(entities: Sequence[Entity], at: int) -> tuple[str, tuple[str, ...]]:
    covering = [it for it in entities if it.start <= at < it.end]
    url = next((it.url for it in covering if it.url), "")
    kinds = {it.kind for it in covering}
    return url, tuple(tag for kind, tag in _TAGS.items() if kind in kinds)
