"""A token that was taken back while the bot was running."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from telegram.error import InvalidToken, TelegramError

from bot.newsroom import Newsroom
from bot.telegram.calls import Calls

log = structlog.get_logger()


async def watch_token(newsroom: Newsroom, *, calls: Calls, on_gone: Callable[[], None]) -> None:
    """Says `on_gone` once Telegram has said twice that it does not know the token, then ends.

    Asked again in between: a gateway on the way may know no address for a moment.
    """
    while True:
        await newsroom.token_doubt.wait()
        newsroom.token_doubt.clear()
        try:
            await calls.call("getMe", {})
        except InvalidToken:
            log.error("token_gone")
            on_gone()
            return
        except TelegramError as error:
            log.warning("token_not_asked", error=error.message)
