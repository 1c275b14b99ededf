"""Arranging the sections of the news: administrators name them and put them together."""

from __future__ import annotations

from telegram import Message, Update

from bot.desk import Act, may
from bot.i18n import LANGUAGES, text
from bot.press import Press, Verb
from bot.render import categories as screens
from bot.text import clean, from_base36, squash
from handlers.context import Context
from handlers.showing import chat_of, look_for, say, send, show, toast
from storage.errors import NotFound, Taken
from storage.model import Category, CategoryId, Reader

MOST_LETTERS = 80


async def press_arrange(update: Update, context: Context, press: Press) -> None:
    """The sections to choose from."""
    reader = await _administrator(update, context)
    if reader is None:
        return
    await toast(update)
    sections = await context.newsroom.storage.categories.all()
    look = await look_for(context, update, reader)
    await show(update, context, screens.arrangement(sections, look=look, page=press.page))


async def press_section(update: Update, context: Context, press: Press) -> None:
    """One section, and what can be done about it."""
    reader = await _administrator(update, context)
    if reader is None:
        return
    await toast(update)
    await _show_section(update, context, reader, CategoryId(press.id))


async def press_name(update: Update, context: Context, press: Press) -> None:
    """Asks for a name: of a new section, or another for an old one."""
    reader = await _administrator(update, context)
    if reader is None:
        return
    await toast(update)
    question = text("categories.ask_new", reader.language)
    if press.verb is Verb.RENAME_SECTION:
        try:
            section = await context.newsroom.storage.categories.get(CategoryId(press.id))
        except NotFound:
            await say(update, context, text("categories.not_found", reader.language))
            return
        question = text("categories.ask_name", reader.language, name=section.name)
    chat_id, _ = chat_of(update)
    fields = {"chat_id": chat_id, "text": question, "reply_markup": {"force_reply": True}}
    await context.calls.call("sendMessage", fields)


async def press_place(update: Update, context: Context, press: Press) -> None:
    """Asks where a section belongs, then puts it there."""
    reader = await _administrator(update, context)
    if reader is None:
        return
    storage = context.newsroom.storage
    section_id, sections = CategoryId(press.id), await storage.categories.all()
    section = next((it for it in sections if it.id == section_id), None)
    if section is not None and not press.argument:
        await toast(update)
        look = await look_for(context, update, reader)
        await show(update, context, screens.wholes(section, sections, look=look, page=press.page))
        return
    await toast(update, await _placed(context, reader, section, press.argument))
    await _show_section(update, context, reader, section_id)


async def is_name(update: Update, context: Context) -> bool:
    """Whether this answers our question for a section's name: then it gets it."""
    message = update.effective_message
    asked = message.reply_to_message if message is not None else None
    if message is None or asked is None or asked.from_user is None:
        return False
    if asked.from_user.id != context.bot.id:
        return False
    meant = await _meant(context, asked)
    if not meant:
        return False
    reader = await _administrator(update, context)
    if reader is not None:
        name = squash(clean(message.text or ""))
        await _give(update, context, reader, section=meant[0], name=name)
    return True


async def _meant(context: Context, asked: Message) -> list[Category | None]:
    """The one section whose name a message of ours asked for: None is a new one."""
    if asked.text in {text("categories.ask_new", it) for it in LANGUAGES}:
        return [None]
    for section in await context.newsroom.storage.categories.all():
        if asked.text in {text("categories.ask_name", it, name=section.name) for it in LANGUAGES}:
            return [section]
    return []


async def _give(
    update: Update, context: Context, reader: Reader, *, section: Category | None, name: str
) -> None:
    categories = context.newsroom.storage.categories
    if not 0 < len(name) <= MOST_LETTERS:
        said = text("categories.name_bad", reader.language, n=MOST_LETTERS)
    elif section is None:
        section = await categories.ensure(name)
        said = text("categories.created", reader.language, name=section.name)
    else:
        try:
            section = await categories.rename(
                section.id, name=name, by=reader.id, now=context.newsroom.now()
            )
            said = text("categories.renamed", reader.language, name=section.name)
        except Taken as error:
            said = text("categories.name_taken", reader.language, name=error.holder)
    await say(update, context, said)
    if section is not None:
        await _show_section(update, context, reader, section.id)


async def _placed(context: Context, reader: Reader, section: Category | None, argument: str) -> str:
    """Puts the section where the press says; what is said of it."""
    categories = context.newsroom.storage.categories
    if section is None:
        return text("categories.not_found", reader.language)
    whole = None
    try:
        if argument != screens.NO_WHOLE:
            whole = await categories.get(CategoryId(from_base36(argument) or 0))
        under = None if whole is None else whole.id
        now = context.newsroom.now()
        is_placed = await categories.place(section.id, under=under, by=reader.id, now=now)
    except NotFound:
        return text("categories.not_found", reader.language)
    if not is_placed:
        return text("categories.cannot_place", reader.language)
    if whole is None:
        return text("categories.taken_out", reader.language, name=section.name)
    return text("categories.placed", reader.language, name=section.name, whole=whole.name)


async def _show_section(
    update: Update, context: Context, reader: Reader, section_id: CategoryId
) -> None:
    sections = await context.newsroom.storage.categories.all()
    look = await look_for(context, update, reader)
    section = next((it for it in sections if it.id == section_id), None)
    screen = (
        screens.arrangement(sections, look=look)
        if section is None
        else screens.section_screen(section, sections, look=look)
    )
    await (send if update.callback_query is None else show)(update, context, screen)


async def _administrator(update: Update, context: Context) -> Reader | None:
    """Who presses, where he may; else nobody, and it was said."""
    reader = await context.reader(update)
    if may(await context.newsroom.storage.roles.of(reader.id), Act.ADMINISTER):
        return reader
    said = text("errors.admins_only", reader.language)
    if update.callback_query is None:
        await say(update, context, said)
    else:
        await toast(update, said, is_alert=True)
    return None
