"""Chats that take us in, throw us out, block us or come back."""

from __future__ import annotations

import structlog
from telegram import ChatMemberUpdated, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden

from bot.i18n import text
from bot.press import Press, Verb
from bot.render.markup import escape
from bot.render.screen import Screen, pressing
from bot.telegram import outgoing
from handlers.chat_settings import introduced
from handlers.context import Context
from handlers.showing import send
from storage.model import ChatKind

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
    if change.chat.type == ChatType.CHANNEL:
        await _meet_channel(update, context, change)
        return
    if was_outside:
        await context.newsroom.storage.subscribers.come_back(
            change.chat.id, now=context.newsroom.now()
        )
    if was_outside and change.chat.type in GROUPS:
        words = text(
            "groups.welcome", context.newsroom.config.language, name=context.bot.first_name
        )
        await send(update, context, Screen(text=escape(words)))


async def _meet_channel(update: Update, context: Context, change: ChatMemberUpdated) -> None:
    """Remembers a channel that made us its administrator, and asks who did it to set it up."""
    if change.new_chat_member.status != ChatMemberStatus.ADMINISTRATOR:
        return
    newsroom, reader = context.newsroom, await context.reader(update)
    await newsroom.storage.subscribers.come_back(change.chat.id, now=newsroom.now())
    title = change.chat.title or ""
    channel = await introduced(
        context,
        change.chat.id,
        kind=ChatKind.CHANNEL,
        title=title,
        language=newsroom.config.language,
    )
    words = text(
        "groups.channel_welcome", reader.language, title=title, name=context.bot.first_name
    )
    label = text("settings.title", reader.language)
    button = pressing(label, Press(verb=Verb.CHAT, id=channel.id))
    try:
        await outgoing.send(
            context.calls,
            Screen(text=escape(words), keyboard=((button,),)),
            chat_id=reader.id,
        )
    except (BadRequest, Forbidden) as error:
        # Who has never written to the bot finds the channel by /kenh.
        log.info("channel_not_introduced", cause=error.message)


async def on_migration(update: Update, context: Context) -> None:
    """A group that became a supergroup keeps its subscription under the new id."""
    message = update.effective_message
    if message is not None and message.migrate_to_chat_id is not None:
        await context.newsroom.storage.subscribers.migrate(
            message.chat.id, new_chat_id=message.migrate_to_chat_id
        )
