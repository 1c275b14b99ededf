"""What groups, topics and channels receive, set up by their administrators alone."""

from __future__ import annotations

from typing import Final

import structlog
from telegram import ChatMemberAdministrator, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden

from bot.digest import next_digest
from bot.i18n import LANGUAGES, text
from bot.press import Press, Verb
from bot.receiving import MOST_HOURS, hours_with, set_hours, set_zone, turn, turn_day
from bot.render import chat_settings as screens
from bot.render.screen import Look, Screen
from bot.render.settings import HOURS, NO_DIGEST
from bot.text import alphabetical, clean
from bot.zones import USUAL, find_zone
from handlers.context import Context
from handlers.showing import chat_of, look_of, say, send, show, toast
from storage.errors import NotFound
from storage.model import ChatKind, Reader, Subscriber, SubscriberId

log = structlog.get_logger()

MOST_CHANNELS: Final = 30


async def group_settings(update: Update, context: Context) -> None:
    """/caidat in a group: its card, whether it receives already or not."""
    reader = await context.reader(update)
    chat = update.effective_chat
    assert chat is not None  # asked for by the handler's filter
    if not await _is_administrator(context, chat.id, reader, kind=ChatKind(chat.type)):
        await say(update, context, text("groups.admins_only", reader.language))
        return
    chat_id, thread_id = chat_of(update)
    subscriber = await introduced(
        context,
        chat_id,
        thread_id=thread_id,
        kind=ChatKind(chat.type),
        title=chat.title or "",
        language=reader.language,
    )
    await send(update, context, screens.chat_card(subscriber, look=_look(context, subscriber)))


async def channels(update: Update, context: Context) -> None:
    """/kenh: the channels that this person may set up."""
    reader = await context.reader(update)
    found = await context.newsroom.storage.chats.find_channels(limit=MOST_CHANNELS)
    found.sort(key=lambda it: alphabetical(it.title))
    his = [
        it
        for it in found
        if await _is_administrator(context, it.chat_id, reader, kind=ChatKind.CHANNEL)
    ]
    look = look_of(context, reader, saves_data=False)
    await send(update, context, screens.channels(his, look=look))


async def introduced(
    context: Context,
    chat_id: int,
    *,
    thread_id: int = 0,
    kind: ChatKind,
    title: str,
    language: str,
) -> Subscriber:
    """The chat's subscription; one that receives nothing yet where there was none."""
    newsroom = context.newsroom
    at, now = newsroom.config.digest_at, newsroom.now()
    minute = at.hour * 60 + at.minute
    return await newsroom.storage.chats.introduce(
        chat_id,
        thread_id=thread_id,
        kind=kind,
        title=clean(title, limit=200),
        language=language,
        timezone=newsroom.config.timezone,
        digest_minute=minute,
        next_digest_at=next_digest(now, minute=minute, zone=newsroom.config.zone),
        now=now,
    )


async def press_chat(update: Update, context: Context, press: Press) -> None:
    """Shows or changes one of a chat's settings, for whoever may."""
    reader = await context.reader(update)
    subscriber = await _subscriber(context, press)
    if subscriber is None:
        await toast(update, text("errors.old_button", reader.language), is_alert=True)
        return
    if not await _may_set_up(update, context, subscriber, reader=reader):
        await toast(update, text("groups.admins_only", reader.language), is_alert=True)
        return
    refusal = await _change(context, subscriber, press)
    look = _look(context, subscriber)
    words = text(refusal, look.language, n=MOST_HOURS) if refusal else ""
    await toast(update, words, is_alert=bool(refusal))
    subscriber = await context.newsroom.storage.subscribers.get(subscriber.id)
    # In the language that may just have been chosen.
    screen = await _screen(context, subscriber, press, look=_look(context, subscriber))
    await show(update, context, screen)


async def is_zone(update: Update, context: Context) -> bool:
    """Whether these words answered the question for a zone; then it is done."""
    message = update.effective_message
    asked = message.reply_to_message if message is not None else None
    if message is None or asked is None or asked.reply_markup is None:
        return False
    if asked.from_user is None or asked.from_user.id != context.bot.id:
        return False
    data = [it.callback_data for row in asked.reply_markup.inline_keyboard for it in row]
    presses = [Press.decode(it) for it in data if isinstance(it, str)]
    found = next((it for it in presses if it is not None and it.verb is Verb.CHAT_ZONE), None)
    if found is None or not found.argument:
        return False
    await _answer_zone(update, context, found, given=clean(message.text or "", limit=60))
    return True


async def _answer_zone(update: Update, context: Context, press: Press, *, given: str) -> None:
    reader = await context.reader(update)
    subscriber = await _subscriber(context, press)
    if subscriber is None or not await _may_set_up(update, context, subscriber, reader=reader):
        await say(update, context, text("groups.admins_only", reader.language))
        return
    language, zone = _look(context, subscriber).language, find_zone(given)
    if zone is None:
        await say(update, context, text("settings.bad_zone", language))
        return
    await set_zone(context.newsroom, subscriber, zone)
    await say(update, context, text("settings.zone_set", language, zone=zone))


