"""Links, hashtags and the like that Telegram finds in rich text by itself."""

from .detect import Found, find_entities
from .errors import JsonObject
from .links import BadLink, checked_link

OPAQUE = {
    "code",
    "url",
    "email_address",
    "phone_number",
    "text_mention",
    "anchor_link",
    "reference_link",
    "button",
    "mathematical_expression",
    "custom_emoji",
    "date_time",
}
TEXT_KEYS = ("text", "summary", "credit")


def detect_in_blocks(blocks: list[JsonObject]) -> None:
    """Replaces plain text in the blocks by text with what was found in it; code stays."""
    for block in blocks:
        if block["type"] == "pre":
            continue
        for key in TEXT_KEYS:
            if key in block:
                block[key] = detected(block[key])
        for row in block.get("cells", []):
            for cell in row:
                if "text" in cell:
                    cell["text"] = detected(cell["text"])
        for item in block.get("items", []):
            detect_in_blocks(item["blocks"])
        detect_in_blocks(block.get("blocks", []))
        caption = block.get("caption")
        if isinstance(caption, dict) and "type" not in caption:
            for key, value in caption.items():
                caption[key] = detected(value)
        elif caption is not None:
            block["caption"] = detected(caption)


def detected(text: object) -> object:
    """The RichText with tappable pieces as objects of their own."""
    if isinstance(text, str):
        return _split(text)
    if isinstance(text, list):
        parts: list[object] = []
        for each in text:
            found = detected(each)
            parts += found if isinstance(found, list) else [found]
        return parts
    if isinstance(text, dict) and text["type"] not in OPAQUE and "text" in text:
        return {**text, "text": detected(text["text"])}
    return text


def _split(text: str) -> object:
    found = find_entities(text)
    if not found:
        return text
    parts: list[object] = []
    at = 0
    for each in found:
        piece = _object(each, text[each.start : each.end])
        if piece is not None:
            parts += [text[at : each.start], piece]
            at = each.end
    parts = [part for part in [*parts, text[at:]] if part != ""]
    return parts[0] if len(parts) == 1 else parts


def _object(found: Found, text: str) -> JsonObject | None:
    match found.kind:
        case "url":
            try:
                return {"type": "url", "text": text, "url": checked_link(text)}
            except BadLink:
                return None
        case "email":
            return {"type": "email_address", "text": text, "email_address": text}
        case "mention":
            return {"type": "mention", "text": text, "username": text[1:]}
        case "hashtag":
            return {"type": "hashtag", "text": text, "hashtag": text}
    return {"type": "bot_command", "text": text, "bot_command": text}
