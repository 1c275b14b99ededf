"""From a delivery's references to the message as it should read now."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from bot.delivery.digesting import merged_headlines, page_of_digest
from bot.delivery.keywording import Keywording
from bot.delivery.pictures import Picture, empty_picture, give_up, picture_for, remember
from bot.i18n import text
from bot.newsroom import Newsroom
from bot.render.card import card, correction
from bot.render.lists import merged
from bot.render.screen import Look, Screen
from bot.telegram.calls import Fields
from bot.telegram.outgoing import fields_of, file_id_of, mark_of, upload_of
from bot.telegram.request import Upload
from storage.errors import NotFound
from storage.model import Article, ArticleId, Delivery, DeliveryKind, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """There is nothing to send any more, and why."""

    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A call that is ready but for the chat it goes to. `mark`: a hash of what it says.

    `lacks_picture`: there is one, but it cannot be had.
    """

    method: str
    fields: Fields
    mark: bytes
    picture: Picture | None = None
    upload: Upload | None = None
    lacks_picture: bool = False

    def fields_for(self, delivery: Delivery) -> Fields:
        """The fields of this call to this subscriber."""
        fields = {"chat_id": delivery.chat_id, **self.fields}
        if delivery.thread_id:
            fields["message_thread_id"] = delivery.thread_id
        if delivery.is_silent:
            fields["disable_notification"] = True
        return fields


class Composer:
    """Composes one batch: an article is read and rendered once for all who get it alike.

    It lives for a batch, a second's work, so that a correction made a moment before the
    send is in what is sent.
    """

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._cards: dict[tuple[DeliveryKind, ArticleId, str, bool], Message | Nothing] = {}
        self._keywords = Keywording(newsroom)
        self.uploading = asyncio.Lock()
        self._locks: defaultdict[ArticleId, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def message_for(self, delivery: Delivery) -> Message | Nothing:
        """What this subscriber gets; `Nothing` where the reason to send is gone."""
        if delivery.kind is DeliveryKind.DIGEST:
            return await self._digest_for(delivery)
        if delivery.kind is DeliveryKind.MERGED:
            return await self._merged_for(delivery)
        if delivery.article_id is None:
            return Nothing(cause="no article")
        if delivery.kind is DeliveryKind.CORRECTION:
            return await self._correction_for(delivery.article_id, delivery)
        made = await self._cached(delivery.article_id, delivery)
        if delivery.kind is DeliveryKind.FEATURED and not await self._keywords.let(delivery):
            return Nothing(cause="keywords")
        return made

    async def under_picture(self, delivery: Delivery, message: Message) -> Message:
        """The message as a caption, for a card that has lost the picture it went out with.

        No message with a picture becomes one without: where the article has none any more,
        an empty one takes its place.
        """
        if delivery.article_id is None:
            return message
        article = _bare(await self._newsroom.storage.articles.get(delivery.article_id))
        screen = self._card(article, delivery, is_caption=True)
        picture = None if message.lacks_picture else await empty_picture(self._newsroom)
        return _message(screen, picture)

    async def uploaded(self, message: Message, answer: dict[str, Any]) -> None:
        """Keeps what Telegram calls a picture it has just received."""
        if message.picture is None or message.upload is None:
            return
        file_id = file_id_of(answer)
        await remember(self._newsroom, message.picture, file_id=file_id)
        known = replace(message.picture, file_id=file_id, jpeg=b"")
        for key, made in self._cards.items():
            if isinstance(made, Message) and made.picture == message.picture:
                fields = {**made.fields, "photo": file_id}
                self._cards[key] = replace(made, picture=known, upload=None, fields=fields)

    async def refused(self, message: Message, *, cause: str) -> None:
        """Gives up a picture that Telegram does not take; its cards are composed anew."""
        if message.picture is None:
            return
        await give_up(self._newsroom, message.picture.url, cause=cause)
        for key, made in list(self._cards.items()):
            if isinstance(made, Message) and made.picture == message.picture:
                del self._cards[key]

    async def _cached(self, article_id: ArticleId, delivery: Delivery) -> Message | Nothing:
        key = (delivery.kind, article_id, delivery.language, delivery.saves_data)
        async with self._locks[article_id]:
            if key not in self._cards:
                self._cards[key] = await self._card_for(article_id, delivery)
        return self._cards[key]

    async def _card_for(self, article_id: ArticleId, delivery: Delivery) -> Message | Nothing:
        storage = self._newsroom.storage
        try:
            article = await storage.articles.get(article_id)
        except NotFound:
            return Nothing(cause="article gone")
        if article.status is not Status.PUBLISHED:
            return Nothing(cause=article.status)
        screen = self._card(article, delivery)
        picture = await picture_for(self._newsroom, screen.photo) if screen.photo else None
        if screen.photo and picture is None:
            bare = self._card(_bare(article), delivery)
            return replace(_message(bare, None), lacks_picture=True)
        return _message(screen, picture)

    async def _correction_for(self, article_id: ArticleId, delivery: Delivery) -> Message | Nothing:
        storage = self._newsroom.storage
        article = await storage.articles.get(article_id)
        if article.status is not Status.PUBLISHED:
            return Nothing(cause=article.status)
        made = _message(correction(article, look=self._look(delivery)), None)
        answered = await storage.outbox.find_message(delivery.subscriber_id, article_id)
        if answered is None:
            return made
        # The message may be gone from the chat; the correction is news all the same.
        reply = {"message_id": answered, "allow_sending_without_reply": True}
        return replace(made, fields={**made.fields, "reply_parameters": reply})

    def _card(self, article: Article, delivery: Delivery, *, is_caption: bool = False) -> Screen:
        # Without the count of views: a pushed card is not shown again, its figure would age.
        is_breaking = delivery.kind is DeliveryKind.BREAKING
        banner = text("card.breaking", delivery.language) if is_breaking else ""
        look = self._look(delivery)
        return card(article, None, look=look, banner=banner, is_caption=is_caption)

    async def _digest_for(self, delivery: Delivery) -> Message | Nothing:
        look = self._look(delivery)
        screen = await page_of_digest(self._newsroom, delivery, self._keywords, page=0, look=look)
        return Nothing(cause="empty") if screen is None else _message(screen, None)

    async def _merged_for(self, delivery: Delivery) -> Message | Nothing:
        headlines = await merged_headlines(self._newsroom, delivery, self._keywords)
        match headlines:
            case []:
                return Nothing(cause="empty")
            case [headline]:
                # What is alone for this subscriber is a card like any other.
                return await self._cached(headline.id, delivery)
            case _:
                return _message(merged(headlines, look=self._look(delivery)), None)

    def _look(self, delivery: Delivery) -> Look:
        return Look(
            language=delivery.language,
            zone=self._newsroom.config.zone,
            saves_data=delivery.saves_data,
            bot_url=self._newsroom.bot_url,
            web_url=self._newsroom.web_url,
            speaks=self._newsroom.speech is not None,
        )


def _bare(article: Article) -> Article:
    return replace(article, content=replace(article.content, image_url=""))


def _message(screen: Screen, picture: Picture | None) -> Message:
    method, fields = fields_of(screen, picture=picture)
    return Message(
        method=method,
        fields=fields,
        mark=mark_of(screen, picture=picture),
        picture=picture,
        upload=upload_of(picture),
    )
