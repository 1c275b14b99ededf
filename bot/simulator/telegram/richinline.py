"""Inline tags as RichText, and the buttons that may stand in a text.

A button is `<tg-button type="…" style="…">label</tg-button>` (Bot API 10.3); its type is the
field of RichMessageButton, its value stands in `data` (callback_data), `url` (url, web_app,
login_url), `query` (the switch_inline_query family, with `allow-user-chats` and so on) or `text`
(copy_text); `disabled` needs none. The label may hold plain text, tg-emoji and tg-time alone.
"""

import re

from .errors import JsonObject
from .htmlparse import TIME_FORMAT
from .keyboards import checked_action
from .links import BadLink, checked_link, user_of_link
from .markup import BadMarkup
from .richtree import Node
from .state import ChatRecord, State

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
    "code": "code",
    "mark": "marked",
    "sub": "subscript",
    "sup": "superscript",
    "tg-spoiler": "spoiler",
}
SPACES = re.compile(r"[ \t\r\n]+")
IN_LABEL = {"tg-emoji", "tg-time"}
BUTTON_STYLES = {"danger", "success", "primary", "link"}
BUTTON_VALUE = {
    "callback_data": "data",
    "url": "url",
    "web_app": "url",
    "login_url": "url",
    "switch_inline_query": "query",
    "switch_inline_query_current_chat": "query",
    "switch_inline_query_chosen_chat": "query",
    "copy_text": "text",
}
RichText = str | list[object] | JsonObject


class InlineReader:
    """Turns inline nodes into RichText; white space runs become one space, as in HTML."""

    def __init__(self, state: State, chat: ChatRecord | None, references: set[str]) -> None:
        self._state = state
        self._chat = chat
        self._references = references

    def text(self, children: list[Node | str], *, inside: Node, is_pre: bool = False) -> RichText:
        """The RichText of these nodes, without spaces at its ends.

        Raises:
            BadMarkup: a block inside.
        """
        parts = self._parts(children, inside=inside, is_pre=is_pre)
        if not is_pre:
            parts = _trimmed(parts)
        return _joined(parts)

    def _parts(self, children: list[Node | str], *, inside: Node, is_pre: bool) -> list[object]:
        parts: list[object] = []
        for child in children:
            part: object
            if isinstance(child, str):
                part = child if is_pre else SPACES.sub(" ", child)
            elif child.name == "br":
                part = "\n"
            else:
                part = self._tag(child, inside=inside, is_pre=is_pre)
            if isinstance(part, str) and parts and isinstance(parts[-1], str):
                parts[-1] += part
            elif part != "":
                parts.append(part)
        return parts

    def _tag(self, node: Node, *, inside: Node, is_pre: bool) -> RichText:
        if node.name in STYLES:
            parts = self._parts(node.children, inside=node, is_pre=is_pre)
            return {"type": STYLES[node.name], "text": _joined(parts)} if parts else ""
        match node.name:
            case "a":
                return self._link(node)
            case "tg-reference":
                text = _joined(self._parts(node.children, inside=node, is_pre=is_pre))
                return {"type": "reference", "text": text, "name": needed(node, "name")}
            case "tg-emoji":
                return _emoji(node)
            case "tg-time":
                return self._time(node)
            case "tg-math":
                return {"type": "mathematical_expression", "expression": node.text()}
            case "tg-button":
                return {"type": "button", "button": self.button(node)}
        raise BadMarkup(
            f'Tag "{node.name}" is not allowed inside of the tag "{inside.name}" '
            f"at byte offset {node.at}"
        )

    def _link(self, node: Node) -> RichText:
        if "name" in node.attributes:
            if node.children:
                raise BadMarkup(f"Anchor must be empty at byte offset {node.at}")
            return {"type": "anchor", "name": node.attributes["name"]}
        parts = self._parts(node.children, inside=node, is_pre=False)
        if not parts:
            return ""
        return {**self._target(node), "text": _joined(parts)}

    def _target(self, node: Node) -> JsonObject:
        href = needed(node, "href")
        if href.startswith("#"):
            if href[1:] in self._references:
                return {"type": "reference_link", "reference_name": href[1:]}
            return {"type": "anchor_link", "anchor_name": href[1:]}
        for scheme, kind in (("mailto:", "email_address"), ("tel:", "phone_number")):
            if href.lower().startswith(scheme):
                return {"type": kind, kind: href[len(scheme) :]}
        user_id = user_of_link(href)
        if user_id is not None:
            if user_id not in self._state.people:
                raise BadMarkup(f"User not found at byte offset {node.at}")
            return {"type": "text_mention", "user": self._state.people[user_id].user()}
        try:
            return {"type": "url", "url": checked_link(href)}
        except BadLink as error:
            raise BadMarkup(f"URL '{href}' is invalid: {error}") from error

    def _time(self, node: Node) -> JsonObject:
        unix = needed(node, "unix")
        form = node.attributes.get("format", "")
        if not unix.removeprefix("-").isdecimal():
            raise BadMarkup(f"Invalid Unix time specified at byte offset {node.at}")
        if TIME_FORMAT.fullmatch(form) is None:
            raise BadMarkup("Invalid date format used")
        text = _joined(self._parts(node.children, inside=node, is_pre=False))
        return {
            "type": "date_time",
            "text": text,
            "unix_time": int(unix),
            "date_time_format": form,
        }

    def button(self, node: Node) -> JsonObject:
        """A RichMessageButton.

        Raises:
            BadMarkup: no type, no label, a bad style. Refusal: a bad value.
        """
        for inner in node.nodes():
            if inner is not node and inner.name not in IN_LABEL:
                raise BadMarkup(
                    f'Tag "{inner.name}" is not allowed inside of the tag "tg-button" '
                    f"at byte offset {inner.at}"
                )
        label = self.text(node.children, inside=node)
        if not label:
            raise BadMarkup(f"Button text must be non-empty at byte offset {node.at}")
        kind = "disabled" if "disabled" in node.attributes else needed(node, "type")
        button: JsonObject = {"text": label, **_action(node, kind)}
        button |= checked_action(button, kind, chat=self._chat)
        style = node.attributes.get("style")
        if style is not None:
            if style not in BUTTON_STYLES or (style == "link" and kind != "callback_data"):
                raise BadMarkup(f'Invalid button style "{style}" at byte offset {node.at}')
            button["style"] = style
        return button


