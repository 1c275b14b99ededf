"""What a chat's keywords let through of a batch."""

from __future__ import annotations

from bot.keywords import text_of, wants
from bot.newsroom import Newsroom
from storage.errors import NotFound
from storage.keywords import Keyword
from storage.model import ArticleId, Delivery, Headline

# Enough of a digest's window that what is left after the keywords can still fill it.
LOOKED_THROUGH = 400


class Keywording:
    """Lives for one batch: where nobody has a keyword it asks once, and then nothing."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._storage = newsroom.storage
        self._is_used: bool | None = None
        self._texts: dict[ArticleId, str] = {}

    async def are_set(self, delivery: Delivery) -> bool:
        """Whether this subscriber has any."""
        return bool(await self._of(delivery))

    async def let(self, delivery: Delivery) -> bool:
        """Whether this subscriber's keywords let the article through."""
        keywords = await self._of(delivery)
        return not keywords or wants(keywords, await self._text(delivery.article_id))

    async def digest(self, delivery: Delivery, *, limit: int, offset: int = 0) -> list[Headline]:
        """The headlines of a digest that this subscriber's keywords let through."""
        outbox = self._storage.outbox
        if not await self._of(delivery):
            return await outbox.find_digest(delivery, limit=limit, offset=offset)
        found = await outbox.find_digest(delivery, limit=LOOKED_THROUGH)
        return (await self.let_through(delivery, found))[offset : offset + limit]

    async def let_through(self, delivery: Delivery, found: list[Headline]) -> list[Headline]:
        """Those of the headlines that this subscriber's keywords let through."""
        keywords = await self._of(delivery)
        if not keywords:
            return found
        return [it for it in found if wants(keywords, text_of(it.title, it.summary))]

    async def _of(self, delivery: Delivery) -> tuple[Keyword, ...]:
        if self._is_used is None:
            self._is_used = await self._storage.keywords.any()
        if not self._is_used:
            return ()
        return await self._storage.keywords.find(delivery.subscriber_id)

    async def _text(self, article_id: ArticleId | None) -> str:
        if article_id is None:
            return ""
        if article_id not in self._texts:
            try:
                content = (await self._storage.articles.get(article_id)).content
            except NotFound:
                return ""
            self._texts[article_id] = text_of(content.title, content.summary)
        return self._texts[article_id]
