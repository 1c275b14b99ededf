"""Hearing an article: its own sound, else one that is spoken here, once."""

from __future__ import annotations

from telegram import Update
from telegram.error import BadRequest

from bot.delivery.pictures import give_up
from bot.delivery.sounds import Sound, large_sound, remember_sound, sound_for
from bot.i18n import text
from bot.render.furniture import attachment_label
from bot.render.markup import escape
from bot.render.screen import Screen
from bot.speech import Speech, speakable
from bot.telegram.calls import Fields
from bot.telegram.request import Upload
from bot.text import shorten
from handlers.context import Context
from handlers.showing import chat_of, look_for, say, send
from storage.model import Article, Attachment

# Bot API, "sendVoice": a caption has 1,024 characters after parsing.
CAPTION_UNITS = 1000


async def send_spoken(update: Update, context: Context, article: Article) -> None:
    """Sends the article as a voice message; the first who asks waits for it to be spoken."""
    newsroom = context.newsroom
    speech = newsroom.speech
    if speech is None:
        return
    file_id = await _known(context, article, speech=speech)
    if not file_id:
        async with speech.turn:
            # Whoever waited for the same article finds it spoken.
            file_id = await _known(context, article, speech=speech)
            if not file_id:
                await _speak(update, context, article, speech=speech)
                return
    await _send(update, context, article, file_id=file_id)


async def _known(context: Context, article: Article, *, speech: Speech) -> str:
    known = await context.newsroom.storage.media.find(_address(article, speech))
    return known.file_id if known is not None else ""


async def _speak(update: Update, context: Context, article: Article, *, speech: Speech) -> None:
    sound = await speech.spoken(speakable(article.content))
    if not sound:
        reader = await context.reader(update)
        await say(update, context, text("card.not_spoken", reader.language))
        return
    file_id = await _send(update, context, article, sound=sound)
    if file_id:
        await context.newsroom.storage.media.remember(
            _address(article, speech),
            file_id=file_id,
            mime_type="audio/ogg",
            now=context.newsroom.now(),
        )


async def send_sound(update: Update, context: Context, sound: Attachment) -> None:
    """Sends an article's own sound; uploaded by the first who asks. A link where it fails."""
    newsroom = context.newsroom
    look = await look_for(context, update, await context.reader(update))
    label = escape(attachment_label(sound, look=look))
    found = Sound(url=sound.url, named=sound.file_id) if sound.file_id else None
    found = found or await sound_for(newsroom, sound.url)
    if found is not None and found.is_large:
        async with large_sound(newsroom, sound.url) as large:
            is_sent = await _play(update, context, large, label=label)
    else:
        is_sent = await _play(update, context, found, label=label)
    if not is_sent:
        await send(update, context, Screen(text=f"{label}\n{escape(sound.url)}"))


async def _play(update: Update, context: Context, sound: Sound | None, *, label: str) -> bool:
    if sound is None:
        return False
    chat_id, thread_id = chat_of(update)
    fields: Fields = {"chat_id": chat_id, "audio": sound.named, "caption": label}
    fields |= {"parse_mode": "HTML"} | ({"message_thread_id": thread_id} if thread_id else {})
    try:
        answer = await context.calls.call("sendAudio", fields, upload=sound.upload)
    except BadRequest as error:
        await give_up(context.newsroom, sound.url, cause=error.message)
        return False
    await remember_sound(context.newsroom, sound, answer)
    return True


def _address(article: Article, speech: Speech) -> str:
    # A correction is another version, and is spoken anew.
    return f"speech:{speech.voice}:{article.id}:{article.version}"


async def _send(
    update: Update, context: Context, article: Article, *, file_id: str = "", sound: bytes = b""
) -> str:
    chat_id, thread_id = chat_of(update)
    fields: Fields = {
        "chat_id": chat_id,
        "caption": escape(shorten(article.content.title, limit=CAPTION_UNITS)),
    }
    fields |= {"parse_mode": "HTML", "voice": file_id or "bai.ogg"}
    fields |= {"message_thread_id": thread_id} if thread_id else {}
    upload = None
    if sound:
        upload = Upload(field="voice", name="bai.ogg", content=sound, mime_type="audio/ogg")
    sent = await context.calls.call("sendVoice", fields, upload=upload)
    return str((sent.get("voice") or {}).get("file_id", ""))
