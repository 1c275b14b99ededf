"""How an answer reaches the chat: a new message, the same one edited, or a line on top."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.error import BadRequest

from bot.delivery.pictures import picture_for, remember
from bot.render.markup import escape
from bot.render.screen import Look, Screen
from bot.telegram import outgoing
from handlers.context import Context
from storage.model import Reader

TOAST_MOST = 200
# The press is older than Telegram keeps it, or the message has gone: nothing is left to do.
LATE_TEXTS = ("query is too old", "query id is invalid")
UNEDITABLE_TEXTS = ("message to edit not found", "message can't be edited", "there is no text")


def chat_of(update: Update) -> tuple[int, int]:
    """The chat and the topic that an answer goes to; topic 0 is the whole chat."""
    chat, message = update.effective_chat, update.effective_message
    assert chat is not None  # every handler of ours stands behind a filter that asks for one
    in_topic = message is not None and bool(getattr(message, "is_topic_message", False))
    thread_id = getattr(message, "message_thread_id", None) if in_topic else None
    return chat.id, thread_id or 0


async def look_for(context: Context, update: Update, reader: Reader) -> Look:
    """For whom things are rendered."""
    chat_id, thread_id = chat_of(update)
    subscriber = await context.newsroom.storage.subscribers.find(chat_id, thread_id=thread_id)
    saves_data = subscriber is not None and subscriber.saves_data
    return look_of(context, reader, saves_data=saves_data)


def look_of(context: Context, reader: Reader, *, saves_data: bool) -> Look:
    """The same, where it is known whether this chat saves data."""
    newsroom = context.newsroom
    return Look(
        language=reader.language,
        zone=newsroom.config.zone,
        saves_data=saves_data,
        bot_url=newsroom.bot_url,
        web_url=newsroom.web_url,
        speaks=newsroom.speech is not None,
    )


async def say(update: Update, context: Context, text: str) -> None:
    """Sends a plain sentence."""
    await send(update, context, Screen(text=escape(text)))


async def send(update: Update, context: Context, screen: Screen, *, reply_to: int = 0) -> None:
    """Sends a screen as a new message, with its picture where it can be had."""
    chat_id, thread_id = chat_of(update)
    newsroom = context.newsroom
    picture = await picture_for(newsroom, screen.photo) if screen.photo else None
    sent = await outgoing.send(
        context.calls,
        screen,
        chat_id=chat_id,
        thread_id=thread_id,
        picture=picture,
        reply_to=reply_to,
    )
    if picture is not None:
        await remember(newsroom, picture, file_id=outgoing.file_id_of(sent))


async def show(update: Update, context: Context, screen: Screen) -> None:
    """Turns the pressed message into this screen, or sends it where that cannot be."""
    message = pressed_message(update)
    if message is None or message.text is None:
        await send(update, context, screen)
        return
    try:
        await outgoing.edit(
            context.calls, screen, chat_id=message.chat.id, message_id=message.message_id
        )
    except BadRequest as error:
        if not error.message.lower().startswith(UNEDITABLE_TEXTS):
            raise
        await send(update, context, screen)


async def toast(update: Update, text: str = "", *, url: str = "", is_alert: bool = False) -> None:
    """Answers the press: nothing, a line on top, or a link that Telegram opens."""
    query = update.callback_query
    if query is None:
        return
    try:
        await query.answer(
            text=text[:TOAST_MOST] or None, url=url or None, show_alert=is_alert or None
        )
    except BadRequest as error:
        if not error.message.lower().startswith(LATE_TEXTS):
            raise


@asynccontextmanager
async def answering(update: Update) -> AsyncIterator[None]:
    """The press is answered while the block works; both have ended when it ends."""
    answered = asyncio.create_task(toast(update))
    try:
        yield
    finally:
        await answered


async def change_button(
    update: Update, context: Context, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    """Replaces the pressed button under its message; the others stay as they are."""
    message, query = pressed_message(update), update.callback_query
    if message is None or query is None or message.reply_markup is None:
        return
    rows = message.reply_markup.to_dict()["inline_keyboard"]
    changed = [
        [change(button) if _carries(button, query) else button for button in row] for row in rows
    ]
    await outgoing.edit_markup(
        context.calls,
        {"inline_keyboard": changed},
        chat_id=message.chat.id,
        message_id=message.message_id,
    )


def pressed_message(update: Update) -> Message | None:
    """The message whose button was pressed, while Telegram still shows it to us."""
    query = update.callback_query
    return query.message if query is not None and isinstance(query.message, Message) else None


def _carries(button: dict[str, Any], query: CallbackQuery) -> bool:
    return button.get("callback_data") == query.data
