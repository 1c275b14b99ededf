"""A restored database sends nothing until an administrator says so."""

from __future__ import annotations

import structlog
from telegram.error import TelegramError

from bot.backup import RESTORED_AT
from bot.i18n import text
from bot.newsroom import Newsroom
from bot.press import Press, Verb
from bot.render.markup import escape
from bot.render.screen import Screen, Style, pressing
from bot.telegram.calls import Calls
from bot.telegram.outgoing import send
from storage.errors import NotFound
from storage.model import Role

log = structlog.get_logger()


async def hold_restored(newsroom: Newsroom, *, calls: Calls) -> None:
    """Sends nothing from a restored database until an administrator says so; tells them."""
    if not await newsroom.storage.settings.get(RESTORED_AT):
        return
    newsroom.is_on_hold = True
    log.warning("restored_database_held")
    for reader_id in await newsroom.storage.roles.holders(Role.ADMINISTRATOR):
        try:
            language = (await newsroom.storage.readers.get(reader_id)).language
        except NotFound:
            language = newsroom.config.language
        go = pressing(
            text("admin.restored_go", language), Press(verb=Verb.RELEASE), style=Style.PRIMARY
        )
        words = escape(text("admin.restored_hold", language))
        try:
            await send(calls, Screen(text=words, keyboard=((go,),)), chat_id=reader_id)
        except TelegramError as error:
            # Who has never written to the bot cannot be told; the others can.
            log.warning("administrator_not_told", error=error.message)


async def release_restored(newsroom: Newsroom) -> None:
    """Lets a restored database send again."""
    await newsroom.storage.settings.put(RESTORED_AT, value="")
    newsroom.is_on_hold = False
    newsroom.wake_sender()