def _action(node: Node, kind: str) -> JsonObject:
    if kind == "disabled":
        return {"disabled": {}}
    if kind not in BUTTON_VALUE:
        raise BadMarkup(f'Unsupported button type "{kind}" at byte offset {node.at}')
    value = needed(node, BUTTON_VALUE[kind])
    if kind in ("web_app", "login_url"):
        return {kind: {"url": value}}
    if kind == "copy_text":
        return {kind: {"text": value}}
    if kind == "switch_inline_query_chosen_chat":
        allowed = {
            key.replace("-", "_"): True for key in node.attributes if key.startswith("allow-")
        }
        return {kind: {"query": value, **allowed}}
    return {kind: value}


def _emoji(node: Node) -> JsonObject:
    emoji_id = needed(node, "emoji-id")
    if not emoji_id.isdecimal():
        raise BadMarkup("Invalid custom emoji identifier specified")
    return {"type": "custom_emoji", "custom_emoji_id": emoji_id, "alternative_text": node.text()}


def needed(node: Node, attribute: str) -> str:
    """The attribute's value.

    Raises:
        BadMarkup: it is not there.
    """
    if attribute not in node.attributes:
        raise BadMarkup(
            f'Tag "{node.name}" must have attribute "{attribute}" at byte offset {node.at}'
        )
    return node.attributes[attribute]


def _joined(parts: list[object]) -> RichText:
    if not parts:
        return ""
    if len(parts) == 1:
        only = parts[0]
        return only if isinstance(only, str | dict) else parts
    return parts


def _trimmed(parts: list[object]) -> list[object]:
    if parts and isinstance(parts[0], str):
        parts[0] = parts[0].lstrip(" \n")
    if parts and isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip(" \n")
    return [part for part in parts if part != ""]
