"""News sitemaps, for sites without a feed (pure).

Source: sitemaps.org, protocol 0.9; Google, "News sitemaps": at most 1,000 entries of two days.
"""

import re
from collections.abc import Iterable
from html import escape, unescape
from typing import Final
from xml.etree import ElementTree

from bot.feeds.causes import Cause
from bot.feeds.raw import MOST_ENTRIES, RawEntry, RawFeed, Unparsed, text_of

_ROOT: Final = re.compile(rb"<(?:\w{1,20}:)?(urlset|sitemapindex)[\s>]")
_HEAD_BYTES: Final = 4_000
_NEWS: Final = "{http://www.google.com/schemas/sitemap-news/0.9}"
_IMAGE: Final = "{http://www.google.com/schemas/sitemap-image/1.1}"
_PLACE: Final = re.compile(rb"<loc>\s{0,9}([^<\s]{1,2000})\s{0,9}</loc>")
_MOST_BYTES: Final = 1_000_000
_SITEMAP_LINE: Final = re.compile(r"^sitemap:\s{0,9}(\S{1,500})", re.IGNORECASE | re.MULTILINE)


def looks_like_sitemap(body: bytes) -> bool:
    """Whether a body is a sitemap, or a list of them."""
    return bool(_ROOT.search(body[:_HEAD_BYTES]))


def read_sitemap(body: bytes) -> RawFeed | Unparsed:
    """The entries with news of a sitemap; addresses alone are no articles.

    Raises:
        ParseError: it is not XML.
    """
    # Entities of a document's own may mean gigabytes; sitemaps have none.
    if b"<!DOCTYPE" in body:
        return Unparsed(cause=Cause.MALFORMED, detail="DOCTYPE")
    root = ElementTree.fromstring(body)
    space = root.tag.partition("}")[0] + "}" if root.tag.startswith("{") else ""
    found = [(url, url.find(f"{_NEWS}news")) for url in root.iterfind(f"{space}url")]
    entries = tuple(_entry(url, news=news, space=space) for url, news in found if news is not None)
    if not entries:
        return Unparsed(cause=Cause.MALFORMED, detail="a sitemap without news")
    if len(entries) > MOST_ENTRIES:
        # A thousand are allowed, in any order; dates like 2026-11-24T08:00 sort as they stand.
        entries = tuple(sorted(entries, key=lambda it: it.published, reverse=True))
    return RawFeed(kind="sitemap", title=entries[0].source, entries=entries[:MOST_ENTRIES])


def sitemaps_on(body: bytes) -> tuple[str, ...]:
    """The sitemaps that a list of sitemaps names, those with news in their address first.

    >>> sitemaps_on(b"<sitemapindex><sitemap><loc>/a.xml</loc></sitemap></sitemapindex>")
    ('/a.xml',)
    >>> sitemaps_on(b"<urlset><url><loc>/a</loc></url></urlset>")
    ()
    """
    root = _ROOT.search(body[:_HEAD_BYTES])
    if root is None or root[1] != b"sitemapindex":
        return ()
    named = _PLACE.findall(body, 0, _MOST_BYTES)
    return _news_first(unescape(it.decode("utf-8", "replace")) for it in named)


def sitemaps_in(robots: str) -> tuple[str, ...]:
    """The sitemaps that robots.txt names, those with news in their address first.

    >>> sitemaps_in("User-agent: *\\nSitemap: https://a.example/all.xml\\n"
    ...             "sitemap: https://a.example/news.xml")
    ('https://a.example/news.xml', 'https://a.example/all.xml')
    """
    return _news_first(_SITEMAP_LINE.findall(robots[:100_000]))


def _news_first(urls: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(urls), key=lambda url: "news" not in url.lower()))


def _entry(url: ElementTree.Element, *, news: ElementTree.Element, space: str) -> RawEntry:
    def said(name: str) -> str:
        return text_of(news.findtext(name)).strip()

    link = text_of(url.findtext(f"{space}loc")).strip()
    image = text_of(url.findtext(f"{_IMAGE}image/{_IMAGE}loc")).strip()
    keywords = said(f"{_NEWS}keywords")
    return RawEntry(
        id=link,
        link=link,
        title=escape(said(f"{_NEWS}title"), quote=False),
        published=said(f"{_NEWS}publication_date"),
        updated=text_of(url.findtext(f"{space}lastmod")).strip(),
        language=said(f"{_NEWS}publication/{_NEWS}language"),
        source=said(f"{_NEWS}publication/{_NEWS}name"),
        categories=tuple(filter(None, (word.strip() for word in keywords.split(","))))[:20],
        images=(image,) if image else (),
    )
