"""JSON Feed 1.0 and 1.1, and lists over REST (pure).

Source: https://jsonfeed.org/version/1.1
"""

import json
from collections.abc import Mapping
from html import escape
from typing import Final

from bot.feeds.causes import Cause
from bot.feeds.list_items import items_of, looks_like_items
from bot.feeds.raw import (
    MOST_ENTRIES,
    RawEntry,
    RawFeed,
    RawFile,
    Unparsed,
    fields_of,
    list_of,
    size_of,
    text_of,
)

_KNOWN: Final = frozenset(
    (
        "id url external_url title content_html content_text summary image banner_image "
        "date_published date_modified author authors tags language attachments"
    ).split()
)


def read_json_feed(body: bytes) -> RawFeed | Unparsed:
    """The feed in a JSON document.

    Raises:
        ValueError, RecursionError: it is not JSON, or nested without end.
    """
    document = fields_of(json.loads(body))
    if looks_like_items(body):
        return items_of(document)
    items = document.get("items")
    if not isinstance(items, list):
        return Unparsed(cause=Cause.MALFORMED, detail="JSON without items")
    author = _authors(document)
    hubs = [fields_of(hub) for hub in list_of(document.get("hubs"))]
    return RawFeed(
        kind="json",
        title=text_of(document.get("title")),
        link=text_of(document.get("home_page_url")),
        language=text_of(document.get("language")),
        next_url=text_of(document.get("next_url")),
        hub_url=next((text_of(it.get("url")) for it in hubs if it.get("type") == "WebSub"), ""),
        self_url=text_of(document.get("feed_url")),
        entries=tuple(_entry(fields_of(it), author=author) for it in items[:MOST_ENTRIES]),
    )


def _entry(item: Mapping[str, object], *, author: str) -> RawEntry:
    return RawEntry(
        id=text_of(item.get("id")),
        link=text_of(item.get("url")),
        alternate_url=text_of(item.get("external_url")),
        title=escape(text_of(item.get("title")), quote=False),
        summary=_escaped(item.get("summary")),
        content=text_of(item.get("content_html")) or _escaped(item.get("content_text")),
        author=_authors(item) or author,
        published=text_of(item.get("date_published")),
        updated=text_of(item.get("date_modified")),
        language=text_of(item.get("language")),
        categories=tuple(filter(None, map(text_of, list_of(item.get("tags"))))),
        enclosures=tuple(_file(fields_of(it)) for it in list_of(item.get("attachments"))),
        images=tuple(filter(None, map(text_of, map(item.get, ("image", "banner_image"))))),
        extra=tuple((name, _word(it)) for name, it in item.items() if name not in _KNOWN),
    )


def _file(item: Mapping[str, object]) -> RawFile:
    return RawFile(
        url=text_of(item.get("url")),
        mime_type=text_of(item.get("mime_type")),
        title=text_of(item.get("title")),
        size_bytes=size_of(item.get("size_in_bytes")),
    )


def _authors(item: Mapping[str, object]) -> str:
    listed = list_of(item.get("authors")) or [item.get("author")]
    return ", ".join(filter(None, (text_of(fields_of(it).get("name")) for it in listed)))


def _escaped(value: object) -> str:
    lines = text_of(value).strip().splitlines()
    return "<br>".join(escape(line, quote=False) for line in lines)


def _word(value: object) -> str:
    return text_of(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
