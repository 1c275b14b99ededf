"""Hearing an article: its own sound, else one that is spoken here, once."""

from __future__ import annotations

from telegram import Update

from bot.i18n import text
from bot.render.markup import escape
from bot.speech import Speech, speakable
from bot.telegram.calls import Fields, Upload
from handlers.context import Context
from handlers.showing import chat_of, say
from storage.model import Article


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


def _address(article: Article, speech: Speech) -> str:
    # A correction is another version, and is spoken anew.
    return f"speech:{speech.voice}:{article.id}:{article.version}"


async def _send(
    update: Update, context: Context, article: Article, *, file_id: str = "", sound: bytes = b""
) -> str:
    chat_id, thread_id = chat_of(update)
    fields: Fields = {"chat_id": chat_id, "caption": escape(article.content.title)[:1000]}
    fields |= {"parse_mode": "HTML", "voice": file_id or "bai.ogg"}
    fields |= {"message_thread_id": thread_id} if thread_id else {}
    upload = None
    if sound:
        upload = Upload(field="voice", name="bai.ogg", content=sound, mime_type="audio/ogg")
    sent = await context.calls.call("sendVoice", fields, upload=upload)
    return str((sent.get("voice") or {}).get("file_id", ""))
