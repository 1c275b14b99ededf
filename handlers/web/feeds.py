"""`/feed.rss`, `/feed.atom`, `/feed.json`: our news for whoever reads feeds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from bot.feeds_out import Channel, Entry, atom, json_feed, rss
from bot.i18n import text
from bot.newsroom import Newsroom
from bot.text import base36, squash
from handlers.web.answers import HEADERS, kept, site_of
from storage.model import Article

MOST_ENTRIES = 30
KEPT_S = 300

Writer = Callable[[Channel, Sequence[Entry]], bytes]
KINDS: Final[dict[str, tuple[Writer, str]]] = {
    "rss": (rss, "application/rss+xml"),
    "atom": (atom, "application/atom+xml"),
    "json": (json_feed, "application/feed+json"),
}


async def feed(request: Request) -> Response:
    """The newest in one of the three formats."""
    newsroom: Newsroom = request.app.state.newsroom
    known = KINDS.get(request.path_params["kind"])
    if known is None:
        return Response(status_code=404, headers=HEADERS)
    write, media_type = known
    site, language = site_of(request), newsroom.config.language
    articles = newsroom.storage.articles
    found = await articles.find_latest(limit=MOST_ENTRIES)
    full = await asyncio.gather(*(articles.get(it.id) for it in found))
    channel = Channel(
        title=newsroom.name,
        description=text("about.short", language),
        url=site,
        language=language,
    )
    body = write(channel, [_entry(it, site=site) for it in full])
    return kept(request, body, kind=media_type, max_age_s=KEPT_S)


def _entry(article: Article, *, site: str) -> Entry:
    content = article.content
    return Entry(
        url=f"{site}/a/{base36(article.id)}",
        title=squash(content.title) or "…",
        summary=squash(content.summary),
        category=squash(content.category),
        author=squash(content.author.name),
        published_at=content.published_at,
        modified_at=article.modified_at,
    )
