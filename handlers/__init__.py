"""Handlers speak: the bot's table of contents, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Final, TypeAlias

from telegram import Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.i18n import command_names
from handlers import (
    audit,
    backups,
    chat_settings,
    desk,
    drafts,
    export,
    featuring,
    feedback,
    feeds,
    inline,
    keywords,
    lists,
    mydata,
    people,
    prompts,
    royalty_months,
    scheduling,
    search,
    settings,
    start,
    statistics,
)
from handlers.buttons import on_press
from handlers.context import Context
from handlers.door import door
from handlers.errors import on_error
from handlers.groups import on_membership_of_ours, on_migration
from handlers.words import group_only_private, media, replies_in_groups, unknown_command, words

Callback: TypeAlias = Callable[[Update, Context], Coroutine[Any, Any, None]]
Handler: TypeAlias = BaseHandler[Any, Context, Any]

PRIVATE: Final = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
MEDIA: Final = (
    filters.PHOTO
    | filters.AUDIO
    | filters.VOICE
    | filters.VIDEO
    | filters.VIDEO_NOTE
    | filters.ANIMATION
    | filters.Document.ALL
)
GROUPS: Final = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE


def command(name: str, callback: Callback, where: filters.BaseFilter = PRIVATE) -> Handler:
    """A command under both its names."""
    return CommandHandler(list(command_names(name)), callback, filters=where)


HANDLERS: Final[dict[int, Sequence[Handler]]] = {
    -1: [TypeHandler(Update, door)],
    0: [
        command("start", start.start),
        command("trogiup", start.help_),
        command("tinmoi", lists.latest),
        command("noibat", featuring.feature),
        command("chuyenmuc", lists.categories),
        command("timkiem", search.search),
        command("tinluu", lists.saved),
        command("dangky", settings.subscribe, PRIVATE | GROUPS),
        command("huydangky", settings.unsubscribe, PRIVATE | GROUPS),
        command("giobantin", settings.hours),
        command("caidat", settings.settings),
        command("caidat", chat_settings.group_settings, GROUPS),
        command("kenh", chat_settings.channels),
        command("ngonngu", settings.language),
        command("tukhoa", keywords.keywords),
        command("dulieu", mydata.mydata),
        command("xoadulieu", mydata.erase),
        command("gopy", feedback.feedback),
        command("dangbai", drafts.post),
        command("banthao", drafts.drafts),
        command("choduyet", drafts.pending),
        command("suabai", drafts.edit),
        command("gotin", desk.retract),
        command("lichdang", scheduling.calendar),
        command("thongke", statistics.statistics),
        command("nhuanbut", royalty_months.royalty),
        command("xuatdulieu", export.export_data),
        command("nguontin", feeds.sources),
        command("thanhvien", people.members),
        command("phanquyen", people.people),
        command("nhatky", audit.audit),
        command("saoluu", backups.backup),
        CallbackQueryHandler(on_press),
        InlineQueryHandler(inline.inline),
        ChatMemberHandler(on_membership_of_ours, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(filters.StatusUpdate.MIGRATE & GROUPS, on_migration),
        MessageHandler(filters.COMMAND & PRIVATE, unknown_command),
        MessageHandler(filters.COMMAND & GROUPS, group_only_private),
        MessageHandler(filters.TEXT & filters.REPLY & GROUPS, replies_in_groups),
        MessageHandler(filters.TEXT & PRIVATE, words),
        MessageHandler(MEDIA & PRIVATE, media),
        MessageHandler(filters.REPLY & (PRIVATE | GROUPS), prompts.only_answers),
    ],
}

__all__ = ["HANDLERS", "on_error"]
