"""Blocks as HTML for the reader page: our own tags only, every text escaped (pure)."""

from collections.abc import Callable
from html import escape
from typing import Final, TypeAlias

from bot.render.document import (
    Block,
    Blocks,
    Cell,
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
from bot.render.markup import marked
from bot.render.pieces import is_web_address

Shown: TypeAlias = Callable[[str], tuple[str, int, int] | None]
"""From a picture's address to where we serve it, its width and height; None leaves it out."""

_TAGS: Final = {
    Mark.BOLD: "strong",
    Mark.ITALIC: "em",
    Mark.UNDERLINE: "u",
    Mark.STRIKE: "s",
    Mark.CODE: "code",
    Mark.SUB: "sub",
    Mark.SUP: "sup",
}


def body_html(blocks: Blocks, *, shown: Shown) -> str:
    """The blocks, top to bottom."""
    return "".join(_block(block, shown) for block in blocks)


def figure_html(picture: Picture, *, shown: Shown, is_lead: bool = False) -> str:
    """A picture from our own host with its caption; its caption alone when it is left out."""
    served = shown(picture.url)
    caption = f"<figcaption>{escape(picture.words)}</figcaption>" if picture.words else ""
    if served is None:
        return f"<figure>{caption}</figure>" if caption else ""
    src, width, height = served
    loading = 'loading="eager" fetchpriority="high"' if is_lead else 'loading="lazy"'
    image = (
        f'<img src="{escape(src)}" alt="{escape(picture.caption)}" width="{width}"'
        f' height="{height}" {loading} decoding="async">'
    )
    return f"<figure>{image}{caption}</figure>"


def _block(block: Block, shown: Shown) -> str:
    match block:
        case Heading(level=level, spans=spans):
            return f"<h{level}>{_spans(spans)}</h{level}>"
        case Paragraph(spans=spans):
            return f"<p>{_spans(spans)}</p>"
        case ListBlock():
            return _list(block, shown)
        case Quotation(blocks=inner):
            return f"<blockquote>{body_html(inner, shown=shown)}</blockquote>"
        case Table():
            return _table(block)
        case Picture():
            return figure_html(block, shown=shown)
        case Slideshow(pictures=pictures):
            return "".join(figure_html(it, shown=shown) for it in pictures)
        case Preformatted(text=text):
            return f"<pre>{escape(text)}</pre>"
        case Divider():
            return "<hr>"


def _list(block: ListBlock, shown: Shown) -> str:
    items = "".join(f"<li>{body_html(item, shown=shown)}</li>" for item in block.items)
    if block.is_ordered:
        return f'<ol start="{block.start}">{items}</ol>'
    return f"<ul>{items}</ul>"


def _table(table: Table) -> str:
    caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in table.rows)
    return f'<div class="wide" tabindex="0"><table>{caption}{rows}</table></div>'


def _cell(cell: Cell) -> str:
    tag = "th" if cell.is_header else "td"
    spread = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    spread += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    return f"<{tag}{spread}>{_spans(cell.spans)}</{tag}>"


def _spans(spans: Spans) -> str:
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    html = escape(span.text).replace("\n", "<br>")
    html = marked(html, span.marks, tags=_TAGS)
    if is_web_address(span.url):
        return f'<a href="{escape(span.url)}" rel="noopener nofollow">{html}</a>'
    return html
