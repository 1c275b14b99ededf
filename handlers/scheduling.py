"""When an article goes out: an hour is chosen or typed, confirmed, seen on the calendar."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from telegram import Update

from bot.broadcasting import duration_of
from bot.coming import Refusal, parse_coming
from bot.dates import format_coming
from bot.desk import Act
from bot.i18n import text
from bot.press import Press
from bot.render import scheduling
from bot.render.progress import duration
from bot.render.screen import Screen
from bot.text import clean
from handlers.asking import ask
from handlers.context import Context
from handlers.desk import may_now, person_of, show_moved, show_preview, standing_of
from handlers.editors_group import tell_emergency
from handlers.showing import look_for, say, send, show, toast
from storage.errors import NotFound, Stale
from storage.model import Article, ArticleId, DeliveryKind, Headline, Reader, Status
from storage.prompts import Prompt

MINUTE = re.compile(r"(?P<minute>[0-9]{1,9})?(?:now)?(?P<sure>!)?", re.ASCII)
MONTH = re.compile(r"(20[0-9]{2})-([0-9]{2})(?:-([0-9]{2}))?", re.ASCII)
PLANNABLE = frozenset(Status) - {Status.PUBLISHED, Status.REJECTED, Status.RETRACTED}
LAST_WEEK = 520


async def press_schedule(update: Update, context: Context, press: Press) -> None:
    """The hours to choose from."""
    reader = await context.reader(update)
    article = await _article(update, context, reader, ArticleId(press.id))
    if article is None:
        return
    await toast(update)
    look = await look_for(context, update, reader)
    now = context.newsroom.now()
    await show(update, context, scheduling.choose(article, now=now, look=look))


async def press_other(update: Update, context: Context, press: Press) -> None:
    """Asks for an hour in words."""
    reader = await context.reader(update)
    article = await _article(update, context, reader, ArticleId(press.id))
    if article is None:
        return
    await toast(update)
    await ask(update, context, reader, key="desk.ask_time", field="coming", article_id=article.id)


async def take_coming(update: Update, context: Context, prompt: Prompt) -> bool:
    """Takes the hour that was typed; one that is not understood may be typed again."""
    reader = await context.reader(update)
    article = await _article(update, context, reader, ArticleId(prompt.article_id or 0))
    if article is None:
        return True
    message = update.effective_message
    words = clean(message.text or "", limit=200) if message is not None else ""
    newsroom = context.newsroom
    at = parse_coming(words, now=newsroom.now(), zone=newsroom.config.zone)
    if isinstance(at, Refusal):
        await say(update, context, text(f"schedule.{at}", reader.language))
        return False
    is_now = at == newsroom.now()
    await send(
        update, context, await _confirm(update, context, reader, article, None if is_now else at)
    )
    return True


async def press_plan(update: Update, context: Context, press: Press) -> None:
    """An hour: first to how many it goes and how long that takes, then it is set."""
    reader = await context.reader(update)
    article = await _article(update, context, reader, ArticleId(press.id))
    if article is None:
        return
    found = MINUTE.fullmatch(press.argument)
    if found is None or press.version is None or not press.argument.strip("!"):
        await toast(update, text("errors.old_button", reader.language), is_alert=True)
        return
    at = scheduling.at_minute(int(found["minute"])) if found["minute"] else None
    now = context.newsroom.now()
    if at is not None and at < now:
        await toast(update, text("schedule.past", reader.language), is_alert=True)
        look = await look_for(context, update, reader)
        await show(update, context, scheduling.choose(article, now=now, look=look))
        return
    if not found["sure"]:
        await toast(update)
        await show(update, context, await _confirm(update, context, reader, article, at))
        return
    await _set(update, context, reader, article, press, at or now)


async def press_unplan(update: Update, context: Context, press: Press) -> None:
    """Takes the article off the calendar; it is a draft again."""
    reader = await context.reader(update)
    article = await _article(update, context, reader, ArticleId(press.id))
    if article is None:
        return
    newsroom = context.newsroom
    words = text("desk.unscheduled", reader.language)
    try:
        article = await newsroom.storage.planning.unschedule(
            article.id,
            expected=press.version or article.version,
            by=person_of(update, reader),
            now=newsroom.now(),
        )
    except Stale:
        article = await newsroom.storage.articles.get(article.id)
        words = text("errors.stale", reader.language)
    await toast(update, words, is_alert=True)
    await show_moved(update, context, reader, article)


async def calendar(update: Update, context: Context) -> None:
    """/lichdang: what goes out in the next seven days."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.REVIEW):
        return
    screen = await _week(update, context, reader, page=0)
    await send(update, context, screen)


