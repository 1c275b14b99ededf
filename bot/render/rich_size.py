"""How much of a rich message a block takes, and where it can be cut (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from bot.render.document import (
    Block,
    Blocks,
    Divider,
    Heading,
    ListBlock,
    Paragraph,
    Picture,
    Preformatted,
    Quotation,
    Slideshow,
    Spans,
    Table,
    cut_spans,
    plain,
    texts,
    trimmed,
)
from bot.render.paging import good_cut
from bot.render.rich_blocks import Details, Foot, RichBlock, Sound
from bot.text import cut_utf16, utf16_length

MOST_COLUMNS: Final = 20


@dataclass(frozen=True, slots=True)
class Size:
    """UTF-16 units of text, blocks, media."""

    units: int = 0
    blocks: int = 0
    media: int = 0

    def __add__(self, other: "Size") -> "Size":
        return Size(self.units + other.units, self.blocks + other.blocks, self.media + other.media)

    def minus(self, other: "Size") -> "Size":
        """What is left of this room when `other` is taken."""
        return Size(self.units - other.units, self.blocks - other.blocks, self.media - other.media)

    def fits(self, room: "Size") -> bool:
        """Whether this much fits into `room`."""
        return self.units <= room.units and self.blocks <= room.blocks and self.media <= room.media


LIMITS: Final = Size(32_768, 500, 50)
"""Most of one message; nested blocks, list items and table rows count as blocks."""


def size_of(block: RichBlock) -> Size:
    """What the block takes, counted generously."""
    match block:
        case Heading(spans=spans) | Paragraph(spans=spans) | Foot(spans=spans):
            return Size(utf16_length(plain(spans)), 1)
        case ListBlock(items=items):
            # A number before an item may count as text.
            around = Size(8 * len(items), 1 + len(items))
            return sum((size_of_all(item) for item in items), around)
        case Quotation(blocks=blocks):
            return size_of_all(blocks) + Size(blocks=1)
        case Details(summary=summary, blocks=blocks):
            return size_of_all(blocks) + Size(utf16_length(summary), 2)
        case Table(rows=rows):
            cells = sum(len(row) for row in rows)
            return Size(_units(block) + cells, 1 + len(rows))
        case Picture():
            return Size(_units(block) + 2, 1, 1)
        case Slideshow(pictures=pictures):
            return sum(map(size_of, pictures), Size(blocks=1))
        case Preformatted(text=text):
            return Size(utf16_length(text), 1)
        case Sound():
            return Size(blocks=1, media=1)
        case Divider():
            return Size(blocks=1)


def size_of_all(blocks: Iterable[RichBlock]) -> Size:
    """What the blocks take together."""
    return sum(map(size_of, blocks), Size())


def cut_block(block: RichBlock, *, room: Size) -> tuple[Blocks, Blocks]:
    """The part of a block that fits into `room`, maybe nothing, and the rest."""
    match block:
        case Heading(spans=spans):
            # The rest of a heading longer than a message reads on as text.
            head, tail = _cut_text(spans, units=room.units)
            return (replace(block, spans=head),) if head else (), _paragraph(tail)
        case Paragraph(spans=spans):
            head, tail = _cut_text(spans, units=room.units)
            return _paragraph(head), _paragraph(tail)
        case Preformatted(text=text):
            head_text = cut_utf16(text, limit=room.units)
            head_text = head_text[: good_cut(head_text)]
            return _kept(head_text), _kept(text[len(head_text) :])
        case ListBlock():
            return _cut_list(block, room=room)
        case Quotation(blocks=blocks):
            head_blocks, rest = cut_blocks(blocks, room=room.minus(Size(blocks=1)))
            return _quotation(head_blocks), _quotation(rest)
        case Table():
            return _cut_table(block, room=room)
        case Slideshow(pictures=pictures):
            count = max(min(len(pictures) // 2, room.media), 1)
            return _show(pictures[:count]), _show(pictures[count:])
        case Picture() | Divider():
            return (), (block,)
        case Details() | Sound() | Foot():
            raise AssertionError("kept small where it is made")


def cut_blocks(blocks: Blocks, *, room: Size) -> tuple[Blocks, Blocks]:
    """As many of the blocks as fit, the last one maybe cut, and the rest."""
    head: list[Block] = []
    left = room
    for at, block in enumerate(blocks):
        size = size_of(block)
        if size.fits(left):
            head.append(block)
            left = left.minus(size)
            continue
        if left.units < 1 or left.blocks < 1:
            return tuple(head), blocks[at:]
        before, after = cut_block(block, room=left)
        return (*head, *before), (*after, *blocks[at + 1 :])
    return tuple(head), ()


def _cut_list(block: ListBlock, *, room: Size) -> tuple[Blocks, Blocks]:
    left = room.minus(Size(blocks=1))
    for at, item in enumerate(block.items):
        size = size_of_all(item) + Size(8, 1)
        if size.fits(left):
            left = left.minus(size)
            continue
        if at:
            return _items(block, 0, at), _items(block, at)
        before, after = cut_blocks(item, room=left.minus(Size(8, 1)))
        if not before:
            return (), (block,)
        # The rest of an item reads on without a second sign before it.
        return (replace(block, items=(before,)),), (*after, *_items(block, 1))
    return (block,), ()


def _items(block: ListBlock, first: int, end: int | None = None) -> Blocks:
    items = block.items[first:end]
    return (replace(block, items=items, start=block.start + first),) if items else ()


def _cut_table(table: Table, *, room: Size) -> tuple[Blocks, Blocks]:
    left = room.minus(Size(utf16_length(table.caption), 1))
    count = 0
    for row in table.rows:
        size = Size(sum(utf16_length(plain(cell.spans)) + 1 for cell in row), 1)
        if not size.fits(left):
            break
        left = left.minus(size)
        count += 1
    if not count:
        return (), (table,)
    head = replace(table, rows=table.rows[:count])
    rest = table.rows[count:]
    return (head,), (Table(rows=rest),) if rest else ()


def _cut_text(spans: Spans, *, units: int) -> tuple[Spans, Spans]:
    text = plain(spans)
    head = cut_utf16(text, limit=units)
    at = good_cut(head) if len(head) < len(text) else len(text)
    before, after = cut_spans(spans, at=at)
    return trimmed(before), trimmed(after)


def _paragraph(spans: Spans) -> Blocks:
    return (Paragraph(spans=spans),) if spans else ()


def _kept(text: str) -> Blocks:
    return (Preformatted(text=text),) if text.strip() else ()


def _quotation(blocks: Blocks) -> Blocks:
    return (Quotation(blocks=blocks),) if blocks else ()


def _show(pictures: tuple[Picture, ...]) -> Blocks:
    return pictures if len(pictures) < 2 else (Slideshow(pictures=pictures),)


def _units(block: Block) -> int:
    return sum(map(utf16_length, texts((block,))))
