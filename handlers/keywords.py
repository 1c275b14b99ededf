"""/tukhoa: what a chat wants to hear of, and what it would be spared."""

from __future__ import annotations

from telegram import Update

from bot.i18n import text
from bot.keywords import MOST_KEYWORDS, keyword_of, text_of, wants
from bot.press import Press
from bot.render.keywords import keywords_screen, mark_of
from handlers.context import Context
from handlers.showing import chat_of, look_for, say, send, show, toast
from storage.model import Reader, Subscriber

LOOKED_AT = 20


async def keywords(update: Update, context: Context) -> None:
    """/tukhoa with a phrase adds it, with a minus before it excludes it; else shows them."""
    reader = await context.reader(update)
    subscriber = await _subscriber(update, context)
    if subscriber is None:
        await say(update, context, text("subscribe.not_subscribed", reader.language))
        return
    given = " ".join(context.args or ())
    keyword = keyword_of(given)
    if given and keyword is None:
        await say(update, context, text("keywords.no_word", reader.language))
        return
    if keyword is not None and not await context.newsroom.storage.keywords.put(
        subscriber.id, keyword=keyword, most=MOST_KEYWORDS
    ):
        await say(update, context, text("keywords.full", reader.language, n=MOST_KEYWORDS))
        return
    await _show(update, context, reader, subscriber)


async def press_keyword(update: Update, context: Context, press: Press) -> None:
    """Takes the pressed phrase away; without one, shows them."""
    reader = await context.reader(update)
    subscriber = await _subscriber(update, context)
    if subscriber is None:
        words = text("subscribe.not_subscribed", reader.language)
        await toast(update, words, is_alert=True)
        return
    await toast(update)
    shelf = context.newsroom.storage.keywords
    for keyword in await shelf.find(subscriber.id):
        if mark_of(keyword) == press.argument:
            await shelf.drop(subscriber.id, folded=keyword.folded)
    await _show(update, context, reader, subscriber)


async def _show(update: Update, context: Context, reader: Reader, subscriber: Subscriber) -> None:
    storage = context.newsroom.storage
    mine = await storage.keywords.find(subscriber.id)
    names = {it.id: it.name for it in await storage.categories.all()}
    followed = {names.get(it) for it in subscriber.category_ids}
    newest = await storage.articles.find_latest(limit=LOOKED_AT)
    passing = sum(
        wants(mine, text_of(it.title, it.summary))
        for it in newest
        if not followed or it.category in followed
    )
    look = await look_for(context, update, reader)
    screen = keywords_screen(mine, passing=passing, looked_at=len(newest), look=look)
    await (send if update.callback_query is None else show)(update, context, screen)


async def _subscriber(update: Update, context: Context) -> Subscriber | None:
    chat_id, thread_id = chat_of(update)
    return await context.newsroom.storage.subscribers.find(chat_id, thread_id=thread_id)
