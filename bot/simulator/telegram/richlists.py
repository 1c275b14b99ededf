"""`ul`, `ol` and `li` as RichBlockList."""

from collections.abc import Callable
from typing import Protocol

from .errors import JsonObject
from .markup import BadMarkup
from .richtree import Node

ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
KINDS = {"1", "a", "A", "i", "I"}


class Blocks(Protocol):
    """What reads the content of an item."""

    def blocks(self, children: list[Node | str], *, inside: Node) -> list[JsonObject]:
        """The blocks of these nodes."""


def list_block(reader: Blocks, node: Node) -> JsonObject:
    """The list with its labels: "•", or the number in the list's own counting.

    Raises:
        BadMarkup: something but `li` inside, or a number that is none.
    """
    items = []
    for child in node.children:
        if isinstance(child, str):
            if child.strip():
                raise BadMarkup(f'Text is not allowed in the tag "{node.name}"')
        elif child.name != "li":
            raise BadMarkup(
                f'Tag "{child.name}" is not allowed inside of the tag "{node.name}" '
                f"at byte offset {child.at}"
            )
        else:
            items.append(child)
    number = _numbers(node, len(items))
    return {"type": "list", "items": [_item(reader, node, each, number) for each in items]}


def _numbers(node: Node, count: int) -> Callable[[Node], int]:
    """Gives each item its number in turn: from `start`, backwards when `reversed`."""
    step = -1 if "reversed" in node.attributes else 1
    current = _whole(node, "start", default=count if step < 0 else 1) - step

    def number(item: Node) -> int:
        nonlocal current
        current = _whole(item, "value", default=current + step)
        return current

    return number


def _item(reader: Blocks, node: Node, item: Node, number: Callable[[Node], int]) -> JsonObject:
    content, checkbox = _checkbox(item)
    block: JsonObject = {
        "label": "•",
        "blocks": reader.blocks(content, inside=item),
        **checkbox,
    }
    if node.name == "ol":
        kind = item.attributes.get("type", node.attributes.get("type", "1"))
        if kind not in KINDS:
            raise BadMarkup(f'Invalid list type "{kind}" at byte offset {item.at}')
        value = number(item)
        block |= {"label": f"{_label(value, kind)}.", "value": value, "type": kind}
    return block


def _checkbox(item: Node) -> tuple[list[Node | str], JsonObject]:
    """`<input type="checkbox">` as the first thing in an item makes it a task."""
    content = list(item.children)
    while content and isinstance(content[0], str) and not content[0].strip():
        content.pop(0)
    first = content[0] if content else None
    if not isinstance(first, Node) or first.name != "input":
        return content, {}
    if first.attributes.get("type") != "checkbox":
        raise BadMarkup(f'Only type "checkbox" is allowed for "input" at byte offset {first.at}')
    task: JsonObject = {"has_checkbox": True}
    if "checked" in first.attributes:
        task["is_checked"] = True
    return content[1:], task


def _label(value: int, kind: str) -> str:
    if kind in "aA" and value > 0:
        letters = ""
        while value:
            value, rest = divmod(value - 1, 26)
            letters = chr(97 + rest) + letters
        return letters if kind == "a" else letters.upper()
    if kind in "iI" and 0 < value < 40:
        roman = ""
        for size, sign in ROMAN:
            while value >= size:
                roman += sign
                value -= size
        return roman if kind == "i" else roman.upper()
    return str(value)


def _whole(node: Node, attribute: str, *, default: int) -> int:
    given = node.attributes.get(attribute)
    if given is None:
        return default
    if not given.removeprefix("-").isdecimal():
        raise BadMarkup(f'Invalid "{attribute}" at byte offset {node.at}')
    return int(given)
