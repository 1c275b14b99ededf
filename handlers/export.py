"""/xuatdulieu: articles, views, messages and royalty as a file, sent as a document."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from telegram import Update

from bot.desk import Act
from bot.export import Noun, export_from
from bot.export_writers import ENDINGS, MIME_TYPES, Form, TooLarge
from bot.i18n import text
from bot.press import Press
from bot.render.export import asked_for, forms_screen, name_of, nouns_screen
from bot.render.markup import escape
from bot.render.screen import Screen
from bot.telegram import outgoing
from bot.telegram.calls import Fields
from bot.telegram.request import Upload
from handlers.context import Context
from handlers.desk import may_now
from handlers.showing import chat_of, look_for, send, show, toast
from storage.model import Reader

MOST_BYTES = 50_000_000
"""Bot API, "sendDocument": a bot sends files of up to 50 MB."""
TOLD_EVERY = timedelta(seconds=3)


async def export_data(update: Update, context: Context) -> None:
    """/xuatdulieu: what can be taken out."""
    reader = await context.reader(update)
    if await may_now(update, context, reader, Act.EXPORT):
        await send(update, context, nouns_screen(look=await look_for(context, update, reader)))


async def press_export(update: Update, context: Context, press: Press) -> None:
    """How it is to be written; without a noun, what can be taken out."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.EXPORT):
        return
    await toast(update)
    look = await look_for(context, update, reader)
    if press.argument in set(Noun):
        await show(update, context, forms_screen(Noun(press.argument), look=look))
    else:
        await show(update, context, nouns_screen(look=look))


async def press_file(update: Update, context: Context, press: Press) -> None:
    """Writes the file, saying how far it is, and sends it."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.EXPORT):
        return
    asked = asked_for(press.argument)
    if asked is None:
        await toast(update, text("errors.old_button", reader.language), is_alert=True)
        return
    await toast(update)
    noun, form = asked
    progress = await _begun(update, context, reader)
    with TemporaryFile() as file:
        try:
            lines = await export_from(
                context.newsroom.storage,
                noun=noun,
                form=form,
                to=file,
                zone=context.newsroom.config.zone,
                on_lines=progress.heard,
                most_bytes=MOST_BYTES,
            )
        except TooLarge:
            await progress.say("admin.export_too_large")
            return
        content = await asyncio.to_thread(_whole, file)
    await _send_file(update, context, reader, noun=noun, form=form, content=content, lines=lines)
    await progress.say("admin.export_ready", n=lines)


class Progress:
    """A message that says how far an export is, edited now and then."""

    def __init__(self, context: Context, *, sent: dict[str, Any], language: str) -> None:
        self._context = context
        self._chat_id = int(sent["chat"]["id"])
        self._message_id = int(sent["message_id"])
        self._language = language
        self._told_at = context.newsroom.now()

    async def heard(self, count: int) -> None:
        """So many lines are there; said when the last time is a while ago."""
        now: datetime = self._context.newsroom.now()
        if now - self._told_at >= TOLD_EVERY:
            self._told_at = now
            await self.say("admin.export_running", n=count)

    async def say(self, key: str, **values: object) -> None:
        """Puts a sentence into the message."""
        screen = Screen(text=escape(text(key, self._language, **values)))
        await outgoing.edit(
            self._context.calls, screen, chat_id=self._chat_id, message_id=self._message_id
        )


async def _begun(update: Update, context: Context, reader: Reader) -> Progress:
    chat_id, _ = chat_of(update)
    words = text("admin.export_begun", reader.language)
    sent = await outgoing.send(context.calls, Screen(text=escape(words)), chat_id=chat_id)
    return Progress(context, sent=sent, language=reader.language)


def _whole(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read()


async def _send_file(
    update: Update,
    context: Context,
    reader: Reader,
    *,
    noun: Noun,
    form: Form,
    content: bytes,
    lines: int,
) -> None:
    newsroom = context.newsroom
    look = await look_for(context, update, reader)
    day = newsroom.now().astimezone(newsroom.config.zone)
    name = f"{noun}-{day:%Y-%m-%d}.{ENDINGS.get(form, str(form))}"
    await newsroom.storage.exports.note(f"{name}: {lines}", by=reader.id, now=newsroom.now())
    fields: Fields = {
        "chat_id": chat_of(update)[0],
        "document": name,
        "caption": name_of(noun, look=look),
    }
    upload = Upload(field="document", name=name, content=content, mime_type=MIME_TYPES[form])
    await context.calls.call("sendDocument", fields, upload=upload)
