"""Opening an article, turning its pages, keeping it, and what lies beside it."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Update
from telegram.constants import ChatType
from telegram.error import BadRequest

from bot.i18n import text
from bot.press import Press, Verb
from bot.render.card import link_out, notice
from bot.render.classic import page
from bot.render.furniture import attachment_label
from bot.render.markup import escape
from bot.render.screen import Look, Screen
from bot.telegram.calls import Fields
from bot.text import base36
from handlers.context import Context
from handlers.listening import send_sound, send_spoken
from handlers.naming import pressed_article
from handlers.rich_articles import rich_screen, send_rich
from handlers.showing import (
    answering,
    change_button,
    chat_of,
    look_for,
    look_of,
    pressed_message,
    say,
    send,
    show,
    toast,
)
from handlers.whisper import whisper
from storage.errors import NotFound
from storage.model import ArticleId, Attachment, Reader, Status, Via
from storage.reading import OpenArticle

SOUNDS = ("audio", "voice")
FILES = ("document", "video", "animation", "video_note")


async def press_read(update: Update, context: Context, press: Press) -> None:
    """Opens an article for whoever pressed; in a group, for nobody else to see."""
    article_id = ArticleId(press.id)
    chat = update.effective_chat
    if chat is not None and chat.type != ChatType.PRIVATE:
        if await whisper(update, context, article_id):
            return
        link = f"{context.newsroom.bot_url}?start=a_{base36(article_id)}"
        await toast(update, url=link)
        return
    async with answering(update):
        await open_article(update, context, article_id, via=Via.PRESS)


async def open_article(
    update: Update, context: Context, article_id: ArticleId, *, via: Via
) -> None:
    """Counts the opening and shows the article in the form that this reader sees."""
    newsroom = context.newsroom
    reader = await context.reader(update)
    chat_id, thread_id = chat_of(update)
    try:
        opened = await newsroom.storage.reading.open(
            article_id,
            reader_id=reader.id,
            chat_id=chat_id,
            thread_id=thread_id,
            via=via,
            now=newsroom.local_now(),
        )
    except NotFound:
        await say(update, context, text("errors.not_found", reader.language))
        return
    look = look_of(context, reader, saves_data=opened.saves_data)
    if opened.article.status is Status.RETRACTED:
        await send(update, context, notice(look=look))
        return
    newsroom.metrics.views.labels(via=via).inc()
    if opened.article.content.alternate_url:
        await send(update, context, link_out(opened.article, opened.stats, look=look))
        return
    if not reader.prefers_classic and await _send_rich(update, context, opened, look=look):
        return
    offers_rich = reader.prefers_classic and context.rich.is_open
    await send(update, context, _classic(opened, number=0, look=look, offers_rich=offers_rich))


async def press_turn(update: Update, context: Context, press: Press) -> None:
    """Turns a classic page in place."""
    await toast(update)
    await _show_classic(update, context, press)


async def press_classic(update: Update, context: Context, press: Press) -> None:
    """Remembers that this reader sees the classic form better, and shows it."""
    reader = await context.reader(update)
    await context.newsroom.storage.readers.set_classic(reader.id, prefers_classic=True)
    await toast(update, text("settings.form_classic_set", reader.language))
    await _show_classic(update, context, press)


async def press_rich(update: Update, context: Context, press: Press) -> None:
    """Remembers that this reader wants the full form, and shows it."""
    reader = await context.reader(update)
    await context.newsroom.storage.readers.set_classic(reader.id, prefers_classic=False)
    await toast(update, text("settings.form_rich_set", reader.language))
    opened = await _reopened(update, context, ArticleId(press.id), reader=reader)
    if opened is not None and opened.article.status is Status.PUBLISHED:
        look = look_of(context, reader, saves_data=opened.saves_data)
        await _send_rich(update, context, opened, look=look)


async def press_part(update: Update, context: Context, press: Press) -> None:
    """Turns to another part of a rich article in place."""
    await toast(update)
    reader = await context.reader(update)
    opened = await _reopened(update, context, ArticleId(press.id), reader=reader)
    message = pressed_message(update)
    if opened is None or opened.article.status is not Status.PUBLISHED or message is None:
        await _show_classic(update, context, press)
        return
    look = look_of(context, reader, saves_data=opened.saves_data)
    screen = await rich_screen(context, opened, part=press.page, look=look)
    if not await context.rich.edit(screen, chat_id=message.chat.id, message_id=message.message_id):
        await _show_classic(update, context, press)


async def press_save(update: Update, context: Context, press: Press) -> None:
    """Keeps an article, or no longer; the button says which it is now."""
    reader = await context.reader(update)
    saved = context.newsroom.storage.saved
    keeps = press.verb is Verb.SAVE
    try:
        if keeps:
            await saved.save(reader.id, article_id=ArticleId(press.id), now=context.newsroom.now())
        else:
            await saved.drop(reader.id, article_id=ArticleId(press.id))
    except NotFound:
        await toast(update, text("errors.not_found", reader.language))
        return
    await toast(update, text("card.saved" if keeps else "card.unsaved", reader.language))
    chat = update.effective_chat
    if chat is None or chat.type != ChatType.PRIVATE:
        return
    label = text("card.unsave" if keeps else "card.save", reader.language)
    verb = Verb.UNSAVE if keeps else Verb.SAVE
    data = Press(verb=verb, id=press.id).encode()
    await change_button(
        update, context, lambda button: {**button, "text": label, "callback_data": data}
    )


async def press_listen(update: Update, context: Context, press: Press) -> None:
    """Plays the article's sound in the chat, or links to it where Telegram cannot."""
    article = await pressed_article(update, context, press)
    if article is not None and not article.content.audio:
        await send_spoken(update, context, article)
    for audio in article.content.audio if article is not None else ():
        if audio.file_id:
            await _send_file(update, context, audio, kinds=SOUNDS)
        else:
            await send_sound(update, context, audio)


