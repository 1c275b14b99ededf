"""Albums come as several messages: when no more of them come, they are one draft."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import cast

import orjson
import structlog
from telegram.error import TelegramError

from bot.messages import Message
from bot.newsroom import Newsroom
from bot.sent import content_of_sent, sender_of, with_enclosed
from bot.telegram.calls import Calls
from handlers.cards import put_card
from storage.errors import Stale, StorageError
from storage.model import Article, Content, Person
from storage.writing import Album

log = structlog.get_logger()

# The parts of an album arrive within a second of one another, in no promised order.
QUIET = timedelta(seconds=1.5)
EVERY_S = 0.5
AGAIN_S = 10.0
AT_ONCE = 10


class Albums:
    """Makes drafts of albums, until cancelled; what was cut off is done again."""

    def __init__(self, newsroom: Newsroom, *, calls: Calls) -> None:
        self._newsroom = newsroom
        self._calls = calls

    async def run(self) -> None:
        """Looks twice a second."""
        while True:
            try:
                await self.step(self._newsroom.now())
            except (StorageError, TelegramError) as error:
                log.warning("album_waits", error=str(error))
                await asyncio.sleep(AGAIN_S)
            await asyncio.sleep(EVERY_S)

    async def step(self, now: datetime) -> None:
        """Makes a draft of each album of which nothing has come for a while."""
        writing = self._newsroom.storage.writing
        for album in await writing.find_albums(now - QUIET, limit=AT_ONCE):
            article = await self._article(album, now=now)
            reader = await self._newsroom.storage.readers.get(album.reader_id)
            await put_card(self._newsroom, self._calls, reader, article, chat_id=album.chat_id)
            await writing.drop_album(album.chat_id, album=album.album, before=now - QUIET)

    async def _article(self, album: Album, *, now: datetime) -> Article:
        articles = self._newsroom.storage.articles
        messages: list[Message] = [cast("Message", orjson.loads(part)) for part in album.parts]
        by = Person(id=album.reader_id, name=sender_of(messages[0]))
        article = await articles.draft(
            content_of_sent(messages),
            by=by,
            origin=f"telegram:{album.chat_id}:album:{album.album}",
            now=now,
        )
        # A part that came late finds the draft made already.
        content = _with_all(article.content, messages)
        if content == article.content:
            return article
        try:
            return await articles.revise(
                article.id, expected=article.version, content=content, by=by, now=now
            )
        except Stale:
            return await self._article(album, now=now)


def _with_all(content: Content, messages: list[Message]) -> Content:
    for message in messages:
        content = with_enclosed(content, message)
    return content
