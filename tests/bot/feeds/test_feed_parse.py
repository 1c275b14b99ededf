import json
from pathlib import Path

import pytest

from bot.feeds.causes import Cause
from bot.feeds.parse import Parser
from bot.feeds.raw import RawEntry, RawFeed, RawFile, Unparsed
from bot.simulator.publishers import broken


async def parsed(parser: Parser, body: str | bytes, *, content_type: str = "") -> RawFeed:
    raw = await parser.parse(
        body if isinstance(body, bytes) else body.encode(), content_type=content_type
    )
    assert isinstance(raw, RawFeed), raw
    return raw


def rss(item: str, *, head: str = "", spaces: str = "") -> str:
    return (
        f'<?xml version="1.0"?><rss version="2.0" {spaces}><channel><title>T</title>{head}'
        f"<item>{item}</item></channel></rss>"
    )


async def test_an_rss_entry_keeps_what_its_publisher_wrote(parser: Parser) -> None:
    item = """<title><![CDATA[Ng&ocirc;i sao]]></title><link>https://a.example/1</link>
      <guid isPermaLink="false">g-1</guid><pubDate>10/2/2026 9:25:00 AM</pubDate>
      <description><![CDATA[<img src="/a.jpg"></br>Lead]]></description>
      <content:encoded><![CDATA[<p>Body</p>]]></content:encoded>
      <dc:creator>Kiều Oanh</dc:creator><dc:creator>Văn An</dc:creator>
      <category>Tin</category><category>Ảnh</category>
      <enclosure url="/a.mp3" type="audio/mpeg" length="7"/><enclosure url="/b.pdf"/>
      <media:content url="/c.jpg" medium="image"/><media:thumbnail url="/d.jpg"/>
      <slash:comments>3</slash:comments><x:unknown>kept</x:unknown>"""
    spaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:x="urn:x"'
        ' xmlns:media="http://search.yahoo.com/mrss/"'
        ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
    )

    raw = await parsed(
        parser, rss(item, head="<ttl>30</ttl><language>vi-vn</language>", spaces=spaces)
    )

    assert (raw.kind, raw.title, raw.language, raw.ttl_minutes) == ("rss20", "T", "vi-vn", 30)
    assert raw.entries == (
        RawEntry(
            id="g-1",
            link="https://a.example/1",
            title="Ng&ocirc;i sao",
            summary='<img src="/a.jpg"></br>Lead',
            content="<p>Body</p>",
            author="Kiều Oanh, Văn An",
            published="10/2/2026 9:25:00 AM",
            categories=("Tin", "Ảnh"),
            enclosures=(
                RawFile(url="/a.mp3", mime_type="audio/mpeg", size_bytes=7),
                RawFile(url="/b.pdf"),
            ),
            images=("/c.jpg", "/d.jpg"),
            extra=(("slash_comments", "3"), ("x_unknown", "kept")),
        ),
    )


async def test_text_in_atom_is_text_and_html_is_html(parser: Parser) -> None:
    raw = await parsed(
        parser,
        """<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry>
        <title type="text">Thẻ &lt;b&gt; là gì</title><id>tag:a,2026:1</id>
        <link href="https://a.example/1"/><link rel="enclosure" href="/a.mp3" type="audio/mpeg"/>
        <published>2026-11-24T01:00:00Z</published><updated>2026-11-24T02:00:00Z</updated>
        <summary type="text">1 &lt; 2</summary><content type="html">&lt;p&gt;B&lt;/p&gt;</content>
        <author><name>An</name></author></entry></feed>""",
    )

    entry = raw.entries[0]
    assert (entry.title, entry.summary, entry.content) == (
        "Thẻ &lt;b&gt; là gì",
        "1 &lt; 2",
        "<p>B</p>",
    )
    assert (entry.published, entry.updated) == ("2026-11-24T01:00:00Z", "2026-11-24T02:00:00Z")
    assert entry.enclosures == (RawFile(url="/a.mp3", mime_type="audio/mpeg"),)


