"""An article in a group for the one who pressed, seen by nobody else (Bot API 10.2)."""

from __future__ import annotations

from typing import Any

import structlog
from telegram import Update
from telegram.error import BadRequest

from bot.i18n import text
from bot.render.furniture import save_button
from bot.render.screen import Button, Keyboard, Look, Style
from bot.text import base36
from handlers.context import Context
from handlers.rich_articles import send_rich
from handlers.showing import chat_of, look_of, toast
from storage.errors import NotFound
from storage.model import ArticleId, Reader, Status, Via
from storage.reading import OpenArticle

log = structlog.get_logger()


async def whisper(update: Update, context: Context, article_id: ArticleId) -> bool:
    """Whether the article lies open for this person alone, his opening counted.

    False where this server, this person's form or this article does not allow it: then the
    private chat is the place.
    """
    query = update.callback_query
    if query is None or not context.rich.is_open:
        return False
    reader = await context.reader(update)
    if reader.prefers_classic:
        return False
    if not await context.rich.can_whisper(chat_id=chat_of(update)[0], receiver_id=reader.id):
        return False
    opened = await _opened(update, context, article_id, reader=reader)
    if opened is None:
        return False
    look = look_of(context, reader, saves_data=opened.saves_data)
    chat_id, thread_id = chat_of(update)
    try:
        sent = await send_rich(
            context,
            opened,
            look=look,
            chat_id=chat_id,
            thread_id=thread_id,
            keyboard=_keyboard(opened, look=look),
            extra={"receiver_user_id": reader.id, "callback_query_id": query.id},
        )
    except BadRequest as error:
        log.warning("whisper_refused", error=error.message)
        return False
    if sent is None or not await _was_heard_by_one(context, sent, chat_id=chat_id):
        return False
    await toast(update)
    return True


async def _opened(
    update: Update, context: Context, article_id: ArticleId, *, reader: Reader
) -> OpenArticle | None:
    newsroom = context.newsroom
    chat_id, thread_id = chat_of(update)
    try:
        opened = await newsroom.storage.reading.get(
            article_id, reader_id=reader.id, chat_id=chat_id, thread_id=thread_id
        )
        if opened.article.status is Status.RETRACTED or opened.article.content.alternate_url:
            return None
        opened = await newsroom.storage.reading.open(
            article_id,
            reader_id=reader.id,
            chat_id=chat_id,
            thread_id=thread_id,
            via=Via.PRESS,
            now=newsroom.local_now(),
        )
    except NotFound:
        return None
    newsroom.metrics.views.labels(via=Via.PRESS).inc()
    return opened


async def _was_heard_by_one(context: Context, sent: dict[str, Any], *, chat_id: int) -> bool:
    """Whether the server kept it from the others; what it did not is taken back at once."""
    if sent.get("ephemeral_message_id"):
        return True
    # It said that it knows these messages, and has shown the group everything.
    context.rich.whispers_no_longer()
    log.warning("whisper_was_heard", chat_id=chat_id)
    await context.calls.call(
        "deleteMessage", {"chat_id": chat_id, "message_id": sent.get("message_id")}
    )
    return False


def _keyboard(opened: OpenArticle, *, look: Look) -> Keyboard:
    article = opened.article
    link = f"{look.bot_url}?start=a_{base36(article.id)}"
    label = text("groups.open_private", look.language)
    return (
        (Button(label=label, url=link, style=Style.PRIMARY),),
        (save_button(article, is_saved=opened.is_saved, look=look),),
    )
