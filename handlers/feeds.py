"""/nguontin: feeds tried, read, trusted, paused and forgotten."""

from __future__ import annotations

from telegram import Update

from bot.desk import Act
from bot.feeds.discover import NotFound as NoFeed
from bot.feeds.discover import discover, sentence
from bot.feeds.poll import poll_feeds
from bot.i18n import text
from bot.press import Press
from bot.render import feed_columns
from bot.render import feeds as screens
from bot.render.screen import Screen
from bot.text import clean
from handlers.admin import send_uncertain
from handlers.asking import ask
from handlers.context import Context
from handlers.desk import may_now
from handlers.showing import look_for, say, send, show, toast
from storage.errors import NotFound
from storage.model import Feed, FeedId, FeedStatus, Reader
from storage.prompts import Prompt

FIELD = "feed"
CHANGES: dict[str, dict[str, object]] = {
    screens.PAUSE: {"status": FeedStatus.PAUSED},
    screens.RESUME: {"status": FeedStatus.ACTIVE},
    screens.TRUST: {"status": FeedStatus.ACTIVE, "is_trusted": True},
    screens.CHECK: {"is_trusted": False},
    screens.FULL: {"wants_full_text": True},
    screens.LEAD: {"wants_full_text": False},
}


async def sources(update: Update, context: Context) -> None:
    """/nguontin: every feed and how it is doing; with an address, tries that."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.MANAGE_FEEDS):
        return
    if context.args:
        await _try(update, context, reader, clean(" ".join(context.args)).strip())
        return
    await send(update, context, await _list(update, context, reader, page=0))
    await send_uncertain(update, context, reader)


async def press_feeds(update: Update, context: Context, press: Press) -> None:
    """A page of the list."""
    reader = await context.reader(update)
    if await may_now(update, context, reader, Act.MANAGE_FEEDS):
        await toast(update)
        await show(update, context, await _list(update, context, reader, page=press.page))


async def press_add(update: Update, context: Context, press: Press) -> None:
    """Asks for an address."""
    del press
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.MANAGE_FEEDS):
        return
    await toast(update)
    await ask(update, context, reader, key="feeds.add_prompt", field=FIELD)


async def answer_address(update: Update, context: Context, prompt: Prompt) -> bool:
    """The reply to it: an address is tried; another may follow when it is none."""
    del prompt
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.MANAGE_FEEDS):
        return True
    message = update.effective_message
    given = clean(message.text or "").strip() if message is not None else ""
    return await _try(update, context, reader, given)


async def press_feed(update: Update, context: Context, press: Press) -> None:
    """One feed."""
    reader = await context.reader(update)
    if await may_now(update, context, reader, Act.MANAGE_FEEDS):
        await _show(update, context, reader, FeedId(press.id))


async def press_change(update: Update, context: Context, press: Press) -> None:
    """Pauses, resumes, trusts, checks."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.MANAGE_FEEDS):
        return
    changed = CHANGES.get(press.argument)
    if changed is None:
        await toast(update, text("errors.old_button", reader.language), is_alert=True)
        return
    newsroom = context.newsroom
    try:
        feed = await newsroom.storage.intake.change(
            FeedId(press.id),
            by=reader.id,
            now=newsroom.now(),
            **changed,  # type: ignore[arg-type]  # a row of `CHANGES`
        )
    except NotFound:
        await _gone(update, reader)
        return
    newsroom.parser.memory.forget(feed.id)
    await _show(update, context, reader, feed.id)


async def press_poll(update: Update, context: Context, press: Press) -> None:
    """Looks at the feed now and says what came."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.MANAGE_FEEDS):
        return
    newsroom = context.newsroom
    try:
        pair = await newsroom.storage.feeds.get(FeedId(press.id))
    except NotFound:
        await _gone(update, reader)
        return
    await toast(update, text("feeds.reading", reader.language))
    (outcome,) = await poll_feeds(
        [pair],
        storage=newsroom.storage,
        fetcher=newsroom.fetcher,
        parser=newsroom.parser,
        now=newsroom.now(),
        interval_s=newsroom.config.feed_interval,
        zone=newsroom.config.zone,
    )
    said = text("admin.feed_unchanged", reader.language)
    if outcome.cause:
        said = text(f"feeds.cause_{outcome.cause}", reader.language)
    elif outcome.new:
        said = text("admin.feed_new", reader.language, n=len(outcome.new))
    await _show(update, context, reader, FeedId(press.id), said=said, is_answered=True)


async def press_try(update: Update, context: Context, press: Press) -> None:
    """What would be imported from it now."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.MANAGE_FEEDS):
        return
    try:
        feed, _ = await context.newsroom.storage.feeds.get(FeedId(press.id))
    except NotFound:
        await _gone(update, reader)
        return
    await toast(update, text("feeds.reading", reader.language))
    newsroom = context.newsroom
    found = await discover(
        feed.url,
        fetcher=newsroom.fetcher,
        parser=newsroom.parser,
        zone=newsroom.config.zone,
        as_set_up=feed,
    )
    look = await look_for(context, update, reader)
    sample = () if isinstance(found, NoFeed) else found.sample
    told = sentence(found, reader.language)
    await show(update, context, screens.sample_screen(feed, told, sample, look=look))


