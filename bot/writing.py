"""From what an editor sent to the content of a draft."""

from __future__ import annotations

import asyncio

from bot.feeds.answers import Fetched
from bot.feeds.page import content_of_page
from bot.html import sanitise
from bot.newsroom import Newsroom
from bot.render.markup import escape
from bot.text import shorten, squash
from storage.model import Content

TITLE_UNITS = 300
LEAD_UNITS = 600


def content_of_text(text: str) -> Content:
    """The first line is the title, the first paragraph after it the lead, the rest the body.

    >>> content_of_text("Ra quân\\nHôm nay ra quân.\\n\\nBa xã tham gia.").summary
    'Hôm nay ra quân.'
    """
    first, _, rest = text.strip().partition("\n")
    paragraphs = [squash(part) for part in rest.split("\n") if part.strip()]
    title = shorten(squash(first), limit=TITLE_UNITS)
    if title != squash(first):
        # A long first line is text, not a headline: none of it may be lost.
        paragraphs.insert(0, squash(first))
    lead = paragraphs[0] if len(paragraphs) > 1 else ""
    is_lead = bool(lead) and len(lead) <= LEAD_UNITS
    body = paragraphs[1:] if is_lead else paragraphs
    return Content(
        title=title,
        summary=lead if is_lead else "",
        body_html=sanitise("".join(f"<p>{escape(part)}</p>" for part in body)),
    )


async def read_link(newsroom: Newsroom, url: str) -> Content | None:
    """The article behind an address; None when there is none to be had."""
    answer = await newsroom.fetcher.fetch(url)
    if not isinstance(answer, Fetched):
        return None
    return await asyncio.to_thread(
        content_of_page, answer.body, url=answer.final_url, zone=newsroom.config.zone
    )
