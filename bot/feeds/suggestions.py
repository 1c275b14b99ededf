"""What a site offers where an address is a page: feeds it names, else a sitemap with news."""

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from html import unescape
from itertools import islice
from typing import Final
from urllib.parse import urljoin, urlsplit

from bot.feeds.answers import Fetched
from bot.feeds.fetch import Fetcher
from bot.feeds.parse import Parser
from bot.feeds.raw import RawFeed
from bot.feeds.sitemap import looks_like_sitemap, sitemaps_in, sitemaps_on
from bot.feeds.urls import whole_url

MOST: Final = 5
_FEED_TYPES: Final = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    # JSON Feed 1.0 says so; other programs' answers bear it too, so it comes last.
    "application/json",
)
# Vietnamese papers list their feeds on a page of plain links.
_FEED_PATH: Final = re.compile(
    r"(?:\.(?:rss|rdf|atom)|/(?:rss|feed|atom)(?:\.(?:xml|aspx))?|/listfeed\.aspx"
    r"|/rss/.{1,200}(?<!\.html)(?<!\.htm))/?\Z",
    re.IGNORECASE,
)
# No tree is made of a page: of a hostile one that takes for ever.
_TAG: Final = re.compile(rb"<(?:link|a)\s([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(
    r"\b(rel|type|href)\s{0,9}=\s{0,9}(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", re.IGNORECASE
)
_MOST_BYTES: Final = 1_000_000
_MOST_LINKS: Final = 2_000
_SITEMAP_S: Final = 5.0


def feeds_named(answer: Fetched) -> tuple[str, ...]:
    """The feeds that a page declares, else those that it links to by names usual for feeds."""
    links = list(islice(_links(answer.body), _MOST_LINKS))
    declared = [it for it in links if "alternate" in it.get("rel", "").lower().split()]
    by_type = [
        link.get("href", "")
        for kind in _FEED_TYPES
        for link in declared
        if link.get("type", "").strip().lower() == kind
    ]
    if found := _whole(by_type, base_url=answer.final_url):
        return found
    linked = (whole_url(it.get("href", ""), base_url=answer.final_url) for it in links)
    usual = (it for it in linked if _FEED_PATH.search(urlsplit(it).path))
    return _whole((it for it in usual if it != answer.final_url), base_url=answer.final_url)


def _links(body: bytes) -> Iterator[dict[str, str]]:
    for tag in _TAG.finditer(body, 0, _MOST_BYTES):
        written = _ATTRIBUTE.findall(tag[1].decode("utf-8", "replace"))
        yield {name.lower(): unescape(value.strip("\"'")) for name, value in written}


async def news_sitemaps(url: str, *, fetcher: Fetcher, parser: Parser) -> tuple[str, ...]:
    """The sitemaps with news entries that a site's robots.txt leads to, one list deep."""
    answer = await fetcher.fetch(urljoin(url, "/robots.txt"), timeout_s=_SITEMAP_S)
    if not isinstance(answer, Fetched):
        return ()
    named = sitemaps_in(answer.body.decode("utf-8", "replace"))
    found = []
    for sitemap in _whole(named, base_url=answer.final_url):
        found += [it async for it in _with_news(sitemap, fetcher=fetcher, parser=parser)]
        if found:
            break
    return tuple(found)


async def _with_news(
    url: str, *, fetcher: Fetcher, parser: Parser, is_listed: bool = False
) -> AsyncIterator[str]:
    answer = await fetcher.fetch(url, timeout_s=_SITEMAP_S)
    if not isinstance(answer, Fetched) or not looks_like_sitemap(answer.body):
        return
    inside = () if is_listed else sitemaps_on(answer.body)
    for listed in _whole(inside, base_url=answer.final_url):
        async for found in _with_news(listed, fetcher=fetcher, parser=parser, is_listed=True):
            yield found
    if not inside and isinstance(await parser.parse(answer.body), RawFeed):
        yield url


def _whole(written: Iterable[str], *, base_url: str) -> tuple[str, ...]:
    urls = (whole_url(it, base_url=base_url) for it in written)
    return tuple(dict.fromkeys(filter(None, urls)))[:MOST]
