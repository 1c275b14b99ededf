import asyncio
import json
from pathlib import Path

import pytest

from bot.feeds.causes import Cause
from bot.feeds.parse import Parser, Request, open_parser
from bot.feeds.raw import Killed, RawEntry, RawFeed, RawFile, Unparsed
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


async def longest_pause(done: asyncio.Event) -> float:
    """The longest time the loop kept a task waiting that asked every 10 ms, in seconds."""
    loop, longest = asyncio.get_running_loop(), 0.0
    while not done.is_set():
        asked = loop.time()
        try:
            async with asyncio.timeout(0.01):
                await done.wait()
        except TimeoutError:
            longest = max(longest, loop.time() - asked - 0.01)
    return longest


async def test_a_feed_made_to_burn_time_is_killed_while_the_bot_runs_on() -> None:
    done = asyncio.Event()
    watch = asyncio.create_task(longest_pause(done))

    async with open_parser(cpu_s=1) as parser:
        bomb = await parser.parse(broken.author_bomb())
        after = await parser.parse(rss("<title>Tin</title>").encode())
    done.set()

    assert isinstance(bomb, Killed)
    assert isinstance(after, RawFeed)
    assert await watch < 0.25


async def test_a_feed_that_takes_long_by_the_clock_is_killed_too() -> None:
    async with open_parser(cpu_s=100, wall_s=0.5) as parser:
        assert isinstance(await parser.parse(broken.author_bomb()), Killed)


async def test_the_child_lives_within_its_memory() -> None:
    async with open_parser(memory_bytes=150 * 1024 * 1024) as parser:
        huge = await parser.parse(b'{"items": [' + b"[]," * 2_500_000 + b"0]}")
        after = await parser.parse(rss("<title>Tin</title>").encode())

    assert isinstance(huge, Unparsed)
    assert huge.detail.startswith("MemoryError")
    assert isinstance(after, RawFeed)


async def test_the_child_is_replaced_after_fifty_feeds_and_answers_on() -> None:
    body = rss("<title>Tin</title>").encode()

    async with open_parser() as parser:
        answers = [await parser.parse(body) for _ in range(120)]

    assert all(isinstance(answer, RawFeed) for answer in answers)


async def test_feeds_asked_for_at_once_get_their_own_answers() -> None:
    bodies = [rss(f"<title>{n}</title>").encode() for n in range(20)]

    async with open_parser(children=2) as parser:
        answers = await asyncio.gather(*map(parser.parse, bodies))

    assert [it.entries[0].title for it in answers if isinstance(it, RawFeed)] == [
        str(n) for n in range(20)
    ]


async def test_feeds_handed_over_together_have_each_its_own_end() -> None:
    bodies = [
        rss("<title>một</title>").encode(),
        b"<html><body>Tin</body></html>",
        broken.author_bomb(),
        rss("<title>hai</title>").encode(),
    ]

    async with open_parser(cpu_s=1) as parser:
        first, page, bomb, last = await parser.parse_all([Request(body=it) for it in bodies])

    assert isinstance(first, RawFeed)
    assert first.entries[0].title == "một"
    assert isinstance(page, Unparsed)
    assert isinstance(bomb, Killed)
    assert isinstance(last, RawFeed)
    assert last.entries[0].title == "hai"


async def test_more_feeds_than_one_child_reads_may_be_handed_over_together() -> None:
    requests = [Request(body=rss(f"<title>{n}</title>").encode()) for n in range(120)]

    async with open_parser() as parser:
        answers = await parser.parse_all(requests)

    assert [it.entries[0].title for it in answers if isinstance(it, RawFeed)] == [
        str(n) for n in range(120)
    ]


async def test_a_reader_who_gives_up_leaves_no_answer_for_the_next() -> None:
    async with open_parser() as parser:
        await parser.parse(rss("<title>first</title>").encode())
        given_up = asyncio.create_task(parser.parse(broken.author_bomb()))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(given_up, timeout=0.2)

        after = await parser.parse(rss("<title>Tin</title>").encode())

    assert isinstance(after, RawFeed)
    assert after.entries[0].title == "Tin"
