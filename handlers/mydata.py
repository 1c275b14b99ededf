"""/dulieu and /xoadulieu: what is kept of a person, and how it goes."""

from __future__ import annotations

import orjson
from telegram import Update

from bot.i18n import text
from bot.press import Press, Verb
from bot.render import mydata as screens
from bot.render.markup import escape
from bot.render.screen import Screen
from bot.telegram.calls import Fields
from bot.telegram.menus import take_menu_of
from bot.telegram.request import Upload
from handlers.context import Context
from handlers.showing import chat_of, look_for, send, show, toast
from storage.model import Reader

FILE = "ban-tin-{id}.json"


async def mydata(update: Update, context: Context) -> None:
    """/dulieu: every row as a file, then the main things in words."""
    reader = await context.reader(update)
    storage = context.newsroom.storage
    kept = await storage.readers.kept(reader.id)
    await _send_file(update, context, reader, content=orjson.dumps(kept, option=_READABLE))
    subscriber = await storage.subscribers.find(reader.id)
    followed = set(subscriber.category_ids) if subscriber is not None else set()
    names = [it.name for it in await storage.categories.all() if it.id in followed]
    look = await look_for(context, update, reader)
    await send(update, context, screens.mydata(kept, categories=names, look=look))


async def erase(update: Update, context: Context) -> None:
    """/xoadulieu: asks first."""
    await press_erase(update, context, Press(verb=Verb.ERASE))


async def press_erase(update: Update, context: Context, press: Press) -> None:
    """Asks, then erases everything under this person's id."""
    reader = await context.reader(update)
    look = await look_for(context, update, reader)
    await toast(update)
    show_it = send if update.callback_query is None else show
    if press.argument == screens.SURE:
        newsroom = context.newsroom
        roles = await newsroom.storage.roles.of(reader.id)
        await newsroom.storage.readers.erase(reader.id, now=newsroom.now())
        if roles:
            await take_menu_of(context.calls, reader.id)
        await show_it(update, context, _saying("mydata.deleted", look.language))
    elif press.argument == screens.CHANGED_MIND:
        await show_it(update, context, _saying("mydata.stays", look.language))
    else:
        await show_it(update, context, screens.erase_ask(look=look))


async def _send_file(update: Update, context: Context, reader: Reader, *, content: bytes) -> None:
    chat_id, _ = chat_of(update)
    name = FILE.format(id=reader.id)
    fields: Fields = {"chat_id": chat_id, "caption": text("mydata.title", reader.language)}
    upload = Upload(field="document", name=name, content=content, mime_type="application/json")
    await context.calls.call("sendDocument", fields | {"document": name}, upload=upload)


def _saying(key: str, language: str) -> Screen:
    return Screen(text=escape(text(key, language)))


_READABLE = orjson.OPT_INDENT_2
