"""What administrators see of messages whose fate is not known."""

from __future__ import annotations

from telegram import Update

from bot.delivery.doubts import MOST_RESENT, doubts_screen
from bot.delivery.holding import release_restored
from bot.desk import Act, may
from bot.i18n import text
from bot.press import Press
from bot.render.markup import escape
from bot.render.screen import Screen
from handlers.context import Context
from handlers.showing import send, show, toast
from storage.model import Reader


async def press_resend(update: Update, context: Context, press: Press) -> None:
    """Sends again what may not have arrived: a person has decided so."""
    del press
    reader = await context.reader(update)
    if not await _is_administrator(context, reader):
        await toast(update, text("errors.admins_only", reader.language), is_alert=True)
        return
    outbox = context.newsroom.storage.outbox
    doubtful = await outbox.find_uncertain(limit=MOST_RESENT)
    n = await outbox.resend(
        [delivery.id for delivery in doubtful], by=reader.id, now=context.newsroom.now()
    )
    context.newsroom.wake_sender()
    await toast(update)
    await show(update, context, Screen(text=escape(text("admin.sent_again", reader.language, n=n))))


async def press_leave(update: Update, context: Context, press: Press) -> None:
    """Lets be what may not have arrived: a person has decided so."""
    del press
    reader = await context.reader(update)
    if not await _is_administrator(context, reader):
        await toast(update, text("errors.admins_only", reader.language), is_alert=True)
        return
    await context.newsroom.storage.outbox.leave(by=reader.id, now=context.newsroom.now())
    await toast(update)
    await show(update, context, Screen(text=escape(text("admin.left", reader.language))))


async def press_release(update: Update, context: Context, press: Press) -> None:
    """Lets go what a restored database holds back."""
    del press
    reader = await context.reader(update)
    if not await _is_administrator(context, reader):
        await toast(update, text("errors.admins_only", reader.language), is_alert=True)
        return
    n = await context.newsroom.storage.outbox.release_held(by=reader.id, now=context.newsroom.now())
    await release_restored(context.newsroom)
    await toast(update)
    await show(update, context, Screen(text=escape(text("admin.sent_again", reader.language, n=n))))


async def send_uncertain(update: Update, context: Context, reader: Reader) -> None:
    """What may not have arrived, with the button to send it again; nothing when there is none."""
    screen = await doubts_screen(context.newsroom, language=reader.language)
    if screen is not None:
        await send(update, context, screen)


async def _is_administrator(context: Context, reader: Reader) -> bool:
    return may(await context.newsroom.storage.roles.of(reader.id), Act.ADMINISTER)
