"""Sounds of articles: fetched by us, checked, uploaded once, then known by `file_id`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot import VERSION
from bot.delivery.pictures import ASK_AGAIN, give_up
from bot.feeds.answers import Answer, Fetched, Refused
from bot.feeds.causes import Cause
from bot.feeds.fetch import open_fetcher
from bot.newsroom import Newsroom
from bot.telegram.request import Upload

# What a file begins with: MP3 with and without tags, Ogg, AAC, FLAC, WAV.
BEGINNINGS = (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xf1", b"OggS", b"fLaC", b"RIFF")
M4A = b"ftyp"
SOUNDS = "audio/*"
# Bot API, "Sending files": 50 MB for what is uploaded and no photo.
LARGE_BYTES = 50_000_000
LARGE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """What to send: what Telegram calls it, or the bytes themselves."""

    url: str
    named: str
    upload: Upload | None = None
    is_large: bool = False


async def sound_for(newsroom: Newsroom, url: str) -> Sound | None:
    """The sound behind an address; None when it cannot be had, for an hour then.

    `is_large`: more than is fetched in passing; `large_sound` gives it.
    """
    known = await newsroom.storage.media.find(url)
    if known is not None and known.file_id:
        return Sound(url=url, named=known.file_id)
    if known is not None and newsroom.now() < known.checked_at + ASK_AGAIN:
        return None
    answer = await newsroom.fetcher.fetch(url, accept=SOUNDS)
    if isinstance(answer, Refused) and answer.cause == Cause.TOO_BIG:
        return Sound(url=url, named="", is_large=True)
    return await _checked(newsroom, url, answer)


@asynccontextmanager
async def large_sound(newsroom: Newsroom, url: str) -> AsyncIterator[Sound | None]:
    """A large sound, to be sent while the block lasts; None when it cannot be had.

    One at a time, so that memory holds one: whoever waited for the same finds it uploaded.
    """
    async with newsroom.large_turn:
        known = await newsroom.storage.media.find(url)
        if known is not None and known.file_id:
            yield Sound(url=url, named=known.file_id)
            return
        hosts = frozenset(newsroom.config.private_hosts)
        # Not over the feeds' one connection to this host, which would wait for it.
        async with open_fetcher(version=VERSION, private_hosts=hosts) as fetcher:
            answer = await fetcher.fetch(
                url, accept=SOUNDS, timeout_s=LARGE_S, most_bytes=LARGE_BYTES
            )
        yield await _checked(newsroom, url, answer)


async def _checked(newsroom: Newsroom, url: str, answer: Answer) -> Sound | None:
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
