"""`table` as RichBlockTable: at most 20 columns, inline text in the cells."""

from .errors import JsonObject
from .markup import BadMarkup
from .richinline import InlineReader
from .richtree import Node

MOST_COLUMNS = 20
ALIGN = ("left", "center", "right")
VALIGN = ("top", "middle", "bottom")


def table_block(inline: InlineReader, node: Node) -> JsonObject:
    """The table.

    Raises:
        BadMarkup: not rows of cells, too wide, a bad span or alignment.
    """
    block: JsonObject = {"type": "table", "cells": []}
    for child in node.children:
        if isinstance(child, str):
            if child.strip():
                raise BadMarkup('Text is not allowed in the tag "table"')
        elif child.name == "caption" and "caption" not in block:
            block["caption"] = inline.text(child.children, inside=child)
        elif child.name == "tr":
            block["cells"].append(_row(inline, child))
        else:
            raise BadMarkup(
                f'Tag "{child.name}" is not allowed inside of the tag "table" '
                f"at byte offset {child.at}"
            )
    if not block["cells"]:
        raise BadMarkup(f"Table must have rows at byte offset {node.at}")
    for attribute in ("bordered", "striped", "compact"):
        if attribute in node.attributes:
            block[f"is_{attribute}"] = True
    return block


def _row(inline: InlineReader, row: Node) -> list[JsonObject]:
    cells = []
    for child in row.children:
        if isinstance(child, str):
            if child.strip():
                raise BadMarkup('Text is not allowed in the tag "tr"')
        elif child.name in ("td", "th"):
            cells.append(_cell(inline, child))
        else:
            raise BadMarkup(
                f'Tag "{child.name}" is not allowed inside of the tag "tr" '
                f"at byte offset {child.at}"
            )
    if not cells or sum(cell.get("colspan", 1) for cell in cells) > MOST_COLUMNS:
        raise BadMarkup(f"A row must have 1-{MOST_COLUMNS} columns at byte offset {row.at}")
    return cells


def _cell(inline: InlineReader, node: Node) -> JsonObject:
    cell: JsonObject = {}
    text = inline.text(node.children, inside=node)
    if text:
        cell["text"] = text
    if node.name == "th":
        cell["is_header"] = True
    for attribute in ("colspan", "rowspan"):
        span = node.attributes.get(attribute, "1")
        if not span.isdecimal() or not 1 <= int(span) <= 500:
            raise BadMarkup(f'Invalid "{attribute}" at byte offset {node.at}')
        if int(span) > 1:
            cell[attribute] = int(span)
    return {
        **cell,
        "align": _one_of(node, "align", ALIGN),
        "valign": _one_of(node, "valign", VALIGN),
    }


def _one_of(node: Node, attribute: str, allowed: tuple[str, ...]) -> str:
    given = node.attributes.get(attribute, allowed[0])
    if given not in allowed:
        raise BadMarkup(f'Invalid "{attribute}" at byte offset {node.at}')
    return given
