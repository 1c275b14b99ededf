"""Drafts: made of a text or a link, listed, shown as members will see them."""

from __future__ import annotations

import re

from telegram import Message, Update

from bot.desk import Act
from bot.i18n import LANGUAGES, text
from bot.text import clean
from bot.writing import content_of_text, read_link
from handlers.context import Context
from handlers.desk import may_now, person_of, send_preview
from handlers.showing import chat_of, say
from storage.model import Article, Content, Reader, Status

LINK = re.compile(r"https?://\S+", re.IGNORECASE)


async def post(update: Update, context: Context) -> None:
    """/dangbai with text or a link; without either, asks for it."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.WRITE):
        return
    message = update.effective_message
    given = _after_command(message)
    if not given and message is not None and message.reply_to_message is not None:
        given = _words_of(message.reply_to_message)
    if not given:
        await _ask(update, context, reader)
        return
    await _draft(update, context, reader, given)


async def is_answer(update: Update, context: Context) -> bool:
    """Whether this is a reply to our question for a text: then a draft is made of it."""
    message = update.effective_message
    asked = message.reply_to_message if message is not None else None
    if asked is None or asked.from_user is None or asked.from_user.id != context.bot.id:
        return False
    if asked.text not in {text("desk.prompt", language) for language in LANGUAGES}:
        return False
    reader = await context.reader(update)
    if await may_now(update, context, reader, Act.WRITE):
        await _draft(update, context, reader, _words_of(message))
    return True


async def drafts(update: Update, context: Context) -> None:
    """/banthao: this editor's drafts, each as its card."""
    await _show_all(update, context, Status.DRAFT, empty="desk.no_drafts")


async def pending(update: Update, context: Context) -> None:
    """/choduyet: what waits for somebody's look."""
    await _show_all(update, context, Status.PENDING, empty="desk.no_pending")


async def _show_all(update: Update, context: Context, status: Status, *, empty: str) -> None:
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.WRITE):
        return
    articles = context.newsroom.storage.articles
    found = await articles.find_by_status(status, limit=5)
    if not found:
        await say(update, context, text(empty, reader.language))
    for headline in found:
        await send_preview(update, context, reader, await articles.get(headline.id))


async def _ask(update: Update, context: Context, reader: Reader) -> None:
    chat_id, _ = chat_of(update)
    fields = {
        "chat_id": chat_id,
        "text": text("desk.prompt", reader.language),
        "reply_markup": {"force_reply": True, "selective": True},
    }
    await context.calls.call("sendMessage", fields)


async def _draft(update: Update, context: Context, reader: Reader, given: str) -> None:
    link = LINK.fullmatch(given)
    if link is not None:
        await say(update, context, text("desk.reading_link", reader.language))
        content = await read_link(context.newsroom, link[0])
    else:
        content = content_of_text(given)
    if content is None:
        await say(update, context, text("desk.link_failed", reader.language))
        return
    article = await _save(update, context, reader, content)
    await send_preview(update, context, reader, article)


async def _save(update: Update, context: Context, reader: Reader, content: Content) -> Article:
    chat_id, _ = chat_of(update)
    message = update.effective_message
    number = message.message_id if message is not None else update.update_id
    return await context.newsroom.storage.articles.draft(
        content,
        by=person_of(update, reader),
        # The same message after a restart makes the same draft, not another one.
        origin=f"telegram:{chat_id}:{number}",
        now=context.newsroom.now(),
    )


def _after_command(message: Message | None) -> str:
    words = clean(message.text or message.caption or "") if message is not None else ""
    _, _, rest = words.strip().partition(" ")
    first_line, newline, more = words.strip().partition("\n")
    if newline and " " not in first_line:
        return more.strip()
    return rest.strip()


def _words_of(message: Message | None) -> str:
    if message is None:
        return ""
    return clean(message.text or message.caption or "").strip()
