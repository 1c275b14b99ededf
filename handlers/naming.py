"""Which article a command means, by its code or as the card that it answers; or a press."""

from __future__ import annotations

import re

from telegram import Update

from bot.i18n import text
from bot.press import Press, Verb
from bot.text import clean, from_base36
from handlers.context import Context
from handlers.showing import toast
from storage.errors import NotFound
from storage.model import Article, ArticleId, Status

CODE = re.compile(r"(?:a_)?([0-9a-z]{1,13})")
CARDS = frozenset({Verb.READ, Verb.FEATURE, Verb.SAVE, Verb.VERSIONS})


def named_article(update: Update, context: Context) -> ArticleId | None:
    """The article that the command names: by its code, or as the card it replies to."""
    code = CODE.fullmatch(clean(context.args[0], limit=64).lower()) if context.args else None
    if code is not None:
        return ArticleId(from_base36(code[1]) or 0) or None
    message = update.effective_message
    card = message.reply_to_message if message is not None else None
    if card is None or card.reply_markup is None:
        return None
    for row in card.reply_markup.inline_keyboard:
        for button in row:
            press = Press.decode(str(button.callback_data or ""))
            if press is not None and press.verb in CARDS:
                return ArticleId(press.id)
    return None


async def pressed_article(update: Update, context: Context, press: Press) -> Article | None:
    """The article before the readers that a press is about; whoever presses in vain hears why."""
    try:
        article = await context.newsroom.storage.articles.get(ArticleId(press.id))
    except NotFound:
        article = None
    if article is not None and article.status is Status.PUBLISHED:
        await toast(update)
        return article
    is_gone = article is not None and article.status is Status.RETRACTED
    reader = await context.reader(update)
    await toast(update, text("card.retracted" if is_gone else "errors.not_found", reader.language))
    return None
