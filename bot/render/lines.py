"""Blocks as lines of a plain message (pure)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from bot.i18n import text
from bot.render.document import (
    PLAIN,
    Block,
    Blocks,
    Divider,
    Heading,
    ListBlock,
    Mark,
    Paragraph,
    Picture,
    Preformatted,
    Quotation,
    Slideshow,
    Span,
    Spans,
    Table,
    plain,
)
from bot.render.markup import Line, line_of, without_scripts

_BULLETS: Final = ("•", "◦", "▪", "▪")
_INDENT: Final = "\u2003"
_BETWEEN_CELLS: Final = " | "
_DIVIDER: Final = "* * *"


def lines_of(blocks: Blocks, *, language: str, depth: int = 0) -> Iterator[Line]:
    """The blocks, top to bottom. `depth`: lists around them."""
    for block in blocks:
        for line in _lines(block, language=language, depth=depth):
            yield replace(line, spans=without_scripts(line.spans))


def picture_line(picture: Picture, *, language: str, gap: int = 2) -> Line:
    """A picture as words: a link to it where there is one, its caption and credit."""
    label = text("card.photo" if picture.url else "desk.edit_photo", language)
    spans = [Span(label, url=picture.url)]
    spans += [Span(f" {it}", Mark.ITALIC) for it in (picture.caption, picture.credit) if it]
    return Line(spans=tuple(spans), gap=gap)


def _lines(block: Block, *, language: str, depth: int) -> Iterable[Line]:
    match block:
        case Heading(spans=spans):
            bold = tuple(replace(it, marks=it.marks | Mark.BOLD) for it in spans)
            return (Line(spans=bold, keeps_next=True),)
        case Paragraph(spans=spans):
            return (Line(spans=spans),)
        case ListBlock():
            return _list_lines(block, language=language, depth=depth)
        case Quotation(blocks=inner):
            inside = lines_of(inner, language=language, depth=depth)
            return (replace(it, is_quoted=not it.is_preformatted) for it in inside)
        case Table():
            return _table_lines(block)
        case Picture():
            return (picture_line(block, language=language),)
        case Slideshow(pictures=pictures):
            shown = (picture_line(it, language=language, gap=1) for it in pictures)
            return _spaced(shown)
        case Preformatted(text=kept):
            return (Line(spans=(Span(kept),), is_preformatted=True),)
        case Divider():
            return (line_of(_DIVIDER),)


def _list_lines(block: ListBlock, *, language: str, depth: int) -> Iterator[Line]:
    gap = 1 if depth else 2
    for number, item in enumerate(block.items, start=block.start):
        sign = f"{number}." if block.is_ordered else _BULLETS[min(depth, len(_BULLETS) - 1)]
        for at, line in enumerate(lines_of(item, language=language, depth=depth + 1)):
            lead = _INDENT * depth + ("" if at else f"{sign} ")
            # A list inside a list has written its own indent and sign.
            nested = at > 0 and line.gap == 1
            spans = line.spans if nested or not lead else (Span(lead), *line.spans)
            yield replace(line, spans=spans, gap=gap, is_preformatted=False)
            gap = 1


def _table_lines(table: Table) -> Iterator[Line]:
    gap = 2
    if table.caption:
        yield Line(spans=(Span(table.caption, Mark.BOLD),), keeps_next=True)
        gap = 1
    for row in table.rows:
        cells = [_cell_spans(cell.spans, is_header=cell.is_header) for cell in row]
        spans = [it for at, cell in enumerate(cells) for it in (*_separator(at), *cell)]
        if plain(spans).strip(" |"):
            yield Line(spans=tuple(spans), gap=gap)
            gap = 1


def _separator(at: int) -> Spans:
    return (Span(_BETWEEN_CELLS),) if at else ()


def _cell_spans(spans: Spans, *, is_header: bool) -> Spans:
    bold = Mark.BOLD if is_header else PLAIN
    return tuple(Span(it.text.replace("\n", " "), it.marks | bold, it.url) for it in spans)


def _spaced(lines: Iterable[Line]) -> Iterator[Line]:
    for at, line in enumerate(lines):
        yield line if at else replace(line, gap=2)
