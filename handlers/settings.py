"""What a chat receives and how: subscribe, digest hour, language, form, data saver."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from telegram import Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.dates import format_coming, parse_hour
from bot.digest import EVERY_DAY, next_digest
from bot.i18n import LANGUAGES, text
from bot.press import Press, Verb
from bot.receiving import MOST_HOURS, hours_with, set_hours, turn
from bot.render import settings as screens
from bot.render.first_run import subscribed
from bot.text import clean
from handlers.context import Context
from handlers.showing import chat_of, look_for, say, send, show, toast
from storage.model import ChatKind, Reader, Subscriber

HERE = Press(verb=Verb.SETTINGS)
MINUTES_A_DAY = 24 * 60
GROUP_OWNERS = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)


async def subscribe(update: Update, context: Context) -> None:
    """/dangky: this chat receives from now on."""
    reader = await context.reader(update)
    if not await _may_set_up(update, context):
        await say(update, context, text("groups.admins_only", reader.language))
        return
    before = await _subscriber(update, context)
    if before is not None and before.is_active and before.digest_minutes:
        at = screens.hour_of(before.digest_minutes[0])
        await say(update, context, text("subscribe.already", reader.language, time=at))
        return
    await say(update, context, await _subscribed(update, context, reader, before=before))


async def unsubscribe(update: Update, context: Context) -> None:
    """/huydangky: this chat receives nothing more."""
    reader = await context.reader(update)
    if not await _may_set_up(update, context):
        await say(update, context, text("groups.admins_only", reader.language))
        return
    await say(update, context, await _unsubscribed(update, context, reader))


async def settings(update: Update, context: Context) -> None:
    """/caidat: one card that is edited in place."""
    await press_settings(update, context, HERE)


async def hours(update: Update, context: Context) -> None:
    """/giobantin, with or without an hour."""
    reader = await context.reader(update)
    given = clean(" ".join(context.args or ()), limit=40)
    if not given:
        await press_hour(update, context, Press(verb=Verb.HOUR))
        return
    hour = parse_hour(given)
    if hour is None:
        await say(update, context, text("settings.bad_hour", reader.language))
        return
    subscriber = await _subscriber(update, context)
    if subscriber is None:
        await say(update, context, text("subscribe.not_subscribed", reader.language))
        return
    minute = hour.hour * 60 + hour.minute
    await say(update, context, await _set_hours(context, reader, subscriber, [minute]))


async def language(update: Update, context: Context) -> None:
    """/ngonngu."""
    await press_language(update, context, Press(verb=Verb.LANGUAGE))


async def press_subscribe(update: Update, context: Context, press: Press) -> None:
    """The button under the welcome and in the settings."""
    reader = await context.reader(update)
    if not await _may_set_up(update, context):
        await toast(update, text("groups.admins_only", reader.language), is_alert=True)
        return
    await toast(update)
    before = await _subscriber(update, context)
    if press.verb is not Verb.SUBSCRIBE:
        await say(update, context, await _unsubscribed(update, context, reader))
        return
    words = await _subscribed(update, context, reader, before=before)
    look = await look_for(context, update, reader)
    chat = update.effective_chat
    is_private = chat is not None and chat.type == ChatType.PRIVATE
    await send(update, context, subscribed(words, is_private=is_private, look=look))


async def press_settings(update: Update, context: Context, press: Press) -> None:
    """The settings card as things stand."""
    del press
    reader = await context.reader(update)
    await toast(update)
    look = await look_for(context, update, reader)
    screen = screens.settings(await _subscriber(update, context), reader, look=look)
    await (send if update.callback_query is None else show)(update, context, screen)


async def press_toggle(update: Update, context: Context, press: Press) -> None:
    """Turns one thing on or off and shows the card again."""
    storage = context.newsroom.storage
    reader = await context.reader(update)
    subscriber = await _subscriber(update, context)
    if press.argument == screens.FORM:
        await storage.readers.set_classic(reader.id, prefers_classic=not reader.prefers_classic)
    elif subscriber is not None:
        await turn(context.newsroom, subscriber, press.argument)
    await press_settings(update, context, press)


async def press_hour(update: Update, context: Context, press: Press) -> None:
    """Shows the hours, or sets the one that was chosen."""
    reader = await context.reader(update)
    minute = int(press.argument) if press.argument.isdecimal() else None
    if press.argument == screens.NO_DIGEST:
        subscriber = await _subscriber(update, context)
        if subscriber is not None:
            await context.newsroom.storage.subscribers.change(subscriber.id, wants_digest=False)
        await toast(update, text("settings.digest_stopped", reader.language))
    elif minute is not None and minute < MINUTES_A_DAY:
        await toast(update, await _turn_hour(update, context, reader, minute))
    else:
        await toast(update)
    look = await look_for(context, update, reader)
    subscriber = await _subscriber(update, context)
    chosen = subscriber.digest_minutes if subscriber and subscriber.wants_digest else ()
    screen = screens.hours(chosen, look=look)
    await (send if update.callback_query is None else show)(update, context, screen)


async def press_language(update: Update, context: Context, press: Press) -> None:
    """Shows the languages, or sets the one that was chosen."""
    reader = await context.reader(update)
    storage = context.newsroom.storage
    if press.argument in LANGUAGES:
        await storage.readers.set_language(reader.id, language=press.argument)
        subscriber = await _subscriber(update, context)
        if subscriber is not None:
            await storage.subscribers.change(subscriber.id, language=press.argument)
        await toast(update, text("settings.language_set", press.argument))
        await press_settings(update, context, press)
        return
    await toast(update)
    screen = screens.languages(look=await look_for(context, update, reader))
    await (send if update.callback_query is None else show)(update, context, screen)


async def _subscribed(
    update: Update, context: Context, reader: Reader, *, before: Subscriber | None
) -> str:
    newsroom, chat = context.newsroom, update.effective_chat
    assert chat is not None  # asked for by the handler's filter
    chat_id, thread_id = chat_of(update)
    at = newsroom.config.digest_at
    minutes = before.digest_minutes if before is not None else ()
    minute = minutes[0] if minutes else at.hour * 60 + at.minute
    zone = ZoneInfo(before.timezone) if before is not None else newsroom.config.zone
    days = before.digest_days if before is not None else EVERY_DAY
    due_at = next_digest(newsroom.now(), minute=minute, zone=zone, days=days)
    await newsroom.storage.subscribers.subscribe(
        chat_id,
        thread_id=thread_id,
        kind=ChatKind(chat.type),
        title=clean(chat.title or chat.full_name or "", limit=200),
        language=reader.language,
        timezone=zone.key,
        digest_minute=minute,
        next_digest_at=due_at,
        now=newsroom.now(),
    )
    when = format_coming(due_at, now=newsroom.now(), zone=zone, language=reader.language)
    key = "subscribe.done" if chat.type == ChatType.PRIVATE else "groups.subscribed"
    return text(key, reader.language, when=when)


async def _unsubscribed(update: Update, context: Context, reader: Reader) -> str:
    chat_id, thread_id = chat_of(update)
    ended = await context.newsroom.storage.subscribers.end(
        chat_id, thread_id=thread_id, cause="asked", now=context.newsroom.now()
    )
    if not ended:
        return text("subscribe.not_subscribed", reader.language)
    is_private = thread_id == 0 and chat_id > 0
    return text("subscribe.stopped" if is_private else "groups.stopped", reader.language)


async def _turn_hour(update: Update, context: Context, reader: Reader, minute: int) -> str:
    subscriber = await _subscriber(update, context)
    if subscriber is None:
        return text("subscribe.not_subscribed", reader.language)
    hours = hours_with(subscriber, minute)
    if hours is None:
        return text("settings.most_hours", reader.language, n=MOST_HOURS)
    return await _set_hours(context, reader, subscriber, hours)


async def _set_hours(
    context: Context, reader: Reader, subscriber: Subscriber, hours: Sequence[int]
) -> str:
    await set_hours(context.newsroom, subscriber, hours)
    if not hours:
        return text("settings.digest_stopped", reader.language)
    shown = ", ".join(map(screens.hour_of, hours))
    return text("settings.digest_set", reader.language, time=shown)


async def _may_set_up(update: Update, context: Context) -> bool:
    """In a group only its administrators decide, each under his own name."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None or user.is_bot:
        return False
    if chat.type == ChatType.PRIVATE:
        return True
    member = await context.bot.get_chat_member(chat.id, user.id)
    return member.status in GROUP_OWNERS


async def _subscriber(update: Update, context: Context) -> Subscriber | None:
    chat_id, thread_id = chat_of(update)
    return await context.newsroom.storage.subscribers.find(chat_id, thread_id=thread_id)
