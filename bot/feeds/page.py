"""An article out of a web page, for a link that an editor sends (pure).

A portal's display form tells every column by name; of other pages the main text is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Final
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.dates import parse_date
from bot.feeds import sharepoint
from bot.feeds.caps import capped
from bot.feeds.dating import Dating
from bot.feeds.markup import Picture, split_credit, words_of
from bot.feeds.page_text import decoded, main_text, without_furniture
from bot.feeds.raw import RawEntry
from bot.feeds.urls import canonical_url, whole_url
from bot.i18n import language_of, primary_of
from bot.text import clean, squash
from storage.model import Content, Person

_LONGEST_NAME: Final = 100
_DATE_IN_META: Final = (
    "article:published_time",
    "datePublished",
    "pubdate",
    "dc.date",
    "dc.date.issued",
)
_DATE_PLACES: Final = (
    "time[datetime]",
    "[itemprop=datePublished]",
    "[class~=date], [class~=time], [class*=publish], [class*=ngay], [class*=date]",
)
_DATE_IN_SCRIPT: Final = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"([^"]{8,40})"')
_NAME_PLACES: Final = "[rel=author], [itemprop=author], [class~=author], [class*=tac-gia]"
_MOST_PLACES: Final = 20


def content_of_page(body: bytes, *, url: str, zone: tzinfo) -> Content | None:
    """The article on a page; None when the page has no title or no words.

    Up to a second of work: for a thread, not for the event loop.

    Args:
        body: as fetched and inflated; what follows 2 MB of text is not looked at.
        url: where it came from in the end.
        zone: of dates that name none.
    """
    html = decoded(body)
    tree = LexborHTMLParser(html)
    content = _from_columns(tree, url=url, zone=zone) or _from_text(
        tree, html=html, url=url, zone=zone
    )
    if not content.title or not (content.body_html or content.summary):
        return None
    return capped(content)


def _from_columns(tree: LexborHTMLParser, *, url: str, zone: tzinfo) -> Content | None:
    """What a SharePoint display form says of its item, column by column."""
    columns = tuple(
        (label.text(deep=True).strip().removesuffix(":"), (value.inner_html or "").strip())
        for row in tree.css("table.ms-formtable tr")
        if (label := row.css_first("td.ms-formlabel")) is not None
        and (value := row.css_first("td.ms-formbody")) is not None
    )
    if not columns:
        return None
    content = sharepoint.content_of(
        RawEntry(link=url),
        columns=columns,
        dating=Dating(zone=zone),
        feed_url=url,
        column_map={},
    )
    return replace(content, title=content.title or _title(tree)) if content.body_html else None


def _from_text(tree: LexborHTMLParser, *, html: str, url: str, zone: tzinfo) -> Content:
    title = _title(tree)
    published_at = _published_at(tree, html=html, zone=zone)
    author = _author(tree)
    summary = words_of(_meta(tree, "og:description") or _meta(tree, "description"))
    body_html = without_furniture(
        main_text(html, url=url),
        said=(title, author, summary),
        is_date=lambda text: parse_date(text, zone=zone) is not None,
    )
    picture = _picture(tree, url=url)
    return Content(
        title=title,
        summary=summary,
        body_html=body_html,
        image_url=picture.url,
        image_caption=picture.caption if picture.caption != title else "",
        image_credit=picture.credit,
        canonical_url=_canonical(tree, url=url),
        published_at=published_at,
        author=Person(name=author),
        language=_language(tree),
    )


def _meta(tree: LexborHTMLParser, name: str) -> str:
    for kind in ("property", "name", "itemprop"):
        found = tree.css_first(f'meta[{kind}="{name}" i][content]')
        if found is not None:
            return (found.attributes.get("content") or "").strip()
    return ""


def _words(node: LexborNode | None) -> str:
    return squash(clean(node.text(deep=True, separator=" "))) if node is not None else ""


def _title(tree: LexborHTMLParser) -> str:
    headings = tree.css("h1")
    own = _words(headings[0]) if len(headings) == 1 else ""
    whole = own or words_of(_meta(tree, "og:title")) or _words(tree.css_first("title"))
    site = words_of(_meta(tree, "og:site_name"))
    for mark in (" - ", " | ", " – "):
        whole = whole.removesuffix(f"{mark}{site}") if site else whole
    return whole


def _author(tree: LexborHTMLParser) -> str:
    site = words_of(_meta(tree, "og:site_name"))
    written = (words_of(_meta(tree, name)) for name in ("author", "article:author"))
    shown = (_words(node) for node in tree.css(_NAME_PLACES)[:_MOST_PLACES])
    for name in (*written, *shown):
        if name and name != site and len(name) <= _LONGEST_NAME and "://" not in name:
            return name
    return ""


def _published_at(tree: LexborHTMLParser, *, html: str, zone: tzinfo) -> datetime | None:
    """The page's own date, in the order of how much it can be trusted; never a guess."""
    dates = (parse_date(text, zone=zone) for text in _dates(tree, html=html))
    return next((date for date in dates if date is not None), None)


def _dates(tree: LexborHTMLParser, *, html: str) -> Iterator[str]:
    yield from filter(None, (_meta(tree, name) for name in _DATE_IN_META))
    if found := _DATE_IN_SCRIPT.search(html):
        yield found[1]
    for places in _DATE_PLACES:
        for node in tree.css(places)[:_MOST_PLACES]:
            yield node.attributes.get("datetime") or node.attributes.get("content") or _words(node)


def _picture(tree: LexborHTMLParser, *, url: str) -> Picture:
    image_url = whole_url(_meta(tree, "og:image"), base_url=url)
    if not image_url:
        return Picture(url="")
    for image in tree.css("img[src]"):
        if whole_url(image.attributes.get("src") or "", base_url=url) == image_url:
            said = _caption(image) or squash(clean(image.attributes.get("alt") or ""))
            caption, credit = split_credit(said)
            return Picture(url=image_url, caption=caption, credit=credit)
    return Picture(url=image_url)


def _caption(image: LexborNode) -> str:
    node = image.parent
    while node is not None and node.tag != "figure":
        node = node.parent
    return _words(node.css_first("figcaption")) if node is not None else ""


def _canonical(tree: LexborHTMLParser, *, url: str) -> str:
    link = tree.css_first("link[rel=canonical][href]")
    named = whole_url((link.attributes.get("href") or "") if link else "", base_url=url)
    # A page speaks for its own site only.
    is_own = urlsplit(named).hostname == urlsplit(url).hostname
    return canonical_url(named if is_own else url, base_url=url)


def _language(tree: LexborHTMLParser) -> str:
    root = tree.css_first("html")
    code = (root.attributes.get("lang") or "") if root is not None else ""
    return primary_of(code) or language_of(None)
