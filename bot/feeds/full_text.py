"""The whole article from its page, where a feed gives only a lead."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.feeds.answers import Fetched
from bot.feeds.page_reading import read_page
from bot.feeds.round import Round
from storage.model import Candidate, Content, Feed

MOST_PAGES: Final = 10
"""Pages read for one feed in one round; what is beyond keeps its lead."""


async def with_full_text(
    candidates: Sequence[Candidate], *, feed: Feed, this: Round
) -> list[Candidate]:
    """The same entries; new and edited ones without a body with that of their page."""
    seen = await this.storage.feeds.seen(feed.id, keys=[it.key for it in candidates])
    left = MOST_PAGES
    found = []
    # The newest come last, and they are what people open.
    for candidate in reversed(candidates):
        is_wanted = seen.get(candidate.key) != candidate.fingerprint
        if left and is_wanted and not candidate.content.body_html:
            left -= 1
            candidate = replace(candidate, content=await _filled(candidate.content, feed, this))
        found.append(candidate)
    return found[::-1]


async def _filled(content: Content, feed: Feed, this: Round) -> Content:
    url = content.alternate_url or content.canonical_url
    answer = await this.fetcher.fetch(url, authorities=feed.authorities) if url else None
    if not isinstance(answer, Fetched):
        return content
    page = await read_page(answer.body, url=answer.final_url, zone=this.zone)
    if page is None:
        return content
    has_picture = bool(content.image_url)
    return replace(
        content,
        summary=content.summary or page.summary,
        body_html=page.body_html,
        image_url=content.image_url or page.image_url,
        image_caption=content.image_caption or ("" if has_picture else page.image_caption),
        image_credit=content.image_credit or ("" if has_picture else page.image_credit),
        published_at=content.published_at or page.published_at,
        author=content.author if content.author.name else page.author,
    )
