"""What Telegram does to a text and its entities before it shows them.

Follows `fix_formatted_text` and `fix_entities` of TDLib (td/telegram/MessageEntity.cpp):
control characters go, both ends are trimmed, equal neighbours merge, styles are cut at the borders
of links and dropped inside code. Offsets are UTF-16 code units.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable

from .detect import Found, find_entities
from .errors import JsonObject, bad_request

STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
SPLITTABLE = frozenset(STYLES)
CODE = {"pre", "code"}
QUOTES = {"blockquote", "expandable_blockquote"}
PRIORITY = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}
REMOVED = re.compile("[\r\u2028-\u202e\u0333\u033f]")
CONTROLS = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u2800\u3164]*")


def utf16_length(text: str) -> int:
    """The length in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def sorted_entities(entities: Iterable[JsonObject]) -> list[JsonObject]:
    """By place, longer first, then by Telegram's order of types."""
    return sorted(
        entities,
        key=lambda each: (each["offset"], -each["length"], PRIORITY.get(each["type"], 50)),
    )


def fixed_text(
    text: str, entities: list[JsonObject], *, detect: bool = True
) -> tuple[str, list[JsonObject]]:
    """The text and entities as a message shows them; an empty text stays empty.

    Raises:
        Refusal: an entity lies outside the text.
    """
    check_places(text, entities)
    text, entities = cleaned(text, entities)
    if detect and (found := find_entities(text)):
        entities = entities + _allowed(text, found, entities)
    text, entities = trimmed(text, fixed_entities(entities))
    return text, entities


def check_places(text: str, entities: list[JsonObject]) -> None:
    """Refuses entities that begin or end outside the text."""
    size = utf16_length(text)
    for each in entities:
        if each["offset"] < 0 or each["length"] < 0 or each["offset"] > size:
            raise bad_request(f"entity begins at wrong offset {each['offset']}")
        if each["offset"] + each["length"] > size:
            raise bad_request(
                f"entity beginning at UTF-16 offset {each['offset']} ends after the end of the text"
                f" at UTF-16 offset {each['offset'] + each['length']}"
            )


def cleaned(text: str, entities: list[JsonObject]) -> tuple[str, list[JsonObject]]:
    """Without characters that Telegram removes; controls become spaces."""
    if CONTROLS.search(text):
        text = CONTROLS.sub(" ", text)
    if REMOVED.search(text) is None:
        return text, entities
    removed = [utf16_length(text[: found.start()]) for found in REMOVED.finditer(text)]

    def moved(offset: int) -> int:
        return offset - sum(at < offset for at in removed)

    return REMOVED.sub("", text), _remapped(entities, moved)


def trimmed(text: str, entities: list[JsonObject]) -> tuple[str, list[JsonObject]]:
    """Without spaces and line breaks at both ends."""
    if BLANK.fullmatch(text):
        return "", []
    left = utf16_length(text[: len(text) - len(text.lstrip(" \n"))])
    text = text.strip(" \n")
    size = utf16_length(text)

    def moved(offset: int) -> int:
        return min(max(offset - left, 0), size)

    if not entities:
        return text, entities
    return text, _remapped(entities, moved)


def _remapped(entities: list[JsonObject], moved: Callable[[int], int]) -> list[JsonObject]:
    kept = []
    for each in entities:
        start = moved(each["offset"])
        length = moved(each["offset"] + each["length"]) - start
        if length > 0:
            kept.append({**each, "offset": start, "length": length})
    return kept


def _allowed(text: str, found: list[Found], entities: list[JsonObject]) -> list[JsonObject]:
    """What was found in the text, as entities, unless it meets a link, a quote's end or code."""
    blocked = [
        (each["offset"], each["offset"] + each["length"], each["type"])
        for each in entities
        if each["type"] not in SPLITTABLE
    ]
    allowed = []
    for each in found:
        start = utf16_length(text[: each.start])
        end = start + utf16_length(text[each.start : each.end])
        if not any(_collides(start, end, *block) for block in blocked):
            allowed.append({"type": each.kind, "offset": start, "length": end - start})
    return allowed


def _collides(start: int, end: int, low: int, high: int, kind: str) -> bool:
    if kind in QUOTES and low <= start and end <= high:
        return False
    return start < high and low < end


def fixed_entities(entities: list[JsonObject]) -> list[JsonObject]:
    """Merged, cut and sorted as TDLib does it."""
    if len(entities) < 2:
        return [each for each in entities if each["length"] > 0]
    whole = _without_overlaps(
        sorted_entities(each for each in entities if each["type"] not in SPLITTABLE)
    )
    styles = sorted_entities(each for each in entities if each["type"] in SPLITTABLE)
    return sorted_entities(whole + _split(styles, whole))


def _split(styles: list[JsonObject], whole: list[JsonObject]) -> list[JsonObject]:
    """Styles cut at every border and new style, equal neighbours merged, none in code."""
    borders = {edge for each in whole for edge in (each["offset"], _end(each))}
    code = [each for each in whole if each["type"] in CODE]
    kept: list[JsonObject] = []
    active: dict[str, tuple[int, int]] = {}
    waiting = deque(each for each in styles if each["length"] > 0)
    for border in [*sorted(borders), 2**31]:
        inside: list[JsonObject] = []
        while waiting and waiting[0]["offset"] < border:
            each = waiting.popleft()
            start, end = active.get(each["type"], (0, 0))
            if end and each["offset"] <= end:
                active[each["type"]] = (start, max(end, _end(each)))
            else:
                inside += _flushed(active, each["offset"])
                active[each["type"]] = (each["offset"], _end(each))
        inside += _flushed(active, border)
        kept += [each for each in inside if not any(_covers(block, each) for block in code)]
    return kept


def _flushed(active: dict[str, tuple[int, int]], border: int) -> list[JsonObject]:
    """The pieces of the active styles that lie before the border."""
    pieces = []
    for kind in STYLES:
        start, end = active.get(kind, (0, 0))
        if end and start < border:
            pieces.append({"type": kind, "offset": start, "length": min(end, border) - start})
            if end <= border:
                del active[kind]
            else:
                active[kind] = (border, end)
    return pieces


def _end(entity: JsonObject) -> int:
    return int(entity["offset"]) + int(entity["length"])


def _covers(block: JsonObject, entity: JsonObject) -> bool:
    return bool(block["offset"] <= entity["offset"]) and _end(entity) <= _end(block)


def _without_overlaps(entities: list[JsonObject]) -> list[JsonObject]:
    """Whole entities that do not meet; a quote may hold others, code may hold nothing."""
    kept: list[JsonObject] = []
    for each in entities:
        start, end = each["offset"], each["offset"] + each["length"]
        if each["length"] <= 0:
            continue
        if each["type"] in QUOTES:
            kept = [other for other in kept if not _meets(other, start, end)]
        elif any(_meets(other, start, end) and not _holds(other, start, end) for other in kept):
            continue
        kept.append(each)
    return kept


def _meets(other: JsonObject, start: int, end: int) -> bool:
    return bool(start < other["offset"] + other["length"] and other["offset"] < end)


def _holds(other: JsonObject, start: int, end: int) -> bool:
    inside = other["offset"] <= start and end <= other["offset"] + other["length"]
    return inside and other["type"] in QUOTES
