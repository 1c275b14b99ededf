import re
from datetime import timedelta

import pytest

from bot.text import base36
from handlers.web.visitors import MOST_AN_HOUR
from storage.model import Article, Attachment, Related
from storage.model import Person as Author
from tests.handlers.web.conftest import Web
from tests.staging import Stage, published, staged

CSP = (
    "default-src 'none'; script-src 'self' https://telegram.org; style-src 'self';"
    " img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors https://web.telegram.org https://*.telegram.org"
)
PREVIEWS = [
    "TelegramBot (like TwitterBot)",
    "facebookexternalhit/1.1",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "WhatsApp/2.23.20.0",
    "curl/8.5.0",
    "",
]


@pytest.fixture
async def article(stage: Stage) -> Article:
    slug = stage.press.all()[0].slug
    other = await published(stage.storage, "Tin liên quan đây", now=stage.clock.now())
    return await published(
        stage.storage,
        "Ra quân <làm> đường & cầu",
        now=stage.clock.now(),
        summary="Sáng nay, ba trăm bạn trẻ ra quân.",
        body_html="<h2>Đầu</h2><p>Một <b>hai</b> <a href='https://doan.example/x'>ba</a>.</p>"
        "<ul><li>Bốn</li></ul><table><tr><th>Xã</th><td>Năm</td></tr></table>",
        category="Hoạt động",
        author=Author(name="Kiều Oanh"),
        published_at=stage.clock.now() - timedelta(hours=1),
        image_url=f"{stage.press_url}/images/{slug}-1.jpg",
        image_caption="Ra quân",
        image_credit="Lan",
        attachments=(Attachment(name="Kế hoạch", url="https://doan.example/k.pdf"),),
        related=(Related(title=other.content.title, article_id=other.id),),
    )


def path(article: Article) -> str:
    return f"/a/{base36(article.id)}"


async def views(stage: Stage, article: Article) -> int:
    return (await stage.storage.views.stats(article.id)).view_count


async def test_an_article_has_its_page_with_all_of_it(web: Web, article: Article) -> None:
    page = await web.get(path(article))

    assert page.status == 200
    for words in (
        "<h1>Ra quân &lt;làm&gt; đường &amp; cầu</h1>",
        "<strong>hai</strong>",
        '<a href="https://doan.example/x" rel="noopener nofollow">ba</a>',
        "<li><p>Bốn</p></li>",
        "<th>Xã</th>",
        "Kiều Oanh",
        "Lượt xem: 1",
        "Ảnh: Lan</",
        'href="https://doan.example/k.pdf"',
        "Tin liên quan đây",
        f"start=a_{base36(article.id)}",
        '<html lang="vi">',
        # What a slow network shows last, the picture, is asked for first.
        'loading="eager" fetchpriority="high"',
    ):
        assert words in page.text
    assert re.search(r"<script(?! src=\"/static/)", page.text) is None
    assert "style=" not in page.text


async def test_a_page_carries_the_headers_that_forbid_the_rest(web: Web, article: Article) -> None:
    for where in (path(article), "/", "/khong-co", "/a/zzz", "/static/page.js", "/feed.rss"):
        headers = (await web.get(where)).headers
        assert headers["content-security-policy"] == CSP
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "x-frame-options" not in headers
        assert "set-cookie" not in headers


async def test_a_person_counts_and_half_an_hour_is_one_opening(
    stage: Stage, web: Web, article: Article
) -> None:
    await web.get(path(article))
    await web.get(path(article))
    assert await views(stage, article) == 1

    await web.get(path(article), User_Agent="Mozilla/5.0 (iPhone) Telegram-iOS/11 Safari")

    stats = await stage.storage.views.stats(article.id)
    assert (stats.view_count, stats.reader_count) == (2, 2)


@pytest.mark.parametrize("agent", PREVIEWS)
async def test_previews_and_crawlers_see_the_page_and_do_not_count(
    stage: Stage, web: Web, article: Article, agent: str
) -> None:
    page = await web.get(path(article), User_Agent=agent)

    assert page.status == 200
    assert '<meta property="og:title" content="Ra quân &lt;làm&gt; đường &amp; cầu">' in page.text
    assert await views(stage, article) == 0


async def test_asking_for_the_head_or_ahead_of_time_does_not_count(
    stage: Stage, web: Web, article: Article
) -> None:
    await web.get(path(article), method="HEAD")
    await web.get(path(article), Sec_Purpose="prefetch;prerender")

    assert await views(stage, article) == 0


async def test_a_flood_from_one_address_stops_counting(
    stage: Stage, web: Web, article: Article
) -> None:
    for number in range(MOST_AN_HOUR + 5):
        await web.get(path(article), User_Agent=f"Mozilla/5.0 ({number})")

    assert await views(stage, article) == MOST_AN_HOUR


async def test_what_is_retracted_is_gone_and_without_its_title(
    stage: Stage, web: Web, article: Article
) -> None:
    await stage.storage.articles.retract(
        article.id, by=Author(name="B"), note="", now=stage.clock.now()
    )

    page = await web.get(path(article))

    assert page.status == 410
    assert "Tin này đã được gỡ" in page.text
    assert "Ra quân" not in page.text
    assert (await web.get(f"/p/{base36(article.id)}-0.jpg")).status == 404


@pytest.mark.parametrize("where", ["/a/zzzz", "/a/!!", "/a/", "/khong/co", "/a/1z141z4z1z141z4z"])
async def test_where_nothing_is_there_is_a_page_that_says_so(web: Web, where: str) -> None:
    page = await web.get(where)

    assert page.status == 404
    assert "Không có trang này" in page.text


