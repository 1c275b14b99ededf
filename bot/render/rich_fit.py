"""Blocks made fit for a rich message: what it cannot hold becomes what it can (pure)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.render.document import (
    Block,
    Blocks,
    ListBlock,
    Mark,
    Paragraph,
    Picture,
    Quotation,
    Slideshow,
    Span,
    Table,
    plain,
)
from bot.render.lines import lines_of, picture_line
from bot.render.rich_size import MOST_COLUMNS
from bot.render.screen import Look
from bot.text import utf16_length

_LONGEST_ROW: Final = 4000
_LONGEST_CAPTION: Final = 1000
_MOST_SLIDES: Final = 10


def fitted(blocks: Blocks, *, look: Look) -> Iterator[Block]:
    """The blocks with wide tables as lines, long captions as paragraphs.

    For a reader who saves data pictures are links.
    """
    for block in blocks:
        match block:
            case Table() if _columns(block) > MOST_COLUMNS or _longest_row(block) > _LONGEST_ROW:
                lines = lines_of((block,), language=look.language)
                yield from (Paragraph(spans=line.spans) for line in lines)
            case Table(caption=caption) if utf16_length(caption) > _LONGEST_CAPTION:
                yield Paragraph(spans=(Span(caption, Mark.BOLD),))
                yield replace(block, caption="")
            case Picture():
                yield from _picture(block, look=look)
            case Slideshow(pictures=pictures):
                yield from _slideshow(pictures, look=look)
            case ListBlock(items=items):
                yield replace(block, items=tuple(tuple(fitted(item, look=look)) for item in items))
            case Quotation(blocks=inner):
                yield replace(block, blocks=tuple(fitted(inner, look=look)))
            case _:
                yield block


def _picture(picture: Picture, *, look: Look) -> Blocks:
    if look.saves_data:
        return (Paragraph(spans=picture_line(picture, language=look.language).spans),)
    if utf16_length(picture.words) <= _LONGEST_CAPTION:
        return (picture,)
    return Picture(url=picture.url), Paragraph(spans=(Span(picture.words, Mark.ITALIC),))


def _slideshow(pictures: tuple[Picture, ...], *, look: Look) -> Iterator[Block]:
    together = sum(utf16_length(it.caption + it.credit) for it in pictures)
    if look.saves_data or together > _LONGEST_CAPTION:
        for picture in pictures:
            yield from _picture(picture, look=look)
        return
    for at in range(0, len(pictures), _MOST_SLIDES):
        slides = pictures[at : at + _MOST_SLIDES]
        yield slides[0] if len(slides) == 1 else Slideshow(pictures=slides)


def _columns(table: Table) -> int:
    """The widest row, cells that reach down from rows above counted too."""
    widest = 0
    reaching: list[tuple[int, int]] = []
    for row in table.rows:
        own = sum(cell.colspan for cell in row)
        widest = max(widest, own + sum(width for width, _ in reaching))
        reaching = [(width, left - 1) for width, left in reaching if left > 1]
        reaching += [(cell.colspan, cell.rowspan - 1) for cell in row if cell.rowspan > 1]
    return widest


def _longest_row(table: Table) -> int:
    return max(sum(utf16_length(plain(cell.spans)) for cell in row) for row in table.rows)
