"""Every format of the field, from its bytes to the article's fields."""

from datetime import UTC, datetime

import pytest

from bot.feeds.candidate import candidates_of
from bot.feeds.parse import Parser
from bot.feeds.raw import RawFeed
from bot.feeds.round import VIETNAM
from bot.feeds.site_clock import read_site_clock
from storage.model import Content, Feed, FeedId

FEED = Feed(id=FeedId(1), url="https://tin.example/rss")
LINK = "<link>https://tin.example/1</link>"


async def the_article(parser: Parser, body: str) -> Content:
    raw = await parser.parse(body.encode())
    assert isinstance(raw, RawFeed)
    clock = read_site_clock(body.encode())
    (found,) = candidates_of(FEED, raw=raw, clock=clock, default_zone=VIETNAM)
    return found.content


def rss(item: str, *, version: str = "2.0", spaces: str = "") -> str:
    return (
        f'<rss version="{version}" {spaces}><channel><title>T</title>'
        f"<item><title>Tin</title>{item}</item></channel></rss>"
    )


@pytest.mark.parametrize(
    "body",
    [
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>T</title></channel>'
        f"<item><title>Tin</title>{LINK}</item></rdf:RDF>",
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/"><channel><title>T</title></channel>'
        f'<item rdf:about="https://tin.example/1"><title>Tin</title>{LINK}</item></rdf:RDF>',
        *(rss(LINK, version=it) for it in ("0.91", "0.92", "0.93", "0.94", "2.0", "2.01", "")),
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
        '"http://my.netscape.com/publish/formats/rss-0.91.dtd">' + rss(LINK, version="0.91"),
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>T</title><entry>'
        '<title>Tin</title><link rel="alternate" href="https://tin.example/1"/></entry></feed>',
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry>'
        '<title>Tin</title><link href="https://tin.example/1"/></entry></feed>',
        '{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"Tin",'
        '"url":"https://tin.example/1","author":{"name":"N"}}]}',
        '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":1,"title":"Tin",'
        '"url":"https://tin.example/1","authors":[{"name":"N"}]}]}',
    ],
)
async def test_an_entry_is_read_in_every_version(parser: Parser, body: str) -> None:
    found = await the_article(parser, body)

    assert (found.title, found.canonical_url) == ("Tin", "https://tin.example/1")


async def test_atom_of_2003_has_two_dates_and_a_text(parser: Parser) -> None:
    found = await the_article(
        parser,
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>T</title><entry>'
        "<title>Tin</title><id>1</id><issued>2026-01-02T03:04:05+07:00</issued>"
        "<modified>2026-01-03T03:04:05+07:00</modified><summary>Lời dẫn</summary>"
        '<content type="text/html" mode="escaped">&lt;p&gt;Thân bài&lt;/p&gt;</content>'
        "<author><name>Kiều Oanh</name></author></entry></feed>",
    )

    assert found.published_at == datetime(2026, 1, 1, 20, 4, 5, tzinfo=UTC)
    assert found.modified_at == datetime(2026, 1, 2, 20, 4, 5, tzinfo=UTC)
    assert (found.summary, found.body_html) == ("Lời dẫn", "<p>Thân bài</p>")
    assert found.author.name == "Kiều Oanh"


async def test_media_rss_gives_the_picture_and_who_took_it(parser: Parser) -> None:
    found = await the_article(
        parser,
        rss(
            f"{LINK}<description>Lời dẫn</description><media:group><media:content "
            'url="https://tin.example/a.jpg" medium="image" width="600"><media:credit '
            'role="photographer">Kiều Oanh</media:credit></media:content></media:group>'
            '<media:thumbnail url="https://tin.example/t.jpg"/>',
            spaces='xmlns:media="http://search.yahoo.com/mrss/"',
        ),
    )

    assert (found.image_url, found.image_credit) == ("https://tin.example/a.jpg", "Kiều Oanh")
    assert found.summary == "Lời dẫn"


MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'
PICTURE = (
    '<media:content url="https://tin.example/a.jpg" medium="image"><media:description '
    'type="plain">Ra quân. Ảnh: Kiều Oanh</media:description></media:content>'
)


@pytest.mark.parametrize(
    "item",
    [
        f"{LINK}<description>Lời dẫn</description>{PICTURE}",
        f"{PICTURE}{LINK}<description>Lời dẫn</description>",
    ],
)
async def test_what_is_said_of_a_picture_is_its_caption_and_no_text(
    parser: Parser, item: str
) -> None:
    found = await the_article(parser, rss(item, spaces=MEDIA))

    assert (found.summary, found.body_html) == ("Lời dẫn", "")
    assert (found.image_caption, found.image_credit) == ("Ra quân.", "Kiều Oanh")


