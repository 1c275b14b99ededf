"""/nhuanbut: months with their totals, closed and paid by administrators, as statements."""

from __future__ import annotations

import asyncio

from telegram import Update

from bot.desk import Act, may
from bot.i18n import text
from bot.numbers import format_vnd
from bot.press import Press, Verb
from bot.render.royalty_months import PAGE_SIZE, month_screen, months_screen, unrated_screen
from bot.royalty import month_name, month_of, month_of_number, span_of
from bot.statement import statement
from bot.telegram.calls import Fields
from bot.telegram.request import Upload
from handlers.context import Context
from handlers.desk import may_now
from handlers.showing import chat_of, look_for, send, show, toast
from storage.errors import NotFound, Stale
from storage.model import Reader, RoyaltyMonth

FILE = "nhuan-but-{month}.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_LINES = 5000


async def royalty(update: Update, context: Context) -> None:
    """/nhuanbut: the months, the current one first."""
    reader = await context.reader(update)
    if await may_now(update, context, reader, Act.SET_ROYALTY):
        await _show_months(update, context, reader, page=0)


async def press_months(update: Update, context: Context, press: Press) -> None:
    """A page of months."""
    reader = await context.reader(update)
    if await may_now(update, context, reader, Act.SET_ROYALTY):
        await toast(update)
        await _show_months(update, context, reader, page=press.page)


async def press_month(update: Update, context: Context, press: Press) -> None:
    """A month's lines, and what may be done with it."""
    reader = await context.reader(update)
    month = await _month(update, context, reader, press, act=Act.SET_ROYALTY)
    if month is not None:
        await toast(update)
        await _show_month(update, context, reader, month, page=press.page)


async def press_unrated(update: Update, context: Context, press: Press) -> None:
    """Ours of the month that nobody has looked at yet."""
    reader = await context.reader(update)
    month = await _month(update, context, reader, press, act=Act.SET_ROYALTY)
    if month is None:
        return
    await toast(update)
    begins, ends = span_of(month, zone=context.newsroom.config.zone)
    found = await context.newsroom.storage.royalty.unrated(
        begins, until=ends, limit=PAGE_SIZE + 1, offset=press.page * PAGE_SIZE
    )
    screen = unrated_screen(
        month,
        found[:PAGE_SIZE],
        page=press.page,
        has_more=len(found) > PAGE_SIZE,
        look=await look_for(context, update, reader),
    )
    await show(update, context, screen)


async def press_move(update: Update, context: Context, press: Press) -> None:
    """Closes a month, or records it as paid; asks once."""
    reader = await context.reader(update)
    month = await _month(update, context, reader, press, act=Act.CLOSE_ROYALTY)
    if month is None:
        return
    if press.argument != "yes":
        await toast(update)
        await _show_month(update, context, reader, month, asks=press.verb)
        return
    try:
        await _move(context, reader, month, verb=press.verb)
    except (Stale, NotFound):
        await toast(update, text("errors.moved_on", reader.language), is_alert=True)
    else:
        key = "closed" if press.verb is Verb.ROYALTY_CLOSE else "paid_done"
        words = text(f"royalty.{key}", reader.language, month=month_name(month))
        await toast(update, words, is_alert=True)
    await _show_month(update, context, reader, month)


async def press_file(update: Update, context: Context, press: Press) -> None:
    """The month's statement as an XLSX file."""
    reader, newsroom = await context.reader(update), context.newsroom
    month = await _month(update, context, reader, press, act=Act.EXPORT)
    if month is None:
        return
    await toast(update)
    lines = await newsroom.storage.royalty.lines(month, limit=MOST_LINES)
    # Hundreds of rows take long enough to hold up everybody's answers.
    content = await asyncio.to_thread(
        statement,
        lines,
        month=month,
        organisation=newsroom.name,
        zone=newsroom.config.zone,
        language="vi",
    )
    name = FILE.format(month=month)
    await newsroom.storage.exports.note(f"{name}: {len(lines)}", by=reader.id, now=newsroom.now())
    total = sum(line.part.amount_vnd for line in lines)
    fields: Fields = {
        "chat_id": chat_of(update)[0],
        "document": name,
        "caption": text(
            "royalty.file_caption",
            reader.language,
            month=month_name(month),
            amount=format_vnd(total, language=reader.language),
        ),
    }
    upload = Upload(field="document", name=name, content=content, mime_type=XLSX)
    await context.calls.call("sendDocument", fields, upload=upload)


async def _month(
    update: Update, context: Context, reader: Reader, press: Press, *, act: Act
) -> str | None:
    """The month of the button, if this person may; else says why not."""
    if not await may_now(update, context, reader, act):
        return None
    month = month_of_number(press.id)
    if month is None:
        await toast(update, text("errors.old_button", reader.language), is_alert=True)
    return month


async def _move(context: Context, reader: Reader, month: str, *, verb: Verb) -> None:
    shelf, now = context.newsroom.storage.royalty, context.newsroom.now()
    move = shelf.close if verb is Verb.ROYALTY_CLOSE else shelf.pay
    await move(month, by=reader.id, now=now)


async def _show_months(update: Update, context: Context, reader: Reader, *, page: int) -> None:
    newsroom = context.newsroom
    shelf = newsroom.storage.royalty
    found = await shelf.months(limit=PAGE_SIZE + 1, offset=page * PAGE_SIZE)
    months = found[:PAGE_SIZE]
    current = month_of(newsroom.now(), zone=newsroom.config.zone)
    if not page and current not in {it.month for it in months}:
        months = sorted([*months, await shelf.month(current)], key=_newest_first, reverse=True)
    screen = months_screen(
        months,
        page=page,
        has_more=len(found) > PAGE_SIZE,
        look=await look_for(context, update, reader),
    )
    await (send if update.callback_query is None else show)(update, context, screen)


def _newest_first(month: RoyaltyMonth) -> str:
    return month.month


async def _show_month(
    update: Update,
    context: Context,
    reader: Reader,
    month: str,
    *,
    page: int = 0,
    asks: Verb | None = None,
) -> None:
    newsroom = context.newsroom
    shelf = newsroom.storage.royalty
    begins, ends = span_of(month, zone=newsroom.config.zone)
    lines = await shelf.lines(month, limit=PAGE_SIZE + 1, offset=page * PAGE_SIZE)
    roles = await newsroom.storage.roles.of(reader.id)
    screen = month_screen(
        await shelf.month(month),
        lines[:PAGE_SIZE],
        unrated=await shelf.count_unrated(begins, until=ends),
        page=page,
        has_more=len(lines) > PAGE_SIZE,
        may_close=may(roles, Act.CLOSE_ROYALTY),
        asks=asks,
        look=await look_for(context, update, reader),
    )
    await show(update, context, screen)