async def press_calendar(update: Update, context: Context, press: Press) -> None:
    """Another week, a month, or one day of it."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.REVIEW):
        return
    if not press.argument:
        await toast(update)
        page = min(press.page, LAST_WEEK)
        await show(update, context, await _week(update, context, reader, page=page))
        return
    screen = await _month_or_day(update, context, reader, press.argument)
    if screen is None:
        await toast(update, text("errors.old_button", reader.language), is_alert=True)
        return
    await toast(update)
    await show(update, context, screen)


async def _set(
    update: Update,
    context: Context,
    reader: Reader,
    article: Article,
    press: Press,
    at: datetime,
) -> None:
    newsroom, by = context.newsroom, person_of(update, reader)
    standing = await standing_of(newsroom, reader, article)
    is_emergency = standing.may_publish and not standing.is_approved
    try:
        article = await newsroom.storage.planning.schedule(
            article.id,
            expected=press.version or article.version,
            at=at,
            by=by,
            is_emergency=is_emergency,
            now=newsroom.now(),
        )
    except Stale:
        await toast(update, text("errors.stale", reader.language), is_alert=True)
        article = await newsroom.storage.articles.get(article.id)
        await show_preview(update, context, reader, article)
        return
    newsroom.crash.reached("published")
    words = text("desk.published_quietly", reader.language)
    if article.status is Status.SCHEDULED:
        when = format_coming(
            at, now=newsroom.now(), zone=newsroom.config.zone, language=reader.language
        )
        words = text("desk.scheduled", reader.language, when=when)
    await toast(update, words, is_alert=True)
    await show_moved(update, context, reader, article)
    if is_emergency:
        await tell_emergency(newsroom, context.calls, article, by=by)


async def _confirm(
    update: Update, context: Context, reader: Reader, article: Article, at: datetime | None
) -> Screen:
    newsroom = context.newsroom
    kind = DeliveryKind.FEATURED if article.content.is_featured else DeliveryKind.DIGEST
    n = await newsroom.storage.subscribers.count_for(article.category_id, kind=kind)
    return scheduling.confirm(
        await standing_of(newsroom, reader, article),
        at,
        n=n,
        duration=duration(duration_of(newsroom, n), language=reader.language),
        now=newsroom.now(),
        look=await look_for(context, update, reader),
    )


async def _article(
    update: Update, context: Context, reader: Reader, article_id: ArticleId
) -> Article | None:
    """The article, if it may be given an hour, and by this person; if not, says so."""
    if not await may_now(update, context, reader, Act.PUBLISH):
        return None
    try:
        article = await context.newsroom.storage.articles.get(article_id)
    except NotFound:
        await _refuse(update, context, text("errors.not_found", reader.language))
        return None
    if article.status not in PLANNABLE:
        await _refuse(update, context, text("errors.moved_on", reader.language))
        return None
    if not (await standing_of(context.newsroom, reader, article)).may_publish:
        await _refuse(update, context, text("errors.not_allowed", reader.language))
        return None
    return article


async def _refuse(update: Update, context: Context, words: str) -> None:
    if update.callback_query is None:
        await say(update, context, words)
        return
    await toast(update, words, is_alert=True)


async def _week(update: Update, context: Context, reader: Reader, *, page: int) -> Screen:
    first = _today(context) + timedelta(days=scheduling.WEEK * page)
    planned = await _planned(context, first, days=scheduling.WEEK)
    return scheduling.week(
        planned,
        first=first,
        page=page,
        sending=_sending(context, reader),
        look=await look_for(context, update, reader),
    )


async def _month_or_day(
    update: Update, context: Context, reader: Reader, argument: str
) -> Screen | None:
    found = MONTH.fullmatch(argument)
    look = await look_for(context, update, reader)
    try:
        if found is None:
            return None
        on = date(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        return None
    if found[3]:
        planned = await _planned(context, on, days=1)
        return scheduling.day(planned, on=on, sending=_sending(context, reader), look=look)
    planned = await _planned(context, on, days=31, limit=1000)
    return scheduling.month(planned, of=on, today=_today(context), look=look)


async def _planned(
    context: Context, first: date, *, days: int, limit: int = scheduling.MOST_PLANNED
) -> list[Headline]:
    zone = context.newsroom.config.zone
    start = datetime.combine(first, time(), zone)
    until = datetime.combine(first + timedelta(days=days), time(), zone)
    return await context.newsroom.storage.planning.find(start, until=until, limit=limit)


def _today(context: Context) -> date:
    return context.newsroom.now().astimezone(context.newsroom.config.zone).date()


def _sending(context: Context, reader: Reader) -> str:
    """When what is published goes out."""
    config = context.newsroom.config
    return text(
        "schedule.sending",
        reader.language,
        featured=", ".join(f"{it:%H:%M}" for it in config.featured_at),
        digest=f"{config.digest_at:%H:%M}",
    )
