"""/thongke: openings, deliveries and subscribers, as one picture and in words."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from telegram import Update

from bot.charts import picture
from bot.desk import Act
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.screen import Look
from bot.render.statistics import (
    PERIODS,
    caption_of,
    keyboard_of,
    panels_of,
    sections_screen,
    title_of,
    words_screen,
)
from bot.royalty import month_of, month_of_number
from bot.statistics import Report, last_days, month_span, report_of
from bot.telegram.calls import Fields
from bot.telegram.outgoing import markup_of
from bot.telegram.request import Upload
from handlers.context import Context
from handlers.desk import may_now
from handlers.showing import chat_of, look_for, pressed_message, send, toast
from storage.errors import NotFound
from storage.model import ArticleId, CategoryId, Reader
from storage.statistics import Scope

FILE = "thong-ke.png"


async def statistics(update: Update, context: Context) -> None:
    """/thongke: the last seven days."""
    reader = await context.reader(update)
    if await may_now(update, context, reader, Act.READ_STATISTICS):
        await _send_report(update, context, reader, Press(verb=Verb.STATS, argument="p7"))


async def press_stats(update: Update, context: Context, press: Press) -> None:
    """The figures of another scope or span; from a picture, in its place."""
    reader = await context.reader(update)
    if await may_now(update, context, reader, Act.READ_STATISTICS):
        await _send_report(update, context, reader, press)


async def press_article(update: Update, context: Context, press: Press) -> None:
    """The figures of the article whose card this is."""
    await press_stats(update, context, Press(verb=Verb.STATS, id=press.id, argument="a7"))


async def press_words(update: Update, context: Context, press: Press) -> None:
    """The same figures in words, and what each of them means."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.READ_STATISTICS):
        return
    look = await look_for(context, update, reader)
    found = await _report(update, context, reader, press, look=look)
    if found is not None:
        await toast(update)
        report, title = found
        await send(update, context, words_screen(report, title=title, look=look))


async def press_sections(update: Update, context: Context, press: Press) -> None:
    """The categories to choose from."""
    del press
    reader = await context.reader(update)
    if await may_now(update, context, reader, Act.READ_STATISTICS):
        await toast(update)
        sections = await context.newsroom.storage.categories.all()
        look = await look_for(context, update, reader)
        await send(update, context, sections_screen(sections, look=look))


async def _send_report(update: Update, context: Context, reader: Reader, press: Press) -> None:
    look = await look_for(context, update, reader)
    found = await _report(update, context, reader, press, look=look)
    if found is None:
        return
    await toast(update)
    report, title = found
    # Drawing takes tens of milliseconds, and others wait for their answers.
    png = await asyncio.to_thread(picture, title, panels_of(report, look=look))
    keyboard = keyboard_of(report, here=press, months=_months(context), look=look)
    upload = Upload(field="photo", name=FILE, content=png, mime_type="image/png")
    shown: Fields = {
        "caption": caption_of(report, title=title, look=look),
        "parse_mode": "HTML",
    }
    message = pressed_message(update)
    chat_id, _ = chat_of(update)
    fields: Fields = {"chat_id": chat_id, "reply_markup": markup_of(keyboard)}
    if message is not None and message.photo:
        fields |= {
            "message_id": message.message_id,
            "media": {"type": "photo", "media": "attach://photo", **shown},
        }
        await context.calls.call("editMessageMedia", fields, upload=upload)
        return
    await context.calls.call("sendPhoto", fields | shown | {"photo": FILE}, upload=upload)


async def _report(
    update: Update, context: Context, reader: Reader, press: Press, *, look: Look
) -> tuple[Report, str] | None:
    """The figures that a button asks for, with their title; else says why not."""
    newsroom = context.newsroom
    scope, days = _scope_of(press), press.argument[1:]
    month = month_of_number(press.page) if press.page else ""
    if scope is None or month is None or (not month and days not in map(str, PERIODS)):
        await toast(update, text("errors.old_button", reader.language), is_alert=True)
        return None
    now = newsroom.now()
    here = now.astimezone(context.newsroom.config.zone)
    span = month_span(month, now=here) if month else last_days(int(days), now=here)
    try:
        report = await report_of(newsroom.storage, scope, span=span)
    except NotFound:
        await toast(update, text("errors.not_found", reader.language), is_alert=True)
        return None
    return report, title_of(report, month=month, look=look)


def _scope_of(press: Press) -> Scope | None:
    match press.argument[:1]:
        case "p":
            return Scope()
        case "c":
            return Scope(category_id=CategoryId(press.id))
        case "a":
            return Scope(article_id=ArticleId(press.id))
    return None


def _months(context: Context) -> list[str]:
    """This month and the one before."""
    newsroom = context.newsroom
    now, zone = newsroom.now(), newsroom.config.zone
    this = month_of(now, zone=zone)
    before = month_of(now.astimezone(zone).replace(day=1) - timedelta(days=1), zone=zone)
    return [this, before]
