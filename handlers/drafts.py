"""Drafts: begun by a command, listed, opened again as their card."""

from __future__ import annotations

from telegram import Update

from bot.desk import Act, may
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.drafts import ALL, MINE, OUT, drafts_list
from bot.render.lists import PAGE_SIZE
from bot.sent import after_command, is_empty
from handlers.asking import ask
from handlers.cards import put_card
from handlers.context import Context
from handlers.desk import asked_about, may_now, open_card, send_preview, standing_of
from handlers.intake import begin, json_of
from handlers.naming import named_article
from handlers.showing import chat_of, look_for, pressed_message, say, send, show, toast
from storage.model import Reader, Status
from storage.prompts import Prompt

FIELD = "draft"
UNFINISHED = (Status.DRAFT, Status.CHANGES_REQUESTED)
WANTED = {ALL: Act.EDIT, OUT: Act.EDIT}


async def post(update: Update, context: Context) -> None:
    """/dangbai with text or a link, or in reply to a message; without either, asks for it."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.WRITE):
        return
    message = update.effective_message
    given = [message, message.reply_to_message] if message is not None else []
    for it in given:
        if it is not None and not is_empty(after_command(json_of(it))):
            await begin(update, context, reader, json_of(it))
            return
    await ask(update, context, reader, key="desk.prompt", field=FIELD)


async def answer(update: Update, context: Context, prompt: Prompt) -> bool:
    """A reply to our question for material: then a draft is made of it."""
    reader = await context.reader(update)
    message = update.effective_message
    if message is None or not await may_now(update, context, reader, Act.WRITE):
        return False
    await begin(update, context, reader, json_of(message))
    return True


async def drafts(update: Update, context: Context) -> None:
    """/banthao: this person's drafts."""
    reader = await context.reader(update)
    if await may_now(update, context, reader, Act.WRITE):
        await _list(update, context, reader, Press(verb=Verb.WRITE_LIST, argument=MINE))


async def edit(update: Update, context: Context) -> None:
    """/suabai: an article before the readers as the desk's card; without one, all of them."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.EDIT):
        return
    article_id = named_article(update, context)
    if article_id is None:
        await _list(update, context, reader, Press(verb=Verb.WRITE_LIST, argument=OUT))
        return
    await open_card(update, context, article_id)


async def press_list(update: Update, context: Context, press: Press) -> None:
    """Another page of drafts, or everybody's."""
    reader = await context.reader(update)
    if await may_now(update, context, reader, WANTED.get(press.argument, Act.WRITE)):
        await toast(update)
        await _list(update, context, reader, press)


async def press_card(update: Update, context: Context, press: Press) -> None:
    """Goes on with a draft: its card comes anew, below the list."""
    asked = await asked_about(update, context, press, act=Act.WRITE)
    if asked is None:
        return
    reader, article = asked
    if not (await standing_of(context.newsroom, reader, article)).may_change:
        await toast(update, text("errors.not_allowed", reader.language), is_alert=True)
        return
    await toast(update)
    chat_id, _ = chat_of(update)
    await context.newsroom.storage.writing.forget_card(chat_id, article_id=article.id)
    await put_card(context.newsroom, context.calls, reader, article, chat_id=chat_id)


async def pending(update: Update, context: Context) -> None:
    """/choduyet: what waits for somebody's look."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.WRITE):
        return
    articles = context.newsroom.storage.articles
    found = await articles.find_by_status(Status.PENDING, limit=5)
    if not found:
        await say(update, context, text("desk.no_pending", reader.language))
    for headline in found:
        await send_preview(update, context, reader, await articles.get(headline.id))


async def _list(update: Update, context: Context, reader: Reader, press: Press) -> None:
    newsroom = context.newsroom
    roles = await newsroom.storage.roles.of(reader.id)
    found = await newsroom.storage.articles.find_by_status(
        *((Status.PUBLISHED,) if press.argument == OUT else UNFINISHED),
        limit=PAGE_SIZE + 1,
        offset=press.page * PAGE_SIZE,
        by_id=None if press.argument in WANTED else reader.id,
    )
    screen = drafts_list(
        found[:PAGE_SIZE],
        here=press,
        has_more=len(found) > PAGE_SIZE,
        may_see_all=may(roles, Act.EDIT),
        look=await look_for(context, update, reader),
    )
    await (send if pressed_message(update) is None else show)(update, context, screen)
