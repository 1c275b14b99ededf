"""A restored database sends nothing until an administrator says so."""

from __future__ import annotations

import structlog

from bot.backup import RESTORED_AT
from bot.delivery.telling import tell
from bot.i18n import text
from bot.newsroom import Newsroom
from bot.press import Press, Verb
from bot.render.markup import escape
from bot.render.screen import Screen, Style, pressing
from bot.telegram.calls import Calls
from storage.model import Role

log = structlog.get_logger()


async def hold_restored(newsroom: Newsroom, *, calls: Calls) -> None:
    """Sends nothing from a restored database until an administrator says so; tells them."""
    if not await newsroom.storage.settings.get(RESTORED_AT):
        return
    newsroom.is_on_hold = True
    log.warning("restored_database_held")

    async def screen_in(language: str) -> Screen:
        go = pressing(
            text("admin.restored_go", language), Press(verb=Verb.RELEASE), style=Style.PRIMARY
        )
        return Screen(text=escape(text("admin.restored_hold", language)), keyboard=((go,),))

    await tell(newsroom, calls=calls, role=Role.ADMINISTRATOR, screen_in=screen_in)


async def release_restored(newsroom: Newsroom) -> None:
    """Lets a restored database send again."""
    await newsroom.storage.settings.put(RESTORED_AT, value="")
    newsroom.is_on_hold = False
    newsroom.wake_sender()