async def test_a_draft_has_no_page(stage: Stage, web: Web, article: Article) -> None:
    draft = await stage.storage.articles.draft(
        article.content, by=Author(name="B"), now=stage.clock.now()
    )

    assert (await web.get(path(draft))).status == 404


async def test_an_article_that_lies_elsewhere_leads_there_and_counts(
    stage: Stage, web: Web
) -> None:
    article = await published(
        stage.storage, "Nơi khác", now=stage.clock.now(), alternate_url="https://doan.example/1"
    )

    page = await web.get(path(article))

    assert (page.status, page.headers["location"]) == (302, "https://doan.example/1")
    assert await views(stage, article) == 1


async def test_pictures_come_from_our_own_host_once_fetched(
    stage: Stage, web: Web, article: Article
) -> None:
    page = await web.get(path(article))
    found = re.search(r'<img src="(/p/[^"]+)" alt="Ra quân" width="1280" height="720"', page.text)
    assert found is not None

    picture = await web.get(found[1])

    assert picture.status == 200
    assert picture.headers["content-type"] == "image/jpeg"
    again = await web.get(found[1], If_None_Match=picture.headers["etag"])
    assert again.status == 304
    page = await web.get(path(article))
    assert 'width="960"' in page.text
    assert (await web.get(f"/p/{base36(article.id)}-7.jpg")).status == 404


async def test_a_picture_that_cannot_be_had_is_left_out_with_its_caption_kept(
    stage: Stage, web: Web
) -> None:
    article = await published(
        stage.storage,
        "Ảnh mất",
        now=stage.clock.now(),
        image_url=f"{stage.press_url}/images/khong-co.jpg",
        image_caption="Chú thích còn",
    )
    assert (await web.get(f"/p/{base36(article.id)}-0.jpg")).status == 404

    page = await web.get(path(article))

    assert "<img" not in page.text
    assert "Chú thích còn" in page.text


async def test_the_first_page_lists_the_newest(stage: Stage, web: Web) -> None:
    assert "Chưa có tin nào" in (await web.get("/")).text
    for number in range(32):
        await published(stage.storage, f"Tin {number:02}", now=stage.clock.now())

    first, second = await web.get("/"), await web.get("/?page=1")

    assert "<h1>Tin mới nhất</h1>" in first.text
    assert "Tin 31" in first.text
    assert 'href="/?page=1"' in first.text
    assert "Tin 01" in second.text
    assert 'href="/?page=2"' not in second.text
    assert (await web.get("/?page=99999999")).status == 200


async def test_an_opened_article_leads_to_its_page(sqlite_url: str) -> None:
    async with staged(sqlite_url, web_port=0, web_url="https://tin.example") as stage:
        article = await published(stage.storage, "Có trang", now=stage.clock.now())
        an = stage.telegram.person(1001, first_name="An", language_code="vi", started=True)

        an.open_link(f"a_{base36(article.id)}")
        await stage.rest()

        links = [it.url for row in an.phone.last.buttons for it in row if it.text == "Xem trên web"]
        assert links == [f"https://tin.example/a/{base36(article.id)}?l=vi"]


async def test_a_page_speaks_the_language_of_who_opens_it(stage: Stage, web: Web) -> None:
    first = await published(stage.storage, "Tin trước", now=stage.clock.now())
    article = await published(stage.storage, "Tin này", now=stage.clock.now())

    asked = await web.get(f"{path(article)}?l=en")
    unknown = await web.get(f"{path(article)}?l=xx")
    home = await web.get("/?l=en")

    assert '<html lang="en">' in asked.text
    assert '<h1 lang="vi">Tin này</h1>' in asked.text
    assert "Other news" in asked.text
    assert f'href="{path(first)}?l=en"' in asked.text
    assert f'rel="canonical" href="{web.url}{path(article)}"' in asked.text
    assert '<html lang="vi">' in unknown.text
    assert "?l=" not in unknown.text
    assert f'href="{path(article)}?l=en"' in home.text
    for page, title in ((asked, "Tin trước"), (home, "Tin này")):
        assert f' lang="vi">{title}</a>' in page.text
    assert ' lang="' not in unknown.text.partition("<head>")[2]


async def test_a_title_in_another_language_says_so(stage: Stage, web: Web) -> None:
    await published(stage.storage, "Youth Union in English", now=stage.clock.now(), language="en")

    home = await web.get("/")

    assert ' lang="en">Youth Union in English</a>' in home.text


async def test_related_news_elsewhere_are_linked(stage: Stage, web: Web) -> None:
    elsewhere = Related(title="Báo khác", url="https://bao.example/1")
    article = await published(
        stage.storage,
        "Có liên quan",
        now=stage.clock.now(),
        related=(elsewhere, Related(title="Không có nơi")),
    )

    page = await web.get(path(article))

    assert '<a href="https://bao.example/1">Báo khác</a>' in page.text
    assert "Không có nơi" not in page.text


async def test_a_member_opens_pages_in_his_own_language(sqlite_url: str) -> None:
    async with staged(sqlite_url, web_port=0, web_url="https://tin.example") as stage:
        article = await published(stage.storage, "Có trang", now=stage.clock.now())
        emma = stage.telegram.person(1002, first_name="Emma", language_code="en", started=True)

        emma.open_link(f"a_{base36(article.id)}")
        await stage.rest()

        urls = [it.url for row in emma.phone.last.buttons for it in row]
        assert f"https://tin.example/a/{base36(article.id)}?l=en" in urls
