"""Featured and pinned: what goes out at the next hour, and what leads the others."""

from __future__ import annotations

from telegram import Update

from bot.broadcasting import duration_of
from bot.dates import format_coming
from bot.desk import Act, may
from bot.digest import next_of
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.desk import ask_feature
from bot.render.progress import duration
from handlers.context import Context
from handlers.desk import asked_about, person_of, show_moved, show_overtaken
from handlers.lists import featured
from handlers.naming import named_article
from handlers.showing import look_for, say, show, toast
from storage.errors import NotFound, Stale
from storage.model import Article, ArticleId, DeliveryKind, Person, Reader, Status


async def feature(update: Update, context: Context) -> None:
    """/noibat: the featured ones; from an editor, with an article, features it."""
    reader = await context.reader(update)
    article_id = named_article(update, context)
    roles = await context.newsroom.storage.roles.of(reader.id)
    if article_id is None or not may(roles, Act.FEATURE):
        await featured(update, context)
        return
    try:
        article = await context.newsroom.storage.articles.get(article_id)
    except NotFound:
        await say(update, context, text("errors.not_found", reader.language))
        return
    by = person_of(update, reader)
    await say(update, context, await _feature(context, reader, article, by=by))


async def press_feature(update: Update, context: Context, press: Press) -> None:
    """Asks once, with the hour and the audience, then features what is before the readers."""
    asked = await asked_about(update, context, press, act=Act.FEATURE)
    if asked is None:
        return
    reader, article = asked
    if article.status is Status.PUBLISHED and not press.argument:
        await toast(update)
        await _ask(update, context, reader, article)
        return
    words = ""
    if press.argument != "no":
        by = person_of(update, reader)
        words = await _feature(context, reader, article, by=by)
    await toast(update, words, is_alert=bool(words))
    await _show_again(update, context, reader, article.id)


async def press_unfeature(update: Update, context: Context, press: Press) -> None:
    """Takes an article from the featured ones; what has not left does not leave."""
    asked = await asked_about(update, context, press, act=Act.FEATURE)
    if asked is None:
        return
    reader, article = asked
    await context.newsroom.storage.articles.feature(
        article.id, is_featured=False, by=person_of(update, reader), now=context.newsroom.now()
    )
    await toast(update, text("desk.unfeatured_done", reader.language), is_alert=True)
    await _show_again(update, context, reader, article.id)


async def press_pin(update: Update, context: Context, press: Press) -> None:
    """Puts a featured article before all others, or no longer."""
    asked = await asked_about(update, context, press, act=Act.FEATURE)
    if asked is None:
        return
    reader, article = asked
    is_pinned = press.verb is Verb.PIN
    try:
        await context.newsroom.storage.desk.pin(
            article.id,
            is_pinned=is_pinned,
            by=person_of(update, reader),
            now=context.newsroom.now(),
        )
    except Stale:
        await show_overtaken(update, context, reader, article.id, press=press)
        return
    key = "desk.pinned" if is_pinned else "desk.unpinned"
    await toast(update, text(key, reader.language))
    await _show_again(update, context, reader, article.id)


async def _show_again(
    update: Update, context: Context, reader: Reader, article_id: ArticleId
) -> None:
    article = await context.newsroom.storage.articles.get(article_id)
    await show_moved(update, context, reader, article)


async def _ask(update: Update, context: Context, reader: Reader, article: Article) -> None:
    when, n = await _coming(context, reader, article)
    time = duration(duration_of(context.newsroom, n), language=reader.language)
    look = await look_for(context, update, reader)
    await show(update, context, ask_feature(article, when=when, n=n, duration=time, look=look))


async def _feature(context: Context, reader: Reader, article: Article, *, by: Person) -> str:
    newsroom = context.newsroom
    article = await newsroom.storage.articles.feature(
        article.id, is_featured=True, by=by, now=newsroom.now()
    )
    if article.status is not Status.PUBLISHED:
        return text("desk.featured_done", reader.language)
    when, n = await _coming(context, reader, article)
    return text("desk.featured_at", reader.language, when=when, n=n)


async def _coming(context: Context, reader: Reader, article: Article) -> tuple[str, int]:
    """When the next featured push goes out, and to how many chats."""
    newsroom = context.newsroom
    audience = await newsroom.storage.subscribers.count_for(
        article.category_id, kind=DeliveryKind.FEATURED
    )
    now, zone = newsroom.now(), newsroom.config.zone
    at = next_of(now, hours=newsroom.config.featured_at, zone=zone)
    return format_coming(at, now=now, zone=zone, language=reader.language), audience
