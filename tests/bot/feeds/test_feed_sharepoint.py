from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bot.feeds.candidate import candidates_of
from bot.feeds.columns import COLUMNS, field_of, internal_name
from bot.feeds.parse import Parser
from bot.feeds.raw import RawEntry, RawFeed, RawFile
from bot.feeds.sharepoint import split_columns
from bot.feeds.site_clock import SiteClock, read_site_clock
from bot.simulator.publishers import SAMPLE_SLUG
from bot.simulator.publishers.formats import sharepoint as portal
from storage.model import Attachment, Candidate, Content, Feed, FeedId, Person, Related
from tests.bot.feeds.conftest import NOW, Press

VN = ZoneInfo("Asia/Ho_Chi_Minh")
FEED = Feed(id=FeedId(1), url="https://doan.example/_layouts/15/listfeed.aspx?List=%7B7b1f%7D")
LINK = "https://doan.example/Lists/Tin tuc/DispForm.aspx?ID=7"
SITE = SiteClock(is_sharepoint=True)


def candidate(
    *pairs: tuple[str, str], feed: Feed = FEED, clock: SiteClock = SITE, **fields: object
) -> Candidate:
    description = "\n".join(f"<div><b>{name}:</b> {value}</div>" for name, value in pairs)
    given = {"title": "Tin", "link": LINK, "id": LINK, "summary": description, **fields}
    raw = RawFeed(kind="rss20", entries=(RawEntry(**given),))
    (found,) = candidates_of(feed, raw=raw, clock=clock, default_zone=VN)
    return found


def content(*pairs: tuple[str, str], feed: Feed = FEED, **fields: object) -> Content:
    return candidate(*pairs, feed=feed, **fields).content


def test_only_divs_at_the_first_level_are_columns() -> None:
    rich = (
        '<div class="ExternalClass0A"><p><b>Kết quả:</b> tốt</p><div><b>Ghi chú:</b> x</div></div>'
    )

    columns = split_columns(f"<div><b>Nội dung:</b> {rich}</div>\n<div><b>Audio:</b> </div>")

    assert columns == (("Nội dung", rich), ("Audio", ""))


COLUMNS_OF_THE_PORTAL = (
    ("Tiêu đề", "Tin &amp; bài"),
    ("Hình ảnh", '<img alt="" src="/Content/a b.jpg" />'),
    ("Hình ảnh mô tả", "Ra quân. Ảnh: Kiều Oanh"),
    ("Tóm tắt", "Lời dẫn"),
    ("Nội dung", '<div class="ExternalClass0A"><p onclick="x">Thân <b>bài:</b></p></div>'),
    ("Link thay thế nội dung", '<a href="/trang-khac">Trang khác</a>'),
    ("Ngày xuất bản", "14/08/2017 10:00"),
    ("Tin nổi bật", "Có"),
    ("Tác giả", "12;#Kiều Oanh"),
    ("Số Trang", "3,5"),
    ("Số Ảnh", "2"),
    ("Số tiền", "1.053.000"),
    ("Trạng thái", "Đã xuất bản"),
    ("Lịch sử", "14/08 &lt;Oanh&gt;"),
    ("Số lượt người đọc", "54"),
    ("Phân loại", '3;#<a href="/x">Thông tin hoạt động</a>'),
    ("Loại bài viết", "Bài phản ánh"),
    ("Tin liên quan", '<a href="/1.html">Một</a>; <a href="/2.html">Hai</a>'),
    ("Audio", '<a href="/a.mp3">Bản đọc</a>'),
    ("Audio", "https://doan.example/b.mp3, Bản hai"),
    ("Tin liên quan", "9;#Ba"),
    ("Approval Status", "Đã duyệt"),
    ("Attachments", '<a href="/Lists/x/c d.pdf">c d.pdf</a>'),
    ("Content Type", "Tin Tức Mở Rộng"),
    ("Version", "1.0"),
    ("Created", "14/08/2017 09:30"),
    ("Created By", "Oanh"),
    ("Modified", "14/08/2017 11:00"),
    ("Modified By", "Ban biên tập"),
    ("Cột lạ", "<i>giữ</i>"),
    ("Cột lạ", ""),
)

