"""Who may come in: people, each under his own id."""

from __future__ import annotations

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop

from bot.i18n import text
from bot.press import Press, Verb
from bot.render.markup import escape
from bot.render.screen import Screen, pressing
from handlers.chat_settings import introduced
from handlers.context import Context
from handlers.showing import chat_of, say, send
from storage.model import ChatKind

GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)


async def door(update: Update, context: Context) -> None:
    """Turns away what comes from nobody: channels, bots, anonymous administrators.

    Such a message says for whom it speaks, not who wrote it; rights belong to people.
    """
    user = update.effective_user
    if user is not None and not user.is_bot:
        return
    message, chat = update.message, update.effective_chat
    is_command = message is not None and (message.text or "").startswith("/")
    if message is not None and is_command and chat is not None and chat.type in GROUPS:
        if message.sender_chat is not None and message.sender_chat.id == chat.id:
            await _ask_who(update, context)
            raise ApplicationHandlerStop
        await say(update, context, text("groups.admins_only", context.newsroom.config.language))
    raise ApplicationHandlerStop


async def _ask_who(update: Update, context: Context) -> None:
    """An administrator who hides is one, but nobody knows which: whoever presses is known."""
    chat, language = update.effective_chat, context.newsroom.config.language
    assert chat is not None  # asked by the door
    chat_id, thread_id = chat_of(update)
    subscriber = await introduced(
        context,
        chat_id,
        thread_id=thread_id,
        kind=ChatKind(chat.type),
        title=chat.title or "",
        language=language,
    )
    button = pressing(
        text("groups.settings_button", language), Press(verb=Verb.CHAT, id=subscriber.id)
    )
    words = escape(text("groups.anonymous", language))
    await send(update, context, Screen(text=words, keyboard=((button,),)))
