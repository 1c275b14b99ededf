"""A draft as members will see it: the card with its picture, then the opened article."""

from __future__ import annotations

from telegram import Update

from bot.press import Press
from bot.render.card import card
from bot.render.classic import page
from bot.render.screen import Screen
from handlers.context import Context
from handlers.rich_articles import send_rich
from handlers.showing import chat_of, look_for, send, toast
from handlers.writing import held
from storage.model import ArticleId, ArticleStats
from storage.reading import OpenArticle


async def press_see(update: Update, context: Context, press: Press) -> None:
    """Sends what members will see: the card with its picture, then the opened article."""
    reader = await context.reader(update)
    article = await held(update, context, reader, ArticleId(press.id))
    if article is None:
        return
    await toast(update)
    look = await look_for(context, update, reader)
    shown = card(article, None, look=look)
    # The article is before nobody yet: its buttons would lead nowhere.
    await send(update, context, Screen(text=shown.text, photo=shown.photo))
    if article.content.alternate_url:
        return
    stats = ArticleStats(article_id=article.id)
    opened = OpenArticle(article=article, stats=stats, related=article.content.related)
    chat_id, _ = chat_of(update)
    if reader.prefers_classic or not await send_rich(
        context, opened, look=look, chat_id=chat_id, keyboard=()
    ):
        classic = page(article, 0, stats, look=look, related=article.content.related)
        await send(update, context, Screen(text=classic.text))
