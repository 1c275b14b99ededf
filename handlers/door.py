"""Who may come in: people, each under his own id."""

from __future__ import annotations

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop

from bot.i18n import text
from handlers.context import Context
from handlers.showing import say

GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)


async def door(update: Update, context: Context) -> None:
    """Turns away what comes from nobody: channels, bots, anonymous administrators.

    Such a message says for whom it speaks, not who wrote it; rights belong to people.
    """
    user = update.effective_user
    if user is not None and not user.is_bot:
        return
    message, chat = update.message, update.effective_chat
    is_command = message is not None and (message.text or "").startswith("/")
    if is_command and chat is not None and chat.type in GROUPS:
        await say(update, context, text("groups.admins_only", context.newsroom.config.language))
    raise ApplicationHandlerStop
