"""What a keyboard under a message must look like.

Bot API, "InlineKeyboardButton", "InlineKeyboardMarkup"; limits/messages: 100 buttons, 8 a row.
Telegram drops buttons without a label and cuts long rows in silence; refusing both is ours.
"""

from .errors import JsonObject, bad_request
from .links import BadLink, checked_link, user_of_link
from .state import ChatRecord

MOST_BUTTONS = 100
MOST_IN_ROW = 8
STYLES = {"danger", "success", "primary"}
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)


def checked_inline_keyboard(markup: JsonObject, *, chat: ChatRecord | None) -> JsonObject:
    """The keyboard as a message carries it; empty rows go.

    Raises:
        Refusal: with Telegram's sentence.
    """
    if "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    rows = [[checked_button(each, chat=chat) for each in row] for row in markup["inline_keyboard"]]
    rows = [row for row in rows if row]
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_ROW for row in rows):
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows}


def checked_markup(markup: JsonObject, *, chat: ChatRecord) -> tuple[JsonObject | None, bool]:
    """The markup for a new message, and whether it is a keyboard of inline buttons."""
    if "inline_keyboard" in markup:
        keyboard = checked_inline_keyboard(markup, chat=chat)
        return (keyboard if keyboard["inline_keyboard"] else None), True
    if chat.type == "channel":
        raise bad_request("inline keyboard expected")
    if "keyboard" in markup and not any(markup["keyboard"]):
        raise bad_request("reply keyboard must be non-empty")
    return markup, False


def checked_button(button: JsonObject, *, chat: ChatRecord | None) -> JsonObject:
    """A button with exactly one action, a good link, at most 64 bytes of data."""
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if button.get("style") not in (None, *STYLES):
        raise bad_request("invalid button style specified")
    actions = [each for each in ACTIONS if each in button]
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: more than one action specified")
    return {**button, **checked_action(button, actions[0], chat=chat)}


def checked_action(button: JsonObject, action: str, *, chat: ChatRecord | None) -> JsonObject:
    """The action with its link in Telegram's form; empty when nothing changes."""
    match action:
        case "callback_data":
            if not 1 <= len(button["callback_data"].encode()) <= 64:
                raise bad_request("BUTTON_DATA_INVALID")
        case "url":
            return {"url": _button_link(button["url"], "URL")}
        case "web_app":
            return {"web_app": {"url": _web_app_link(button["web_app"]["url"], chat)}}
        case "copy_text":
            if not 1 <= len(button["copy_text"]["text"]) <= 256:
                raise bad_request("BUTTON_COPY_TEXT_INVALID")
        case "switch_inline_query_chosen_chat":
            if not any(value for key, value in button[action].items() if key.startswith("allow_")):
                raise bad_request("at least one chat type must be allowed")
        case "switch_inline_query" | "switch_inline_query_current_chat":
            if len(button[action]) > 256:
                raise bad_request("inline query is too long")
    return {}


def _button_link(url: str, name: str) -> str:
    if user_of_link(url) is not None:
        return url
    try:
        return checked_link(url)
    except BadLink as error:
        raise bad_request(f"inline keyboard button {name} '{url}' is invalid: {error}") from error


def _web_app_link(url: str, chat: ChatRecord | None) -> str:
    if chat is not None and chat.type != "private":
        raise bad_request("BUTTON_TYPE_INVALID")
    link = _button_link(url, "Web App URL")
    if not link.startswith("https://"):
        raise bad_request(
            f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed"
        )
    return link
