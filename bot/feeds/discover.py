"""What an address holds, before it becomes a feed: fetched once, told in one sentence."""

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Final
from urllib.parse import urlsplit

from bot.feeds.address import read_url
from bot.feeds.answers import Fetched, Gone, NotModified, Refused
from bot.feeds.candidate import candidates_of
from bot.feeds.causes import Cause
from bot.feeds.fetch import Fetcher
from bot.feeds.list_page import items_on
from bot.feeds.markup import words_of
from bot.feeds.parse import Parser
from bot.feeds.raw import Killed, RawFeed, Unparsed
from bot.feeds.sharepoint import list_id_of
from bot.feeds.site_clock import read_site_clock
from bot.feeds.suggestions import feeds_named, news_sitemaps
from bot.feeds.tiers import open_way
from bot.i18n import text
from storage import Storage
from storage.model import Content, Feed, FeedId

_KINDS: Final = {
    "rss": "RSS",
    "atom": "Atom",
    "json": "JSON Feed",
    "cdf": "CDF",
    "sitemap": "Sitemap",
    "sharepoint": "SharePoint",
}
_SAMPLE: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A feed. `kind` as people say it; `newest_at` None when no entry has a date.

    `sample`: its first entries, as they would be imported; empty for a list's pages.
    """

    url: str
    kind: str
    title: str
    entry_count: int
    newest_at: datetime | None = None
    sample: tuple[Content, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFound:
    """No feed: why, and the feeds that a page names instead."""

    url: str
    cause: Cause
    detail: str = ""
    suggested: tuple[str, ...] = ()


async def discover(
    url: str,
    *,
    fetcher: Fetcher,
    parser: Parser,
    zone: tzinfo,
    authorities: str = "",
    as_set_up: Feed | None = None,
) -> Found | NotFound:
    """What is at an address, and what the site has where that is no feed.

    Args:
        url: as somebody gave it.
        fetcher: reaches it.
        parser: reads it.
        zone: of dates that name none.
        authorities: further certificates to trust, as PEM.
        as_set_up: the feed that this is, where its columns and dates have a meaning already.
    """
    feed = as_set_up or Feed(id=FeedId(0), url=url, authorities=authorities)
    found = await _discovered(url, fetcher=fetcher, parser=parser, zone=zone, feed=feed)
    if isinstance(found, Found):
        return found
    # A list whose feed is shut may show its items.
    items = await open_way(replace(feed, url=_tidied(url)), fetcher=fetcher)
    if items is not None:
        return await _read(url, answer=items, parser=parser, zone=zone, feed=feed)
    if found.cause is not Cause.HTML or found.suggested:
        return found
    return replace(found, suggested=await news_sitemaps(url, fetcher=fetcher, parser=parser))


async def _discovered(
    url: str, *, fetcher: Fetcher, parser: Parser, zone: tzinfo, feed: Feed
) -> Found | NotFound:
    answer = await fetcher.fetch(url, authorities=feed.authorities)
    match answer:
        case Refused():
            return NotFound(url=url, cause=answer.cause, detail=answer.detail)
        case Gone():
            return NotFound(url=url, cause=Cause.GONE)
        case NotModified():
            # Nothing was asked conditionally: a server that answers so gives no feed.
            return NotFound(url=url, cause=Cause.STATUS, detail="304")
        case Fetched():
            return await _read(url, answer=answer, parser=parser, zone=zone, feed=feed)


async def add_feed(
    url: str,
    *,
    storage: Storage,
    fetcher: Fetcher,
    parser: Parser,
    now: datetime,
    zone: tzinfo,
    category: str = "",
    is_trusted: bool = False,
    wants_full_text: bool = False,
    authorities: str = "",
) -> Feed | NotFound:
    """Adds what is at an address, once it has been seen to be a feed.

    Adding it again gives the same feed. Its entries come with the next round.
    """
    found = await discover(url, fetcher=fetcher, parser=parser, zone=zone, authorities=authorities)
    if isinstance(found, NotFound):
        return found
    return await storage.feeds.add(
        found.url,
        title=found.title,
        category=category,
        is_trusted=is_trusted,
        wants_full_text=wants_full_text,
        authorities=authorities,
        now=now,
    )


def sentence(found: Found | NotFound, language: str) -> str:
    """One sentence for the person who gave the address."""
    if isinstance(found, Found):
        return text(
            "feeds.found", language, kind=found.kind, title=found.title, n=found.entry_count
        )
    reason = text(f"feeds.cause_{found.cause}", language)
    if found.suggested:
        return text("feeds.suggested", language, reason=reason, url=found.suggested[0])
    return text("feeds.not_found", language, reason=reason)


async def _read(
    url: str, *, answer: Fetched, parser: Parser, zone: tzinfo, feed: Feed
) -> Found | NotFound:
    raw = await parser.parse(answer.body, content_type=answer.content_type)
    match raw:
        case Killed():
            return NotFound(url=url, cause=Cause.KILLED, detail=raw.detail)
        case Unparsed() if raw.cause is Cause.HTML and (items := _items_on(answer)):
            return Found(
                url=_tidied(url),
                kind=_KINDS["sharepoint"],
                title=urlsplit(answer.final_url).netloc,
                entry_count=len(items),
            )
        case Unparsed():
            suggested = feeds_named(answer) if raw.cause is Cause.HTML else ()
            return NotFound(url=url, cause=raw.cause, detail=raw.detail, suggested=suggested)
        case RawFeed():
            return _found(url, answer=answer, raw=raw, zone=zone, feed=feed)


def _found(url: str, *, answer: Fetched, raw: RawFeed, zone: tzinfo, feed: Feed) -> Found:
    lasting = answer.moved_to or _tidied(url)
    candidates = candidates_of(
        replace(feed, url=lasting),
        raw=raw,
        clock=read_site_clock(answer.body),
        default_zone=zone,
    )
    dates = [it.content.published_at for it in candidates if it.content.published_at]
    return Found(
        url=lasting,
        kind=next((name for start, name in _KINDS.items() if raw.kind.startswith(start)), "XML"),
        title=words_of(raw.title) or urlsplit(lasting).netloc,
        entry_count=len(candidates),
        newest_at=max(dates, default=None),
        sample=tuple(it.content for it in candidates[:_SAMPLE]),
    )


def _items_on(answer: Fetched) -> tuple[str, ...]:
    """The items of a list whose page this is, where nothing better is named."""
    if feeds_named(answer) or not list_id_of(answer.final_url):
        return ()
    return items_on(answer.body, url=answer.final_url)


def _tidied(url: str) -> str:
    read = read_url(url)
    return str(read) if read is not None else url
