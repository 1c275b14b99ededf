"""The list feed of a SharePoint portal: every column of the list, in a description (pure)."""

import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.feeds import column_values as values
from bot.feeds.columns import decoded_name, field_of
from bot.feeds.dating import Dating
from bot.feeds.files import attachment_of, is_audio
from bot.feeds.markup import picture_of, split_credit, words_of
from bot.feeds.raw import RawEntry
from bot.feeds.urls import canonical_url, whole_url
from bot.html import sanitise
from bot.text import clean
from storage.model import Attachment, Content, Person, Related

_GUID: Final = re.compile(r"[0-9A-F-]{1,64}")
_FOLDER: Final = re.compile(r"(/Lists/[^/]{1,200})/[^/]{1,100}\.aspx\Z", re.IGNORECASE)
Columns = tuple[tuple[str, str], ...]

_REMOVED: Final = "Deleted: "
_LISTS: Final = frozenset({"audio", "attachments", "related"})
Value = object | None


def is_removed(entry: RawEntry) -> bool:
    """Whether an entry only says that an item was taken away, as calendars of lists do."""
    return entry.title.startswith(_REMOVED)


def identity(entry: RawEntry, *, feed_url: str) -> str:
    """List and item: the same under every page that shows it; empty when not to be told.

    >>> identity(RawEntry(link="http://p.example/Lists/Tin tuc/DispForm.aspx?ID=7"),
    ...          feed_url="http://p.example/_layouts/listfeed.aspx?List=%7B7b1f-a%7D")
    'sharepoint:7B1F-A:7'
    """
    list_id = list_id_of(feed_url)
    item_id = _query(entry.link, "id") or _query(entry.id, "id")
    return f"sharepoint:{list_id}:{item_id}" if list_id and item_id.isdecimal() else ""


def list_id_of(feed_url: str) -> str:
    """The GUID of the list that a feed is of; of a list's own page, the page's folder."""
    list_id = _query(feed_url, "list").strip("{}").upper()
    if list_id or not (found := _FOLDER.search(urlsplit(feed_url).path)):
        return list_id if _GUID.fullmatch(list_id) else ""
    return unquote(found[1]).upper()


def split_columns(description: str) -> Columns:
    """The description as (name, HTML value), in order, repeats included.

    Only divs at the first level are columns: rich text brings divs and bold labels of its own.

    >>> split_columns("<div><b>Tiêu đề:</b> Tin</div><div><b>Audio:</b> <div><b>A:</b></div></div>")
    (('Tiêu đề', 'Tin'), ('Audio', '<div><b>A:</b></div>'))
    """
    body = LexborHTMLParser(description).body
    pairs = [_column(node) for node in (body.iter() if body is not None else ())]
    return tuple(pair for pair in pairs if pair is not None)


def _column(node: LexborNode) -> tuple[str, str] | None:
    label = node.child
    while label is not None and label.tag == "-text" and not label.text().strip():
        label = label.next
    if node.tag != "div" or label is None or label.tag not in ("b", "strong"):
        return None
    name = label.text(deep=True).strip().removesuffix(":").strip()
    label.decompose()
    return (name, (node.inner_html or "").strip()) if name else None


def content_of(
    entry: RawEntry,
    *,
    columns: Columns,
    dating: Dating,
    feed_url: str,
    column_map: Mapping[str, str],
) -> Content:
    """An item's columns in our fields; unknown and unreadable ones word for word in `extra`.

    The feed's own date is the item's creation: it stands in for the publication date only
    where the owner shows no such column.
    """
    fields: dict[str, Value] = {}
    extra: list[tuple[str, str]] = []
    named = [(field_of(name, column_map=column_map), name, html) for name, html in columns]
    for field, name, html in named:
        value = _read(field, html, dating=dating, base_url=feed_url) if html else None
        if field in _LISTS and value:
            fields[field] = (*_tuple(fields.get(field)), *_tuple(value))
        elif value is not None and field not in fields:
            fields[field] = value
        elif html or not field:
            extra.append((clean(decoded_name(name)), _kept(html)))
    is_dated = any(field == "published_at" for field, _, _ in named)
    return _completed(
        fields, entry=entry, extra=extra, is_dated=is_dated, dating=dating, base_url=feed_url
    )


def _read(field: str, html: str, *, dating: Dating, base_url: str) -> Value:
    match field:
        case "title" | "summary":
            return words_of(html) or None
        case "image_caption" | "content_type" | "imported_version":
            return words_of(html) or None
        case "category" | "genre":
            return values.lookup(html) or None
        case "body_html":
            return sanitise(html, base_url=base_url) or None
        case "image_url":
            picture = picture_of(html, base_url=base_url)
            return (picture.url if picture else values.address(html, base_url=base_url)) or None
        case "alternate_url":
            return values.address(html, base_url=base_url) or None
        case "published_at" | "featured_until_at" | "created_at" | "modified_at":
            return dating.instant(words_of(html))
        case "is_featured":
            return values.yes_no(html)
        case "author" | "created_by" | "modified_by":
            return values.person(html)
        case "page_count":
            return values.measure(html)
        case "photo_count" | "royalty_vnd" | "imported_view_count":
            return values.whole_number(html)
        case "imported_approval":
            return values.approval(html)
        case "audio" | "attachments":
            return values.files(html, base_url=base_url) or None
        case "related":
            return values.related(html, base_url=base_url) or None
    return None


def _completed(
    fields: Mapping[str, Value],
    *,
    entry: RawEntry,
    extra: list[tuple[str, str]],
    is_dated: bool,
    dating: Dating,
    base_url: str,
) -> Content:
    created_at = dating.instant(entry.published)
    author = Person(name=words_of(entry.author))
    caption, credit = split_credit(str(fields.get("image_caption") or ""))
    given = {
        "title": words_of(entry.title),
        "author": author,
        "created_by": author,
        "created_at": created_at,
        "published_at": None if is_dated else created_at,
        **fields,
    }
    content = replace(Content(title=""), **given)  # type: ignore[arg-type]  # typed by `_read`
    audio, attachments = _with_enclosures(entry, content=content, base_url=base_url)
    return replace(
        content,
        image_caption=caption,
        image_credit=credit,
        canonical_url=canonical_url(entry.link or entry.id, base_url=base_url),
        audio=audio,
        attachments=attachments,
        extra=(*extra, *((clean(name), clean(value)) for name, value in entry.extra)),
    )


def _with_enclosures(
    entry: RawEntry, *, content: Content, base_url: str
) -> tuple[tuple[Attachment, ...], tuple[Attachment, ...]]:
    known = {file.url for file in (*content.audio, *content.attachments)}
    found = [
        attachment_of(url, name=it.title, mime_type=it.mime_type, size_bytes=it.size_bytes)
        for it in entry.enclosures
        if (url := whole_url(it.url, base_url=base_url)) and url not in known
    ]
    audio = (file for file in found if is_audio(file))
    others = (file for file in found if not is_audio(file))
    return (*content.audio, *audio), (*content.attachments, *others)


def _kept(html: str) -> str:
    # Word for word; without tags the words are plain text, not HTML.
    return clean(html if "<" in html else unescape(html))


def _tuple(value: Value) -> tuple[Attachment | Related, ...]:
    return value if isinstance(value, tuple) else ()


def _query(url: str, name: str) -> str:
    try:
        asked = parse_qs(urlsplit(url.strip()).query)
    except ValueError:
        return ""
    return next((found[0] for key, found in asked.items() if key.lower() == name), "")