async def _change(context: Context, subscriber: Subscriber, press: Press) -> str:
    """What speaks against it, as a key of the locales; empty when it is done."""
    newsroom, given = context.newsroom, press.argument
    number = int(given) if given.isdecimal() else None
    match press.verb:
        case Verb.CHAT_TOGGLE:
            await turn(newsroom, subscriber, given)
        case Verb.CHAT_HOUR if given == NO_DIGEST:
            await set_hours(newsroom, subscriber, [])
        case Verb.CHAT_HOUR if number is not None and number in HOURS:
            hours = hours_with(subscriber, number)
            if hours is None:
                return "settings.most_hours"
            await set_hours(newsroom, subscriber, hours)
        case Verb.CHAT_DAY if number is not None and number < 7:
            if not await turn_day(newsroom, subscriber, number):
                return "settings.least_days"
        case Verb.CHAT_ZONE if given in USUAL:
            await set_zone(newsroom, subscriber, given)
        case Verb.CHAT_LANGUAGE if given in LANGUAGES:
            await newsroom.storage.subscribers.change(subscriber.id, language=given)
        case Verb.CHAT_CATEGORY if number is not None:
            await _follow(context, subscriber, number)
        case Verb.CHAT_JOIN:
            await _join(context, subscriber, joins=given == screens.ON)
    return ""


async def _follow(context: Context, subscriber: Subscriber, category_id: int) -> None:
    storage = context.newsroom.storage
    all_ids = [it.id for it in await storage.categories.all()]
    followed = subscriber.category_ids or all_ids
    for chosen in (it for it in all_ids if it == category_id):
        await storage.subscribers.follow(
            subscriber.id,
            category_id=chosen,
            is_followed=chosen not in followed,
            all_ids=all_ids,
        )


async def _join(context: Context, subscriber: Subscriber, *, joins: bool) -> None:
    newsroom = context.newsroom
    chat_id, thread_id, now = subscriber.chat_id, subscriber.thread_id, newsroom.now()
    if not joins:
        await newsroom.storage.subscribers.end(chat_id, thread_id=thread_id, cause="asked", now=now)
        return
    minute = subscriber.digest_minutes[0] if subscriber.digest_minutes else HOURS[0]
    await newsroom.storage.subscribers.subscribe(
        chat_id,
        thread_id=thread_id,
        kind=subscriber.kind,
        title=subscriber.title,
        language=subscriber.language,
        timezone=subscriber.timezone,
        digest_minute=minute,
        next_digest_at=next_digest(now, minute=minute, zone=newsroom.config.zone),
        now=now,
    )


async def _screen(context: Context, subscriber: Subscriber, press: Press, *, look: Look) -> Screen:
    match press.verb:
        case Verb.CHAT_HOUR:
            return screens.chat_hours(subscriber, look=look)
        case Verb.CHAT_DAY:
            return screens.chat_days(subscriber, look=look)
        case Verb.CHAT_ZONE:
            return screens.chat_zones(subscriber, look=look)
        case Verb.CHAT_LANGUAGE if not press.argument:
            return screens.chat_languages(subscriber, look=look)
        case Verb.CHAT_CATEGORY:
            sections = await context.newsroom.storage.categories.all()
            return screens.chat_categories(subscriber, sections, look=look, page=press.page)
    return screens.chat_card(subscriber, look=look)


async def _subscriber(context: Context, press: Press) -> Subscriber | None:
    try:
        return await context.newsroom.storage.subscribers.get(SubscriberId(press.id))
    except NotFound:
        return None


async def _may_set_up(
    update: Update, context: Context, subscriber: Subscriber, *, reader: Reader
) -> bool:
    """Whether this person may, here: a channel's card lies in a private chat."""
    chat = update.effective_chat
    if chat is None:
        return False
    if subscriber.kind is ChatKind.PRIVATE:
        return chat.id == subscriber.chat_id == reader.id
    is_private = chat.type == ChatType.PRIVATE
    is_channel = subscriber.kind is ChatKind.CHANNEL
    if is_channel != is_private or (not is_channel and chat.id != subscriber.chat_id):
        return False
    return await _is_administrator(context, subscriber.chat_id, reader, kind=subscriber.kind)


async def _is_administrator(
    context: Context, chat_id: int, reader: Reader, *, kind: ChatKind
) -> bool:
    """What Telegram says now; in a channel, whoever may post there."""
    try:
        member = await context.bot.get_chat_member(chat_id, reader.id)
    except (BadRequest, Forbidden) as error:
        log.info("rights_unknown", chat_id=chat_id, cause=error.message)
        return False
    if member.status == ChatMemberStatus.OWNER:
        return True
    if not isinstance(member, ChatMemberAdministrator):
        return False
    return kind is not ChatKind.CHANNEL or bool(member.can_post_messages)


def _look(context: Context, subscriber: Subscriber) -> Look:
    """The card is the chat's, and speaks its language."""
    newsroom = context.newsroom
    return Look(language=subscriber.language, zone=newsroom.config.zone)
