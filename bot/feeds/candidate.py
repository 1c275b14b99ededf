"""From a publisher's entry to a clean article that is not stored yet (pure)."""

import re
from collections.abc import Iterable
from dataclasses import MISSING, fields, replace
from datetime import datetime, tzinfo
from hashlib import blake2b
from itertools import islice
from operator import attrgetter
from typing import Final

from bot.feeds import sharepoint
from bot.feeds.caps import capped
from bot.feeds.dating import Dating, dating_of
from bot.feeds.files import attachment_of, is_audio, is_image
from bot.feeds.markup import (
    Picture,
    decoded_once,
    picture_of,
    split_credit,
    tamed,
    words_of,
)
from bot.feeds.old_letters import in_unicode
from bot.feeds.raw import RawEntry, RawFeed
from bot.feeds.site_clock import SiteClock
from bot.feeds.story import shingles_of
from bot.feeds.urls import canonical_url, whole_url
from bot.html import sanitise
from bot.i18n import language_of, primary_of
from bot.text import clean, shorten, squash
from storage.model import Attachment, Candidate, Content, Feed, IdPolicy, Person

_FIRST_WORDS: Final = 100
_LONG_TEXT: Final = 700
_LEAD: Final = 300
_BLOCK: Final = re.compile(r"<(?:p|div|table|ul|ol|h2|h3)\b", re.IGNORECASE)
# They change at every visit and would make every visit a revision.
_COUNTERS: Final = frozenset({"slash_comments", "thr_total", "slash_hit_parade", "comments"})
_DIGEST_BYTES: Final = 16
_FIELDS: Final = tuple(it for it in fields(Content) if it.name != "imported_view_count")
_NAMES: Final = tuple(field.name for field in _FIELDS)
_DEFAULTS: Final = tuple(None if it.default is MISSING else it.default for it in _FIELDS)
_VALUES: Final = attrgetter(*_NAMES)


def candidates_of(
    feed: Feed,
    *,
    raw: RawFeed,
    clock: SiteClock,
    default_zone: tzinfo,
    now: datetime | None = None,
) -> tuple[Candidate, ...]:
    """A feed's entries, cleaned; the first of those that share a key, none without a title.

    Args:
        feed: what an editor set: zone, date order, columns, category.
        raw: as parsed.
        clock: what the body shows of the site's clock.
        default_zone: of dates that name no zone, when nobody knows better.
        now: when given, fresh stories can be told from those told elsewhere.
    """
    dating = dating_of(feed, clock=clock, default_zone=default_zone)
    is_list = clock.is_sharepoint or "SharePoint" in raw.generator
    found: dict[bytes, Candidate] = {}
    raw = in_unicode(raw)
    for entry in raw.entries:
        if is_list and sharepoint.is_removed(entry):
            continue
        candidate = _candidate(entry, feed=feed, raw=raw, dating=dating, is_list=is_list, now=now)
        # A list shows its drafts to whoever may edit it; ours are shown what was approved.
        is_shown = candidate.content.imported_approval in (None, 0)
        if candidate.content.title and is_shown:
            found.setdefault(candidate.key, candidate)
    return tuple(found.values())


def _candidate(
    entry: RawEntry,
    *,
    feed: Feed,
    raw: RawFeed,
    dating: Dating,
    is_list: bool,
    now: datetime | None,
) -> Candidate:
    summary, html = tamed(entry.summary), tamed(entry.content)
    if summary is not entry.summary or html is not entry.content:
        entry = replace(entry, summary=summary, content=html)
    columns = sharepoint.split_columns(entry.summary) if is_list else ()
    content = capped(
        _content_of_item(entry, columns=columns, feed=feed, raw=raw, dating=dating)
        if columns
        else _content(entry, feed=feed, raw=raw, dating=dating)
    )
    named = sharepoint.identity(entry, feed_url=feed.url) if is_list else ""
    return Candidate(
        key=_digest([named or _identity(entry, content=content, policy=feed.id_policy)]),
        fingerprint=fingerprint_of(content),
        guid=clean(entry.id.strip(), limit=1_000),
        content=content,
        shingles=shingles_of(content, now=now) if now else (),
    )


def _content_of_item(
    entry: RawEntry, *, columns: sharepoint.Columns, feed: Feed, raw: RawFeed, dating: Dating
) -> Content:
    content = sharepoint.content_of(
        entry,
        columns=columns,
        dating=dating,
        feed_url=feed.url,
        column_map=dict(feed.column_map),
    )
    return replace(
        content,
        category=content.category or feed.category,
        language=primary_of(entry.language or raw.language) or language_of(None),
    )


def fingerprint_of(content: Content) -> bytes:
    """Sixteen bytes that change when the source edits an article, not when it is read.

    Fields at their default do not count, so that a new field of ours changes nothing.
    """
    said = []
    for name, default, value in zip(_NAMES, _DEFAULTS, _VALUES(content), strict=True):
        # Most are the default itself, and comparing people takes long.
        if value is default or value == default:
            continue
        if name == "extra":
            value = tuple(pair for pair in value if pair[0] not in _COUNTERS)
        said.append(f"{name}={value.isoformat() if isinstance(value, datetime) else repr(value)}")
    return _digest(said)


def _digest(parts: Iterable[str]) -> bytes:
    return blake2b("\0".join(parts).encode(), digest_size=_DIGEST_BYTES).digest()


