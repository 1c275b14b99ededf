"""Before the readers: published as approved, or in an emergency, which everybody hears of."""

from __future__ import annotations

from telegram import Update

from bot.dates import format_coming
from bot.desk import Act, Standing
from bot.i18n import text
from bot.press import Press
from bot.render.desk import ask_unapproved
from handlers.context import Context
from handlers.desk import asked_about, person_of, show_moved, show_overtaken, standing_of
from handlers.editors_group import tell_emergency
from handlers.showing import look_for, show, toast
from storage.errors import Stale
from storage.model import Article, Reader, Status


async def press_publish(update: Update, context: Context, press: Press) -> None:
    """Puts a draft before the readers, if it is still the one that was shown."""
    asked = await asked_about(update, context, press, act=Act.PUBLISH)
    if asked is None:
        return
    reader, article = asked
    if press.version is None:
        await toast(update, text("errors.old_button", reader.language), is_alert=True)
        return
    standing = await standing_of(context.newsroom, reader, article)
    if press.version != article.version:
        await show_overtaken(update, context, reader, article.id, press=press)
    elif press.argument == "no":
        await toast(update)
        await show_moved(update, context, reader, article)
    elif not standing.may_publish:
        await toast(update, text("desk.unapproved", reader.language), is_alert=True)
        await show_moved(update, context, reader, article)
    elif not standing.is_approved and press.argument != "yes":
        await toast(update)
        look = await look_for(context, update, reader)
        await show(update, context, ask_unapproved(standing, look=look))
    else:
        await _publish(update, context, press, reader, standing=standing)


async def _publish(
    update: Update, context: Context, press: Press, reader: Reader, *, standing: Standing
) -> None:
    newsroom, by = context.newsroom, person_of(update, reader)
    is_emergency = not standing.is_approved
    try:
        article = await newsroom.storage.articles.publish(
            standing.article.id,
            expected=standing.article.version,
            by=by,
            is_emergency=is_emergency,
            now=newsroom.now(),
        )
    except Stale:
        await show_overtaken(update, context, reader, standing.article.id, press=press)
        return
    newsroom.crash.reached("published")
    await toast(update, _published_words(context, reader, article), is_alert=True)
    await show_moved(update, context, reader, article)
    if is_emergency:
        await tell_emergency(newsroom, context.calls, article, by=by)


def _published_words(context: Context, reader: Reader, article: Article) -> str:
    published_at = article.content.published_at
    if article.status is Status.SCHEDULED and published_at is not None:
        now, zone = context.newsroom.now(), context.newsroom.config.zone
        when = format_coming(published_at, now=now, zone=zone, language=reader.language)
        return text("desk.scheduled", reader.language, when=when)
    return text("desk.published_quietly", reader.language)
