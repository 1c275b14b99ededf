"""The last resort: what nobody caught is logged once, and the reader gets a code for it."""

from __future__ import annotations

import secrets

import structlog
from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.i18n import language_of, text
from handlers.context import Context
from handlers.showing import say, toast

log = structlog.get_logger()


async def on_error(update: object, context: Context) -> None:
    """Logs the failure under a code; tells the reader the code, never the failure.

    When it is the way to Telegram that failed, nothing is told: it may have arrived.
    """
    error = context.error
    update_id = update.update_id if isinstance(update, Update) else None
    if isinstance(error, Forbidden):
        log.info("reader_left", update_id=update_id)
        return
    # A refused request is a NetworkError in the library, and a mistake of ours.
    if isinstance(error, NetworkError | RetryAfter) and not isinstance(error, BadRequest):
        log.warning("answer_lost", update_id=update_id, error=str(error))
        return
    code = secrets.token_hex(2).upper()
    log.error("incident", code=code, update_id=update_id, exc_info=error)
    if isinstance(update, Update) and update.effective_chat is not None:
        await _tell(update, context, code=code)


async def _tell(update: Update, context: Context, *, code: str) -> None:
    user = update.effective_user
    language = language_of(user.language_code if user else None)
    words = text("errors.incident", language, code=code)
    try:
        if update.callback_query is not None:
            await toast(update, words, is_alert=True)
        else:
            await say(update, context, words)
    except TelegramError as error:
        log.warning("incident_not_told", code=code, error=str(error))
