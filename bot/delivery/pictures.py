"""Pictures: fetched by us, checked, shrunk, uploaded once, then known by `file_id`."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass
from datetime import timedelta

import structlog
from PIL import Image, UnidentifiedImageError

from bot.feeds.answers import Fetched, Refused
from bot.newsroom import Newsroom
from bot.stored import file_id_in

log = structlog.get_logger()

WIDEST = 1280
QUALITY = 82
ASK_AGAIN = timedelta(hours=1)
MOST_PIXELS = 40_000_000
# In place of an address: what is ours to draw.
EMPTY = "bantin:empty"
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What to send: `file_id` when Telegram has it, else the bytes of a JPEG."""

    url: str
    file_id: str = ""
    jpeg: bytes = b""


async def picture_for(newsroom: Newsroom, url: str) -> Picture | None:
    """The picture behind an address; None when it cannot be had, for an hour then."""
    known = await newsroom.storage.media.find(url)
    if known is not None and known.file_id:
        return Picture(url=url, file_id=known.file_id)
    if known is not None and newsroom.now() < known.checked_at + ASK_AGAIN:
        return None
    if file_id := file_id_in(url):
        return Picture(url=url, file_id=file_id)
    answer = await newsroom.fetcher.fetch(url)
    if not isinstance(answer, Fetched):
        cause = answer.cause if isinstance(answer, Refused) else type(answer).__name__
        await give_up(newsroom, url, cause=str(cause))
        return None
    try:
        jpeg = await asyncio.to_thread(shrunk, answer.body)
    except ValueError as error:
        await give_up(newsroom, url, cause=str(error))
        return None
    return Picture(url=url, jpeg=jpeg)


async def empty_picture(newsroom: Newsroom) -> Picture:
    """A plain grey picture, uploaded once like any other."""
    known = await newsroom.storage.media.find(EMPTY)
    if known is not None and known.file_id:
        return Picture(url=EMPTY, file_id=known.file_id)
    out = io.BytesIO()
    Image.new("RGB", (640, 360), (214, 214, 214)).save(out, "JPEG", quality=QUALITY)
    return Picture(url=EMPTY, jpeg=out.getvalue())


async def remember(newsroom: Newsroom, picture: Picture, *, file_id: str) -> None:
    """Keeps what Telegram calls a picture that was just uploaded."""
    if file_id and file_id != picture.file_id:
        await newsroom.storage.media.remember(
            picture.url, file_id=file_id, mime_type="image/jpeg", now=newsroom.now()
        )


def shrunk(body: bytes, *, widest: int = WIDEST, quality: int = QUALITY) -> bytes:
    """A JPEG of at most `widest` pixels a side, without what the camera wrote into it.

    Raises:
        ValueError: not a picture of a kind that we show, or too large to open.
    """
    try:
        with Image.open(io.BytesIO(body), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ValueError("too_large")
            opened.draft("RGB", (widest, widest))
            picture = opened.convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError("not_a_picture") from error
    picture.thumbnail((widest, widest))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


async def give_up(newsroom: Newsroom, url: str, *, cause: str) -> None:
    """Remembers that a file cannot be had: the desk hears of it, and it is tried later."""
    log.warning("picture_failed", url=url, cause=cause)
    await newsroom.storage.media.mark_failed(url, cause=cause, now=newsroom.now())