async def press_remove(update: Update, context: Context, press: Press) -> None:
    """Asks once, then forgets the feed."""
    reader, newsroom = await context.reader(update), context.newsroom
    if not await may_now(update, context, reader, Act.MANAGE_FEEDS):
        return
    try:
        feed, _ = await newsroom.storage.feeds.get(FeedId(press.id))
        if press.argument != screens.SURE:
            look = await look_for(context, update, reader)
            await toast(update)
            await show(update, context, screens.ask_remove(feed, look=look))
            return
        await newsroom.storage.intake.remove(feed.id, by=reader.id, now=newsroom.now())
    except NotFound:
        await _gone(update, reader)
        return
    words = text("admin.feed_removed", reader.language, name=screens.name_of(feed))
    await toast(update, words, is_alert=True)
    await show(update, context, await _list(update, context, reader, page=0))


async def press_columns(update: Update, context: Context, press: Press) -> None:
    """The columns that mean nothing to us."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.MANAGE_FEEDS):
        return
    try:
        feed, unknown = await _columns(context, FeedId(press.id))
    except NotFound:
        await _gone(update, reader)
        return
    look = await look_for(context, update, reader)
    await toast(update)
    await show(update, context, feed_columns.columns_screen(feed, unknown, look=look))


async def press_column(update: Update, context: Context, press: Press) -> None:
    """Asks what a column means, then remembers it."""
    reader, newsroom = await context.reader(update), context.newsroom
    if not await may_now(update, context, reader, Act.MANAGE_FEEDS):
        return
    try:
        feed, unknown = await _columns(context, FeedId(press.id))
    except NotFound:
        await _gone(update, reader)
        return
    look = await look_for(context, update, reader)
    mark, _, place = press.argument.partition(":")
    names = [*unknown, *(column for column, _ in feed.column_map)]
    column = next((name for name in names if feed_columns.mark_of(name) == mark), "")
    field = feed_columns.field_at(place) if place else ""
    if not column or field is None:
        await toast(update, text("errors.old_button", reader.language), is_alert=True)
        return
    await toast(update)
    if not place:
        await show(update, context, feed_columns.column_screen(feed, column, look=look))
        return
    changed = await newsroom.storage.intake.map_column(
        feed.id, column=column, field=field, by=reader.id, now=newsroom.now()
    )
    newsroom.parser.memory.forget(feed.id)
    await show(update, context, feed_columns.columns_screen(changed, unknown, look=look))


async def _columns(context: Context, feed_id: FeedId) -> tuple[Feed, list[str]]:
    feed, _ = await context.newsroom.storage.feeds.get(feed_id)
    return feed, await context.newsroom.storage.intake.unknown_columns(feed_id)


async def _try(update: Update, context: Context, reader: Reader, url: str) -> bool:
    """Whether there is a feed: then it is kept, unread until somebody says so."""
    newsroom = context.newsroom
    await say(update, context, text("feeds.reading", reader.language))
    found = await discover(
        url, fetcher=newsroom.fetcher, parser=newsroom.parser, zone=newsroom.config.zone
    )
    if isinstance(found, NoFeed):
        await say(update, context, sentence(found, reader.language))
        return False
    feed = await newsroom.storage.intake.propose(
        found.url, title=found.title, by=reader.id, now=newsroom.now()
    )
    look = await look_for(context, update, reader)
    told = sentence(found, reader.language)
    await send(update, context, screens.sample_screen(feed, told, found.sample, look=look))
    return True


async def _list(update: Update, context: Context, reader: Reader, *, page: int) -> Screen:
    storage = context.newsroom.storage
    return screens.feeds_screen(
        await storage.feeds.all(),
        {int(feed_id): n for feed_id, n in (await storage.intake.count_waiting()).items()},
        now=context.newsroom.now(),
        look=await look_for(context, update, reader),
        page=page,
    )


async def _show(
    update: Update,
    context: Context,
    reader: Reader,
    feed_id: FeedId,
    *,
    said: str = "",
    is_answered: bool = False,
) -> None:
    storage, now = context.newsroom.storage, context.newsroom.now()
    try:
        feed, state = await storage.feeds.get(feed_id)
    except NotFound:
        await _gone(update, reader)
        return
    n = (await storage.intake.count_waiting()).get(feed_id, 0)
    look = await look_for(context, update, reader)
    if not is_answered:
        await toast(update)
    screen = screens.feed_screen(feed, state, n_waiting=n, now=now, look=look, said=said)
    await show(update, context, screen)


async def _gone(update: Update, reader: Reader) -> None:
    await toast(update, text("errors.moved_on", reader.language), is_alert=True)
