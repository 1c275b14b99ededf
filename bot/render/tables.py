"""Tables: those of data stay, those that only lay out a page are dissolved (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from bot.render.document import Blocks, Cell, Paragraph, Picture, Slideshow, Span, Table, plain
from bot.render.pieces import captioned, inline, pictures_of

_MOST_SPAN: Final = 20
_LONGEST_CAPTION: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class RawCell:
    """A cell as read: any blocks, spans as written."""

    blocks: Blocks
    is_header: bool = False
    colspan: str = ""
    rowspan: str = ""


Rows: TypeAlias = Sequence[tuple[RawCell, ...]]


def table_blocks(rows: Rows, *, caption: str) -> Blocks:
    """A table, or the blocks it laid out: one column, or more than text in its cells."""
    title = (Paragraph(spans=(Span(caption),)),) if caption else ()
    inside = tuple(block for row in rows for cell in row for block in cell.blocks)
    if not inside:
        return title
    if max(map(len, rows)) == 1 or any(map(_is_more_than_text, inside)):
        return title + (_picture_with_text(inside) or inside)
    table = Table(
        rows=tuple(
            tuple(_cell(cell, rows_left=len(rows) - at) for cell in row)
            for at, row in enumerate(rows)
        ),
        caption=caption,
    )
    return (table, *pictures_of(inside))


def _is_more_than_text(block: object) -> bool:
    if isinstance(block, Picture):
        return bool(block.caption or block.credit)
    return isinstance(block, Table | Slideshow)


def _picture_with_text(blocks: Blocks) -> Blocks:
    """One picture and a line under it, the way old editors write a caption."""
    pictures = [it for it in blocks if isinstance(it, Picture)]
    lines = [plain(it.spans) for it in blocks if isinstance(it, Paragraph)]
    if len(pictures) != 1 or not lines or len(lines) + 1 != len(blocks):
        return ()
    caption = " ".join(lines)
    if pictures[0].caption or pictures[0].credit or len(caption) > _LONGEST_CAPTION:
        return ()
    return (captioned(pictures[0], caption),)


def _cell(cell: RawCell, *, rows_left: int) -> Cell:
    return Cell(
        spans=inline(cell.blocks),
        is_header=cell.is_header,
        colspan=_span(cell.colspan, most=_MOST_SPAN),
        rowspan=_span(cell.rowspan, most=rows_left),
    )


def _span(written: str, *, most: int) -> int:
    if not (written.isascii() and written.isdecimal()):
        return 1
    return min(max(int(written[:6]), 1), most)
