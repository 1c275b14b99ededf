"""The measured tables, each row from the bytes of a feed to the article."""

import unicodedata
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.feeds.candidate import candidates_of
from bot.feeds.parse import Parser
from bot.feeds.raw import RawFeed
from bot.feeds.site_clock import read_site_clock
from bot.simulator.publishers.broken import windows_1258
from storage.model import Content, Feed, FeedId

FEED = Feed(id=FeedId(1), url="https://tin.example/rss")
VN = ZoneInfo("Asia/Ho_Chi_Minh")
TCVN3 = {
    "Đoàn viên thanh niên ra quân": "§oµn viªn thanh niªn ra qu©n",
    "Tình nguyện vì cộng đồng": "T×nh nguyÖn v× céng ®ång",
}


async def contents(parser: Parser, body: bytes, *, content_type: str = "") -> list[Content]:
    raw = await parser.parse(body, content_type=content_type)
    assert isinstance(raw, RawFeed)
    found = candidates_of(FEED, raw=raw, clock=read_site_clock(body), default_zone=VN)
    return [it.content for it in found]


def dated(*dates: str) -> bytes:
    items = "".join(
        f"<item><title>Tin {at}</title><guid>{at}</guid><pubDate>{date}</pubDate></item>"
        for at, date in enumerate(dates)
    )
    return f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode()


ROWS = {
    "Mon, 14 Aug 2017 09:30:00 +0700": datetime(2017, 8, 14, 2, 30, tzinfo=UTC),
    "Mon, 14 Aug 2017 09:30:00 GMT+7": datetime(2017, 8, 14, 2, 30, tzinfo=UTC),
    "Mon, 14 Aug 2017 09:30:00 GMT+0700": datetime(2017, 8, 14, 2, 30, tzinfo=UTC),
    "Mon, 14 Aug 2017 09:30:00 UTC+7": datetime(2017, 8, 14, 2, 30, tzinfo=UTC),
    "Mon, 14 Aug 2017 09:30:00 ICT": datetime(2017, 8, 14, 2, 30, tzinfo=UTC),
    "Sat, 27 Jan 24 14:15:00 +0700": datetime(2024, 1, 27, 7, 15, tzinfo=UTC),
    "14/08/2017 10:00": datetime(2017, 8, 14, 3, 0, tzinfo=UTC),
    "04/05/2026 10:00": datetime(2026, 5, 4, 3, 0, tzinfo=UTC),
    "Thứ 5, 28/05/2026 17:00:00 GMT+7": datetime(2026, 5, 28, 10, 0, tzinfo=UTC),
    "Mon, 14 Aug 2017 10:00:00": datetime(2017, 8, 14, 3, 0, tzinfo=UTC),
    "2017-08-14T10:00:00": datetime(2017, 8, 14, 3, 0, tzinfo=UTC),
    "14/08/2017 3:00 CH": datetime(2017, 8, 14, 8, 0, tzinfo=UTC),
    "14/08/2017 3:00 SA": datetime(2017, 8, 13, 20, 0, tzinfo=UTC),
    "": None,
    "hôm qua": None,
}


async def test_every_row_of_the_measured_table_comes_out_right(parser: Parser) -> None:
    found = await contents(parser, dated(*ROWS))

    assert dict(zip(ROWS, (it.published_at for it in found), strict=True)) == ROWS


async def test_a_feed_that_writes_the_month_first_is_read_so(parser: Parser) -> None:
    found = await contents(parser, dated("10/2/2026 9:25:00 AM", "9/28/2026 8:00:00 PM"))

    assert [it.published_at for it in found] == [
        datetime(2026, 10, 2, 2, 25, tzinfo=UTC),
        datetime(2026, 9, 28, 13, 0, tzinfo=UTC),
    ]


HEADLINES = (
    "Đoàn viên thanh niên ra quân mở đường",
    "Tình nguyện vì cộng đồng: những người trẻ giữ rừng",
    "HƯỚNG VỀ BIỂN ĐẢO, kỷ niệm 90 năm",
)
# RFC 1456; the bytes were made by iconv.
VISCII = (
    b"\xd0o\xe0n vi\xean thanh ni\xean ra qu\xe2n m\xb7 \xf0\xdf\xb6ng",
    b"T\xecnh nguy\xaen v\xec c\xb5ng \xf0\xb0ng: nh\xe6ng ng\xdf\xb6i tr\xeb gi\xe6 r\xd7ng",
    b"H\xbf\x95NG V\x8b BI\x8cN \xd0\xc4O, k\xd6 ni\xaem 90 n\xe5m",
)
VNI = (
    "Ñoaøn vieân thanh nieân ra quaân môû ñöôøng",
    "Tình nguyeän vì coäng ñoàng: nhöõng ngöôøi treû giöõ röøng",
    "HÖÔÙNG VEÀ BIEÅN ÑAÛO, kyû nieäm 90 naêm",
)


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "utf-8"])
async def test_viscii_is_read_as_what_it_says(parser: Parser, encoding: str) -> None:
    titles = [it.decode("latin-1") for it in VISCII]
    items = "".join(f"<item><title>{it}</title></item>" for it in titles)
    head = f"<?xml version='1.0' encoding='{encoding}'?><rss version='2.0'><channel>"
    body = f"{head}{items}</channel></rss>"
    read_as = "utf-8" if encoding == "utf-8" else "latin-1"

    found = await contents(parser, body.encode(read_as))

    assert [it.title for it in found] == list(HEADLINES)


