"""Whatever somebody at the desk forwards, pastes or sends becomes a draft."""

from __future__ import annotations

from typing import Final, cast

import telegram
from telegram import Update

from bot.desk import Act, may
from bot.i18n import text
from bot.messages import Message
from bot.press import Press, Verb
from bot.render.screen import Keyboard, pressing
from bot.search.question import MOST_LETTERS
from bot.sent import after_command, content_of_sent, link_of, says_more_than_words
from bot.writing import read_link
from handlers.cards import put_card
from handlers.context import Context
from handlers.desk import may_now, person_of
from handlers.showing import chat_of, pressed_message, toast
from storage.model import Article, Content, Reader

FAILED: Final = "desk.link_failed"


async def is_material(update: Update, context: Context) -> bool:
    """Whether a text is a draft in the making: from the desk, and more than words to find."""
    message = update.effective_message
    if message is None or not says_more_than_words(json_of(message), most_letters=MOST_LETTERS):
        return False
    reader = await context.reader(update)
    if not await writes(context, reader):
        return False
    await begin(update, context, reader, json_of(message))
    return True


async def take_media(update: Update, context: Context) -> None:
    """A picture, a sound or a file from the desk: a draft, or a part of one."""
    reader = await context.reader(update)
    message = update.effective_message
    if message is None or not await writes(context, reader):
        return
    if message.media_group_id is None:
        await begin(update, context, reader, json_of(message))
        return
    await context.newsroom.storage.writing.keep_part(
        message.chat.id,
        album=message.media_group_id,
        message_id=message.message_id,
        reader_id=reader.id,
        body=message.to_json(),
        now=context.newsroom.now(),
    )


async def press_new(update: Update, context: Context, press: Press) -> None:
    """Makes a draft of the words that were searched for."""
    reader = await context.reader(update)
    shown = pressed_message(update)
    words = shown.reply_to_message if shown is not None else None
    if not await may_now(update, context, reader, Act.WRITE):
        return
    if words is None:
        await toast(update, text("errors.old_button", reader.language), is_alert=True)
        return
    await toast(update)
    await begin(update, context, reader, json_of(words))


async def offer(update: Update, context: Context) -> Keyboard:
    """What stands under search results for somebody at the desk: make a draft of the words."""
    reader = await context.reader(update)
    if not await writes(context, reader):
        return ()
    return ((pressing(text("write.new", reader.language), Press(verb=Verb.WRITE_NEW)),),)


def json_of(message: telegram.Message) -> Message:
    """The message as the Bot API wrote it."""
    return cast("Message", message.to_dict())


async def writes(context: Context, reader: Reader) -> bool:
    """Whether what this person sends becomes drafts."""
    return may(await context.newsroom.storage.roles.of(reader.id), Act.WRITE)


async def begin(update: Update, context: Context, reader: Reader, message: Message) -> None:
    """Makes a draft of a message and shows its card; the same message makes one draft only."""
    message = after_command(message)
    link = link_of(message)
    if link:
        await _begin_from_link(update, context, reader, message, link=link)
        return
    article = await _save(update, context, reader, message, content_of_sent([message]))
    await _show(update, context, reader, article)


async def _begin_from_link(
    update: Update, context: Context, reader: Reader, message: Message, *, link: str
) -> None:
    chat_id, _ = chat_of(update)
    fields = {"chat_id": chat_id, "text": text("desk.reading_link", reader.language)}
    sent = await context.calls.call("sendMessage", fields)
    content = await read_link(context.newsroom, link)
    place = {"chat_id": chat_id, "message_id": int(sent["message_id"])}
    if content is None:
        words = text(FAILED, reader.language)
        await context.calls.call("editMessageText", place | {"text": words})
        return
    article = await _save(update, context, reader, message, content)
    await context.newsroom.storage.writing.keep_card(
        chat_id, article_id=article.id, message_id=place["message_id"]
    )
    await _show(update, context, reader, article)


async def _save(
    update: Update, context: Context, reader: Reader, message: Message, content: Content
) -> Article:
    chat_id, _ = chat_of(update)
    return await context.newsroom.storage.articles.draft(
        content,
        by=person_of(update, reader),
        # The same message after a restart makes the same draft, not another one.
        origin=f"telegram:{chat_id}:{message['message_id']}",
        now=context.newsroom.now(),
    )


async def _show(update: Update, context: Context, reader: Reader, article: Article) -> None:
    chat_id, _ = chat_of(update)
    await put_card(context.newsroom, context.calls, reader, article, chat_id=chat_id)
