"""Telegram's HTML: what every client shows (pure).

A message is a row of lines, and a line a row of spans: nothing is nested, so that any cut
leaves every tag closed. Bot API, "HTML style".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from bot.render.document import PLAIN, Mark, Span, Spans, plain
from bot.text import utf16_length

_TAGS: Final = {Mark.BOLD: "b", Mark.ITALIC: "i", Mark.UNDERLINE: "u", Mark.STRIKE: "s"}
_RAISED: Final = dict(zip("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", strict=True))
_LOWERED: Final = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a message, maybe long. `gap`: line ends before it, 2 for a blank line.

    `keeps_next`: a page does not end with it. `is_folded`: in a quotation that opens.
    """

    spans: Spans
    gap: int = 2
    keeps_next: bool = False
    is_quoted: bool = False
    is_folded: bool = False
    is_preformatted: bool = False


@dataclass(frozen=True, slots=True)
class Cost:
    """What a line takes of a message: UTF-16 units after parsing, and entities."""

    units: int = 0
    entities: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.units + other.units, self.entities + other.entities)

    def minus(self, other: "Cost") -> "Cost":
        """What is left of this room when `other` is taken."""
        return Cost(self.units - other.units, self.entities - other.entities)

    def fits(self, room: "Cost") -> bool:
        """Whether this much fits into `room`."""
        return self.units <= room.units and self.entities <= room.entities


def escape(text: str) -> str:
    """The text as HTML: only what must be replaced is."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(text: str) -> str:
    """The text as an attribute's value, without the quotes around it."""
    return escape(text).replace('"', "&quot;")


def line_of(text: str, *, marks: Mark = PLAIN, url: str = "", gap: int = 2) -> Line:
    """A line of one look."""
    return Line(spans=(Span(text, marks, url),) if text else (), gap=gap)


def without_scripts(spans: Iterable[Span]) -> Spans:
    """The spans with raised and lowered text written in Unicode: m², CO₂, 10^x."""
    return tuple(map(_without_script, spans))


def cost_of(line: Line, *, most: Cost | None = None) -> Cost:
    """What the line takes, the line ends before it included; counting stops past `most`."""
    entities = int(line.is_quoted or line.is_folded or line.is_preformatted)
    units = line.gap
    for span in line.spans:
        units += utf16_length(span.text)
        entities += entities_of(span)
        if most and not Cost(units, entities).fits(most):
            break
    return Cost(units, entities)


def entities_of(span: Span) -> int:
    """How many entities the span becomes, at most."""
    if Mark.CODE in span.marks:
        return 1
    return sum(mark in span.marks for mark in _TAGS) + bool(span.url)


def html_of(lines: Sequence[Line]) -> str:
    """The lines as one message's HTML."""
    shown: list[str] = []
    for around, group in groupby((it for it in lines if it.spans), key=_around):
        block = list(group)
        inside = "".join(_inside(line, is_first=at == 0) for at, line in enumerate(block))
        before = "\n" * block[0].gap if shown else ""
        opening, closing = around
        shown.append(f"{before}{opening}{inside}{closing}")
    return "".join(shown)


def _inside(line: Line, *, is_first: bool) -> str:
    gap = "" if is_first else "\n" * line.gap
    if line.is_preformatted:
        return f"{gap}<pre>{escape(plain(line.spans))}</pre>"
    return gap + "".join(map(_span_html, line.spans))


def _around(line: Line) -> tuple[str, str]:
    if line.is_folded:
        return "<blockquote expandable>", "</blockquote>"
    return ("<blockquote>", "</blockquote>") if line.is_quoted else ("", "")


def marked(html: str, marks: Mark, *, tags: Mapping[Mark, str]) -> str:
    """The HTML inside the tags of its looks."""
    for mark, tag in tags.items():
        if mark in marks:
            html = f"<{tag}>{html}</{tag}>"
    return html


def _span_html(span: Span) -> str:
    html = escape(span.text)
    if Mark.CODE in span.marks:
        return f"<code>{html}</code>"
    html = marked(html, span.marks, tags=_TAGS)
    return f'<a href="{attribute(span.url)}">{html}</a>' if span.url else html


def _without_script(span: Span) -> Span:
    if Mark.SUP in span.marks:
        raised = [_RAISED.get(it) for it in span.text]
        text = "".join(filter(None, raised)) if all(raised) else f"^{span.text}"
        return replace(span, text=text, marks=span.marks & ~(Mark.SUP | Mark.SUB))
    if Mark.SUB in span.marks:
        text = "".join(_LOWERED.get(it, it) for it in span.text)
        return replace(span, text=text, marks=span.marks & ~Mark.SUB)
    return span
