"""Screens as Bot API fields, sent and edited."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import orjson
from telegram.error import BadRequest

from bot.delivery.pictures import Picture
from bot.render.screen import Button, Keyboard, RichScreen, Screen
from bot.telegram.calls import Calls, Fields
from bot.telegram.request import Upload

NOT_MODIFIED = "message is not modified"
SAID_BYTES = 16
"""So many of a mark are for the words; what follows is for the picture."""


def fields_of(screen: Screen, *, picture: Picture | None = None) -> tuple[str, Fields]:
    """The method and its fields for a screen, without the chat.

    `picture` is what the screen's photo turned out to be; None sends the text alone.
    """
    fields: Fields = {"parse_mode": "HTML"}
    if screen.keyboard:
        fields["reply_markup"] = markup_of(screen.keyboard)
    if screen.is_silent:
        fields["disable_notification"] = True
    if picture is None:
        fields |= {"text": screen.text, "link_preview_options": {"is_disabled": True}}
        return "sendMessage", fields
    fields |= {"caption": screen.text, "photo": picture.file_id}
    return "sendPhoto", fields


def mark_of(screen: Screen, *, picture: Picture | None = None) -> bytes:
    """A hash of what a message says and offers, then, where it has one, of its picture."""
    said = [screen.text, markup_of(screen.keyboard) if screen.keyboard else None]
    mark = blake2b(orjson.dumps(said), digest_size=SAID_BYTES).digest()
    if picture is None:
        return mark
    return mark + blake2b(picture.url.encode(), digest_size=8).digest()


def upload_of(picture: Picture | None) -> Upload | None:
    """The picture's bytes, where Telegram does not have it yet."""
    if picture is None or picture.file_id:
        return None
    return Upload(field="photo", name="photo.jpg", content=picture.jpeg, mime_type="image/jpeg")


def markup_of(keyboard: Keyboard) -> dict[str, Any]:
    """Bot API, "InlineKeyboardMarkup"."""
    return {"inline_keyboard": [[_button_of(button) for button in row] for row in keyboard]}


def rich_message_of(screen: RichScreen) -> dict[str, Any]:
    """Bot API, "InputRichMessage"."""
    message: dict[str, Any] = {"html": screen.html}
    if screen.media:
        message["media"] = [
            {"id": media.id, "media": {"type": media.kind, "media": media.file_id}}
            for media in screen.media
        ]
    return message


async def send(
    calls: Calls,
    screen: Screen,
    *,
    chat_id: int,
    thread_id: int = 0,
    picture: Picture | None = None,
    reply_to: int = 0,
) -> dict[str, Any]:
    """Sends a screen as an answer; the message as Telegram describes it."""
    method, fields = fields_of(screen, picture=picture)
    fields["chat_id"] = chat_id
    if thread_id:
        fields["message_thread_id"] = thread_id
    if reply_to:
        fields["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
    sent: dict[str, Any] = await calls.call(method, fields, upload=upload_of(picture))
    return sent


async def edit(calls: Calls, screen: Screen, *, chat_id: int, message_id: int) -> None:
    """Turns a text message into this screen; one that shows it already is left alone."""
    _, fields = fields_of(screen)
    fields |= {"chat_id": chat_id, "message_id": message_id}
    await _unless_same(calls, "editMessageText", fields)


async def edit_markup(
    calls: Calls, markup: dict[str, Any], *, chat_id: int, message_id: int
) -> None:
    """Puts another keyboard under a message."""
    fields = {"chat_id": chat_id, "message_id": message_id, "reply_markup": markup}
    await _unless_same(calls, "editMessageReplyMarkup", fields)


def file_id_of(sent: dict[str, Any]) -> str:
    """What Telegram calls the picture of a message, in its largest size."""
    sizes = sent.get("photo") or []
    return str(sizes[-1].get("file_id", "")) if sizes else ""


async def _unless_same(calls: Calls, method: str, fields: Fields) -> None:
    try:
        await calls.call(method, fields)
    except BadRequest as error:
        if NOT_MODIFIED not in error.message.lower():
            raise


def _button_of(button: Button) -> dict[str, Any]:
    shown: dict[str, Any] = {"text": button.label}
    if button.style is not None:
        shown["style"] = str(button.style)
    if button.data:
        shown["callback_data"] = button.data
    elif button.url:
        shown["url"] = button.url
    elif button.copy_text:
        shown["copy_text"] = {"text": button.copy_text}
    else:
        shown["switch_inline_query_chosen_chat"] = {
            "query": button.switch_inline_chosen,
            "allow_user_chats": True,
            "allow_group_chats": True,
            "allow_channel_chats": True,
        }
    return shown