async def test_vni_is_read_as_what_it_says(parser: Parser) -> None:
    items = "".join(f"<item><title>{it}</title></item>" for it in VNI)

    found = await contents(parser, f"<rss version='2.0'><channel>{items}</channel></rss>".encode())

    assert [it.title for it in found] == list(HEADLINES)


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-8"])
async def test_the_old_font_is_read_as_what_it_says(parser: Parser, encoding: str) -> None:
    items = "".join(f"<item><title>{written}</title></item>" for written in TCVN3.values())
    body = f"<?xml version='1.0' encoding='{encoding}'?><rss version='2.0'><channel>{items}"

    found = await contents(parser, f"{body}</channel></rss>".encode(encoding))

    assert [it.title for it in found] == list(TCVN3)


async def test_the_old_code_page_is_read_declared_or_not(parser: Parser) -> None:
    declared = windows_1258()
    silent = declared.replace(b' encoding="windows-1258"', b"")

    found = [*await contents(parser, declared), *await contents(parser, silent)]

    assert {it.title for it in found} == {"Đoàn viên ra quân làm đường"}
    assert all(unicodedata.is_normalized("NFC", it.title) for it in found)


@pytest.mark.parametrize(
    "title",
    [
        "Prix: 5 £ (½ tarif) à Genève",
        "Größe über 20 µm",
        "Tuổi trẻ ra quân",
        "Plain",
        "L'été, le maïs mûrit: naïveté, Noël, aéré",
        "El niño leyó tres países más allá del océano",
        "Thông báo: các cô, các bác hãy quý trọng",
    ],
)
async def test_other_languages_keep_their_letters(parser: Parser, title: str) -> None:
    body = f"<rss version='2.0'><channel><item><title>{title}</title></item></channel></rss>"

    (found,) = await contents(parser, body.encode())

    assert found.title == title


@pytest.mark.parametrize("before", ["\ufeff", "\r\n  ", "\ufeff\r\n"])
async def test_marks_before_the_declaration_do_not_matter(parser: Parser, before: str) -> None:
    declared = '<?xml version="1.0" encoding="utf-8"?>'
    body = before + declared + dated("14/08/2017 10:00").decode()

    (found,) = await contents(parser, body.encode())

    assert found.title == "Tin 0"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
async def test_a_mark_of_its_width_says_how_a_feed_is_written(
    parser: Parser, encoding: str
) -> None:
    (found,) = await contents(parser, dated("14/08/2017 10:00").decode().encode(encoding))

    assert found.title == "Tin 0"


def described(description: str, *, name: str = "description") -> bytes:
    return (
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
        f"<item><title>Tin</title><{name}>{description}</{name}></item></channel></rss>"
    ).encode()


@pytest.mark.parametrize(
    "description",
    [
        "<![CDATA[Ng&amp;ocirc;i sao]]>",
        "&amp;lt;p&amp;gt;Ng&amp;amp;#244;i sao&amp;lt;/p&amp;gt;",
    ],
)
async def test_a_description_encoded_twice_is_decoded_twice(
    parser: Parser, description: str
) -> None:
    (found,) = await contents(parser, described(description))

    assert found.summary == "Ngôi sao"


@pytest.mark.parametrize(
    ("written", "body_html"),
    [
        ("<![CDATA[<p>Ng&amp;ocirc;i &amp;lt;b&amp;gt;</p>]]>", "<p>Ngôi &amp;lt;b&amp;gt;</p>"),
        (
            "&amp;lt;p&amp;gt;Thân&amp;lt;/p&amp;gt;&amp;lt;script&amp;gt;1&amp;lt;/script&amp;gt;",
            "<p>Thân</p>",
        ),
    ],
)
async def test_a_body_encoded_twice_is_decoded_twice_and_still_cleaned(
    parser: Parser, written: str, body_html: str
) -> None:
    (found,) = await contents(parser, described(written, name="content:encoded"))

    assert found.body_html == body_html