async def test_of_a_film_its_description_is_the_summary(parser: Parser) -> None:
    found = await the_article(
        parser,
        rss(
            f"{LINK}<media:group><media:content url='https://tin.example/a.mp4' type='video/mp4'/>"
            "<media:description>Phim về rừng</media:description></media:group>",
            spaces=MEDIA,
        ),
    )

    assert found.summary == "Phim về rừng"
    assert [it.mime_type for it in found.attachments] == ["video/mp4"]


async def test_of_several_sizes_the_largest_picture_leads(parser: Parser) -> None:
    sizes = "".join(
        f'<media:content url="https://tin.example/{width}.jpg" medium="image" width="{width}"/>'
        for width in (130, 900, 300)
    )

    found = await the_article(parser, rss(LINK + sizes, spaces=MEDIA))

    assert found.image_url == "https://tin.example/900.jpg"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("oanh@tin.media (Kiều Oanh)", "Kiều Oanh"),
        ("Kiều Oanh &lt;oanh@tin.vn&gt;", "Kiều Oanh"),
        ("oanh@tin.media", "oanh@tin.media"),
        ("Kiều Oanh (Báo Tỉnh)", "Kiều Oanh (Báo Tỉnh)"),
    ],
)
async def test_an_author_is_named_whatever_the_address(
    parser: Parser, written: str, name: str
) -> None:
    found = await the_article(parser, rss(f"{LINK}<author>{written}</author>"))

    assert found.author.name == name


@pytest.mark.parametrize(
    "body",
    [
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><author><name>Tòa soạn</name>'
        '</author><entry><title>Tin</title><link href="https://tin.example/1"/></entry></feed>',
        '{"version":"https://jsonfeed.org/version/1.1","authors":[{"name":"Tòa soạn"}],'
        '"items":[{"id":"1","title":"Tin"}]}',
    ],
)
async def test_a_feeds_author_is_that_of_its_entries(parser: Parser, body: str) -> None:
    assert (await the_article(parser, body)).author.name == "Tòa soạn"


@pytest.mark.parametrize(
    "body",
    [
        '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","content_text":'
        '"Ra quân sáng nay"}]}',
        "<rss version='2.0'><channel><item><description>Ra quân sáng nay</description></item>"
        "</channel></rss>",
    ],
)
async def test_a_note_without_a_headline_is_told_by_its_first_words(
    parser: Parser, body: str
) -> None:
    found = await the_article(parser, body)

    assert (found.title, found.summary) == ("Ra quân sáng nay", "")


async def test_a_podcast_can_be_listened_to(parser: Parser) -> None:
    found = await the_article(
        parser,
        rss(
            "<guid>tap-9</guid><itunes:author>Đài tỉnh</itunes:author><itunes:summary>Tập 9"
            "</itunes:summary><itunes:duration>12:30</itunes:duration>"
            '<itunes:image href="https://tin.example/i.jpg"/>'
            '<enclosure url="https://tin.example/9.mp3" type="audio/mpeg" length="4096"/>',
            spaces='xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"',
        ),
    )

    (audio,) = found.audio
    assert (audio.url, audio.size_bytes) == ("https://tin.example/9.mp3", 4096)
    assert (found.author.name, found.summary) == ("Đài tỉnh", "Tập 9")
    assert found.image_url == "https://tin.example/i.jpg"
    assert ("itunes_duration", "12:30") in found.extra
    assert found.canonical_url == ""


async def test_dublin_core_names_author_date_and_subject(parser: Parser) -> None:
    found = await the_article(
        parser,
        rss(
            f"{LINK}<dc:creator>Kiều Oanh</dc:creator><dc:subject>Tình nguyện</dc:subject>"
            "<dc:date>2026-01-02T03:04:05+07:00</dc:date><slash:comments>3</slash:comments>"
            "<slash:section>xa-hoi</slash:section><content:encoded>&lt;p&gt;Thân bài&lt;/p&gt;"
            "</content:encoded>",
            spaces='xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:slash="http://purl.org/rss/1.0/modules/slash/" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/"',
        ),
    )

    assert (found.author.name, found.category) == ("Kiều Oanh", "Tình nguyện")
    assert found.published_at == datetime(2026, 1, 1, 20, 4, 5, tzinfo=UTC)
    assert found.body_html == "<p>Thân bài</p>"
    assert ("slash_section", "xa-hoi") in found.extra


async def test_a_guid_that_is_no_address_is_not_taken_for_one(parser: Parser) -> None:
    bare = await the_article(parser, rss("<guid>7</guid>"))
    whole = await the_article(parser, rss("<guid>https://tin.example/7</guid>"))

    assert (bare.canonical_url, whole.canonical_url) == ("", "https://tin.example/7")
