"""Sounds of articles: fetched by us, checked, uploaded once, then known by `file_id`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.delivery.pictures import ASK_AGAIN, give_up
from bot.feeds.answers import Fetched, Refused
from bot.feeds.causes import Cause
from bot.newsroom import Newsroom
from bot.telegram.request import Upload

# What a file begins with: MP3 with and without tags, Ogg, AAC, FLAC, WAV.
BEGINNINGS = (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xf1", b"OggS", b"fLaC", b"RIFF")
M4A = b"ftyp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """What to send: what Telegram calls it, or its address, or the bytes themselves."""

    url: str
    named: str
    upload: Upload | None = None


async def sound_for(newsroom: Newsroom, url: str) -> Sound | None:
    """The sound behind an address; None when it cannot be had, for an hour then."""
    known = await newsroom.storage.media.find(url)
    if known is not None and known.file_id:
        return Sound(url=url, named=known.file_id)
    if known is not None and newsroom.now() < known.checked_at + ASK_AGAIN:
        return None
    answer = await newsroom.fetcher.fetch(url, accept="audio/*")
    if isinstance(answer, Refused) and answer.cause == Cause.TOO_BIG:
        # Telegram fetches up to 20 MB itself (Bot API, "Sending files").
        return Sound(url=url, named=url)
    if not isinstance(answer, Fetched) or not is_sound(answer.body):
        cause = answer.cause if isinstance(answer, Refused) else "not_a_sound"
        await give_up(newsroom, url, cause=str(cause))
        return None
    name = urlsplit(url).path.rpartition("/")[2][-60:] or "bai.mp3"
    upload = Upload(field="audio", name=name, content=answer.body, mime_type="audio/mpeg")
    return Sound(url=url, named=name, upload=upload)


async def remember_sound(newsroom: Newsroom, sound: Sound, answer: dict[str, Any]) -> None:
    """Keeps what Telegram calls a sound that was just sent."""
    sent = answer.get("audio") or answer.get("voice") or answer.get("document") or {}
    file_id = str(sent.get("file_id", ""))
    if file_id and file_id != sound.named:
        await newsroom.storage.media.remember(sound.url, file_id=file_id, now=newsroom.now())


def is_sound(body: bytes) -> bool:
    """Whether the bytes begin as a sound that Telegram plays does.

    >>> is_sound(b"ID3" + bytes(9)), is_sound(b"<html>")
    (True, False)
    """
    return body.startswith(BEGINNINGS) or body[4:8] == M4A