KEPT = Content(
    title="Tin & bài",
    image_url="https://doan.example/Content/a%20b.jpg",
    image_caption="Ra quân.",
    image_credit="Kiều Oanh",
    summary="Lời dẫn",
    body_html="<p>Thân <b>bài:</b></p>",
    alternate_url="https://doan.example/trang-khac",
    canonical_url="https://doan.example/Lists/Tin%20tuc/DispForm.aspx?ID=7",
    published_at=datetime(2017, 8, 14, 3, tzinfo=UTC),
    is_featured=True,
    author=Person(name="Kiều Oanh"),
    page_count=Decimal("3.5"),
    photo_count=2,
    royalty_vnd=1_053_000,
    imported_view_count=54,
    category="Thông tin hoạt động",
    genre="Bài phản ánh",
    related=(
        Related(title="Một", url="https://doan.example/1.html"),
        Related(title="Hai", url="https://doan.example/2.html"),
        Related(title="Ba"),
    ),
    audio=(
        Attachment(name="Bản đọc", url="https://doan.example/a.mp3", mime_type="audio/mpeg"),
        Attachment(name="Bản hai", url="https://doan.example/b.mp3", mime_type="audio/mpeg"),
    ),
    imported_approval=0,
    attachments=(
        Attachment(
            name="c d.pdf",
            url="https://doan.example/Lists/x/c%20d.pdf",
            mime_type="application/pdf",
        ),
    ),
    content_type="Tin Tức Mở Rộng",
    imported_version="1.0",
    created_at=datetime(2017, 8, 14, 2, 30, tzinfo=UTC),
    created_by=Person(name="Oanh"),
    modified_at=datetime(2017, 8, 14, 4, tzinfo=UTC),
    modified_by=Person(name="Ban biên tập"),
    extra=(
        ("Trạng thái", "Đã xuất bản"),
        ("Lịch sử", "14/08 <Oanh>"),
        ("Cột lạ", "<i>giữ</i>"),
        ("Cột lạ", ""),
    ),
)


def test_every_column_of_the_portal_has_a_field() -> None:
    found = content(*COLUMNS_OF_THE_PORTAL, published="Mon, 14 Aug 2017 02:30:00 GMT")

    assert found == KEPT


@pytest.mark.parametrize(
    "name",
    [
        "Ngày xuất bản",
        "  ngày  XUẤT bản ",
        "Nga\u0300y xua\u0302\u0301t ba\u0309n",
        "Ng_x00e0_y_x0020_xu_x1ea5_t_x002",
        "Ng_x00E0_y_x0020_xu_x1EA5_t_x0020_b_x1EA3_n",
    ],
)
def test_a_column_is_known_by_both_its_names(name: str) -> None:
    assert field_of(name, column_map={}) == "published_at"


def test_every_display_name_is_found_again_under_its_internal_one() -> None:
    for field, names in COLUMNS.items():
        for name in names:
            assert field_of(internal_name(name), column_map={}) in (
                field,
                field_of(name, column_map={}),
            )


def test_an_editors_own_names_come_first() -> None:
    feed = replace(FEED, column_map=(("Chú thích", "summary"), ("Tóm tắt", "genre")))

    found = content(("Chú thích", "Lời dẫn"), ("Tóm tắt", "Tin"), feed=feed)

    assert (found.summary, found.genre) == ("Lời dẫn", "Tin")


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("150.000", 150_000),
        ("150,000", 150_000),
        ("1.053.000 đ", 1_053_000),
        ("150000", 150_000),
        ("150.000,00", 150_000),
        ("0", 0),
    ],
)
def test_an_amount_is_read_in_both_spellings(written: str, amount: int) -> None:
    assert content(("Số tiền", written)).royalty_vnd == amount


@pytest.mark.parametrize(
    ("written", "is_featured"),
    [("Có", True), ("Không", False), ("Yes", True), ("No", False), ("1", True), ("", False)],
)
def test_yes_and_no_are_read_in_both_languages(written: str, *, is_featured: bool) -> None:
    assert content(("Tin nổi bật", written)).is_featured is is_featured


