"""Rich articles: sent with the pictures that Telegram has, and without those it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from html import unescape
from typing import Any

import structlog
from telegram.error import BadRequest

from bot.render.rich import rich
from bot.render.screen import Keyboard, Look, RichScreen
from bot.render.story import story_of
from bot.render.web_body import pictures_of
from bot.stored import file_id_in
from bot.telegram.calls import Fields
from bot.telegram.rich import picture_addresses
from handlers.context import Context
from storage.model import Content
from storage.reading import OpenArticle

log = structlog.get_logger()

REMEMBERED = 64
MOST_PICTURES = 50


async def send_rich(
    context: Context,
    opened: OpenArticle,
    *,
    look: Look,
    chat_id: int,
    thread_id: int = 0,
    keyboard: Keyboard | None = None,
    extra: Fields | None = None,
) -> dict[str, Any] | None:
    """The sent message; None when this server does not know rich messages.

    `keyboard`: instead of the article's own. `extra`: more fields of the call. A refused
    picture becomes a link, with all the others: Telegram does not say which one it was.
    """
    if not context.rich.is_open:
        return None
    screen = await _screen(context, opened, look=look, keyboard=keyboard)
    try:
        sent = await context.rich.send(screen, chat_id=chat_id, thread_id=thread_id, extra=extra)
    except BadRequest as error:
        if look.saves_data or not _loads_anything(screen):
            raise
        log.warning("rich_pictures_refused", article_id=opened.article.id, error=error.message)
        saving = replace(look, saves_data=True)
        plain = await _screen(context, opened, look=saving, keyboard=keyboard)
        return await context.rich.send(plain, chat_id=chat_id, thread_id=thread_id, extra=extra)
    if sent is not None:
        await _remember(context, screen, sent)
    return sent


async def rich_screen(
    context: Context, opened: OpenArticle, *, part: int, look: Look
) -> RichScreen:
    """One part of the article, its pictures by what Telegram calls them where it has them."""
    urls = () if look.saves_data else addresses(opened.article.content)
    files = await context.newsroom.storage.media.file_ids(urls) if urls else {}
    files |= {url: file_id for url in urls if (file_id := file_id_in(url))}
    return rich(
        opened.article,
        opened.stats,
        look=look,
        part=part,
        is_saved=opened.is_saved,
        files=files,
        related=opened.related,
        others=opened.others,
    )


def _loads_anything(screen: RichScreen) -> bool:
    return "<img" in screen.html or "<audio" in screen.html


async def _screen(
    context: Context, opened: OpenArticle, *, look: Look, keyboard: Keyboard | None
) -> RichScreen:
    screen = await rich_screen(context, opened, part=0, look=look)
    return screen if keyboard is None else replace(screen, keyboard=keyboard)


@lru_cache(maxsize=REMEMBERED)
def addresses(content: Content) -> tuple[str, ...]:
    """The addresses of the article's pictures, each once."""
    story = story_of(content)
    first = [story.picture] if story.picture is not None else []
    urls = [it.url for it in (*first, *pictures_of(story.blocks))]
    return tuple(dict.fromkeys(urls))[:MOST_PICTURES]


async def _remember(context: Context, screen: RichScreen, sent: dict[str, Any]) -> None:
    """Keeps what Telegram calls the pictures that it has just fetched."""
    urls = [unescape(url) for url in picture_addresses(screen.html)]
    file_ids = list(_photos(sent.get("rich_message")))
    # In the order of the page on both sides; a picture that Telegram dropped breaks it.
    if len(urls) != len(file_ids):
        return
    for url, file_id in zip(urls, file_ids, strict=True):
        if url.startswith("http"):
            await context.newsroom.storage.media.remember(
                url, file_id=file_id, now=context.newsroom.now()
            )


def _photos(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for it in node:
            yield from _photos(it)
    elif isinstance(node, dict) and node.get("type") == "photo":
        sizes = node.get("photo") or [{}]
        yield str(sizes[-1].get("file_id", ""))
    elif isinstance(node, dict):
        for it in node.values():
            yield from _photos(it)
