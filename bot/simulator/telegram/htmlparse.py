"""`parse_mode=HTML`, as Telegram's own parser reads it.

Follows `do_parse_html` of TDLib (td/telegram/MessageEntity.cpp, Boost Software License 1.0), its
error sentences included; its 89 published test cases are in tests/simulator/telegram.
Offsets of entities are UTF-16 code units.
"""

import re
from dataclasses import dataclass

from .entities import utf16_length
from .errors import JsonObject
from .links import BadLink, checked_link, user_of_link
from .markup import BadMarkup, Reader

STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
TAGS = {*STYLES, "a", "tg-emoji", "tg-time", "pre", "code", "blockquote"}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
MARKUP = re.compile("[<&]")
TIME_FORMAT = re.compile(r"r|[tTdDwW]*")
BAD_SURROGATE = (
    "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units"
)


@dataclass(slots=True)
class _Open:
    name: str
    attributes: dict[str, str]
    offset: int
    at: int


def parse_html(text: str) -> tuple[str, list[JsonObject]]:
    """The plain text and its entities, unsorted, as the markup names them.

    Raises:
        BadMarkup: with Telegram's sentence.
    """
    reader = Reader(text, NAMED)
    pieces: list[str] = []
    entities: list[JsonObject] = []
    opened: list[_Open] = []
    offset = at = 0
    while (found := MARKUP.search(reader.text, at, reader.size)) is not None:
        pieces.append(reader.text[at : found.start()])
        offset += utf16_length(pieces[-1])
        at = found.start()
        if found[0] == "&":
            character, end = reader.reference(at)
            pieces.append(character or "&")
            offset += utf16_length(pieces[-1])
            at = end if character else at + 1
        elif reader.text[at + 1] != "/":
            name, attributes, end, _ = reader.start_tag(at, TAGS)
            if name == "span" and attributes.get("class") != "tg-spoiler":
                raise BadMarkup(
                    'Tag "span" must have class "tg-spoiler" '
                    f"at byte offset {reader.byte_offset(at)}"
                )
            opened.append(_Open(name, attributes, offset, len(pieces)))
            at = end
        else:
            at = _close(reader, at, opened, entities, pieces, offset)
    if opened:
        raise BadMarkup(f'Can\'t find end tag corresponding to start tag "{opened[-1].name}"')
    pieces.append(reader.text[at : reader.size])
    return _checked(pieces), [_without_marks(each) for each in entities]


def _close(
    reader: Reader,
    at: int,
    opened: list[_Open],
    entities: list[JsonObject],
    pieces: list[str],
    offset: int,
) -> int:
    if not opened:
        raise BadMarkup(f"Unexpected end tag at byte offset {reader.byte_offset(at)}")
    name, end = reader.end_tag(at)
    tag = opened[-1]
    if name and name != tag.name:
        raise BadMarkup(
            f"Unmatched end tag at byte offset {reader.byte_offset(at)}, "
            f'expected "</{tag.name}>", found "</{name}>"'
        )
    opened.pop()
    if offset > tag.offset:
        place = {"offset": tag.offset, "length": offset - tag.offset}
        inside = "".join(pieces[tag.at :]) if tag.name == "a" else ""
        _add(entities, tag, place, inside)
    return end


def _add(entities: list[JsonObject], tag: _Open, place: JsonObject, inside: str) -> None:
    if tag.name in STYLES:
        entities.append({"type": STYLES[tag.name], **place})
    elif tag.name == "a":
        entities += _link(tag.attributes.get("href") or inside, place)
    elif tag.name == "tg-emoji":
        entities.append({"type": "custom_emoji", **place, "custom_emoji_id": _emoji_id(tag)})
    elif tag.name == "tg-time":
        entities.append({"type": "date_time", **place, **_time(tag)})
    elif tag.name == "blockquote":
        kind = "expandable_blockquote" if "expandable" in tag.attributes else "blockquote"
        entities.append({"type": kind, **place})
    else:
        _add_code(entities, tag, place)


def _add_code(entities: list[JsonObject], tag: _Open, place: JsonObject) -> None:
    """`<pre><code class="language-x">` over the same text, either way round, is one entity."""
    language = ""
    if tag.name == "code" and tag.attributes.get("class", "").startswith("language-"):
        language = tag.attributes["class"].removeprefix("language-")
    last = entities[-1] if entities else {}
    same = {key: last.get(key) for key in place} == place
    if tag.name == "pre" and same and last["type"] == "code" and last["language"]:
        last["type"] = "pre"
    elif tag.name == "code" and same and last["type"] == "pre" and language:
        last["language"] = language
    else:
        entities.append({"type": tag.name, **place, "language": language})


def _without_marks(entity: JsonObject) -> JsonObject:
    if "language" in entity and (entity["type"] == "code" or not entity["language"]):
        del entity["language"]
    return entity


def _link(href: str, place: JsonObject) -> list[JsonObject]:
    user_id = user_of_link(href)
    if user_id is not None:
        return [{"type": "text_mention", **place, "user_id": user_id}]
    try:
        return [{"type": "text_link", **place, "url": checked_link(href)}]
    except BadLink:
        return []


def _emoji_id(tag: _Open) -> str:
    emoji_id = tag.attributes.get("emoji-id", "")
    if not emoji_id.isdecimal():
        raise BadMarkup("Invalid custom emoji identifier specified")
    return emoji_id


def _time(tag: _Open) -> JsonObject:
    unix = tag.attributes.get("unix", "")
    if not unix.removeprefix("-").isdecimal() or not -(2**31) <= int(unix) < 2**31:
        raise BadMarkup("Invalid Unix time specified")
    form = tag.attributes.get("format", "")
    if TIME_FORMAT.fullmatch(form) is None:
        raise BadMarkup("Invalid date format used")
    return {"unix_time": int(unix), "date_time_format": form}


def _checked(pieces: list[str]) -> str:
    text = "".join(pieces)
    try:
        # Two references that make a surrogate pair are one character.
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError as error:
        raise BadMarkup(BAD_SURROGATE) from error
