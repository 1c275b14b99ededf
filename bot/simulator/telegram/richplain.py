"""Plain text and buttons of rich blocks."""

from collections.abc import Iterator

from .errors import JsonObject

INNER = ("blocks", "items")


def plain_of_text(text: object) -> str:
    """The characters of a RichText: text, a list of them, or an object around them."""
    if isinstance(text, str):
        return text
    if isinstance(text, list):
        return "".join(plain_of_text(each) for each in text)
    if isinstance(text, dict):
        if text.get("type") == "button":
            return plain_of_text(text["button"]["text"])
        for key in ("text", "alternative_text", "expression"):
            if key in text:
                return plain_of_text(text[key])
    return ""


def plain_of_blocks(blocks: list[JsonObject]) -> str:
    """One line a block: texts, labels of list items, cells of a row parted by tabs."""
    return "\n".join(line for block in blocks for line in _lines(block))


def _lines(block: JsonObject) -> Iterator[str]:
    if "summary" in block:
        yield plain_of_text(block["summary"])
    if "text" in block:
        yield plain_of_text(block["text"])
    if "expression" in block:
        yield block["expression"]
    if block.get("type") == "buttons":
        yield " ".join(plain_of_text(each["text"]) for each in block["buttons"])
    caption = block.get("caption")
    if "cells" in block and caption is not None:
        # Unlike a picture's, a table's caption is read before it.
        yield plain_of_text(caption)
    for row in block.get("cells", []):
        yield "\t".join(plain_of_text(cell.get("text", "")) for cell in row)
    for item in block.get("items", []):
        inside = plain_of_blocks(item["blocks"])
        yield f"{item['label']} {inside}".strip()
    for inner in block.get("blocks", []):
        yield from _lines(inner)
    if caption is not None and "cells" not in block:
        yield plain_of_text(caption["text"])
        if "credit" in caption:
            yield plain_of_text(caption["credit"])
    if "credit" in block:
        yield plain_of_text(block["credit"])


def rows_of_blocks(blocks: list[JsonObject]) -> list[list[JsonObject]]:
    """Every button in the blocks, in order: a row of buttons together, one in a text alone."""
    rows: list[list[JsonObject]] = []
    for block in blocks:
        _collect(block, rows)
    return rows


def _collect(value: object, rows: list[list[JsonObject]]) -> None:
    if isinstance(value, list):
        for each in value:
            _collect(each, rows)
    elif isinstance(value, dict):
        if value.get("type") == "buttons":
            rows.append(value["buttons"])
        elif value.get("type") == "button":
            rows.append([value["button"]])
        else:
            for each in value.values():
                if isinstance(each, list | dict):
                    _collect(each, rows)
