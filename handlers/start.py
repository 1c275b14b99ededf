"""/start, with and without a deep link, and /help."""

from __future__ import annotations

from telegram import Update

from bot.desk import Act
from bot.i18n import text
from bot.invitations import LINK
from bot.press import Press, Verb
from bot.render.desk_keyboard import CARD_LINK
from bot.render.digest import DIGEST_LINK
from bot.render.first_run import subscribed
from bot.render.guide import guide
from bot.render.inline import INLINE_LINK
from bot.render.markup import escape
from bot.render.screen import Screen, Style, pressing
from bot.render.settings import help_screen, hour_of
from bot.telegram.menus import set_menu_of
from bot.text import clean, from_base36
from handlers.context import Context
from handlers.desk import may_now, open_card
from handlers.digests import open_digest
from handlers.lists import latest, show_category
from handlers.people import accept
from handlers.reading import open_article
from handlers.showing import chat_of, look_for, say, send, show, toast
from storage.model import ArticleId, Reader, Via

ARTICLES = {"a_": Via.LINK, INLINE_LINK: Via.INLINE}
CATEGORY, LATEST = "c_", "tinmoi"


async def start(update: Update, context: Context) -> None:
    """Welcomes, or opens what the deep link names."""
    payload = clean(context.args[0], limit=64) if context.args else ""
    if not payload:
        await _welcome(update, context)
        return
    if payload == LATEST:
        await latest(update, context)
        return
    if payload.startswith(LINK):
        await accept(update, context, payload.removeprefix(LINK))
        return
    if payload.startswith(CARD_LINK):
        await open_card(
            update, context, ArticleId(from_base36(payload.removeprefix(CARD_LINK)) or 0)
        )
        return
    for beginning, via in ARTICLES.items():
        article_id = from_base36(payload.removeprefix(beginning))
        if payload.startswith(beginning) and article_id:
            await open_article(update, context, ArticleId(article_id), via=via)
            return
    delivery_id = from_base36(payload.removeprefix(DIGEST_LINK))
    if payload.startswith(DIGEST_LINK) and delivery_id:
        await open_digest(update, context, delivery_id)
        return
    if payload.startswith(CATEGORY):
        slug = payload.removeprefix(CATEGORY)
        category = await context.newsroom.storage.categories.find_by_slug(slug)
        if category is not None:
            await show_category(update, context, category.id)
            return
    reader = await context.reader(update)
    await say(update, context, text("start.unknown_link", reader.language))


async def help_(update: Update, context: Context) -> None:
    """Says what can be done here, as far as this reader may."""
    reader = await context.reader(update)
    roles = await context.newsroom.storage.roles.of(reader.id)
    look = await look_for(context, update, reader)
    await send(update, context, help_screen(roles, look=look))


async def press_guide(update: Update, context: Context, press: Press) -> None:
    """A page of the guide for people at the desk."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.WRITE):
        return
    await toast(update)
    look = await look_for(context, update, reader)
    await show(update, context, guide(press.argument, look=look))


async def _welcome(update: Update, context: Context) -> None:
    reader = await context.reader(update)
    roles = await context.newsroom.storage.roles.of(reader.id)
    if roles:
        await set_menu_of(context.calls, reader.id, roles=roles)
    chat_id, thread_id = chat_of(update)
    subscriber = await context.newsroom.storage.subscribers.find(chat_id, thread_id=thread_id)
    if subscriber is not None and subscriber.is_active and subscriber.digest_minutes:
        at = hour_of(subscriber.digest_minutes[0])
        words = text("start.welcome_back", reader.language, time=at)
        look = await look_for(context, update, reader)
        await send(update, context, subscribed(words, is_private=True, look=look))
        return
    await send(update, context, _welcome_screen(context, reader))


def _welcome_screen(context: Context, reader: Reader) -> Screen:
    name = escape(context.bot.first_name)
    words = (
        text("start.welcome", reader.language, name=name),
        text("start.consent", reader.language),
    )
    button = pressing(
        text("subscribe.button", reader.language), Press(verb=Verb.SUBSCRIBE), style=Style.PRIMARY
    )
    latest = pressing(text("latest.title", reader.language), Press(verb=Verb.LATEST))
    return Screen(text="\n\n".join(words), keyboard=((button,), (latest,)))
