"""`parse_mode=HTML`, as Telegram's own parser reads it.

Follows `do_parse_html` of TDLib (td/telegram/MessageEntity.cpp, Boost Software License 1.0), its
error sentences included; its 89 published test cases are in tests/simulator/telegram.
Offsets in errors are bytes of UTF-8, offsets of entities UTF-16 code units.
"""

import re
from dataclasses import dataclass

from .entities import utf16_length
from .errors import JsonObject
from .links import BadLink, checked_link, user_of_link

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
SPACE = " \t\r\n\v\0"
MARKUP = re.compile("[<&]")
TAG_END = re.compile("[ \t\r\n\v\0>]")
ATTRIBUTE_END = re.compile("[ \t\r\n\v\0=>/\"']")
TOKEN = re.compile(r"[A-Za-z0-9.-]*")
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([A-Za-z]*))")
TIME_FORMAT = re.compile(r"r|[tTdDwW]*")
BAD_SURROGATE = (
    "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units"
)


class BadMarkup(ValueError):
    """Why a text cannot be parsed, in Telegram's words (without "can't parse entities: ")."""


@dataclass(slots=True)
class _Open:
    name: str
    attributes: dict[str, str]
    offset: int
    at: int


class Reader:
    """Reads tags and references out of one text; a NUL stands behind its end, as in TDLib."""

    def __init__(self, text: str, named: dict[str, str]) -> None:
        self.text = text + "\0"
        self.size = len(text)
        self._named = named

    def byte_offset(self, at: int) -> int:
        """The place in UTF-8 bytes, for an error."""
        return len(self.text[:at].encode("utf-8", "surrogatepass"))

    def reference(self, at: int) -> tuple[str, int]:
        """The character that `&…;` at this place means and where it ends; "" when none."""
        found = REFERENCE.match(self.text, at)
        if found is None:
            return "", at
        end = found.end()
        if found[3] is not None:
            character = self._named.get(found[3], "")
        else:
            digits = found[1] if found[1] is not None else found[2]
            code = int(digits or "0", 16 if found[1] is not None else 10)
            fits = 0 < code < 0x10FFFF and end - at < 10
            character = chr(code) if fits else ""
        if not character:
            return "", at
        return character, end + (self.text[end] == ";")

    def decoded(self, start: int, end: int) -> str:
        """The piece of text with its references replaced."""
        pieces = []
        while (at := self.text.find("&", start, end)) >= 0:
            pieces.append(self.text[start:at])
            character, start = self.reference(at)
            if not character:
                pieces.append("&")
                start = at + 1
            else:
                pieces.append(character)
        pieces.append(self.text[start:end])
        return "".join(pieces)

    def skip_spaces(self, at: int) -> int:
        """The next place that is no space, or the end."""
        while at < self.size and self.text[at] in SPACE:
            at += 1
        return at

    def start_tag(self, begin: int, allowed: set[str]) -> tuple[str, dict[str, str], int]:
        """Name, attributes (without a value: "") and the place behind `>` of a start tag."""
        at = _end_of(TAG_END, self.text, begin + 1)
        if at >= self.size:
            raise BadMarkup(f"Unclosed start tag at byte offset {self.byte_offset(begin)}")
        name = self.text[begin + 1 : at].lower()
        if name not in allowed:
            raise BadMarkup(
                f'Unsupported start tag "{name}" at byte offset {self.byte_offset(begin)}'
            )
        attributes: dict[str, str] = {}
        while self.text[at] != ">":
            at = self.skip_spaces(at)
            if self.text[at] == ">":
                break
            at = self._attribute(at, begin, name, attributes)
        return name, attributes, at + 1

    def _attribute(self, at: int, begin: int, tag: str, attributes: dict[str, str]) -> int:
        end = _end_of(ATTRIBUTE_END, self.text, at)
        key = self.text[at:end]
        if not key:
            raise BadMarkup(
                f'Empty attribute name in the tag "{tag}" at byte offset {self.byte_offset(begin)}'
            )
        at = self.skip_spaces(end)
        if self.text[at] != "=":
            self._still_inside(at, begin, tag)
            attributes[key] = ""
            return at
        at = self.skip_spaces(at + 1)
        self._still_inside(at, begin, tag)
        attributes[key], at = self._value(at)
        if at >= self.size:
            raise BadMarkup(f"Unclosed start tag at byte offset {self.byte_offset(begin)}")
        return at

    def _still_inside(self, at: int, begin: int, tag: str) -> None:
        if at >= self.size:
            raise BadMarkup(f'Unclosed start tag "{tag}" at byte offset {self.byte_offset(begin)}')

    def _value(self, at: int) -> tuple[str, int]:
        quote = self.text[at]
        if quote in "'\"":
            end = self.text.find(quote, at + 1)
            if end < 0:
                return "", self.size
            return self.decoded(at + 1, end), end + 1
        found = TOKEN.match(self.text, at)
        end = found.end() if found else at
        if self.text[end] not in SPACE + ">":
            raise BadMarkup(f"Unexpected end of name token at byte offset {self.byte_offset(at)}")
        return self.text[at:end].lower(), end

    def end_tag(self, begin: int) -> tuple[str, int]:
        """Name (may be empty) and the place behind `>` of an end tag."""
        end = _end_of(TAG_END, self.text, begin + 2)
        name = self.text[begin + 2 : end].lower()
        at = self.skip_spaces(end)
        if self.text[at] != ">":
            raise BadMarkup(f"Unclosed end tag at byte offset {self.byte_offset(begin)}")
        return name, at + 1


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
            name, attributes, end = reader.start_tag(at, TAGS)
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


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.search(text, at)
    return found.start() if found else len(text) - 1
