"""What a button does: the press is read strictly, then goes to whoever answers for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from telegram import Update
from telegram.constants import ChatType

from bot.i18n import text
from bot.press import Press, Verb
from bot.text import base36
from handlers import (
    admin,
    audit,
    breaking,
    browse,
    categories,
    chat_settings,
    desk,
    digests,
    drafts,
    export,
    featuring,
    feeds,
    history,
    intake,
    keywords,
    linting,
    lists,
    mydata,
    origins,
    people,
    photos,
    previewing,
    publishing,
    queue,
    reading,
    review,
    royalty,
    royalty_months,
    scheduling,
    search,
    settings,
    start,
    statistics,
    writing,
)
from handlers.context import Context
from handlers.showing import toast

Answer = Callable[[Update, Context, Press], Awaitable[None]]

ANSWERS: Final[Mapping[Verb, Answer]] = {
    Verb.READ: reading.press_read,
    Verb.TURN: reading.press_turn,
    Verb.PART: reading.press_part,
    Verb.CLASSIC: reading.press_classic,
    Verb.RICH: reading.press_rich,
    Verb.SAVE: reading.press_save,
    Verb.UNSAVE: reading.press_save,
    Verb.PHOTO: photos.press_photo,
    Verb.LISTEN: reading.press_listen,
    Verb.DOCUMENTS: reading.press_documents,
    Verb.LATEST: lists.press_latest,
    Verb.FEATURED: lists.press_featured,
    Verb.SAVED: lists.press_saved,
    Verb.CATEGORIES: lists.press_categories,
    Verb.CATEGORY: lists.press_category,
    Verb.ARRANGE: categories.press_arrange,
    Verb.SECTION: categories.press_section,
    Verb.NEW_SECTION: categories.press_name,
    Verb.RENAME_SECTION: categories.press_name,
    Verb.PLACE_SECTION: categories.press_place,
    Verb.FOLLOW: lists.press_follow,
    Verb.UNFOLLOW: lists.press_follow,
    Verb.SEARCH: search.press_search,
    Verb.MOST_READ: browse.press_most_read,
    Verb.DAY: browse.press_day,
    Verb.UNREAD: browse.press_unread,
    Verb.DIGEST: digests.press_digest,
    Verb.SETTINGS: settings.press_settings,
    Verb.TOGGLE: settings.press_toggle,
    Verb.HOUR: settings.press_hour,
    Verb.LANGUAGE: settings.press_language,
    Verb.SUBSCRIBE: settings.press_subscribe,
    Verb.UNSUBSCRIBE: settings.press_subscribe,
    Verb.KEYWORD: keywords.press_keyword,
    Verb.CHAT: chat_settings.press_chat,
    Verb.CHAT_TOGGLE: chat_settings.press_chat,
    Verb.CHAT_HOUR: chat_settings.press_chat,
    Verb.CHAT_DAY: chat_settings.press_chat,
    Verb.CHAT_ZONE: chat_settings.press_chat,
    Verb.CHAT_LANGUAGE: chat_settings.press_chat,
    Verb.CHAT_CATEGORY: chat_settings.press_chat,
    Verb.CHAT_JOIN: chat_settings.press_chat,
    Verb.ERASE: mydata.press_erase,
    Verb.SUBMIT: review.press_submit,
    Verb.APPROVE: review.press_approve,
    Verb.REQUEST_CHANGES: review.press_send_back,
    Verb.REJECT: review.press_send_back,
    Verb.WITHDRAW: review.press_withdraw,
    Verb.PUBLISH: publishing.press_publish,
    Verb.BREAKING: breaking.press_announce,
    Verb.CORRECT: breaking.press_announce,
    Verb.PROGRESS: breaking.press_progress,
    Verb.UNDO: breaking.press_undo,
    Verb.FEATURE: featuring.press_feature,
    Verb.UNFEATURE: featuring.press_unfeature,
    Verb.PIN: featuring.press_pin,
    Verb.UNPIN: featuring.press_pin,
    Verb.RETRACT: desk.press_retract,
    Verb.DISCARD: desk.press_discard,
    Verb.MORE: desk.press_card,
    Verb.DRAFT: desk.press_card,
    Verb.VERSIONS: history.press_versions,
    Verb.VERSION: history.press_version,
    Verb.COMPARE: history.press_compare,
    Verb.RESTORE: history.press_restore,
    Verb.GUIDE: start.press_guide,
    Verb.CHECK: linting.press_check,
    Verb.SCHEDULE: scheduling.press_schedule,
    Verb.PLAN: scheduling.press_plan,
    Verb.PLAN_TYPED: scheduling.press_other,
    Verb.UNPLAN: scheduling.press_unplan,
    Verb.CALENDAR: scheduling.press_calendar,
    Verb.WRITE: writing.press_write,
    Verb.WRITE_FIELD: writing.press_field,
    Verb.WRITE_CLEAR: writing.press_clear,
    Verb.WRITE_PICK: writing.press_pick,
    Verb.WRITE_DONE: writing.press_done,
    Verb.WRITE_TAKE: writing.press_take,
    Verb.WRITE_SEE: previewing.press_see,
    Verb.WRITE_NEW: intake.press_new,
    Verb.WRITE_LIST: drafts.press_list,
    Verb.WRITE_CARD: drafts.press_card,
    Verb.PEOPLE: people.press_people,
    Verb.PERSON: people.press_person,
    Verb.ROLE: people.press_role,
    Verb.INVITE: people.press_invite,
    Verb.CALL_BACK: people.press_call_back,
    Verb.MEMBERS: people.press_members,
    Verb.AUDIT: audit.press_audit,
    Verb.AUDIT_FILE: audit.press_file,
    Verb.STATS: statistics.press_stats,
    Verb.STATS_SECTIONS: statistics.press_sections,
    Verb.STATS_WORDS: statistics.press_words,
    Verb.STATS_OF_ARTICLE: statistics.press_article,
    Verb.EXPORT: export.press_export,
    Verb.EXPORT_FILE: export.press_file,
    Verb.ROYALTY_MONTHS: royalty_months.press_months,
    Verb.ROYALTY_MONTH: royalty_months.press_month,
    Verb.ROYALTY_UNRATED: royalty_months.press_unrated,
    Verb.ROYALTY_CLOSE: royalty_months.press_move,
    Verb.ROYALTY_PAY: royalty_months.press_move,
    Verb.ROYALTY_FILE: royalty_months.press_file,
    Verb.ROYALTY: royalty.press_royalty,
    Verb.ROYALTY_SET: royalty.press_set,
    Verb.ROYALTY_ASK: royalty.press_ask,
    Verb.ROYALTY_AUTHORS: royalty.press_ask,
    Verb.FEEDS: feeds.press_feeds,
    Verb.FEED: feeds.press_feed,
    Verb.ADD_FEED: feeds.press_add,
    Verb.TRY_FEED: feeds.press_try,
    Verb.CHANGE_FEED: feeds.press_change,
    Verb.POLL_FEED: feeds.press_poll,
    Verb.REMOVE_FEED: feeds.press_remove,
    Verb.COLUMNS: feeds.press_columns,
    Verb.COLUMN: feeds.press_column,
    Verb.QUEUE: queue.press_queue,
    Verb.ADMIT: queue.press_decide,
    Verb.TURN_DOWN: queue.press_decide,
    Verb.ORIGINS: origins.press_origins,
    Verb.RELATE: origins.press_relate,
    Verb.RESEND: admin.press_resend,
    Verb.LEAVE: admin.press_leave,
    Verb.RELEASE: admin.press_release,
}


# Everybody in a group presses the same message: what would change it, or the group's choices,
# belongs into the private chat. Subscribing and the group's own card ask for its administrators.
IN_GROUPS: Final = frozenset(
    {
        Verb.READ,
        Verb.SAVE,
        Verb.UNSAVE,
        Verb.SUBSCRIBE,
        Verb.UNSUBSCRIBE,
        Verb.CHAT,
        Verb.CHAT_TOGGLE,
        Verb.CHAT_HOUR,
        Verb.CHAT_DAY,
        Verb.CHAT_ZONE,
        Verb.CHAT_LANGUAGE,
        Verb.CHAT_CATEGORY,
        Verb.CHAT_JOIN,
    }
)


# What comes with an article is for whoever asks: in a channel anybody could have the bot post it.
BESIDE_ARTICLES: Final = frozenset({Verb.PHOTO, Verb.LISTEN, Verb.DOCUMENTS})


# The card in the editors' group; the right to press is still each person's own.
IN_EDITORS_GROUP: Final = frozenset({Verb.APPROVE, Verb.REQUEST_CHANGES, Verb.REJECT})


async def on_press(update: Update, context: Context) -> None:
    """Answers a press; one that says nothing we know is told so and does nothing."""
    query = update.callback_query
    if query is None:
        return
    press = Press.decode(query.data or "")
    answer = ANSWERS.get(press.verb) if press is not None else None
    if press is None or answer is None:
        reader = await context.reader(update)
        await toast(update, text("errors.old_button", reader.language), is_alert=True)
        return
    chat = update.effective_chat
    if chat is not None and chat.type != ChatType.PRIVATE and not _is_for(chat.id, press, context):
        there = f"a_{base36(press.id)}" if press.verb in BESIDE_ARTICLES else start.LATEST
        await toast(update, url=f"{context.newsroom.bot_url}?start={there}")
        return
    await answer(update, context, press)


def _is_for(chat_id: int, press: Press, context: Context) -> bool:
    """Whether this may be pressed in this group."""
    is_of_editors = chat_id == context.newsroom.config.desk_chat
    return press.verb in IN_GROUPS or (is_of_editors and press.verb in IN_EDITORS_GROUP)
