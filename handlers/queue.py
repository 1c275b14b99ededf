"""What untrusted feeds brought: let in, or turned away, all at once."""

from __future__ import annotations

from telegram import Update

from bot.desk import Act
from bot.i18n import text
from bot.press import Press, Verb
from bot.render import queue as screens
from bot.render.feeds import SURE
from bot.text import from_base36
from handlers.context import Context
from handlers.desk import may_now, person_of
from handlers.showing import look_for, show, toast
from storage.errors import NotFound
from storage.model import ArticleId, FeedId, Reader

AT_ONCE = 50
"""Entries of one transaction: presses of others come in between."""


async def press_queue(update: Update, context: Context, press: Press) -> None:
    """A page of what waits."""
    reader = await context.reader(update)
    if await may_now(update, context, reader, Act.ADMIT):
        await toast(update)
        await _show(update, context, reader, FeedId(press.id), page=press.page)


async def press_decide(update: Update, context: Context, press: Press) -> None:
    """Lets all in that had come when the page was shown; turning all away is asked for once."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.ADMIT):
        return
    given, _, sure = press.argument.partition(":")
    newest = from_base36(given)
    if not newest:
        await toast(update, text("errors.old_button", reader.language), is_alert=True)
        return
    feed_id = FeedId(press.id)
    if press.verb is Verb.TURN_DOWN and sure != SURE:
        await _ask(update, context, reader, feed_id, newest=given)
        return
    n = await _decide(update, context, reader, feed_id, verb=press.verb, until=ArticleId(newest))
    key = "feeds.admitted" if press.verb is Verb.ADMIT else "feeds.turned_down"
    await toast(update, text(key, reader.language, n=n), is_alert=True)
    await _show(update, context, reader, feed_id, page=0)


async def _decide(
    update: Update,
    context: Context,
    reader: Reader,
    feed_id: FeedId,
    *,
    verb: Verb,
    until: ArticleId,
) -> int:
    intake, now = context.newsroom.storage.intake, context.newsroom.now()
    decide = intake.admit if verb is Verb.ADMIT else intake.turn_down
    n = 0
    while waiting := await intake.find_waiting(feed_id, until=until, limit=AT_ONCE):
        # The oldest first, so that the newest leads the lists.
        ids = [headline.id for headline in reversed(waiting)]
        n += await decide(ids, by=person_of(update, reader), now=now)
    return n


async def _ask(
    update: Update, context: Context, reader: Reader, feed_id: FeedId, *, newest: str
) -> None:
    storage = context.newsroom.storage
    try:
        feed, _ = await storage.feeds.get(feed_id)
    except NotFound:
        await toast(update, text("errors.moved_on", reader.language), is_alert=True)
        return
    n = (await storage.intake.count_waiting()).get(feed_id, 0)
    look = await look_for(context, update, reader)
    await toast(update)
    await show(update, context, screens.ask_turn_down(feed, n=n, newest=newest, look=look))


async def _show(
    update: Update, context: Context, reader: Reader, feed_id: FeedId, *, page: int
) -> None:
    storage = context.newsroom.storage
    try:
        feed, _ = await storage.feeds.get(feed_id)
    except NotFound:
        await toast(update, text("errors.moved_on", reader.language), is_alert=True)
        return
    size = screens.QUEUE_SIZE
    found = await storage.intake.find_waiting(feed_id, limit=size + 1, offset=page * size)
    first = found if not page else await storage.intake.find_waiting(feed_id, limit=1)
    screen = screens.queue_screen(
        feed,
        found[:size],
        n=(await storage.intake.count_waiting()).get(feed_id, 0),
        newest=first[0].id if first else 0,
        has_more=len(found) > size,
        look=await look_for(context, update, reader),
        page=page,
    )
    await show(update, context, screen)
