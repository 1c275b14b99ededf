"""What administrators see of messages whose fate is not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from telegram import Update

from bot.delivery.holding import release_restored
from bot.desk import Act, may
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.markup import escape
from bot.render.screen import Screen, Style, pressing
from bot.text import shorten
from handlers.context import Context
from handlers.showing import send, show, toast
from storage.model import Delivery, Reader

MOST_LISTED = 20
TITLE_UNITS = 120
MOST_RESENT = 10_000


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
    doubtful = await context.newsroom.storage.outbox.find_uncertain(limit=MOST_RESENT)
    if not doubtful:
        return
    n = len(doubtful)
    again = pressing(
        text("admin.send_again", reader.language, n=n),
        Press(verb=Verb.RESEND),
        style=Style.PRIMARY,
    )
    leave = pressing(text("admin.leave", reader.language), Press(verb=Verb.LEAVE))
    lines = [text("admin.uncertain", reader.language, n=n)]
    lines += await _doubts(context, reader, doubtful)
    await send(update, context, Screen(text=escape("\n".join(lines)), keyboard=((again, leave),)))


async def _doubts(context: Context, reader: Reader, doubtful: Sequence[Delivery]) -> list[str]:
    """What the messages in doubt are about, each with its number of chats."""
    counted = Counter(delivery.article_id for delivery in doubtful)
    lines = []
    for article_id, n in counted.most_common(MOST_LISTED):
        title = text("settings.digest_button", reader.language)
        if article_id is not None:
            title = (await context.newsroom.storage.articles.get(article_id)).content.title
        shown = shorten(title, limit=TITLE_UNITS)
        lines.append(text("admin.uncertain_row", reader.language, title=shown, n=n))
    return lines


async def _is_administrator(context: Context, reader: Reader) -> bool:
    return may(await context.newsroom.storage.roles.of(reader.id), Act.ADMINISTER)
