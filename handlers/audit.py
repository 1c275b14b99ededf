"""/nhatky: who did what, read in the chat, filtered, and taken out as a file."""

from __future__ import annotations

from telegram import Update

from bot.desk import Act
from bot.export_writers import BYTE_ORDER_MARK, csv_line
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.audit import PAGE_SIZE, SUBJECTS, act_of, audit_screen
from bot.telegram.calls import Fields
from bot.telegram.request import Upload
from handlers.context import Context
from handlers.desk import may_now
from handlers.showing import chat_of, look_for, send, show, toast
from storage.audit import AuditLine
from storage.model import Reader, ReaderId

FILE = "nhat-ky.csv"
MOST_IN_FILE = 50_000
LINES_AT_ONCE = 1000
HEADINGS = ("at", "by_id", "by", "action", "subject", "subject_id", "what", "detail", "sentence")


async def audit(update: Update, context: Context) -> None:
    """/nhatky: the newest lines."""
    reader = await context.reader(update)
    if await may_now(update, context, reader, Act.READ_AUDIT):
        await _show(update, context, reader, Press(verb=Verb.AUDIT))


async def press_audit(update: Update, context: Context, press: Press) -> None:
    """A page of the lines, of all or of some."""
    reader = await context.reader(update)
    if await may_now(update, context, reader, Act.READ_AUDIT):
        await toast(update)
        await _show(update, context, reader, press)


async def press_file(update: Update, context: Context, press: Press) -> None:
    """The same lines as a CSV file, the newest first."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.READ_AUDIT):
        return
    await toast(update)
    lines: list[AuditLine] = []
    while len(lines) < MOST_IN_FILE:
        found = await _find(context, press, limit=LINES_AT_ONCE, offset=len(lines))
        lines += found
        if len(found) < LINES_AT_ONCE:
            break
    content = BYTE_ORDER_MARK.encode() + csv_line(HEADINGS)
    content += b"".join(_row_of(line, language=reader.language) for line in lines)
    chat_id, _ = chat_of(update)
    fields: Fields = {"chat_id": chat_id, "caption": text("audit.title", reader.language)}
    upload = Upload(field="document", name=FILE, content=content, mime_type="text/csv")
    await context.calls.call("sendDocument", fields | {"document": FILE}, upload=upload)


async def _show(update: Update, context: Context, reader: Reader, press: Press) -> None:
    found = await _find(context, press, limit=PAGE_SIZE + 1, offset=press.page * PAGE_SIZE)
    who = ""
    if press.id:
        who = next((line.by_name for line in found if line.by_name), "") or str(press.id)
    screen = audit_screen(
        found[:PAGE_SIZE],
        here=Press(verb=Verb.AUDIT, id=press.id, page=press.page, argument=press.argument),
        has_more=len(found) > PAGE_SIZE,
        look=await look_for(context, update, reader),
        who=who,
    )
    await (send if update.callback_query is None else show)(update, context, screen)


async def _find(context: Context, press: Press, *, limit: int, offset: int) -> list[AuditLine]:
    return await context.newsroom.storage.audit.find(
        limit=limit,
        offset=offset,
        subjects=SUBJECTS.get(press.argument, ()),
        by_id=ReaderId(press.id) if press.id else None,
    )


def _row_of(line: AuditLine, *, language: str) -> bytes:
    return csv_line(
        (
            line.at.isoformat(),
            line.by_id,
            line.by_name,
            line.action,
            line.subject,
            line.subject_id,
            line.subject_name,
            line.detail,
            act_of(line, language=language),
        )
    )
