"""RSS and Atom through feedparser, which is only ever handed bytes (pure).

Runs in the child: an author of 20 KB keeps feedparser busy for seconds, of 400 KB for ever.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape, unescape
from io import BytesIO
from time import gmtime
from typing import Final

import feedparser
import feedparser.api

from bot.feeds.causes import Cause
from bot.feeds.raw import (
    MOST_ENTRIES,
    MOST_LISTED,
    RawEntry,
    RawFeed,
    RawFile,
    Unparsed,
    list_of,
    size_of,
    text_of,
)

_KNOWN: Final = frozenset(
    (
        "id guidislink link links title title_detail summary summary_detail content author "
        "author_detail authors publisher publisher_detail contributors published updated tags "
        "source media_content media_thumbnail media_credit media_caption credit image "
        "language xml_lang base"
    ).split()
)
_PERIOD_MINUTES: Final = {
    "hourly": 60,
    "daily": 1_440,
    "weekly": 10_080,
    "monthly": 43_200,
    "yearly": 525_600,
}
_DECLARATION: Final = re.compile(r"\A<\?xml[^>]{0,200}\?>")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HALF_CHARACTER: Final = re.compile(r"&#(?:[xX]0{0,8}[dD][89a-fA-F][0-9a-fA-F]{2}|5[5-7]\d{3});")
_ADDRESS: Final = re.compile(r"\s{0,99}(?:https?:)?//", re.IGNORECASE)
_MAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,255}")
_CAPTION: Final = re.compile(rb"<(/?)media:description(?:\s[^<>]{0,500}?)?(/?)>")
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
# Python is fast where it has been some times.
_TURNS: Final = 20
_USUAL: Final = b"""<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Tin</title><link>https://a.example/</link>
<description>Tin</description><item><title>Tin</title><link>https://a.example/1</link>
<guid>https://a.example/1</guid><pubDate>Fri, 20 Nov 2026 08:00:00 +0700</pubDate>
<dc:creator>A</dc:creator><category>B</category><media:content url="https://a.example/1.jpg"/>
<enclosure url="https://a.example/1.mp3" type="audio/mpeg" length="1"/>
<description><![CDATA[<p>Tin</p>]]></description></item></channel></rss>"""
Fields = Mapping[str, object]


def get_ready() -> None:
    """Sets feedparser up for the whole of this process, and warms it.

    Of its eight date readers none tries: dates are read by us, from the publisher's text. Nor
    does it look on the disk, for each feed anew, for a parser that nobody has. What is imported
    late is here, and Python knows the way: a copy of this process need not learn it again.
    """
    feedparser.registerDateHandler(lambda _: gmtime(0))
    feedparser.api.PREFERRED_XML_PARSERS.clear()
    for _ in range(_TURNS):
        read_xml_feed(_USUAL, content_type="")


def read_xml_feed(body: bytes, *, content_type: str) -> RawFeed | Unparsed:
    """The feed in an XML document, or in what is left of a broken one.

    Raises:
        Exception: anything; `&#xD800;` is enough to make feedparser raise.
    """
    # A path or "file://" given as text would be opened; bytes in a stream never are.
    parsed = dict(
        feedparser.parse(
            BytesIO(_with_captions(body)),
            response_headers={"content-type": content_type} if content_type else {},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    )
    entries = list_of(parsed.get("entries"), most=MOST_ENTRIES)
    kind = text_of(parsed.get("version"))
    if not entries and (parsed.get("bozo") or not kind):
        detail = str(parsed.get("bozo_exception", ""))[:200]
        return Unparsed(cause=Cause.MALFORMED, detail=text_of(detail))
    head = _fields(parsed.get("feed"))
    is_atom = kind.startswith("atom")
    author = _authors(head) if is_atom else ""
    led = {text_of(it.get("rel")): text_of(it.get("href")) for it in _links(head)}
    return RawFeed(
        kind=kind,
        title=_title(head, is_atom=is_atom),
        link=text_of(head.get("link")),
        language=text_of(head.get("language")),
        generator=text_of(head.get("generator")),
        is_sound=not parsed.get("bozo"),
        hub_url=led.get("hub", ""),
        self_url=led.get("self", ""),
        ttl_minutes=_ttl_minutes(head),
        entries=tuple(_entry(_fields(it), is_atom=is_atom, author=author) for it in entries),
    )


def _with_captions(body: bytes) -> bytes:
    # What is said of a picture feedparser takes for the entry's own words.
    if b"media:description" not in body:
        return body
    return _CAPTION.sub(rb"<\1media:caption\2>", body)


def repaired(body: bytes) -> bytes | None:
    """The body as plain UTF-8 without what no XML may hold; None when it is not Unicode.

    For a second try: a declaration that lies ("utf-16") or lacks, half characters, controls.
    """
    try:
        text = body.decode("utf-16" if body.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        return None
    whole = _HALF_CHARACTER.sub("\ufffd", _CONTROL.sub("", text.lstrip()))
    return _DECLARATION.sub("", whole, count=1).encode()


def _entry(entry: Fields, *, is_atom: bool, author: str) -> RawEntry:
    links = _links(entry)
    summary = _html(_fields(entry.get("summary_detail"))) or text_of(entry.get("summary"))
    content = max((_html(_fields(it)) for it in list_of(entry.get("content"))), key=len, default="")
    caption = text_of(entry.get("media_caption"))
    return RawEntry(
        id=text_of(entry.get("id")),
        link=_link(entry),
        title=_title(entry, is_atom=is_atom),
        # Of a film there is often nothing else to read.
        summary=summary or ("" if content else _escaped(caption)),
        content=content,
        author=_authors(entry) or author,
        published=text_of(entry.get("published")) or text_of(entry.get("created")),
        updated=text_of(entry.get("updated")),
        language=text_of(entry.get("language")),
        source=text_of(_fields(entry.get("source")).get("title")),
        categories=_present(
            tag.get("label") or tag.get("term") for tag in map(_fields, list_of(entry.get("tags")))
        ),
        enclosures=_enclosures(entry, links=links),
        images=_images(entry),
        image_caption=caption if len(_pictures(entry)) == 1 else "",
        image_credit=text_of(entry.get("credit")),
        extra=_extra(entry),
    )


def _links(fields: Fields) -> Sequence[Fields]:
    return [_fields(link) for link in list_of(fields.get("links"))]


def _title(fields: Fields, *, is_atom: bool) -> str:
    title = text_of(fields.get("title"))
    kind = _fields(fields.get("title_detail")).get("type")
    # RSS does not say whether a title is text or HTML; Atom does, and text may hold "<".
    return escape(title, quote=False) if is_atom and kind == "text/plain" else title


def _link(entry: Fields) -> str:
    link = text_of(entry.get("link"))
    # A guid that does not say otherwise is an address, and often is none.
    is_guid = bool(entry.get("guidislink")) and link == text_of(entry.get("id"))
    return link if not is_guid or _ADDRESS.match(link) else ""


def _html(detail: Fields) -> str:
    text = text_of(detail.get("value"))
    return text if detail.get("type") != "text/plain" else _escaped(text)


def _escaped(text: str) -> str:
    return "<br>".join(escape(line, quote=False) for line in text.strip().splitlines())


def _authors(entry: Fields) -> str:
    people = [_fields(person) for person in list_of(entry.get("authors"))]
    written = text_of(entry.get("author"))
    if len(people) < 2 and (mail := _MAIL.search(written)):
        # feedparser cuts an address that ends in more than four letters, "x@tin.media".
        name = unescape(f"{written[: mail.start()]} {written[mail.end() :]}")
        return name.strip("()<> \t\r\n") or written
    names = _present(person.get("name") for person in people)
    return ", ".join(dict.fromkeys(names)) or written


def _enclosures(entry: Fields, *, links: Iterable[Fields]) -> tuple[RawFile, ...]:
    linked = [link for link in links if link.get("rel") == "enclosure"]
    media = [it for it in map(_fields, list_of(entry.get("media_content"))) if not _is_image(it)]
    return tuple(
        RawFile(
            url=text_of(it.get("href") or it.get("url")),
            mime_type=text_of(it.get("type")),
            title=text_of(it.get("title")),
            size_bytes=size_of(it.get("length") or it.get("filesize")),
        )
        for it in (*linked, *media)[:MOST_LISTED]
        if it.get("href") or it.get("url")
    )


def _images(entry: Fields) -> tuple[str, ...]:
    # Of several sizes the largest; as they stand where none is told.
    media = sorted(_pictures(entry), key=lambda it: -(size_of(it.get("width")) or 0))
    thumbnails = map(_fields, list_of(entry.get("media_thumbnail")))
    return _present(
        (
            *(it.get("url") for it in media),
            *(it.get("url") for it in thumbnails),
            _fields(entry.get("image")).get("href"),
        )
    )


def _pictures(entry: Fields) -> list[Fields]:
    return [it for it in map(_fields, list_of(entry.get("media_content"))) if _is_image(it)]


def _is_image(media: Fields) -> bool:
    kind = text_of(media.get("type")) or text_of(media.get("medium"))
    path = text_of(media.get("url")).partition("?")[0].lower()
    return kind.startswith("image") or (
        not kind and path.endswith((".jpg", ".jpeg", ".png", ".webp", ".gif"))
    )


def _extra(entry: Fields) -> tuple[tuple[str, str], ...]:
    unknown = [
        (text_of(name), text_of(value))
        for name, value in entry.items()
        if name not in _KNOWN and not name.endswith("_parsed")
    ]
    return tuple((name, value) for name, value in unknown if value)[:MOST_LISTED]


def _ttl_minutes(head: Fields) -> int:
    if ttl := size_of(head.get("ttl")):
        return ttl
    period = _PERIOD_MINUTES.get(text_of(head.get("sy_updateperiod")).strip().lower(), 0)
    return period // (size_of(head.get("sy_updatefrequency")) or 1)


def _present(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(filter(None, map(text_of, values)))[:MOST_LISTED]


def _fields(value: object) -> Fields:
    # feedparser's own dictionaries answer for keys that are not there.
    return dict(value) if isinstance(value, dict) else {}
