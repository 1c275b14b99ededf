"""Leafing through the news: unread, read most, of a day."""

from __future__ import annotations

from datetime import date, timedelta

from telegram import Update

from bot.browsing import day_asked, day_named
from bot.press import Press
from bot.render import browse
from bot.render.lists import PAGE_SIZE
from bot.render.screen import Screen
from bot.text import clean
from handlers.context import Context
from handlers.showing import look_for, send, show, toast
from storage.model import Headline

FIRST_LOOK = timedelta(days=1)
SPANS = {browse.DAY: timedelta(days=0), browse.WEEK: timedelta(days=6)}


async def press_most_read(update: Update, context: Context, press: Press) -> None:
    """A page of what is read most, of a day or a week."""
    newsroom = context.newsroom
    span = press.argument if press.argument in SPANS else browse.DAY
    found = await newsroom.storage.browsing.most_read(
        newsroom.local_now() - SPANS[span], limit=PAGE_SIZE + 1, offset=press.page * PAGE_SIZE
    )
    look = await look_for(context, update, await context.reader(update))
    shown, has_more = _page(found)
    screen = browse.most_read(shown, span=span, look=look, page=press.page, has_more=has_more)
    await _show(update, context, screen)


async def press_day(update: Update, context: Context, press: Press) -> None:
    """A page of one day."""
    day = browse.day_in(press.argument) or today(context)
    await _show_day(update, context, day, page=press.page)


async def press_unread(update: Update, context: Context, press: Press) -> None:
    """A page of what came since this reader's last look."""
    newsroom = context.newsroom
    browsing = newsroom.storage.browsing
    reader = await context.reader(update)
    span = browse.span_of(press.argument)
    if span is None:
        now = newsroom.now()
        span = (await browsing.visited_at(reader.id) or now - FIRST_LOOK, now)
        await browsing.visit(reader.id, now=now)
    found = await browsing.released(
        span[0], until=span[1], limit=PAGE_SIZE + 1, offset=press.page * PAGE_SIZE
    )
    look = await look_for(context, update, reader)
    shown, has_more = _page(found)
    screen = browse.unread(
        shown, since=span[0], until=span[1], look=look, page=press.page, has_more=has_more
    )
    await _show(update, context, screen)


async def is_day(update: Update, context: Context) -> bool:
    """Whether somebody asks for a day in words ("tin ngày 14/08"): then it is shown."""
    message = update.effective_message
    words = clean(message.text or "") if message is not None else ""
    day = day_asked(words, today=today(context))
    if day is None:
        return False
    await _show_day(update, context, day, page=0)
    return True


async def is_day_after_command(update: Update, context: Context) -> bool:
    """The same for what stands after a command: /tinmoi 14/08."""
    day = day_named(clean(" ".join(context.args or ())), today=today(context))
    if day is None:
        return False
    await _show_day(update, context, day, page=0)
    return True


def today(context: Context) -> date:
    """The day it is where the news is made."""
    return context.newsroom.local_now().date()


async def _show_day(update: Update, context: Context, day: date, *, page: int) -> None:
    look = await look_for(context, update, await context.reader(update))
    after, until = browse.day_bounds(day, look=look)
    found = await context.newsroom.storage.browsing.released(
        after, until=until, limit=PAGE_SIZE + 1, offset=page * PAGE_SIZE
    )
    shown, has_more = _page(found)
    screen = browse.of_day(
        shown, day=day, today=today(context), look=look, page=page, has_more=has_more
    )
    await _show(update, context, screen)


async def _show(update: Update, context: Context, screen: Screen) -> None:
    await toast(update)
    await (send if update.callback_query is None else show)(update, context, screen)


def _page(found: list[Headline]) -> tuple[list[Headline], bool]:
    return found[:PAGE_SIZE], len(found) > PAGE_SIZE
