"""An article looked over before it goes out: its text at once, its links as they answer."""

from __future__ import annotations

from telegram import Update

from bot.desk import Act
from bot.i18n import text
from bot.link_checking import MOST, dead_links
from bot.linting import lint, references_of
from bot.press import Press
from bot.render.linting import checked
from handlers.context import Context
from handlers.desk import may_now, standing_of
from handlers.showing import look_for, show, toast
from storage.errors import NotFound
from storage.model import ArticleId


async def press_check(update: Update, context: Context, press: Press) -> None:
    """What is worth a second look; then, once they have been tried, the dead links too."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.WRITE):
        return
    newsroom = context.newsroom
    try:
        article = await newsroom.storage.articles.get(ArticleId(press.id))
    except NotFound:
        await toast(update, text("errors.not_found", reader.language), is_alert=True)
        return
    if not (await standing_of(context.newsroom, reader, article)).may_change:
        await toast(update, text("errors.not_allowed", reader.language), is_alert=True)
        return
    await toast(update)
    look = await look_for(context, update, reader)
    slips = lint(article.content, now=newsroom.now())
    references = references_of(article.content)[:MOST]
    n = len(references)
    await show(
        update, context, checked(article, slips, links=n, is_whole=not references, look=look)
    )
    if references:
        dead = await dead_links(newsroom.fetcher, references)
        found = (*slips, *dead)
        await show(update, context, checked(article, found, links=n, is_whole=True, look=look))
