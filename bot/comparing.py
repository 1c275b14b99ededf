"""What differs between two versions of an article, word by word (pure)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, tzinfo
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final, TypeAlias

from rapidfuzz import fuzz

from bot.dates import format_card
from bot.i18n import text
from bot.render.lines import lines_of
from bot.render.parse import blocks_of
from bot.text import squash
from storage.model import Attachment, Content, Person, Related

FIELDS: Final = tuple(field.name for field in fields(Content))
"""The portal's columns, in their order."""

_TOKEN: Final = re.compile(r"\s*(?:\w+|[^\w\s])")
_MOST_CELLS: Final = 400_000
"""Words before times words after that are aligned one by one; more is replaced whole."""
_ALIKE: Final = 50.0
_LOOKED_AHEAD: Final = 20
_SHOWN_AROUND: Final = 8
_ELLIPSIS: Final = "…"


class Fate(StrEnum):
    """What became of a stretch of text."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and what became of it."""

    text: str
    fate: Fate = Fate.KEPT


Pieces: TypeAlias = tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field that differs; `lines` are those of its lines that changed, in order."""

    field: str
    lines: tuple[Pieces, ...]


def compare(before: Content, after: Content, *, zone: tzinfo, language: str) -> tuple[Change, ...]:
    """Every field that differs, in the order of the portal's columns.

    A body whose words and links are the same, and whose HTML is not, changed its looks:
    its `lines` are empty.
    """
    return tuple(
        Change(
            field=name,
            lines=compare_lines(
                lines_of_field(before, name, zone=zone, language=language),
                lines_of_field(after, name, zone=zone, language=language),
            ),
        )
        for name in FIELDS
        if getattr(before, name) != getattr(after, name)
    )


def lines_of_field(content: Content, name: str, *, zone: tzinfo, language: str) -> tuple[str, ...]:
    """A field as a person reads it, a line for each part of it; none when it is empty."""
    value = getattr(content, name)
    if name == "body_html":
        return tuple(_body_lines(content.body_html, language=language))
    if isinstance(value, tuple):
        return tuple(_part(it) for it in value)
    shown = _shown(value, zone=zone, language=language)
    return (shown,) if shown else ()


def compare_lines(before: Sequence[str], after: Sequence[str]) -> tuple[Pieces, ...]:
    """The lines that changed: the words of those that are alike, else the whole line.

    >>> [[it.text for it in line] for line in compare_lines(["Ba xã ra quân"], ["Bốn xã ra quân"])]
    [['Ba', 'Bốn', ' xã ra quân']]
    """
    changed: list[Pieces] = []
    for old, new in _edits(before, after):
        changed += _paired(before[old], after[new])
    return tuple(it for it in changed if any(piece.fate is not Fate.KEPT for piece in it))


def compare_words(before: str, after: str) -> Pieces:
    """One line as it was and as it is: its words kept, removed and added, in order."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    pieces: list[Piece] = []
    place = 0
    for gone, come in _edits(_bare(old), _bare(new)):
        pieces += _piece(new[place : come.start], Fate.KEPT)
        pieces += _piece(old[gone], Fate.REMOVED)
        pieces += _piece(new[come], Fate.ADDED)
        place = come.stop
    return (*pieces, *_piece(new[place:], Fate.KEPT))


def shortened(pieces: Pieces) -> Pieces:
    """The same, of long stretches of kept words only those beside a change."""
    last = len(pieces) - 1
    return tuple(
        Piece(_ends_of(piece.text, is_first=at == 0, is_last=at == last))
        if piece.fate is Fate.KEPT
        else piece
        for at, piece in enumerate(pieces)
    )


def _ends_of(kept: str, *, is_first: bool, is_last: bool) -> str:
    words = _TOKEN.findall(kept)
    head = [] if is_first else words[:_SHOWN_AROUND]
    tail = [] if is_last else words[-_SHOWN_AROUND:]
    if len(head) + len(tail) >= len(words):
        return kept
    return f"{''.join(head)} {_ELLIPSIS}{''.join(tail)}" if head else f"{_ELLIPSIS}{''.join(tail)}"


def _piece(words: Sequence[str], fate: Fate) -> Pieces:
    return (Piece("".join(words), fate),) if words else ()


def _bare(words: Sequence[str]) -> list[str]:
    return [word.strip() for word in words]


def _edits(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[slice, slice]]:
    """Where the two differ: the places in the one, and those in the other."""
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    old = before[head : len(before) - tail]
    new = after[head : len(after) - tail]
    if not old and not new:
        return
    # difflib needs more time than the product: one endless line must not stop us.
    if len(old) * len(new) > _MOST_CELLS:
        yield slice(head, head + len(old)), slice(head, head + len(new))
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, fresh_start, fresh_end in matcher.get_opcodes():
        if tag != "equal":
            yield slice(head + start, head + end), slice(head + fresh_start, head + fresh_end)


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many the two have in common at their beginnings."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[Pieces]:
    """Each line that stood beside the line it became, where they are alike."""
    place = 0
    for line in old:
        ahead = range(place, min(place + _LOOKED_AHEAD, len(new)))
        found = next((at for at in ahead if fuzz.ratio(line, new[at]) >= _ALIKE), None)
        if found is None:
            yield (Piece(line, Fate.REMOVED),)
            continue
        yield from ((Piece(it, Fate.ADDED),) for it in new[place:found])
        yield compare_words(line, new[found])
        place = found + 1
    yield from ((Piece(it, Fate.ADDED),) for it in new[place:])


def _body_lines(html: str, *, language: str) -> Iterator[str]:
    for line in lines_of(blocks_of(html), language=language):
        parts = (f"{it.text} [{it.url}]" if it.url else it.text for it in line.spans)
        if shown := squash("".join(parts)):
            yield shown


def _shown(value: object, *, zone: tzinfo, language: str) -> str:
    match value:
        case bool():
            return text("button.yes" if value else "button.no", language)
        case datetime():
            return format_card(value, zone=zone, language=language)
        case Person(id=id_, name=name):
            return name or ("" if id_ is None else str(id_))
        case _:
            return "" if value is None else squash(str(value))


def _part(part: object) -> str:
    match part:
        case Attachment():
            size = "" if part.size_bytes is None else str(part.size_bytes)
            kept = (part.name, part.url or part.file_id, part.mime_type, size)
        case Related():
            kept = (part.title, part.url, str(part.article_id or ""), "")
        case (str(name), str(value)):
            kept = (f"{name}:", value, "", "")
        case _:
            raise TypeError(part)
    return squash(" ".join(filter(None, kept)))
