"""An article's pictures as an album: uploaded by the first who asks, then named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from telegram import Update
from telegram.error import BadRequest

from bot.delivery.pictures import give_up
from bot.delivery.shelving import ATTACHED, Files, files_for
from bot.i18n import text
from bot.press import Press
from bot.render.document import Picture
from bot.render.furniture import credited
from bot.render.markup import escape
from bot.render.screen import Screen
from bot.render.served import album_of
from bot.render.story import story_of
from bot.stored import file_id_in
from bot.telegram.calls import Fields
from bot.telegram.outgoing import file_id_of
from bot.telegram.request import Upload
from bot.text import shorten
from handlers.context import Context
from handlers.naming import pressed_article
from handlers.showing import chat_of, send

# Bot API, "sendMediaGroup": 2-10 items; a caption has 1,024 characters after parsing.
MOST_IN_ALBUM = 10
CAPTION_UNITS = 1000
# Whoever presses has asked for the pictures and nothing else.
READY_S = 20.0


async def press_photo(update: Update, context: Context, press: Press) -> None:
    """Sends the article's pictures; what cannot be had is linked to."""
    article = await pressed_article(update, context, press)
    if article is None:
        return
    reader = await context.reader(update)
    story = credited(story_of(article.content), language=reader.language)
    lost: list[Picture] = []
    for album in albums_of(album_of(story)):
        lost += await _send_album(update, context, album)
    if lost:
        await _link(update, context, lost)


def albums_of(pictures: Sequence[Picture]) -> Iterator[Sequence[Picture]]:
    """The pictures in as few albums as hold them, of about the same size.

    >>> [len(it) for it in albums_of([Picture(url=str(at)) for at in range(21)])]
    [7, 7, 7]
    """
    count = -(-len(pictures) // MOST_IN_ALBUM)
    for at in range(count):
        yield pictures[at * len(pictures) // count : (at + 1) * len(pictures) // count]


async def _send_album(
    update: Update, context: Context, pictures: Sequence[Picture]
) -> list[Picture]:
    """Those of the pictures that could not be had."""
    files = await files_for(context.newsroom, pictures=[it.url for it in pictures], ready_s=READY_S)
    there = [it for it in pictures if it.url in files.named]
    lost = [it for it in pictures if it.url not in files.named]
    try:
        await _send_together(update, context, there, files=files)
    except BadRequest as error:
        if len(there) == 1:
            await give_up(context.newsroom, there[0].url, cause=error.message)
            return [*lost, *there]
        # Telegram refuses an album whole; alone, each of the others goes.
        for it in there:
            lost += await _send_album(update, context, [it])
    return lost


async def _send_together(
    update: Update, context: Context, pictures: Sequence[Picture], *, files: Files
) -> None:
    if not pictures:
        return
    chat_id, thread_id = chat_of(update)
    place: Fields = {"chat_id": chat_id} | ({"message_thread_id": thread_id} if thread_id else {})
    items = [
        {
            "type": "photo",
            "media": files.named[it.url],
            "caption": escape(shorten(it.words, limit=CAPTION_UNITS)),
            "parse_mode": "HTML",
        }
        for it in pictures
    ]
    sent: list[dict[str, Any]]
    if len(items) == 1:
        alone = {"photo": items[0]["media"], "caption": items[0]["caption"], "parse_mode": "HTML"}
        sent = [
            await context.calls.call("sendPhoto", place | alone, upload=_as_photo(files.uploads))
        ]
    else:
        sent = await context.calls.call(
            "sendMediaGroup", place | {"media": items}, uploads=files.uploads
        )
    await _remember(context, pictures, sent, files=files)


async def _remember(
    context: Context, pictures: Sequence[Picture], sent: Sequence[dict[str, Any]], *, files: Files
) -> None:
    media = context.newsroom.storage.media
    for it, message in zip(pictures, sent, strict=True):
        if files.named[it.url].startswith(ATTACHED):
            await media.remember(
                it.url,
                file_id=file_id_of(message),
                mime_type="image/jpeg",
                now=context.newsroom.now(),
            )


async def _link(update: Update, context: Context, lost: Sequence[Picture]) -> None:
    language = (await context.reader(update)).language
    links = [it.url for it in lost if not file_id_in(it.url)]
    lines = [text("card.photo_failed", language), *links]
    await send(update, context, Screen(text=escape("\n".join(lines))))


def _as_photo(uploads: Sequence[Upload]) -> Upload | None:
    return replace(uploads[0], field="photo") if uploads else None
