"""Search: /timkiem, or simply some words in the private chat."""

from __future__ import annotations

from telegram import Update

from bot.i18n import text
from bot.press import Press
from bot.render.lists import PAGE_SIZE
from bot.render.lists import search as search_screen
from bot.text import clean, squash
from handlers.context import Context
from handlers.showing import look_for, say, send, show, toast

LEAST_LETTERS = 2
MOST_LETTERS = 100


async def search(update: Update, context: Context) -> None:
    """Looks for the words after the command; without any, asks for some."""
    query = squash(clean(" ".join(context.args or ())))
    if not query:
        reader = await context.reader(update)
        await say(update, context, text("search.prompt", reader.language))
        return
    await _answer(update, context, query, page=0)


async def search_words(update: Update, context: Context) -> None:
    """Looks for what somebody wrote without any command."""
    message = update.effective_message
    query = squash(clean(message.text or "")) if message is not None else ""
    await _answer(update, context, query, page=0)


async def press_search(update: Update, context: Context, press: Press) -> None:
    """Another page of what was found."""
    await toast(update)
    await _answer(update, context, press.argument, page=press.page)


async def _answer(update: Update, context: Context, query: str, *, page: int) -> None:
    reader = await context.reader(update)
    if len(query) < LEAST_LETTERS:
        words = text("search.too_short", reader.language, n=LEAST_LETTERS)
        await say(update, context, words)
        return
    if len(query) > MOST_LETTERS:
        await say(update, context, text("search.too_long", reader.language))
        return
    hits = await context.newsroom.storage.search.find(
        query, limit=PAGE_SIZE, offset=page * PAGE_SIZE
    )
    screen = search_screen(
        query,
        hits.headlines,
        total=hits.total,
        look=await look_for(context, update, reader),
        page=page,
        has_more=hits.total > (page + 1) * PAGE_SIZE,
    )
    await (send if update.callback_query is None else show)(update, context, screen)