async def press_documents(update: Update, context: Context, press: Press) -> None:
    """Sends the attachments, or links to them where Telegram cannot fetch them."""
    article = await pressed_article(update, context, press)
    for file in article.content.attachments if article is not None else ():
        await _send_file(update, context, file, kinds=FILES)


async def _send_file(
    update: Update, context: Context, file: Attachment, *, kinds: Sequence[str]
) -> None:
    """Sends a file as the first of `kinds` that Telegram takes it for, or links to it."""
    reader = await context.reader(update)
    look = await look_for(context, update, reader)
    label = escape(attachment_label(file, look=look))
    chat_id, thread_id = chat_of(update)
    fields: Fields = {"chat_id": chat_id, "caption": label, "parse_mode": "HTML"}
    fields |= {"message_thread_id": thread_id} if thread_id else {}
    # Telegram fetches some kinds of files only, and not from every server; what it keeps it
    # sends as what it is and as nothing else.
    for kind in kinds if file.file_id else kinds[:1]:
        method = f"send{kind.title().replace('_', '')}"
        try:
            await context.calls.call(method, fields | {kind: file.file_id or file.url})
        except BadRequest:
            continue
        return
    await send(update, context, Screen(text=f"{label}\n{escape(file.url)}".strip()))


async def _reopened(
    update: Update, context: Context, article_id: ArticleId, *, reader: Reader
) -> OpenArticle | None:
    """The article before this reader; None where none is, or was, before anybody."""
    chat_id, thread_id = chat_of(update)
    try:
        return await context.newsroom.storage.reading.get(
            article_id, reader_id=reader.id, chat_id=chat_id, thread_id=thread_id
        )
    except NotFound:
        return None


async def _send_rich(update: Update, context: Context, opened: OpenArticle, *, look: Look) -> bool:
    chat_id, thread_id = chat_of(update)
    sent = await send_rich(context, opened, look=look, chat_id=chat_id, thread_id=thread_id)
    return sent is not None


async def _show_classic(update: Update, context: Context, press: Press) -> None:
    reader = await context.reader(update)
    opened = await _reopened(update, context, ArticleId(press.id), reader=reader)
    if opened is None:
        await say(update, context, text("errors.not_found", reader.language))
        return
    look = look_of(context, reader, saves_data=opened.saves_data)
    offers_rich = reader.prefers_classic and context.rich.is_open
    screen = _classic(opened, number=press.page, look=look, offers_rich=offers_rich)
    await show(update, context, screen)


def _classic(opened: OpenArticle, *, number: int, look: Look, offers_rich: bool) -> Screen:
    return page(
        opened.article,
        number,
        opened.stats,
        look=look,
        is_saved=opened.is_saved,
        related=opened.related,
        others=opened.others,
        offers_rich=offers_rich,
    )
