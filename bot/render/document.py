"""An article's body as a tree of blocks: what every form of it is rendered from (pure)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Flag, auto
from typing import TypeAlias


class Mark(Flag):
    """How a stretch of text looks."""

    BOLD = auto()
    ITALIC = auto()
    UNDERLINE = auto()
    STRIKE = auto()
    CODE = auto()
    SUB = auto()
    SUP = auto()


PLAIN = Mark(0)


@dataclass(frozen=True, slots=True)
class Span:
    r"""A stretch of text of one look. `\n` is a line break; `url` makes it a link."""

    text: str
    marks: Mark = PLAIN
    url: str = ""


Spans: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading; `level` is 2, 3 or 4, as the title is 1."""

    level: int
    spans: Spans


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text, never empty."""

    spans: Spans


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBlock:
    """A list; each item holds blocks, and the first number is `start`."""

    is_ordered: bool
    items: tuple[tuple["Block", ...], ...]
    start: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Quoted blocks."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table."""

    spans: Spans
    is_header: bool = False
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of data; tables that only lay out pictures and text are dissolved."""

    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture. `credit` ends the caption, word for word: "Ảnh: Kiều Oanh"."""

    url: str
    caption: str = ""
    credit: str = ""

    @property
    def words(self) -> str:
        """Caption and credit on one line."""
        return " ".join(filter(None, (self.caption, self.credit)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Slideshow:
    """Two pictures or more that follow each other."""

    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preformatted:
    """Text whose spaces and line ends count."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Divider:
    """A line between two parts."""


Block: TypeAlias = (
    Heading
    | Paragraph
    | ListBlock
    | Quotation
    | Table
    | Picture
    | Slideshow
    | Preformatted
    | Divider
)
Blocks: TypeAlias = tuple[Block, ...]


def plain(spans: Iterable[Span]) -> str:
    """The text alone."""
    return "".join(span.text for span in spans)


def texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Every stretch of text in reading order, without looks."""
    for block in blocks:
        match block:
            case Heading(spans=spans) | Paragraph(spans=spans):
                yield plain(spans)
            case ListBlock(items=items):
                for item in items:
                    yield from texts(item)
            case Quotation(blocks=inner):
                yield from texts(inner)
            case Table(rows=rows, caption=caption):
                yield caption
                yield from (plain(cell.spans) for row in rows for cell in row)
            case Picture(caption=caption, credit=credit):
                yield from (caption, credit)
            case Slideshow(pictures=pictures):
                yield from texts(pictures)
            case Preformatted(text=text):
                yield text
            case Divider():
                pass


def pictures_in(blocks: Iterable[Block]) -> Iterator[Picture]:
    """Every picture in the blocks, in order."""
    for block in blocks:
        match block:
            case Picture():
                yield block
            case Slideshow(pictures=pictures):
                yield from pictures
            case Quotation(blocks=inner):
                yield from pictures_in(inner)
            case ListBlock(items=items):
                for item in items:
                    yield from pictures_in(item)


def cut_spans(spans: Spans, *, at: int) -> tuple[Spans, Spans]:
    """The spans before and after a place counted in characters."""
    for index, span in enumerate(spans):
        if at < len(span.text):
            head, tail = span.text[:at], span.text[at:]
            before = (Span(head, span.marks, span.url),) if head else ()
            return spans[:index] + before, (Span(tail, span.marks, span.url), *spans[index + 1 :])
        at -= len(span.text)
    return spans, ()


def trimmed(spans: Spans) -> Spans:
    """The spans without white space around them, and without empty ones."""
    kept = [span for span in spans if span.text]
    while kept and not (text := kept[0].text.lstrip()):
        kept.pop(0)
    if kept:
        kept[0] = Span(text, kept[0].marks, kept[0].url)
    while kept and not (text := kept[-1].text.rstrip()):
        kept.pop()
    if kept:
        kept[-1] = Span(text, kept[-1].marks, kept[-1].url)
    return tuple(kept)
