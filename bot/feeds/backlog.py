"""Older pages of a list, for as long as everything on a page is unknown."""

from dataclasses import replace
from typing import Final
from urllib.parse import urljoin, urlsplit

from bot.feeds.answers import Fetched
from bot.feeds.candidate import key_of_item
from bot.feeds.raw import RawEntry, RawFeed
from bot.feeds.round import Round
from bot.feeds.tiers import JSON
from storage.model import Feed

MOST_PAGES: Final = 5


async def with_backlog(raw: RawFeed, *, feed: Feed, url: str, this: Round) -> RawFeed:
    """The feed with the entries that came since the last look and are on later pages.

    Args:
        raw: the first page.
        feed: whose list it is.
        url: where the first page stands; later ones stand on the same host.
        this: the round.
    """
    entries, page = raw.entries, raw
    for _ in range(MOST_PAGES - 1):
        following = urljoin(url, page.next_url) if page.next_url else ""
        if not following or urlsplit(following).netloc != urlsplit(url).netloc:
            break
        if not await _is_all_new(page.entries, feed=feed, this=this):
            break
        found = await page_at(following, feed=feed, this=this)
        if found is None:
            break
        entries, page = (*entries, *found.entries), found
    return raw if entries is raw.entries else replace(raw, entries=entries)


async def page_at(url: str, *, feed: Feed, this: Round) -> RawFeed | None:
    """What a list tells at an address over REST; None when it tells nothing."""
    answer = await this.fetcher.fetch(url, accept=JSON, authorities=feed.authorities)
    if not isinstance(answer, Fetched):
        return None
    parsed = await this.parser.parse(answer.body, content_type=answer.content_type)
    return parsed if isinstance(parsed, RawFeed) else None


async def _is_all_new(entries: tuple[RawEntry, ...], *, feed: Feed, this: Round) -> bool:
    keys = [key for it in entries if (key := key_of_item(it, feed_url=feed.url))]
    return bool(keys) and not await this.storage.feeds.seen(feed.id, keys=keys)
