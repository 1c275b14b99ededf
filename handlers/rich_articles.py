"""Rich articles: sent with the pictures that Telegram has, and without those it refuses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from html import unescape
from typing import Any

import structlog
from telegram.error import BadRequest

from bot.delivery.shelving import ATTACHED, Files, files_for
from bot.render.rich import rich
from bot.render.screen import Keyboard, Look, RichScreen
from bot.render.served import pictures_of
from bot.render.story import story_of
from bot.stored import file_id_in
from bot.telegram.calls import Fields
from bot.telegram.rich import sources
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
    files = await _ready(context, opened.article.content, look=look)
    screen = _screen(opened, look=look, keyboard=keyboard, files=files.named)
    used = {it.file_id for it in screen.media}
    try:
        sent = await context.rich.send(
            screen,
            chat_id=chat_id,
            thread_id=thread_id,
            extra=extra,
            uploads=[it for it in files.uploads if f"{ATTACHED}{it.field}" in used],
        )
    except BadRequest as error:
        if look.saves_data or not _loads_anything(screen):
            raise
        log.warning("rich_pictures_refused", article_id=opened.article.id, error=error.message)
        saving = replace(look, saves_data=True)
        plain = _screen(opened, look=saving, keyboard=keyboard, files={})
        return await context.rich.send(plain, chat_id=chat_id, thread_id=thread_id, extra=extra)
    if sent is not None:
        await _remember(context, screen, sent, files=files)
    return sent


async def _ready(context: Context, content: Content, *, look: Look) -> Files:
    if look.saves_data:
        return Files()
    return await files_for(context.newsroom, pictures=addresses(content), sounds=_sounds(content))


async def rich_screen(
    context: Context, opened: OpenArticle, *, part: int, look: Look
) -> RichScreen:
    """One part of the article, its pictures by what Telegram calls them where it has them."""
    urls = () if look.saves_data else files_of(opened.article.content)
    files = await context.newsroom.storage.media.file_ids(urls) if urls else {}
    files |= {url: file_id for url in urls if (file_id := file_id_in(url))}
    return _part(opened, part=part, look=look, files=files)


def _part(opened: OpenArticle, *, part: int, look: Look, files: Mapping[str, str]) -> RichScreen:
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


def _screen(
    opened: OpenArticle, *, look: Look, keyboard: Keyboard | None, files: Mapping[str, str]
) -> RichScreen:
    screen = _part(opened, part=0, look=look, files=files)
    return screen if keyboard is None else replace(screen, keyboard=keyboard)


@lru_cache(maxsize=REMEMBERED)
def addresses(content: Content) -> tuple[str, ...]:
    """The addresses of the article's pictures, each once."""
    return tuple(it.url for it in pictures_of(story_of(content))[:MOST_PICTURES])


def _sounds(content: Content) -> tuple[str, ...]:
    return tuple(it.url for it in content.audio if not it.file_id)


def files_of(content: Content) -> tuple[str, ...]:
    """The addresses of the article's pictures and sounds."""
    return (*addresses(content), *_sounds(content))


async def _remember(
    context: Context, screen: RichScreen, sent: dict[str, Any], *, files: Files
) -> None:
    """Keeps what Telegram calls the files that it has just received or fetched."""
    named = {f"tg://{it.kind}?id={it.id}": files.address_of(it.file_id) for it in screen.media}
    urls = [named.get(it, it) for it in map(unescape, sources(screen.html))]
    file_ids = list(_files(sent.get("rich_message")))
    # In the order of the page on both sides; a picture that Telegram dropped breaks it.
    if len(urls) != len(file_ids):
        return
    for url, file_id in zip(urls, file_ids, strict=True):
        if url.startswith("http"):
            await context.newsroom.storage.media.remember(
                url, file_id=file_id, now=context.newsroom.now()
            )


def _files(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for it in node:
            yield from _files(it)
        return
    if not isinstance(node, dict):
        return
    kind = str(node.get("type"))
    if kind == "photo":
        sizes = node.get("photo") or [{}]
        yield str(sizes[-1].get("file_id", ""))
    elif kind in ("audio", "voice_note"):
        yield str((node.get(kind) or {}).get("file_id", ""))
    else:
        for it in node.values():
            yield from _files(it)
