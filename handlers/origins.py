"""Where a story came from, and what an editor may put beside it."""

from __future__ import annotations

from telegram import Update

from bot.desk import Act
from bot.feeds.related import suggested
from bot.i18n import text
from bot.press import Press
from bot.render.origins import origins_screen
from bot.text import from_base36
from handlers.context import Context
from handlers.desk import may_now, person_of
from handlers.editors_group import follow
from handlers.showing import look_for, show, toast
from handlers.writing import related_with
from storage.errors import NotFound, Stale
from storage.model import Article, ArticleId, Reader


async def press_origins(update: Update, context: Context, press: Press) -> None:
    """The feeds that brought it, and what speaks of the same."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.EDIT):
        return
    try:
        article = await context.newsroom.storage.articles.get(ArticleId(press.id))
    except NotFound:
        await toast(update, text("errors.not_found", reader.language), is_alert=True)
        return
    await toast(update)
    await _show(update, context, reader, article)


async def press_relate(update: Update, context: Context, press: Press) -> None:
    """Puts one of them beside the article, if it is still the one that was shown."""
    reader, articles = await context.reader(update), context.newsroom.storage.articles
    if not await may_now(update, context, reader, Act.EDIT):
        return
    other_id = from_base36(press.argument)
    if press.version is None or not other_id:
        await toast(update, text("errors.old_button", reader.language), is_alert=True)
        return
    try:
        article = await articles.get(ArticleId(press.id))
        other = await articles.get(ArticleId(other_id))
        article = await articles.revise(
            article.id,
            expected=press.version,
            content=related_with(article.content, other),
            by=person_of(update, reader),
            now=context.newsroom.now(),
        )
    except NotFound:
        await toast(update, text("errors.not_found", reader.language), is_alert=True)
        return
    except Stale:
        await toast(update, text("errors.stale", reader.language), is_alert=True)
        article = await articles.get(ArticleId(press.id))
    else:
        await toast(update, text("origins.added", reader.language))
        await follow(context.newsroom, context.calls, article)
    await _show(update, context, reader, article)


async def _show(update: Update, context: Context, reader: Reader, article: Article) -> None:
    feeds = context.newsroom.storage.feeds
    beside = {it.article_id for it in article.content.related}
    neighbours = [it for it in await feeds.neighbours(article.id) if it.article_id not in beside]
    close = suggested(article.content.title, summary=article.content.summary, neighbours=neighbours)
    sources = await feeds.sources_of(article.id)
    look = await look_for(context, update, reader)
    await show(update, context, origins_screen(article, sources, close, look=look))
