"""Block tags as RichBlock objects, in the shapes of Bot API 10.1 and 10.3.

Bare text between blocks becomes a paragraph. What may stand where is checked: media are blocks of
their own, table cells and headings hold inline text alone.
"""

from collections.abc import Callable

from .errors import JsonObject
from .markup import BadMarkup
from .richinline import InlineReader, needed
from .richlists import list_block
from .richtable import table_block
from .richtree import INLINE, MEDIA, Node

ALIGNMENTS = {"left", "center", "right"}


class BlockReader:
    """Turns nodes into blocks; `media` gives the block of an img, video, audio or tg-document."""

    def __init__(self, inline: InlineReader, media: Callable[[Node], JsonObject]) -> None:
        self.inline = inline
        self._media = media

    def blocks(self, children: list[Node | str], *, inside: Node) -> list[JsonObject]:
        """The blocks of these nodes, runs of inline text among them as paragraphs."""
        blocks: list[JsonObject] = []
        run: list[Node | str] = []
        for child in children:
            if isinstance(child, str) or child.name in INLINE:
                run.append(child)
                continue
            self._end_run(run, blocks, inside)
            blocks.append(self._block(child, inside))
        self._end_run(run, blocks, inside)
        return blocks

    def _end_run(self, run: list[Node | str], blocks: list[JsonObject], inside: Node) -> None:
        text = self.inline.text(run, inside=inside) if run else ""
        run.clear()
        if isinstance(text, dict) and text["type"] == "anchor":
            blocks.append(text)
        elif text:
            blocks.append({"type": "paragraph", "text": text})

    def _block(self, node: Node, inside: Node) -> JsonObject:
        if node.name in MEDIA:
            return self._media(node)
        if node.name in ("ul", "ol"):
            return list_block(self, node)
        if node.name == "table":
            return table_block(self.inline, node)
        make = MAKERS.get(node.name)
        if make is None:
            raise BadMarkup(
                f'Tag "{node.name}" is not allowed inside of the tag "{inside.name}" '
                f"at byte offset {node.at}"
            )
        return make(self, node)

    def text_and_credit(self, node: Node) -> JsonObject:
        """`text`, and `credit` when a `cite` is inside."""
        cites, rest = parted(node, "cite")
        content: JsonObject = {"text": self.inline.text(rest, inside=node)}
        if cites:
            content["credit"] = self.inline.text(cites[0].children, inside=cites[0])
        return content

    def caption(self, node: Node) -> JsonObject:
        """A RichBlockCaption from the `figcaption` of this node; empty without one."""
        captions, _ = parted(node, "figcaption")
        return {"caption": self.text_and_credit(captions[0])} if captions else {}

    def media_children(self, node: Node) -> list[JsonObject]:
        """The media of a figure, collage or slideshow; nothing else may stand there."""
        _, rest = parted(node, "figcaption")
        media = []
        for child in rest:
            if isinstance(child, str) and not child.strip():
                continue
            if isinstance(child, str) or child.name not in MEDIA | {"figure", "tg-map"}:
                raise BadMarkup(f'Only media is allowed in the tag "{node.name}"')
            media.append(self._block(child, node))
        return media


def parted(node: Node, name: str) -> tuple[list[Node], list[Node | str]]:
    """The children with this name, of which there may be one, and the rest."""
    named = [each for each in node.children if isinstance(each, Node) and each.name == name]
    if len(named) > 1:
        raise BadMarkup(f'Tag "{node.name}" has more than one "{name}" at byte offset {node.at}')
    rest = [each for each in node.children if isinstance(each, str) or each.name != name]
    return named, rest


def _paragraph(reader: BlockReader, node: Node) -> JsonObject:
    return {"type": "paragraph", "text": reader.inline.text(node.children, inside=node)}


def _heading(reader: BlockReader, node: Node) -> JsonObject:
    text = reader.inline.text(node.children, inside=node)
    return {"type": "heading", "text": text, "size": int(node.name[1])}


def _footer(reader: BlockReader, node: Node) -> JsonObject:
    return {"type": "footer", "text": reader.inline.text(node.children, inside=node)}


