"""The editors' group: a card for what waits there, and a word to an article's author."""

from __future__ import annotations

import structlog
from telegram.error import BadRequest, Forbidden

from bot.desk import Standing
from bot.i18n import text
from bot.newsroom import Newsroom
from bot.render.desk import group_card
from bot.render.markup import escape
from bot.render.screen import Look, Screen
from bot.telegram import outgoing
from bot.telegram.calls import Calls
from storage.desk import DeskCard
from storage.errors import NotFound
from storage.model import Article, Person, Reader, ReaderId

log = structlog.get_logger()


async def post_card(newsroom: Newsroom, calls: Calls, article: Article) -> None:
    """Puts the article's card into the editors' group, where there is one."""
    chat_id = newsroom.config.desk_chat
    if chat_id is None:
        return
    screen = await _group_screen(newsroom, article)
    try:
        sent = await outgoing.send(calls, screen, chat_id=chat_id)
    except (BadRequest, Forbidden) as error:
        log.warning("desk_card_refused", chat_id=chat_id, error=error.message)
        return
    card = DeskCard(chat_id=chat_id, message_id=int(sent["message_id"]))
    await newsroom.storage.desk.put_card(article.id, card=card)


async def follow(newsroom: Newsroom, calls: Calls, article: Article) -> None:
    """Turns the article's card in the editors' group, if it has one, into how it stands now."""
    card = await newsroom.storage.desk.find_card(article.id)
    if card is None:
        return
    screen = await _group_screen(newsroom, article)
    try:
        await outgoing.edit(calls, screen, chat_id=card.chat_id, message_id=card.message_id)
    except (BadRequest, Forbidden) as error:
        log.warning("desk_card_refused", chat_id=card.chat_id, error=error.message)


async def tell_emergency(newsroom: Newsroom, calls: Calls, article: Article, *, by: Person) -> None:
    """Tells the group who let an article out without its approvals."""
    name, title = by.name or str(by.id), article.content.title
    words = text("desk.emergency_told", newsroom.config.language, name=name, title=title)
    await _tell_group(newsroom, calls, words)


async def author_of(newsroom: Newsroom, article: Article, *, but: ReaderId) -> Reader | None:
    """Who began the article, if we know them and it is not the one who acts."""
    author_id = article.created_by.id
    if author_id is None or author_id == but:
        return None
    try:
        return await newsroom.storage.readers.get(author_id)
    except NotFound:
        return None


async def tell_author(newsroom: Newsroom, calls: Calls, author: Reader, screen: Screen) -> None:
    """Sends the author a screen; who has never written to the bot, or blocks it, is not told."""
    try:
        await outgoing.send(calls, screen, chat_id=author.id)
    except (BadRequest, Forbidden) as error:
        log.info("author_not_told", author_id=author.id, error=error.message)


async def _group_screen(newsroom: Newsroom, article: Article) -> Screen:
    review = await newsroom.storage.desk.review(article.id)
    standing = Standing(
        article=article,
        approvals=len(review.approved_by),
        needed=newsroom.config.approvals,
        reason=review.reason,
    )
    look = Look(
        language=newsroom.config.language,
        zone=newsroom.config.zone,
        bot_url=newsroom.bot_url,
        web_url=newsroom.web_url,
    )
    return group_card(standing, look=look)


async def _tell_group(newsroom: Newsroom, calls: Calls, words: str) -> None:
    chat_id = newsroom.config.desk_chat
    if chat_id is None:
        return
    try:
        await outgoing.send(calls, Screen(text=escape(words)), chat_id=chat_id)
    except (BadRequest, Forbidden) as error:
        log.warning("desk_not_told", chat_id=chat_id, error=error.message)
