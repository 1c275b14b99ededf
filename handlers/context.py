"""What every handler gets: the newsroom, typed, and the reader who asks."""

from __future__ import annotations

from typing import Any, TypeAlias, cast

from telegram import Update
from telegram.ext import Application, CallbackContext, ExtBot

from bot.delivery.limiter import Lane
from bot.i18n import language_of, text
from bot.newsroom import Newsroom
from bot.telegram.calls import Calls
from bot.telegram.inbox import DurableQueue
from bot.telegram.rich import RichLane
from bot.text import clean
from storage.errors import NotFound
from storage.model import Reader, ReaderId

Bot: TypeAlias = ExtBot[Lane]


class Context(CallbackContext[Bot, dict[str, Any], dict[str, Any], dict[str, Any]]):
    """The library's context, with our newsroom instead of dictionaries."""

    @property
    def newsroom(self) -> Newsroom:
        """Storage, clock, settings and figures."""
        return cast(NewsApplication, self.application).newsroom

    @property
    def calls(self) -> Calls:
        """The Bot API, below the library's typed methods."""
        return cast(NewsApplication, self.application).calls

    @property
    def rich(self) -> RichLane:
        """The calls that are newer than the library."""
        return cast(NewsApplication, self.application).rich

    async def reader(self, update: Update) -> Reader:
        """Who asks: known from before, or welcomed now. Only for updates with a person.

        Raises:
            NotFound: the update comes from no person (an anonymous administrator, a channel).
        """
        user = update.effective_user
        if user is None or user.is_bot:
            raise NotFound("reader", update.update_id)
        try:
            return await self.newsroom.storage.readers.get(ReaderId(user.id))
        except NotFound:
            return await self.newsroom.storage.readers.welcome(
                ReaderId(user.id),
                name=clean(user.full_name, limit=200),
                language=language_of(user.language_code, default=self.newsroom.config.language),
                now=self.newsroom.now(),
            )


NewsApplicationBase: TypeAlias = Application[
    Bot, Context, dict[str, Any], dict[str, Any], dict[str, Any], None
]


class NewsApplication(NewsApplicationBase):
    """The library's application, with what our handlers need."""

    def __init__(
        self,
        *,
        newsroom: Newsroom,
        calls: Calls,
        rich: RichLane,
        webhook_secret: str = "",
        **given: Any,  # noqa: ANN401  # the library's builder passes its own
    ) -> None:
        super().__init__(**given)
        self.newsroom = newsroom
        self.calls = calls
        self.rich = rich
        self.webhook_secret = webhook_secret

    @property
    def inbox(self) -> DurableQueue:
        """The update queue, as what it is here."""
        return cast(DurableQueue, self.update_queue)


def said(key: str, reader: Reader, **values: object) -> str:
    """A sentence in the reader's language."""
    return text(key, reader.language, **values)