def test_no_column_is_longer_than_a_field_may_be() -> None:
    names = (
        "Tiêu đề",
        "Tóm tắt",
        "Hình ảnh mô tả",
        "Phân loại",
        "Loại bài viết",
        "Tác giả",
        "Content Type",
        "Modified By",
    )
    links = "".join(f'<a href="/{at}.html">Tin {at}</a>' for at in range(200))

    found = content(
        *((name, "chữ " * 3_000) for name in names), ("Tin liên quan", links), ("Audio", links)
    )

    people = (found.author, found.modified_by)
    short = (found.category, found.genre, found.content_type, *(it.name for it in people if it))
    assert len(found.title) <= 500
    assert len(found.summary) <= 2_000
    assert len(found.image_caption) <= 1_000
    assert max(map(len, short)) <= 200
    assert (len(found.related), len(found.audio)) == (50, 50)


def test_what_cannot_be_read_is_kept_word_for_word() -> None:
    found = content(("Số Ảnh", "vài tấm"), ("Ngày xuất bản", "sắp tới"))

    assert found.photo_count is None
    assert found.published_at is None
    assert found.extra == (("Số Ảnh", "vài tấm"), ("Ngày xuất bản", "sắp tới"))


def test_the_feeds_date_is_the_creation_and_stands_in_only_without_a_column() -> None:
    created = datetime(2018, 7, 3, 15, 4, tzinfo=UTC)
    shown = content(("Ngày xuất bản", ""), published="Tue, 03 Jul 2018 15:04:00 GMT")
    absent = content(("Tóm tắt", "x"), published="Tue, 03 Jul 2018 15:04:00 GMT")

    assert (shown.created_at, shown.published_at) == (created, None)
    assert (absent.created_at, absent.published_at) == (created, created)


def test_the_same_item_is_the_same_under_every_page_that_shows_it() -> None:
    form = candidate(("Tóm tắt", "x"))
    post = candidate(("Tóm tắt", "x"), link=LINK.replace("DispForm", "ViewPost"), id="other?id=7")
    other = candidate(("Tóm tắt", "x"), link=LINK.replace("=7", "=8"))

    assert form.key == post.key != other.key


def test_files_of_a_list_come_however_they_are_declared() -> None:
    files = (
        RawFile(url="/Lists/Tin tuc/Attachments/7/Công văn.pdf"),
        RawFile(url="https://doan.example/a.mp3", mime_type="", size_bytes=None),
        RawFile(url="b.docx", mime_type="application/octet-stream; name=b", size_bytes=9),
        RawFile(url=""),
    )

    item = content(("Tóm tắt", "x"), enclosures=files)

    assert [(it.name, it.mime_type, it.size_bytes) for it in item.attachments] == [
        ("Công văn.pdf", "application/pdf", None),
        ("b.docx", "application/octet-stream", 9),
    ]
    assert [it.url for it in item.audio] == ["https://doan.example/a.mp3"]
    assert content(("Tóm tắt", "x")).attachments == ()


def test_an_item_taken_away_is_no_article() -> None:
    raw = RawFeed(kind="rss20", entries=(RawEntry(title="Deleted: Họp", link=LINK),))

    assert candidates_of(FEED, raw=raw, clock=SITE, default_zone=VN) == ()


async def test_the_sample_article_survives_the_whole_way(press: Press, parser: Parser) -> None:
    article = press.stand.find(SAMPLE_SLUG)
    assert article is not None
    body = portal.list_feed([article], title="Tin tức", base_url=press.url, at=NOW).encode()
    feed = replace(FEED, url=f"{press.url}/_layouts/15/listfeed.aspx?List={portal.LIST_ID}")

    raw = await parser.parse(body, content_type="text/xml")
    assert isinstance(raw, RawFeed)
    (found,) = candidates_of(feed, raw=raw, clock=read_site_clock(body), default_zone=UTC)

    kept = found.content
    assert kept.title == article.title
    assert kept.summary == article.summary
    assert kept.author.name == article.author
    assert kept.published_at == article.published_at
    assert kept.imported_view_count == article.view_count
    assert kept.category == article.category
    assert kept.genre == article.genre
    assert len(kept.related) == len(article.related)
    assert len(kept.audio) == len(article.audio)
    assert len(kept.attachments) == len(article.attachments)
    assert kept.content_type == "Tin Tức Mở Rộng"
