"""A question to one person that a reply answers; who takes the answer: `prompts.py`."""

from __future__ import annotations

from telegram import Update
from telegram.constants import ChatType

from bot.i18n import text
from bot.render.markup import escape
from handlers.context import Context
from handlers.showing import chat_of
from storage.model import ArticleId, Reader
from storage.prompts import Prompt


async def ask(
    update: Update,
    context: Context,
    reader: Reader,
    *,
    key: str,
    field: str,
    article_id: ArticleId | None = None,
) -> None:
    """Asks the sentence `key`; only this reader's reply fills in `field`."""
    chat_id, thread_id = chat_of(update)
    fields = {
        "chat_id": chat_id,
        "text": _addressed(update, text(key, reader.language)),
        "parse_mode": "HTML",
        "reply_markup": {"force_reply": True, "selective": True},
    }
    if thread_id:
        fields["message_thread_id"] = thread_id
    sent = await context.calls.call("sendMessage", fields)
    await context.newsroom.storage.prompts.ask(
        Prompt(
            chat_id=chat_id,
            message_id=int(sent["message_id"]),
            reader_id=reader.id,
            article_id=article_id,
            field=field,
            asked_at=context.newsroom.now(),
        )
    )


def _addressed(update: Update, words: str) -> str:
    """The words; in a group with the person's name, for `selective` means whoever is named."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or chat.type == ChatType.PRIVATE or user is None:
        return escape(words)
    # Bot API, "HTML style": a link to tg://user?id=… is a mention that needs no username.
    return f'<a href="tg://user?id={user.id}">{escape(user.full_name)}</a>: {escape(words)}'
