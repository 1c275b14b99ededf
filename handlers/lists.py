"""Latest, featured, saved and the sections: lists that turn in place."""

from __future__ import annotations

from telegram import Update

from bot.desk import Act, may
from bot.i18n import text
from bot.press import Press, Verb
from bot.render import lists
from bot.render.browse import ways
from bot.render.categories import categories as categories_screen
from bot.render.lists import PAGE_SIZE
from bot.render.screen import Screen
from handlers.browse import is_day_after_command, today
from handlers.context import Context
from handlers.showing import chat_of, look_for, say, send, show, toast
from storage.errors import NotFound
from storage.model import Category, CategoryId, Headline, Reader, Subscriber

FIRST = Press(verb=Verb.LATEST)


async def latest(update: Update, context: Context) -> None:
    """/tinmoi, with or without a day."""
    if not await is_day_after_command(update, context):
        await press_latest(update, context, FIRST)


async def featured(update: Update, context: Context) -> None:
    """/noibat without an article."""
    await press_featured(update, context, FIRST)


async def saved(update: Update, context: Context) -> None:
    """/tinluu."""
    await press_saved(update, context, FIRST)


async def categories(update: Update, context: Context) -> None:
    """/chuyenmuc."""
    await press_categories(update, context, FIRST)


async def press_latest(update: Update, context: Context, press: Press) -> None:
    """A page of the newest."""
    found = await context.newsroom.storage.articles.find_latest(
        limit=PAGE_SIZE + 1, offset=press.page * PAGE_SIZE
    )
    look = await look_for(context, update, await context.reader(update))
    shown, has_more = _page(found)
    screen = lists.latest(shown, look=look, page=press.page, has_more=has_more)
    if not press.page:
        screen = ways(screen, today=today(context), look=look)
    await _show(update, context, screen)


async def press_featured(update: Update, context: Context, press: Press) -> None:
    """A page of what is featured now."""
    newsroom = context.newsroom
    found = await newsroom.storage.articles.find_featured(
        newsroom.now(), limit=PAGE_SIZE + 1, offset=press.page * PAGE_SIZE
    )
    look = await look_for(context, update, await context.reader(update))
    shown, has_more = _page(found)
    await _show(
        update, context, lists.featured(shown, look=look, page=press.page, has_more=has_more)
    )


async def press_saved(update: Update, context: Context, press: Press) -> None:
    """A page of what this reader keeps."""
    reader = await context.reader(update)
    found = await context.newsroom.storage.saved.find(
        reader.id, limit=PAGE_SIZE + 1, offset=press.page * PAGE_SIZE
    )
    look = await look_for(context, update, reader)
    shown, has_more = _page(found)
    await _show(update, context, lists.saved(shown, look=look, page=press.page, has_more=has_more))


async def press_categories(update: Update, context: Context, press: Press) -> None:
    """The sections, with what this chat follows."""
    storage = context.newsroom.storage
    reader = await context.reader(update)
    sections = await storage.categories.all()
    await _show(
        update, context, await _sections(update, context, reader, sections, page=press.page)
    )


async def press_category(update: Update, context: Context, press: Press) -> None:
    """A page of one section."""
    await _show_category(update, context, CategoryId(press.id), page=press.page)


async def show_category(update: Update, context: Context, category_id: CategoryId) -> None:
    """The newest of one section, for a deep link."""
    await _show_category(update, context, category_id, page=0)


async def press_follow(update: Update, context: Context, press: Press) -> None:
    """Follows a section, or no longer."""
    reader = await context.reader(update)
    storage = context.newsroom.storage
    subscriber = await _subscriber(update, context)
    if subscriber is None:
        await toast(update, text("subscribe.not_subscribed", reader.language), is_alert=True)
        return
    sections = await storage.categories.all()
    chosen = next((section for section in sections if section.id == press.id), None)
    if chosen is None:
        await toast(update, text("categories.not_found", reader.language), is_alert=True)
        return
    follows = press.verb is Verb.FOLLOW
    after = await storage.subscribers.follow(
        subscriber.id,
        category_id=chosen.id,
        is_followed=follows,
        all_ids=[section.id for section in sections],
    )
    key = "categories.followed" if follows else "categories.unfollowed"
    if not follows and chosen.id in _followed(after, sections):
        # With none left, nobody would know "none" from "all".
        key = "categories.last"
    await toast(update, text(key, reader.language, name=chosen.name))
    await show(update, context, await _sections(update, context, reader, sections))


async def _sections(
    update: Update,
    context: Context,
    reader: Reader,
    sections: list[Category],
    *,
    page: int = 0,
) -> Screen:
    return categories_screen(
        sections,
        _followed(await _subscriber(update, context), sections),
        look=await look_for(context, update, reader),
        page=page,
        may_arrange=may(await context.newsroom.storage.roles.of(reader.id), Act.ADMINISTER),
    )


async def _show_category(
    update: Update, context: Context, category_id: CategoryId, *, page: int
) -> None:
    storage = context.newsroom.storage
    reader = await context.reader(update)
    try:
        section = await storage.categories.get(category_id)
    except NotFound:
        await toast(update)
        await say(update, context, text("categories.not_found", reader.language))
        return
    parts = [it for it in await storage.categories.all() if it.parent_id == section.id]
    found = await storage.browsing.of_categories(
        [section.id, *(it.id for it in parts)], limit=PAGE_SIZE + 1, offset=page * PAGE_SIZE
    )
    shown, has_more = _page(found)
    followed = _followed(await _subscriber(update, context), [section])
    screen = lists.category(
        section,
        shown,
        look=await look_for(context, update, reader),
        page=page,
        has_more=has_more,
        is_followed=section.id in followed,
        parts=parts if not page else (),
    )
    await _show(update, context, screen)


async def _show(update: Update, context: Context, screen: Screen) -> None:
    await toast(update)
    if update.callback_query is None:
        await send(update, context, screen)
    else:
        await show(update, context, screen)


async def _subscriber(update: Update, context: Context) -> Subscriber | None:
    chat_id, thread_id = chat_of(update)
    return await context.newsroom.storage.subscribers.find(chat_id, thread_id=thread_id)


def _followed(subscriber: Subscriber | None, sections: list[Category]) -> set[CategoryId]:
    if subscriber is None:
        return set()
    # No choice made means all of them.
    return set(subscriber.category_ids) or {section.id for section in sections}


def _page(found: list[Headline]) -> tuple[list[Headline], bool]:
    # One more was asked for than a page holds, to know whether there is a next page.
    return found[:PAGE_SIZE], len(found) > PAGE_SIZE
