"""What an editor sent becomes a draft: links are read, albums gathered."""

from __future__ import annotations

from bot.feeds.answers import Fetched
from bot.feeds.page_reading import read_page
from bot.newsroom import Newsroom
from storage.model import Content


async def read_link(newsroom: Newsroom, url: str) -> Content | None:
    """The article behind an address; None when there is none to be had."""
    answer = await newsroom.fetcher.fetch(url)
    if not isinstance(answer, Fetched):
        return None
    return await read_page(answer.body, url=answer.final_url, zone=newsroom.config.zone)
