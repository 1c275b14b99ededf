"""Reads tags, attributes and character references, as TDLib's HTML parser does.

Follows `do_parse_html` and `decode_html_entity` (td/telegram/MessageEntity.cpp, Boost Software
License 1.0). Offsets in errors are bytes of UTF-8.
"""

import re
from typing import NamedTuple

SPACE = " \t\r\n\v\0"
TAG_END = re.compile("[ \t\r\n\v\0>]")
SLASH_TAG_END = re.compile("[ \t\r\n\v\0>/]")
ATTRIBUTE_END = re.compile("[ \t\r\n\v\0=>/\"']")
TOKEN = re.compile(r"[A-Za-z0-9.-]*")
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([A-Za-z]*))")


class BadMarkup(ValueError):
    """Why a text cannot be parsed, in Telegram's words (without "can't parse entities: ")."""


class StartTag(NamedTuple):
    """A start tag: attributes without a value are "", `end` is the place behind its `>`."""

    name: str
    attributes: dict[str, str]
    end: int
    is_closed: bool


class Reader:
    """Reads tags and references out of one text; a NUL stands behind its end, as in TDLib.

    Args:
        named: the character references that are known by name.
        closes_itself: whether `<br/>` is a tag; in `parse_mode=HTML` it is not.
    """

    def __init__(self, text: str, named: dict[str, str], *, closes_itself: bool = False) -> None:
        self._tag_end = SLASH_TAG_END if closes_itself else TAG_END
        self._closes_itself = closes_itself
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

    def start_tag(self, begin: int, allowed: set[str]) -> StartTag:
        """The start tag at this place.

        Raises:
            BadMarkup: unclosed, not allowed, or a bad attribute.
        """
        at = _end_of(self._tag_end, self.text, begin + 1)
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
            if self._closes_itself and self.text.startswith("/>", at):
                return StartTag(name, attributes, at + 2, is_closed=True)
            at = self._attribute(at, begin, name, attributes)
        return StartTag(name, attributes, at + 1, is_closed=False)

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


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.search(text, at)
    return found.start() if found else len(text) - 1
