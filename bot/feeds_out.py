"""Our own news as RSS 2.0, Atom and JSON Feed (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Final
from xml.etree import ElementTree as Xml

import orjson

ATOM: Final = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article as others read it. `url` is its page here."""

    url: str
    title: str
    summary: str
    category: str
    author: str
    published_at: datetime | None
    modified_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What stands over the entries. `url`: the site's, without a slash at its end."""

    title: str
    description: str
    url: str
    language: str


def rss(channel: Channel, entries: Sequence[Entry]) -> bytes:
    """RSS 2.0. Source: https://www.rssboard.org/rss-specification."""
    root = Xml.Element("rss", version="2.0")
    head = Xml.SubElement(root, "channel")
    for name, value in (
        ("title", channel.title),
        ("link", f"{channel.url}/"),
        ("description", channel.description),
        ("language", channel.language),
    ):
        _text(head, name, value)
    for entry in entries:
        item = Xml.SubElement(head, "item")
        _text(item, "title", entry.title)
        _text(item, "link", entry.url)
        _text(item, "guid", entry.url)
        _text(item, "description", entry.summary)
        _text(item, "category", entry.category)
        if entry.published_at is not None:
            _text(item, "pubDate", format_datetime(entry.published_at))
    return _written(root)


def atom(channel: Channel, entries: Sequence[Entry]) -> bytes:
    """Atom. Source: https://www.rfc-editor.org/rfc/rfc4287."""
    root = Xml.Element("feed", {"xmlns": ATOM, "xml:lang": channel.language})
    address = f"{channel.url}/feed.atom"
    _text(root, "title", channel.title)
    _text(root, "subtitle", channel.description)
    _text(root, "id", address)
    Xml.SubElement(root, "link", rel="self", href=address)
    Xml.SubElement(root, "link", href=f"{channel.url}/")
    newest = max((it.modified_at for it in entries), default=None)
    _text(root, "updated", newest.isoformat() if newest else "1970-01-01T00:00:00Z")
    for entry in entries:
        item = Xml.SubElement(root, "entry")
        _text(item, "title", entry.title)
        _text(item, "id", entry.url)
        Xml.SubElement(item, "link", href=entry.url)
        _text(item, "summary", entry.summary)
        _text(Xml.SubElement(item, "author"), "name", entry.author or channel.title)
        if entry.category:
            Xml.SubElement(item, "category", term=entry.category)
        if entry.published_at is not None:
            _text(item, "published", entry.published_at.isoformat())
        _text(item, "updated", entry.modified_at.isoformat())
    return _written(root)


def json_feed(channel: Channel, entries: Sequence[Entry]) -> bytes:
    """JSON Feed 1.1. Source: https://www.jsonfeed.org/version/1.1/."""
    items = []
    for entry in entries:
        item = {
            "id": entry.url,
            "url": entry.url,
            "title": entry.title,
            "content_text": entry.summary or entry.title,
            "date_modified": entry.modified_at.isoformat(),
        }
        optional = {
            "date_published": entry.published_at and entry.published_at.isoformat(),
            "tags": [entry.category] if entry.category else None,
            "authors": [{"name": entry.author}] if entry.author else None,
        }
        items.append(item | {name: value for name, value in optional.items() if value})
    return orjson.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": channel.title,
            "description": channel.description,
            "home_page_url": f"{channel.url}/",
            "feed_url": f"{channel.url}/feed.json",
            "language": channel.language,
            "items": items,
        }
    )


def _text(parent: Xml.Element, name: str, value: str) -> None:
    if value:
        Xml.SubElement(parent, name).text = value


def _written(root: Xml.Element) -> bytes:
    written: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
