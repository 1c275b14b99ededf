"""`/p/<article>-<n>.jpg`: an article's pictures from our own host, fetched once and kept."""

from __future__ import annotations

import asyncio
import io
import re
from datetime import timedelta

from PIL import Image
from starlette.requests import Request
from starlette.responses import Response

from bot.delivery.pictures import shrunk
from bot.feeds.answers import Fetched
from bot.newsroom import Newsroom
from bot.render.served import addresses_of
from bot.render.story import story_of
from bot.stored import file_id_in
from bot.text import from_base36
from handlers.web.answers import HEADERS, kept
from storage.errors import NotFound
from storage.model import ArticleId, Status
from storage.pictures import KeptPicture

NAME = re.compile(r"([0-9a-z]{1,13})-([0-9]{1,3})\.jpg")
MOST_BYTES = 34_000
# Widest side and quality, tried in turn until the picture is light enough for a weak network.
SIZES = ((960, 70), (720, 60), (540, 50), (360, 40), (240, 30))
AT_ONCE = 4
ASK_AGAIN = timedelta(hours=1)
KEPT_S = 3600


async def picture(request: Request) -> Response:
    """The n-th picture of a published article; only what stands in an article is fetched."""
    newsroom: Newsroom = request.app.state.newsroom
    named = NAME.fullmatch(request.path_params["name"])
    url = await _address(newsroom, named) if named is not None else ""
    fetching: asyncio.Semaphore = request.app.state.fetching
    found = await _kept(newsroom, url, fetching=fetching) if url else None
    if found is None or not found.jpeg:
        return Response(status_code=404, headers=HEADERS)
    return kept(request, found.jpeg, kind="image/jpeg", max_age_s=KEPT_S)


async def _address(newsroom: Newsroom, named: re.Match[str]) -> str:
    try:
        article = await newsroom.storage.articles.get(ArticleId(from_base36(named[1]) or 0))
    except NotFound:
        return ""
    urls = addresses_of(story_of(article.content))
    number = int(named[2])
    is_shown = article.status is Status.PUBLISHED and number < len(urls)
    return urls[number] if is_shown else ""


async def _kept(newsroom: Newsroom, url: str, *, fetching: asyncio.Semaphore) -> KeptPicture | None:
    pictures = newsroom.storage.pictures
    known = await pictures.find(url)
    if known is not None and (known.jpeg or newsroom.now() < known.kept_at + ASK_AGAIN):
        return known
    async with fetching:
        jpeg, size = await _fetched(newsroom, url)
    await pictures.keep(url, jpeg=jpeg, width=size[0], height=size[1], now=newsroom.now())
    return await pictures.find(url)


async def _fetched(newsroom: Newsroom, url: str) -> tuple[bytes, tuple[int, int]]:
    body = await _body(newsroom, url)
    try:
        return await asyncio.to_thread(_small, body)
    except ValueError:
        return b"", (0, 0)


async def _body(newsroom: Newsroom, url: str) -> bytes:
    """What the address gives; nothing when it cannot be had."""
    if file_id := file_id_in(url):
        return await newsroom.stored_file(file_id)
    answer = await newsroom.fetcher.fetch(url)
    return answer.body if isinstance(answer, Fetched) else b""


def _small(body: bytes) -> tuple[bytes, tuple[int, int]]:
    tried = (shrunk(body, widest=widest, quality=quality) for widest, quality in SIZES)
    jpeg = next((it for it in tried if len(it) <= MOST_BYTES), b"")
    if not jpeg:
        raise ValueError("too_detailed")
    with Image.open(io.BytesIO(jpeg)) as opened:
        return jpeg, opened.size
