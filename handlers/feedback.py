"""/gopy: what a reader has to say reaches the editors; nothing of it is kept."""

from __future__ import annotations

from html import escape as escape_attribute

import structlog
from telegram import Message, Update
from telegram.error import BadRequest, Forbidden

from bot.i18n import LANGUAGES, text
from bot.render.markup import escape
from bot.render.screen import Screen
from bot.telegram import outgoing
from bot.text import clean, shorten
from handlers.context import Context
from handlers.showing import chat_of, say
from storage.errors import NotFound
from storage.model import Reader, ReaderId, Role

log = structlog.get_logger()

MOST_UNITS = 3000


async def feedback(update: Update, context: Context) -> None:
    """/gopy with words sends them on; without any, asks for them."""
    reader = await context.reader(update)
    message = update.effective_message
    _, _, given = clean(message.text or "").strip().partition(" ") if message else ("", "", "")
    if given.strip():
        await _send_on(update, context, reader, given.strip())
        return
    chat_id, _ = chat_of(update)
    fields = {
        "chat_id": chat_id,
        "text": text("feedback.prompt", reader.language),
        "reply_markup": {"force_reply": True},
    }
    await context.calls.call("sendMessage", fields)


async def is_feedback(update: Update, context: Context) -> bool:
    """Whether this answers our question for feedback: then it is sent on."""
    message = update.effective_message
    asked = message.reply_to_message if message is not None else None
    if message is None or asked is None or not _is_prompt(asked, context):
        return False
    reader = await context.reader(update)
    await _send_on(update, context, reader, clean(message.text or "").strip())
    return True


def _is_prompt(asked: Message, context: Context) -> bool:
    prompts = {text("feedback.prompt", language) for language in LANGUAGES}
    is_ours = asked.from_user is not None and asked.from_user.id == context.bot.id
    return is_ours and asked.text in prompts


async def _send_on(update: Update, context: Context, reader: Reader, words: str) -> None:
    user = update.effective_user
    assert user is not None  # the door lets nobody else in
    name = clean(user.full_name, limit=200) or str(user.id)
    link = f'<a href="{escape_attribute(f"tg://user?id={user.id}")}">{escape(name)}</a>'
    heard = 0
    for chat_id, language in await _editors(context):
        said = escape(shorten(words, limit=MOST_UNITS))
        screen = Screen(text=text("feedback.received", language, name=link, message=said))
        try:
            await outgoing.send(context.calls, screen, chat_id=chat_id)
            heard += 1
        except (BadRequest, Forbidden) as error:
            log.warning("feedback_refused", chat_id=chat_id, error=error.message)
    key = "feedback.sent" if heard else "feedback.not_sent"
    await say(update, context, text(key, reader.language))


async def _editors(context: Context) -> list[tuple[int, str]]:
    """The editors' group where one is set, else each administrator; with their language."""
    newsroom = context.newsroom
    if newsroom.config.desk_chat is not None:
        return [(newsroom.config.desk_chat, newsroom.config.language)]
    holders = await newsroom.storage.roles.holders(Role.ADMINISTRATOR)
    return [(it, await _language_of(context, it)) for it in holders]


async def _language_of(context: Context, reader_id: ReaderId) -> str:
    try:
        return (await context.newsroom.storage.readers.get(reader_id)).language
    except NotFound:
        return context.newsroom.config.language
