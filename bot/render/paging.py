"""Lines to pages that each fit into one message (pure)."""

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from typing import Final, TypeAlias

from bot.render.document import Spans, cut_spans, plain, trimmed
from bot.render.markup import Cost, Line, cost_of, entities_of
from bot.text import cut_utf16

Page: TypeAlias = tuple[Line, ...]

_SENTENCE_END: Final = re.compile(r"[.!?…;:][\"”’)»]*\s|\n")
_WORD_END: Final = re.compile(r"\s")
_WORTH_STARTING: Final = Cost(600, 8)
"""A line too long for any page starts where at least this much room is left."""


def pages_of(lines: Iterable[Line], *, room: Cost) -> tuple[Page, ...]:
    """The lines on as few pages as keep each within `room`, in order.

    Cut between lines; a line longer than a page is cut at a sentence, else at a word.
    A page does not end with a line that keeps the next one.
    """
    waiting = deque(line for line in lines if line.spans)
    pages: list[Page] = []
    page: list[Line] = []
    left = room
    while waiting:
        line = waiting.popleft()
        cost = cost_of(line, most=room)
        if cost.fits(left):
            page.append(line)
            left = left.minus(cost)
            continue
        is_full = not _WORTH_STARTING.fits(left)
        if page and (is_full or (cost.fits(room) and _can_end(page))):
            waiting.appendleft(line)
        else:
            head, tail = cut_line(line, room=left)
            page += [head] if head.spans else []
            waiting.appendleft(tail)
        while page[-1].keeps_next and _can_end(page):
            waiting.appendleft(page.pop())
        pages.append(tuple(page))
        page, left = [], room
    return (*pages, tuple(page)) if page else tuple(pages)


def cut_line(line: Line, *, room: Cost) -> tuple[Line, Line]:
    """The line up to the last good place within `room`, and the rest of it."""
    around = cost_of(replace(line, spans=()))
    beginning = _beginning(line.spans, room=room.minus(around))
    text = plain(beginning)
    head = cut_utf16(text, limit=max(room.units - around.units, 0))
    is_whole = len(head) == len(text) and len(beginning) == len(line.spans)
    before, after = cut_spans(line.spans, at=len(head) if is_whole else good_cut(head))
    if line.is_preformatted:
        return replace(line, spans=before), replace(line, spans=after, gap=1)
    return (
        replace(line, spans=trimmed(before), keeps_next=False),
        replace(line, spans=trimmed(after)),
    )


def good_cut(head: str) -> int:
    """Where to end a text cut short: after a sentence, else a word, else at its end."""
    for border in (_SENTENCE_END, _WORD_END):
        ends = [it.end() for it in border.finditer(head) if it.end() * 2 > len(head)]
        if ends:
            return ends[-1]
    return len(head)


def _can_end(page: list[Line]) -> bool:
    return any(not line.keeps_next for line in page)


def _beginning(spans: Spans, *, room: Cost) -> Spans:
    """The first spans: those whose entities fit, up to one past the units there are."""
    units, entities = 0, 0
    for at, span in enumerate(spans):
        entities += entities_of(span)
        if entities > room.entities or units > room.units:
            return spans[:at]
        units += len(span.text)
    return spans
