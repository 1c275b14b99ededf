"""Which article a command means: by its code, or as the card that it answers."""

from __future__ import annotations

import re

from telegram import Update

from bot.press import Press, Verb
from bot.text import clean, from_base36
from handlers.context import Context
from storage.model import ArticleId

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
