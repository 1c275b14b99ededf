"""Chats that take us in, throw us out, block us or come back."""

from __future__ import annotations

import structlog
from telegram import Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.i18n import text
from bot.render.markup import escape
from bot.render.screen import Screen
from handlers.context import Context
from handlers.showing import send

log = structlog.get_logger()

OUTSIDE = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)


async def on_membership_of_ours(update: Update, context: Context) -> None:
    """Follows what becomes of our place in a chat."""
    change = update.my_chat_member
    if change is None:
        return
    was_outside = change.old_chat_member.status in OUTSIDE
    is_outside = change.new_chat_member.status in OUTSIDE
    if is_outside:
        ended = await context.newsroom.storage.subscribers.end(
            change.chat.id, cause="left", now=context.newsroom.now()
        )
        log.info("chat_ended", kind=change.chat.type, subscriptions=ended)
        return
    if was_outside and change.chat.type == ChatType.PRIVATE:
        await context.newsroom.storage.subscribers.come_back(
            change.chat.id, now=context.newsroom.now()
        )
    if was_outside and change.chat.type in GROUPS:
        words = text(
            "groups.welcome", context.newsroom.config.language, name=context.bot.first_name
        )
        await send(update, context, Screen(text=escape(words)))


async def on_migration(update: Update, context: Context) -> None:
    """A group that became a supergroup keeps its subscription under the new id."""
    message = update.effective_message
    if message is not None and message.migrate_to_chat_id is not None:
        await context.newsroom.storage.subscribers.migrate(
            message.chat.id, new_chat_id=message.migrate_to_chat_id
        )
