"""Breaking news and corrections: asked once, called back in time, watched going out."""

from __future__ import annotations

from typing import Final

from telegram import Update

from bot.broadcasting import announce_now, duration_of
from bot.delivery.progress import screen_of
from bot.desk import Act
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.desk import ask_announce
from bot.render.progress import duration
from handlers.context import Context
from handlers.desk import asked_about, may_now, show_preview
from handlers.showing import look_for, pressed_message, show, toast
from storage.errors import NotFound
from storage.model import (
    Article,
    ArticleId,
    BroadcastId,
    DeliveryKind,
    Reader,
    Status,
    Watch,
)

KINDS: Final = {Verb.BREAKING: DeliveryKind.BREAKING, Verb.CORRECT: DeliveryKind.CORRECTION}


async def press_announce(update: Update, context: Context, press: Press) -> None:
    """Asks once, with the audience and the time it takes; then it is on its way."""
    asked = await asked_about(update, context, press, act=Act.PUBLISH)
    if asked is None:
        return
    reader, article = asked
    if article.status is not Status.PUBLISHED or press.argument == "no":
        await toast(update)
        await show_preview(update, context, reader, article)
        return
    if press.argument != "yes":
        await toast(update)
        await _ask(update, context, reader, article, verb=press.verb)
        return
    kind = KINDS[press.verb]
    broadcast_id = await announce_now(context.newsroom, article, kind=kind, by=reader.id)
    if broadcast_id is None:
        await toast(update, text("desk.sent_before", reader.language), is_alert=True)
        await show_preview(update, context, reader, article)
        return
    await toast(update)
    await _watch(update, context, reader, broadcast_id)


async def press_progress(update: Update, context: Context, press: Press) -> None:
    """How far the article's newest broadcast has come, from now on in this message."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.FEATURE):
        return
    broadcast_id = await context.newsroom.storage.broadcasts.find_of(ArticleId(press.id))
    if broadcast_id is None:
        await toast(update, text("progress.none", reader.language), is_alert=True)
        return
    await toast(update)
    await _watch(update, context, reader, broadcast_id)


async def press_undo(update: Update, context: Context, press: Press) -> None:
    """Calls a broadcast back before the first of its messages leaves."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.PUBLISH):
        return
    newsroom = context.newsroom
    broadcast_id = BroadcastId(press.id)
    is_undone = await newsroom.storage.broadcasts.cancel(
        broadcast_id, by=reader.id, now=newsroom.now()
    )
    key = "desk.undone" if is_undone else "desk.undo_late"
    await toast(update, text(key, reader.language), is_alert=True)
    try:
        progress = await newsroom.storage.broadcasts.progress(broadcast_id)
    except NotFound:
        return
    await show(update, context, await screen_of(newsroom, progress, language=reader.language))


async def _ask(
    update: Update, context: Context, reader: Reader, article: Article, *, verb: Verb
) -> None:
    newsroom = context.newsroom
    n = await newsroom.storage.broadcasts.audience(article.id, kind=KINDS[verb])
    time = duration(duration_of(newsroom, n), language=reader.language)
    look = await look_for(context, update, reader)
    await show(update, context, ask_announce(article, verb=verb, n=n, duration=time, look=look))


async def _watch(
    update: Update, context: Context, reader: Reader, broadcast_id: BroadcastId
) -> None:
    newsroom, message = context.newsroom, pressed_message(update)
    progress = await newsroom.storage.broadcasts.progress(broadcast_id)
    await show(update, context, await screen_of(newsroom, progress, language=reader.language))
    if message is not None:
        await newsroom.storage.broadcasts.watch(
            Watch(
                broadcast_id=broadcast_id,
                chat_id=message.chat.id,
                message_id=message.message_id,
                language=reader.language,
            )
        )
