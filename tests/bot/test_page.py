"""Articles out of web pages, as an editor's link brings them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from bot.feeds.page import content_of_page
from bot.feeds.page_reading import read_page
from bot.html import sanitise
from bot.simulator.publishers import SAMPLE_SLUG
from storage.model import Content
from tests.bot.conftest import NewsPress

VN = ZoneInfo("Asia/Ho_Chi_Minh")
URL = "https://baolamgiang.example/xa-hoi/cau-moi.html"

PARAGRAPHS = "".join(
    f"<p>Đoạn thứ {number}: đoàn viên xã Khe Dâu cùng bà con đổ bê tông, lát đá và dựng lan can"
    " cho cây cầu nối hai bờ suối, trước mùa mưa năm nay.</p>"
    for number in range(1, 6)
)

NEWSPAPER = f"""<!doctype html><html lang="vi-VN"><head>
<title>Cầu mới ở Khe Dâu - Báo Lam Giang</title>
<meta property="og:site_name" content="Báo Lam Giang">
<meta property="og:title" content="Cầu mới ở Khe Dâu - Báo Lam Giang">
<meta property="og:description" content="Sau ba tháng, cầu dân sinh đã thông xe.">
<meta property="og:image" content="/anh/cau.jpg?w=1200">
<meta property="article:published_time" content="2026-11-20T08:30:00+07:00">
<meta name="author" content="Báo Lam Giang">
<link rel="canonical" href="https://baolamgiang.example/xa-hoi/cau-moi.html?utm_source=zalo">
</head><body>
<nav><a href="/">Trang chủ</a> <a href="/xa-hoi">Xã hội</a> <a href="/the-thao">Thể thao</a></nav>
<article><h1>Cầu mới ở Khe Dâu</h1>
<p class="sapo">Sau ba tháng, cầu dân sinh đã thông xe.</p>
<figure><img src="/anh/cau.jpg?w=1200" alt="cầu">
<figcaption>Cầu Khe Dâu. Ảnh: Hoàng Yến</figcaption></figure>{PARAGRAPHS}
<p><a href="/xa-hoi/khac.html" onclick="steal()">Xem thêm</a><script>steal()</script></p>
<p class="author">Hoàng Yến</p></article>
<aside><h3>Đọc nhiều</h3><ul><li><a href="/a">Giá vàng hôm nay</a></li></ul></aside>
<footer>Giấy phép số 123</footer></body></html>"""

PLAIN = f"""<html><head><title>Thông báo tuyển tình nguyện viên</title>
<script type="application/ld+json">{{"@type": "Article", "datePublished": "2026-11-19"}}</script>
</head><body><div id="main"><h1>Thông báo tuyển tình nguyện viên</h1>
<div class="ngay-dang">Thứ 5, Ngày 19/11/2026 09:00</div>{PARAGRAPHS}</div></body></html>"""


def read(html: str | bytes, *, url: str = URL) -> Content:
    body = html.encode() if isinstance(html, str) else html
    content = content_of_page(body, url=url, zone=VN)
    assert content is not None
    return content


async def test_the_portals_display_page_gives_the_columns_of_the_list(news_press: NewsPress):
    article = news_press.stand.find(SAMPLE_SLUG)
    assert article is not None
    url = f"{news_press.url}/Lists/Tin tuc/DispForm.aspx?ID={article.number}"
    async with aiohttp.ClientSession() as web, web.get(url) as answer:
        body = await answer.read()

    content = read(body, url=url)

    assert content.title == article.title
    assert content.published_at == datetime(2017, 8, 14, 3, tzinfo=UTC)
    assert (content.author.name, content.category) == ("Kiều Oanh", "Thông tin hoạt động")
    assert content.image_url.startswith(f"{news_press.url}/images/")
    assert content.image_credit == "Kiều Oanh"
    assert content.imported_view_count == 54
    assert "Cỡ chữ" not in content.body_html
    assert "Số lượt người đọc" not in content.body_html


def test_a_newspapers_page_gives_what_its_head_says():
    content = read(NEWSPAPER)

    assert content.title == "Cầu mới ở Khe Dâu"
    assert content.summary == "Sau ba tháng, cầu dân sinh đã thông xe."
    assert content.published_at == datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    assert content.author.name == "Hoàng Yến"
    assert content.canonical_url == URL
    assert content.image_url == "https://baolamgiang.example/anh/cau.jpg?w=1200"
    assert (content.image_caption, content.image_credit) == ("Cầu Khe Dâu.", "Hoàng Yến")
    assert content.language == "vi"


def test_the_body_is_the_article_and_nothing_around_it():
    body_html = read(NEWSPAPER).body_html

    for number in range(1, 6):
        assert f"Đoạn thứ {number}:" in body_html
    for other in ("Trang chủ", "Giá vàng", "Giấy phép", "Sau ba tháng", "Cầu mới ở"):
        assert other not in body_html


def test_the_body_is_safe_to_show():
    body_html = read(NEWSPAPER).body_html

    assert "steal" not in body_html
    assert sanitise(body_html) == body_html


def test_a_page_without_a_head_is_read_all_the_same():
    content = read(PLAIN)

    assert content.title == "Thông báo tuyển tình nguyện viên"
    assert content.published_at == datetime(2026, 11, 18, 17, tzinfo=UTC)
    assert content.body_html.startswith("<p>Đoạn thứ 1:")


def test_an_unknown_date_stays_unknown():
    page = PLAIN.replace('"datePublished": "2026-11-19"', "").replace("19/11/2026 09:00", "")

    assert read(page).published_at is None


def test_a_page_cannot_speak_for_another_site():
    page = NEWSPAPER.replace("https://baolamgiang.example/xa-hoi/", "https://other.example/")

    assert read(page).canonical_url == URL


@pytest.mark.parametrize("charset", ["utf-8", "windows-1258", "utf-16"])
def test_a_page_is_read_in_the_encoding_it_declares(charset: str):
    page = f'<html><head><meta charset="{charset}"></head><body><h1>Tin hay</h1>{PARAGRAPHS}'
    plain = page.replace("Đoạn thứ", "Doan thu") if charset == "windows-1258" else page

    content = content_of_page(plain.encode(charset, "replace"), url=URL, zone=VN)

    assert content is not None
    assert content.title == "Tin hay"


def test_a_page_of_any_size_and_shape_comes_to_an_end():
    for piece in ("<div>", "<table><tr><td>a", "<b><i>x", "<!--", "&"):
        page = f"<h1>Tin</h1>{piece * (1_500_000 // len(piece))}"

        content = content_of_page(page.encode(), url=URL, zone=VN)

        assert content is None or content.title == "Tin"


async def test_a_page_is_read_the_same_in_a_process_of_its_own():
    assert await read_page(NEWSPAPER.encode(), url=URL, zone=VN) == read(NEWSPAPER)


async def test_a_page_without_an_article_gives_none():
    assert await read_page(b"<html></html>", url=URL, zone=VN) is None


async def test_a_page_that_takes_too_long_is_given_up():
    assert await read_page(NEWSPAPER.encode(), url=URL, zone=VN, wall_s=0.01) is None
