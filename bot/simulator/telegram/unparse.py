"""Entities back into HTML, for tests that read better with markup."""

from html import escape

from .errors import JsonObject

TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}


def html_of(text: str, entities: list[JsonObject]) -> str:
    """The text with tags for what was marked; links and the like found by Telegram stay bare.

    >>> html_of("a & b", [{"type": "bold", "offset": 4, "length": 1}])
    'a &amp; <b>b</b>'
    """
    units = text.encode("utf-16-le", "surrogatepass")
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for each in entities:
        tags = _tags(each)
        if tags is not None:
            opening.setdefault(each["offset"], []).append(tags[0])
            closing.setdefault(each["offset"] + each["length"], []).insert(0, tags[1])
    pieces = []
    last = 0
    for at in sorted({*opening, *closing, len(units) // 2}):
        pieces.append(escape(units[last * 2 : at * 2].decode("utf-16-le", "replace"), quote=False))
        pieces += closing.get(at, [])
        pieces += opening.get(at, [])
        last = at
    return "".join(pieces)


def _tags(entity: JsonObject) -> tuple[str, str] | None:
    kind = entity["type"]
    match kind:
        case "text_link":
            return f'<a href="{escape(entity["url"])}">', "</a>"
        case "text_mention":
            return f'<a href="tg://user?id={entity["user"]["id"]}">', "</a>"
        case "expandable_blockquote":
            return "<blockquote expandable>", "</blockquote>"
        case "date_time":
            form = entity.get("date_time_format", "")
            opened = f'<tg-time unix="{entity["unix_time"]}" format="{form}">'
            return opened, "</tg-time>"
        case "custom_emoji":
            return f'<tg-emoji emoji-id="{entity["custom_emoji_id"]}">', "</tg-emoji>"
        case "pre" if "language" in entity:
            opened = f'<pre><code class="language-{escape(entity["language"])}">'
            return opened, "</code></pre>"
    tag = TAGS.get(kind)
    return (f"<{tag}>", f"</{tag}>") if tag else None
