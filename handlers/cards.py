"""The one message of a chat on which an article is written, edited in place."""

from __future__ import annotations

from telegram.error import BadRequest

from bot.newsroom import Newsroom
from bot.render.desk import preview
from bot.render.screen import Look, Screen
from bot.telegram import outgoing
from bot.telegram.calls import Calls
from handlers.desk import standing_of
from handlers.showing import UNEDITABLE_TEXTS
from storage.model import Article, Reader


async def put_card(
    newsroom: Newsroom,
    calls: Calls,
    reader: Reader,
    article: Article,
    *,
    chat_id: int,
    screen: Screen | None = None,
) -> None:
    """Shows the card, or `screen`, where this chat saw it last; else as a new message."""
    shown = screen if screen is not None else await card_of(newsroom, reader, article)
    writing = newsroom.storage.writing
    message_id = await writing.card_of(chat_id, article_id=article.id)
    if message_id is not None and await _edited(calls, shown, chat_id, message_id):
        return
    sent = await outgoing.send(calls, shown, chat_id=chat_id)
    await writing.keep_card(chat_id, article_id=article.id, message_id=int(sent["message_id"]))


async def card_of(newsroom: Newsroom, reader: Reader, article: Article) -> Screen:
    """The article's card with the buttons of this person."""
    standing = await standing_of(newsroom, reader, article)
    return preview(standing, look=look_at_desk(newsroom, reader))


def look_at_desk(newsroom: Newsroom, reader: Reader) -> Look:
    """For whom cards are rendered at the desk."""
    return Look(
        language=reader.language,
        zone=newsroom.config.zone,
        bot_url=newsroom.bot_url,
        web_url=newsroom.web_url,
        speaks=newsroom.speech is not None,
    )


async def _edited(calls: Calls, screen: Screen, chat_id: int, message_id: int) -> bool:
    try:
        await outgoing.edit(calls, screen, chat_id=chat_id, message_id=message_id)
    except BadRequest as error:
        if not error.message.lower().startswith(UNEDITABLE_TEXTS):
            raise
        return False
    return True