@pytest.mark.parametrize("prefix", ["", "\ufeff", "\n\n "])
async def test_a_json_feed_is_known_by_its_look(parser: Parser, prefix: str) -> None:
    document = {
        "version": "https://jsonfeed.org/version/1",
        "title": "T",
        "items": [
            {
                "id": 7,
                "url": "https://a.example/7",
                "external_url": "https://b.example/",
                "title": "1 < 2",
                "content_text": "Dòng 1\nDòng 2",
                "date_published": "2026-11-24T08:00:00+07:00",
                "author": {"name": "An"},
                "tags": ["Tin"],
                "image": "https://a.example/7.jpg",
                "attachments": [{"url": "/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 9}],
                "_own": {"kept": True},
            }
        ],
    }

    raw = await parsed(parser, prefix + json.dumps(document), content_type="text/plain")

    assert raw.kind == "json"
    assert raw.entries == (
        RawEntry(
            id="7",
            link="https://a.example/7",
            alternate_url="https://b.example/",
            title="1 &lt; 2",
            content="Dòng 1<br>Dòng 2",
            published="2026-11-24T08:00:00+07:00",
            author="An",
            categories=("Tin",),
            images=("https://a.example/7.jpg",),
            enclosures=(RawFile(url="/a.mp3", mime_type="audio/mpeg", size_bytes=9),),
            extra=(("_own", '{"kept": true}'),),
        ),
    )


@pytest.mark.parametrize(
    "body",
    [
        broken.truncated(),
        broken.wrong_encoding(),
        broken.windows_1258(),
        broken.control_characters(),
        broken.entity_bomb(),
        broken.surrogate(),
        b"<rss version='2.0'><channel><title>T</title><item><title>A & B</title></item>",
        rss("<title>A&nbsp;B</title>").encode("utf-8-sig"),
    ],
)
async def test_what_is_left_of_a_broken_feed_is_read(parser: Parser, body: bytes) -> None:
    raw = await parsed(parser, body, content_type="application/rss+xml")

    assert raw.entries
    assert all(ord(letter) not in range(0xD800, 0xE000) for letter in raw.entries[0].title)


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        (b"", Cause.EMPTY),
        (b"\xef\xbb\xbf \n", Cause.EMPTY),
        (broken.login_page(), Cause.LOGIN),
        (b"<!DOCTYPE html><title>Just a moment...</title>", Cause.CHALLENGE),
        (b"<html><head><title>Tin</title></head></html>", Cause.HTML),
        (b"plain words", Cause.MALFORMED),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Cause.MALFORMED),
        (b"\x89PNG\r\n\x1a\n\0\0", Cause.MALFORMED),
        (b'{"items": {}}', Cause.MALFORMED),
        (b'{"items": ' + b"[" * 100_000, Cause.MALFORMED),
        (b'{"items": [1, null, "x"', Cause.MALFORMED),
    ],
)
async def test_what_is_no_feed_is_told_by_its_cause(
    parser: Parser, body: bytes, cause: Cause
) -> None:
    raw = await parser.parse(body)

    assert isinstance(raw, Unparsed)
    assert raw.cause is cause


async def test_a_feed_without_entries_is_a_feed(parser: Parser) -> None:
    raw = await parsed(parser, "<rss version='2.0'><channel><title>T</title></channel></rss>")

    assert raw.entries == ()


async def test_a_feed_never_opens_a_file(parser: Parser, tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(rss("<title>secret</title>"))

    raw = await parser.parse(str(secret).encode())

    assert isinstance(raw, Unparsed)


async def test_entries_and_fields_have_their_limits(parser: Parser) -> None:
    items = "</item><item>".join(f"<title>{n or 'đ' * 70_000}</title>" for n in range(250))

    raw = await parsed(parser, rss(items))

    assert len(raw.entries) == 200
    assert len(raw.entries[0].title.encode()) <= 65_536


@pytest.mark.parametrize(
    ("head", "minutes"),
    [
        ("<ttl>60</ttl>", 60),
        ("<sy:updatePeriod>daily</sy:updatePeriod>", 1_440),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 30),
        ("<ttl>-1</ttl>", 0),
        ("<ttl>mai</ttl>", 0),
        ("", 0),
    ],
)
async def test_how_often_a_feed_asks_to_be_looked_at(
    parser: Parser, head: str, minutes: int
) -> None:
    body = (
        "<rss version='2.0' xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'><channel>"
        f"<title>T</title>{head}<item><title>Tin</title></item></channel></rss>"
    )

    raw = await parser.parse(body.encode())

    assert isinstance(raw, RawFeed)
    assert raw.ttl_minutes == minutes