def _divider(reader: BlockReader, node: Node) -> JsonObject:
    return {"type": "divider"}


def _pre(reader: BlockReader, node: Node) -> JsonObject:
    block: JsonObject = {"type": "pre"}
    inner = node.children[0] if len(node.children) == 1 else None
    if isinstance(inner, Node) and inner.name == "code":
        language = inner.attributes.get("class", "").removeprefix("language-")
        if language:
            block["language"] = language
        node = inner
    return {**block, "text": reader.inline.text(node.children, inside=node, is_pre=True)}


def _blockquote(reader: BlockReader, node: Node) -> JsonObject:
    if "collapsed" in node.attributes:
        return {"type": "expandable_blockquote", **reader.text_and_credit(node)}
    cites, rest = parted(node, "cite")
    block: JsonObject = {"type": "blockquote", "blocks": reader.blocks(rest, inside=node)}
    if cites:
        block["credit"] = reader.inline.text(cites[0].children, inside=cites[0])
    return block


def _aside(reader: BlockReader, node: Node) -> JsonObject:
    return {"type": "pullquote", **reader.text_and_credit(node)}


def _details(reader: BlockReader, node: Node) -> JsonObject:
    summaries, rest = parted(node, "summary")
    if not summaries:
        raise BadMarkup(f'Tag "details" must have a "summary" at byte offset {node.at}')
    block: JsonObject = {
        "type": "details",
        "summary": reader.inline.text(summaries[0].children, inside=summaries[0]),
        "blocks": reader.blocks(rest, inside=node),
    }
    if "open" in node.attributes:
        block["is_open"] = True
    return block


def _figure(reader: BlockReader, node: Node) -> JsonObject:
    media = reader.media_children(node)
    if len(media) != 1:
        raise BadMarkup(f'Tag "figure" must have exactly one media at byte offset {node.at}')
    return {**media[0], **reader.caption(node)}


def _collage(reader: BlockReader, node: Node) -> JsonObject:
    media = reader.media_children(node)
    if not media:
        raise BadMarkup(f'Tag "{node.name}" must have media at byte offset {node.at}')
    return {"type": node.name.removeprefix("tg-"), "blocks": media, **reader.caption(node)}


def _map(reader: BlockReader, node: Node) -> JsonObject:
    try:
        latitude, longitude = float(needed(node, "lat")), float(needed(node, "long"))
        zoom = int(node.attributes.get("zoom", "15"))
    except ValueError as error:
        raise BadMarkup(f"Invalid map specified at byte offset {node.at}") from error
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180 and 13 <= zoom <= 20):
        raise BadMarkup(f"Invalid map specified at byte offset {node.at}")
    location = {"latitude": latitude, "longitude": longitude}
    return {"type": "map", "location": location, "zoom": zoom, "width": 600, "height": 400}


def _math(reader: BlockReader, node: Node) -> JsonObject:
    return {"type": "mathematical_expression", "expression": node.text().strip()}


def _button_row(reader: BlockReader, node: Node) -> JsonObject:
    buttons = []
    for child in node.children:
        if isinstance(child, str) and not child.strip():
            continue
        if isinstance(child, str) or child.name != "tg-button":
            raise BadMarkup(f"Only buttons are allowed in a row at byte offset {node.at}")
        buttons.append(reader.inline.button(child))
    if not 1 <= len(buttons) <= 8:
        raise BadMarkup(f"A row must have 1-8 buttons at byte offset {node.at}")
    align = node.attributes.get("align")
    if align not in (None, *ALIGNMENTS):
        raise BadMarkup(f'Invalid align "{align}" at byte offset {node.at}')
    return {"type": "buttons", "buttons": buttons, **({"align": align} if align else {})}


MAKERS: dict[str, Callable[[BlockReader, Node], JsonObject]] = {
    "p": _paragraph,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    "footer": _footer,
    "hr": _divider,
    "pre": _pre,
    "blockquote": _blockquote,
    "aside": _aside,
    "details": _details,
    "figure": _figure,
    "tg-collage": _collage,
    "tg-slideshow": _collage,
    "tg-map": _map,
    "tg-math-block": _math,
    "tg-button-row": _button_row,
}
