"""What people at the desk must hear of at once, whoever they are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from telegram.error import TelegramError

from bot.delivery.doubts import doubts_screen
from bot.i18n import text
from bot.newsroom import Newsroom
from bot.render.markup import escape
from bot.render.screen import Screen
from bot.telegram.calls import Calls
from bot.telegram.outgoing import send
from storage.errors import NotFound
from storage.model import Role

log = structlog.get_logger()

MOST_NAMED = 10

ScreenIn = Callable[[str], Awaitable[Screen | None]]
"""From a language: what is said; None where there is nothing to say."""


async def tell(newsroom: Newsroom, *, calls: Calls, role: Role, screen_in: ScreenIn) -> None:
    """Tells everybody with this role, in their own language."""
    for reader_id in await newsroom.storage.roles.holders(role):
        try:
            language = (await newsroom.storage.readers.get(reader_id)).language
        except NotFound:
            language = newsroom.config.language
        screen = await screen_in(language)
        if screen is None:
            return
        try:
            await send(calls, screen, chat_id=reader_id)
        except TelegramError as error:
            # Who has never written to the bot cannot be told; the others can.
            log.warning("not_told", role=role, error=error.message)


async def tell_failed_pictures(newsroom: Newsroom, *, calls: Calls) -> None:
    """Tells every editor of what failed since the last time, in one message."""
    media = newsroom.storage.media
    failed = await media.find_untold(limit=MOST_NAMED)
    if not failed:
        return

    async def screen_in(language: str) -> Screen:
        words = [text("desk.pictures_failed", language), *failed]
        return Screen(text=escape("\n".join(words)))

    await tell(newsroom, calls=calls, role=Role.EDITOR, screen_in=screen_in)
    await media.mark_told(failed, now=newsroom.now())


async def tell_doubts(newsroom: Newsroom, *, calls: Calls) -> None:
    """Offers every administrator to send again what may not have arrived."""

    async def screen_in(language: str) -> Screen | None:
        return await doubts_screen(newsroom, language=language)

    await tell(newsroom, calls=calls, role=Role.ADMINISTRATOR, screen_in=screen_in)
