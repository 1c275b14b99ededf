"""HTML to a tree of blocks; takes any HTML and loses no text (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

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
    Span,
    texts,
)
from bot.render.flow import Flow, with_slideshows
from bot.render.pieces import captioned, inline, is_web_address, pictures_of
from bot.render.tables import RawCell, table_blocks
from bot.text import squash

MOST_DEPTH: Final = 48
"""Levels of elements that are walked; what lies deeper keeps its text only."""
MOST_CONTAINERS: Final = 3
"""Lists and quotations inside each other. Rich messages take 16 levels in all."""

_MARKS: Final = {
    "b": Mark.BOLD, "strong": Mark.BOLD, "i": Mark.ITALIC, "em": Mark.ITALIC, "cite": Mark.ITALIC,
    "u": Mark.UNDERLINE, "ins": Mark.UNDERLINE, "s": Mark.STRIKE, "strike": Mark.STRIKE,
    "del": Mark.STRIKE, "code": Mark.CODE, "kbd": Mark.CODE, "samp": Mark.CODE, "tt": Mark.CODE,
    "sub": Mark.SUB, "sup": Mark.SUP,
}  # fmt: skip
_INLINE: Final = frozenset(_MARKS) | frozenset(
    "a abbr acronym bdi bdo big data dfn font label mark nobr q ruby rb rt rp small span time "
    "var wbr".split()
)
_SKIPPED: Final = frozenset("script style template iframe noframes object svg math".split())
_HEADINGS: Final = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where in the page the walk stands: looks that apply, and how deep it is."""

    marks: Mark = PLAIN
    url: str = ""
    depth: int = 0
    containers: int = 0


def blocks_of(html: str) -> Blocks:
    """The body as blocks, pictures in a row as slideshows.

    >>> blocks_of("<p>Tin <b>mới</b></p>")
    (Paragraph(spans=(Span(text='Tin ', marks=<Mark: 0>, url=''), \
Span(text='mới', marks=<Mark.BOLD: 1>, url=''))),)
    """
    body = LexborHTMLParser(f"<!DOCTYPE html><body>{html}").body
    if body is None:
        return ()
    flow = Flow()
    _walk(body, flow, _Place())
    return with_slideshows(flow.blocks())


def _walk(parent: LexborNode, flow: Flow, place: _Place) -> None:
    """Reads all that is inside `parent` into `flow`."""
    for child in _children(parent):
        _node(child, flow, place)


def _children(parent: LexborNode) -> Iterator[LexborNode]:
    """The nodes directly inside, text included."""
    child = parent.first_child
    while child is not None:
        yield child
        child = child.next


def _gathered(parent: LexborNode, place: _Place) -> Blocks:
    """What is inside `parent` as blocks of its own."""
    flow = Flow()
    _walk(parent, flow, place)
    return flow.blocks()


def _node(child: LexborNode, flow: Flow, place: _Place) -> None:
    if child.is_text_node:
        flow.text(child.text_content or "", marks=place.marks, url=place.url)
    elif child.is_element_node and child.tag not in _SKIPPED:
        _element(child, flow, replace(place, depth=place.depth + 1))


def _element(node: LexborNode, flow: Flow, place: _Place) -> None:
    tag = node.tag or ""
    if place.depth > MOST_DEPTH:
        flow.text(node.text(), marks=place.marks, url=place.url)
    elif tag == "br":
        flow.line_break()
    elif tag == "img":
        _image(node, flow)
    elif tag in _INLINE:
        _walk(node, flow, _inside(node, tag, place))
    else:
        _block(node, tag, flow, place)


def _block(node: LexborNode, tag: str, flow: Flow, place: _Place) -> None:
    flow.end_paragraph()
    match tag:
        case "hr":
            flow.add(Divider())
        case "pre":
            flow.add(*_preformatted(node))
        case "ul" | "ol" if place.containers < MOST_CONTAINERS:
            flow.add(*_list(node, tag, place))
        case "blockquote" if place.containers < MOST_CONTAINERS:
            inner = _gathered(node, replace(place, containers=place.containers + 1))
            flow.add(*([Quotation(blocks=inner)] if inner else ()))
        case "figure":
            flow.add(*_figure(node, place))
        case "table":
            flow.add(*_table(node, place))
        case _ if tag in _HEADINGS:
            flow.add(*_heading(node, _HEADINGS[tag], place))
        case _:
            _walk(node, flow, place)
    flow.end_paragraph()


def _inside(node: LexborNode, tag: str, place: _Place) -> _Place:
    if tag == "a":
        return replace(place, url=_address(node, "href") or place.url)
    return replace(place, marks=place.marks | _MARKS.get(tag, PLAIN))


def _image(node: LexborNode, flow: Flow) -> None:
    url = _address(node, "src")
    if url:
        flow.add(Picture(url=url))


def _heading(node: LexborNode, level: int, place: _Place) -> Blocks:
    inner = _gathered(node, place)
    spans = inline(inner)
    heading: Blocks = (Heading(level=level, spans=spans),) if spans else ()
    return heading + pictures_of(inner)


def _list(node: LexborNode, tag: str, place: _Place) -> Blocks:
    deeper = replace(place, containers=place.containers + 1)
    items: list[Blocks] = []
    stray = Flow()
    for child in _children(node):
        if child.tag == "li":
            items += [it for it in (stray.blocks(), _gathered(child, deeper)) if it]
            stray = Flow()
        else:
            _node(child, stray, deeper)
    items += [it for it in (stray.blocks(),) if it]
    return (ListBlock(is_ordered=tag == "ol", items=tuple(items)),) if items else ()


def _figure(node: LexborNode, place: _Place) -> Blocks:
    shown: list[Block] = []
    flow = Flow()
    for child in _children(node):
        if child.tag != "figcaption":
            _node(child, flow, place)
            continue
        shown += flow.blocks()
        flow = Flow()
        caption = " ".join(texts(_gathered(child, place)))
        last = shown[-1] if shown else None
        if isinstance(last, Picture) and not last.caption + last.credit:
            shown[-1] = captioned(last, caption)
        elif squash(caption):
            shown.append(Paragraph(spans=(Span(squash(caption), Mark.ITALIC),)))
    return (*shown, *flow.blocks())


def _table(node: LexborNode, place: _Place) -> Blocks:
    caption: list[str] = []
    rows: list[tuple[RawCell, ...]] = []
    for child in _children(node):
        if child.tag == "caption":
            caption += texts(_gathered(child, place))
        rows += [_row(it, place) for it in _rows_of(child)]
    return table_blocks([row for row in rows if row], caption=squash(" ".join(caption)))


def _rows_of(child: LexborNode) -> list[LexborNode]:
    if child.tag == "tr":
        return [child]
    if child.tag in {"tbody", "thead", "tfoot"}:
        return [it for it in _children(child) if it.tag == "tr"]
    return []


def _row(node: LexborNode, place: _Place) -> tuple[RawCell, ...]:
    return tuple(
        RawCell(
            blocks=_gathered(it, replace(place, depth=place.depth + 3)),
            is_header=it.tag == "th",
            colspan=it.attributes.get("colspan") or "",
            rowspan=it.attributes.get("rowspan") or "",
        )
        for it in _children(node)
        if it.tag in {"td", "th"}
    )


def _preformatted(node: LexborNode) -> Blocks:
    text = node.text().strip("\n").rstrip()
    return (Preformatted(text=text),) if text.strip() else ()


def _address(node: LexborNode, name: str) -> str:
    url = (node.attributes.get(name) or "").strip()
    return url if is_web_address(url) else ""
