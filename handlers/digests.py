"""The pages of a digest: the rest of its own window, turned in place."""

from __future__ import annotations

from telegram import Update

from bot.delivery.digesting import page_of_digest
from bot.delivery.keywording import Keywording
from bot.i18n import text
from bot.press import Press, Verb
from handlers.context import Context
from handlers.showing import look_for, say, send, show, toast
from storage.errors import NotFound
from storage.model import Delivery, DeliveryId, DeliveryKind, Reader


async def press_digest(update: Update, context: Context, press: Press) -> None:
    """Turns to another page of a digest."""
    reader = await context.reader(update)
    delivery = await _delivery(context, press, reader=reader)
    if delivery is None:
        await toast(update, text("errors.old_button", reader.language), is_alert=True)
        return
    await toast(update)
    await _show(update, context, delivery, press, reader=reader)


async def open_digest(update: Update, context: Context, delivery_id: int) -> None:
    """Shows what a group's digest has more of, for a deep link."""
    reader = await context.reader(update)
    press = Press(verb=Verb.DIGEST, id=delivery_id, page=1)
    delivery = await _delivery(context, press, reader=reader)
    if delivery is None:
        await say(update, context, text("start.unknown_link", reader.language))
        return
    await _show(update, context, delivery, press, reader=reader)


async def _show(
    update: Update, context: Context, delivery: Delivery, press: Press, *, reader: Reader
) -> None:
    newsroom = context.newsroom
    look = await look_for(context, update, reader)
    screen = await page_of_digest(
        newsroom, delivery, Keywording(newsroom), page=press.page, look=look
    )
    if screen is None:
        await say(update, context, text("digest.nothing_more", reader.language))
        return
    await (send if update.callback_query is None else show)(update, context, screen)


async def _delivery(context: Context, press: Press, *, reader: Reader) -> Delivery | None:
    """A digest that this person may leaf through: his own, or one of many people's."""
    try:
        delivery = await context.newsroom.storage.outbox.get(DeliveryId(press.id))
    except NotFound:
        return None
    is_his = delivery.chat_id == reader.id or delivery.chat_id < 0
    return delivery if is_his and delivery.kind is DeliveryKind.DIGEST else None
