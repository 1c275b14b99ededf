"""What the desk must hear of: a picture that could not be sent."""

from __future__ import annotations

import structlog
from telegram.error import TelegramError

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


async def tell_failed_pictures(newsroom: Newsroom, *, calls: Calls) -> None:
    """Tells every editor of what failed since the last time, in one message."""
    media = newsroom.storage.media
    failed = await media.find_untold(limit=MOST_NAMED)
    if not failed:
        return
    for reader_id in await newsroom.storage.roles.holders(Role.EDITOR):
        try:
            language = (await newsroom.storage.readers.get(reader_id)).language
        except NotFound:
            language = newsroom.config.language
        words = [text("desk.pictures_failed", language), *failed]
        try:
            await send(calls, Screen(text=escape("\n".join(words))), chat_id=reader_id)
        except TelegramError as error:
            log.warning("editor_not_told", error=error.message)
    await media.mark_told(failed, now=newsroom.now())
