"""A list read from its pages, where neither its items nor its feed are open to us."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final
from urllib.parse import quote, urlsplit

from bot.feeds.answers import Fetched
from bot.feeds.candidate import fingerprint_of, key_of_item
from bot.feeds.dating import zone_named
from bot.feeds.page_reading import read_page
from bot.feeds.raw import RawEntry
from bot.feeds.round import Round
from bot.feeds.urls import whole_url
from storage.model import Candidate, Feed

MOST_PAGES: Final = 10
"""Pages of items read in one round; the others have their turn in the next."""

MOST_AT_FIRST: Final = 30
"""In the first round, as many as a list's feed shows: what is old must not come as news."""

_MOST_BYTES: Final = 2_000_000
_ITEM: Final = re.compile(
    rb"href\s{0,9}=\s{0,9}[\"']([^\"'<>]{0,600}DispForm\.aspx\?[^\"'<>]{1,300})[\"']",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"[?&]ID=(\d{1,9})(?!\d)", re.IGNORECASE)
# An edit shows on the page only, and editors edit what is new.
_LOOKED_AT_AGAIN: Final = 2


def items_on(body: bytes, *, url: str) -> tuple[str, ...]:
    """The addresses of the items that a list's page links to, the newest first.

    >>> items_on(b'<a href="DispForm.aspx?ID=7">', url="https://p.example/Lists/Tin/AllItems.aspx")
    ('https://p.example/Lists/Tin/DispForm.aspx?ID=7',)
    """
    found = {int(number[1]): link for number, link in _links(body, url=url)}
    return tuple(found[number] for number in sorted(found, reverse=True))


async def candidates_on(
    body: bytes, *, feed: Feed, url: str, is_first: bool, this: Round
) -> tuple[Candidate, ...]:
    """The items of a list that are unknown, and the newest known ones as they are now."""
    keys = {
        link: key
        for link in items_on(body, url=url)
        if (key := key_of_item(RawEntry(link=link), feed_url=feed.url))
    }
    known = await this.storage.feeds.seen(feed.id, keys=list(keys.values()))
    unknown = [link for link, key in keys.items() if key not in known]
    again = [link for link, key in keys.items() if key in known][:_LOOKED_AT_AGAIN]
    found = []
    most = MOST_AT_FIRST if is_first else MOST_PAGES - len(again)
    for link in (*unknown[:most], *again):
        candidate = await _candidate(link, key=keys[link], feed=feed, this=this)
        if candidate is not None:
            found.append(candidate)
    return tuple(found)


async def _candidate(link: str, *, key: bytes, feed: Feed, this: Round) -> Candidate | None:
    answer = await this.fetcher.fetch(link, authorities=feed.authorities)
    if not isinstance(answer, Fetched):
        return None
    content = await read_page(answer.body, url=link, zone=zone_named(feed.timezone) or this.zone)
    if content is None or content.imported_approval not in (None, 0):
        return None
    return Candidate(key=key, fingerprint=fingerprint_of(content), guid=link, content=content)


def _links(body: bytes, *, url: str) -> Iterator[tuple[re.Match[str], str]]:
    for found in _ITEM.finditer(body, 0, _MOST_BYTES):
        written = unescape(found[1].decode("utf-8", "replace"))
        link = whole_url(quote(written, safe="/:?&=%#~+,;@!$'()*-._"), base_url=url)
        number = _NUMBER.search(link)
        # A page speaks for its own list only.
        if number and urlsplit(link).netloc == urlsplit(url).netloc:
            yield number, link