def key_of_item(entry: RawEntry, *, feed_url: str) -> bytes:
    """The key of a list's item, before anything else of it is known; empty for others."""
    named = sharepoint.identity(entry, feed_url=feed_url)
    return _digest([named]) if named else b""


def _identity(entry: RawEntry, *, content: Content, policy: IdPolicy) -> str:
    guid, url = entry.id.strip(), content.canonical_url
    if url and (policy is IdPolicy.URL or not guid):
        return f"url:{url}"
    if guid:
        return f"guid:{guid}"
    return f"title:{content.title}:{entry.published.strip()}"


def _content(entry: RawEntry, *, feed: Feed, raw: RawFeed, dating: Dating) -> Content:
    base_url = whole_url(entry.link or raw.link, base_url=feed.url) or feed.url
    summary, html = decoded_once(entry.summary), decoded_once(entry.content)
    if (summary, html) != (entry.summary, entry.content):
        entry = replace(entry, summary=summary, content=html)
    summary, body_html = _texts(entry, base_url=base_url)
    picture = _lead_picture(entry, base_url=base_url)
    # A note has no headline: its first words stand for one.
    title = _title(entry) or shorten(summary, limit=_FIRST_WORDS)
    audio, attachments = _files(entry, base_url=base_url)
    published_at = dating.instant(entry.published)
    updated_at = dating.instant(entry.updated)
    categories = [word for name in entry.categories if (word := words_of(name))]
    # An editor's category is a shelf of ours, the publisher's a word about the article.
    category = feed.category or next(iter(categories), "")
    source = words_of(entry.source)
    return Content(
        title=title,
        summary=summary if summary != title else "",
        body_html=body_html,
        image_url=picture.url if picture else "",
        image_caption=picture.caption if picture and picture.caption != title else "",
        image_credit=picture.credit if picture else "",
        alternate_url=whole_url(entry.alternate_url, base_url=base_url),
        canonical_url=canonical_url(entry.link or _address(entry.id), base_url=feed.url),
        published_at=published_at or updated_at,
        modified_at=updated_at if published_at else None,
        author=Person(name=words_of(entry.author)),
        category=category,
        language=primary_of(entry.language or raw.language) or language_of(None),
        audio=audio,
        attachments=attachments,
        extra=(
            *(("category", name) for name in categories if name != category),
            *((("source", source),) if source and source != raw.title else ()),
            *((clean(name), clean(value)) for name, value in entry.extra),
        ),
    )


def _address(guid: str) -> str:
    # Names like "7" or "tag:…" are no addresses; joined with the feed's they would look so.
    return guid if "//" in guid.strip()[:8] else ""


def _title(entry: RawEntry) -> str:
    title, source = words_of(entry.title), words_of(entry.source)
    # Google News puts the paper's name behind every headline.
    return title.removesuffix(f" - {source}") if source else title


def _texts(entry: RawEntry, *, base_url: str) -> tuple[str, str]:
    """Lead and body. A description that is an article in itself is the body."""
    lead = words_of(entry.summary)
    html = entry.content
    if not html and (len(lead) > _LONG_TEXT or _is_article(entry.summary)):
        html, lead = entry.summary, ""
    if not html:
        return lead, ""
    body_html = sanitise(html, base_url=base_url)
    return lead or shorten(_first_paragraph(body_html), limit=_LEAD), body_html


def _is_article(html: str) -> bool:
    return len(tuple(islice(_BLOCK.finditer(html), 2))) > 1


def _first_paragraph(body_html: str) -> str:
    for piece in body_html.split("</p>"):
        if text := squash(words_of(piece)):
            return text
    return ""


def _lead_picture(entry: RawEntry, *, base_url: str) -> Picture | None:
    inside = picture_of(entry.content, base_url=base_url)
    shown = picture_of(entry.summary, base_url=base_url)
    enclosed = (
        it.url
        for it in entry.enclosures
        if it.url and is_image(attachment_of(it.url, mime_type=it.mime_type))
    )
    declared = (whole_url(url, base_url=base_url) for url in (*enclosed, *entry.images))
    lead = shown or next((Picture(url=url) for url in declared if url), None)
    # The text holds it at full size and with its caption.
    is_inside = lead and inside and _same_file(lead, inside)
    found = inside if is_inside else lead or inside
    return _captioned(found, entry=entry) if found else None


def _captioned(picture: Picture, *, entry: RawEntry) -> Picture:
    caption, credit = split_credit(words_of(entry.image_caption))
    return replace(
        picture,
        caption=picture.caption or caption,
        credit=picture.credit or words_of(entry.image_credit) or credit,
    )


def _same_file(one: Picture, other: Picture) -> bool:
    return one.url.partition("?")[0] == other.url.partition("?")[0]


def _files(
    entry: RawEntry, *, base_url: str
) -> tuple[tuple[Attachment, ...], tuple[Attachment, ...]]:
    found = {
        url: attachment_of(
            url, name=words_of(it.title), mime_type=it.mime_type, size_bytes=it.size_bytes
        )
        for it in entry.enclosures
        if (url := whole_url(it.url, base_url=base_url))
    }
    audio = tuple(file for file in found.values() if is_audio(file))
    # A picture enclosed is the lead picture, at another size perhaps.
    others = tuple(it for it in found.values() if not is_audio(it) and not is_image(it))
    return audio, others
