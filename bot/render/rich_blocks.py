"""Blocks as rich HTML (pure). Bot API 10.1 to 10.3, "Rich message formatting options"."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from bot.render.document import (
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
)
from bot.render.markup import attribute, escape, marked
from bot.render.screen import Media

_TAGS: Final = {
    Mark.BOLD: "b",
    Mark.ITALIC: "i",
    Mark.UNDERLINE: "u",
    Mark.STRIKE: "s",
    Mark.SUB: "sub",
    Mark.SUP: "sup",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """Blocks behind a line that opens them."""

    summary: str
    blocks: Blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A sound to play: a web address, or what Telegram has already; a voice is no music."""

    url: str
    file_id: str = ""
    is_voice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Foot:
    """The small print under everything."""

    spans: Spans


RichBlock: TypeAlias = Block | Details | Sound | Foot


@dataclass(slots=True)
class Shelf:
    """Files of one message, numbered as they are named in it."""

    files: Mapping[str, str]
    media: list[Media] = field(default_factory=list)

    def source(self, url: str, *, kind: str, media: str = "", file_id: str = "") -> str:
        """What `src` says: the address, or a name for a file Telegram has.

        `media`: the kind of the file, where `src` names it by another.
        """
        known = file_id or self.files.get(url, "")
        if not known:
            return attribute(url)
        name = f"{kind[0]}{len(self.media) + 1}"
        self.media.append(Media(id=name, kind=media or kind, file_id=known))
        return f"tg://{kind}?id={name}"


def block_html(block: RichBlock, shelf: Shelf) -> str:
    """The block as rich HTML; files it names are put on the shelf."""
    match block:
        case Heading(level=level, spans=spans):
            return f"<h{level}>{spans_html(spans)}</h{level}>"
        case Paragraph(spans=spans):
            return f"<p>{spans_html(spans)}</p>"
        case ListBlock():
            return _list_html(block, shelf)
        case Quotation(blocks=blocks):
            return f"<blockquote>{_inner_html(blocks, shelf)}</blockquote>"
        case Table():
            return _table_html(block)
        case Picture():
            return _picture_html(block, shelf)
        case Slideshow():
            return _slideshow_html(block, shelf)
        case Preformatted(text=text):
            return f"<pre>{escape(text)}</pre>"
        case Divider():
            return "<hr>"
        case Details(summary=summary, blocks=blocks):
            inner = _inner_html(blocks, shelf)
            return f"<details><summary>{escape(summary)}</summary>{inner}</details>"
        case Sound(url=url, file_id=file_id, is_voice=is_voice):
            media = "voice_note" if is_voice else "audio"
            source = shelf.source(url, kind="audio", media=media, file_id=file_id)
            return f'<audio src="{source}"></audio>'
        case Foot(spans=spans):
            return f"<footer>{spans_html(spans)}</footer>"


def spans_html(spans: Spans) -> str:
    """Text with its looks; a line break is `<br>`."""
    return "".join(map(_span_html, spans))


def _span_html(span: Span) -> str:
    html = escape(span.text).replace("\n", "<br>")
    if Mark.CODE in span.marks:
        html = f"<code>{html}</code>"
    else:
        html = marked(html, span.marks, tags=_TAGS)
    return f'<a href="{attribute(span.url)}">{html}</a>' if span.url else html


def _inner_html(blocks: Blocks, shelf: Shelf) -> str:
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
        return spans_html(blocks[0].spans)
    return "".join(block_html(it, shelf) for it in blocks)


def _list_html(block: ListBlock, shelf: Shelf) -> str:
    items = "".join(f"<li>{_inner_html(item, shelf)}</li>" for item in block.items)
    if not block.is_ordered:
        return f"<ul>{items}</ul>"
    start = f' start="{block.start}"' if block.start != 1 else ""
    return f"<ol{start}>{items}</ol>"


def _table_html(table: Table) -> str:
    caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
    rows = []
    for at, row in enumerate(table.rows):
        cells = []
        for cell in row:
            tag = "th" if cell.is_header else "td"
            rowspan = min(cell.rowspan, len(table.rows) - at)
            sizes = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
            sizes += f' rowspan="{rowspan}"' if rowspan > 1 else ""
            cells.append(f"<{tag}{sizes}>{spans_html(cell.spans)}</{tag}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table bordered striped>{caption}{''.join(rows)}</table>"


def _picture_html(picture: Picture, shelf: Shelf) -> str:
    image = f'<img src="{shelf.source(picture.url, kind="photo")}">'
    caption = _caption_html((picture,))
    return f"<figure>{image}{caption}</figure>" if caption else image


def _slideshow_html(show: Slideshow, shelf: Shelf) -> str:
    images = "".join(f'<img src="{shelf.source(it.url, kind="photo")}">' for it in show.pictures)
    return f"<tg-slideshow>{images}{_caption_html(show.pictures)}</tg-slideshow>"


def _caption_html(pictures: tuple[Picture, ...]) -> str:
    if len(pictures) == 1:
        cite = f"<cite>{escape(pictures[0].credit)}</cite>" if pictures[0].credit else ""
        lines = [" ".join(filter(None, (escape(pictures[0].caption), cite)))]
    else:
        # A caption has room for one credit: in a slideshow they stay among the words.
        lines = [escape(it.words) for it in pictures]
    caption = "<br>".join(filter(None, lines))
    return f"<figcaption>{caption}</figcaption>" if caption else ""
