"""The page as a browser shows it: an article meant to do harm does none."""

import json
import shutil
from collections.abc import AsyncIterator
from urllib.parse import quote, urlsplit

import pytest
from playwright.async_api import BrowserContext, Page, async_playwright, expect

from bot.text import base36
from storage.model import Article, Attachment, Related
from storage.model import Person as Author
from tests.handlers.web.conftest import Web
from tests.staging import Stage, published

pytestmark = pytest.mark.browser

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
HARM = (
    "<script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)>"
    "<iframe src='https://boese.example/'></iframe><p onclick=alert(4) style='background:"
    "url(https://boese.example/a.png)'>chữ</p><a href='javascript:alert(5)'>liên kết</a>"
    "<a href='data:text/html,<script>alert(6)</script>'>khác</a>"
    "<img src='https://boese.example/pixel.gif'><link rel=stylesheet href='//boese.example/a.css'>"
    "<form action='https://boese.example'><button>Gửi</button></form><math><style><img src=x>"
    "</style></math>{{ 7*7 }}{% raw %}"
)
BREAKOUT = "\"><script>alert(7)</script><img src=x onerror='alert(8)'>"


class Watched:
    """A page, and what it did without being asked."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.dialogs: list[str] = []
        self.hosts: set[str] = set()
        self.complaints: list[str] = []
        page.on("dialog", lambda dialog: self.dialogs.append(dialog.message))
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda line: line.type == "error" and self.complaints.append(line.text))


@pytest.fixture
async def window() -> AsyncIterator[BrowserContext]:
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip(f"no Chromium: none of {', '.join(NAMES)} is on the PATH")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=QUIET)
        yield await browser.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN")
        await browser.close()


@pytest.fixture
async def article(stage: Stage) -> Article:
    return await published(
        stage.storage,
        f"Tin {BREAKOUT}",
        now=stage.clock.now(),
        summary=BREAKOUT,
        body_html=HARM,
        category=BREAKOUT,
        author=Author(name=BREAKOUT),
        image_url=f"{stage.press_url}/images/{stage.press.all()[0].slug}-1.jpg",
        image_caption=BREAKOUT,
        image_credit=BREAKOUT,
        canonical_url="javascript:alert(9)",
        attachments=(Attachment(name=BREAKOUT, url="javascript:alert(10)"),),
        related=(Related(title=BREAKOUT, url="https://boese.example/"),),
    )


async def test_an_article_meant_to_do_harm_does_none(
    web: Web, window: BrowserContext, article: Article
) -> None:
    watched = Watched(await window.new_page())

    await watched.page.goto(f"{web.url}/a/{base36(article.id)}", wait_until="networkidle")
    for link in await watched.page.locator("main p").all():
        await link.click(force=True, no_wait_after=True, trial=True)

    assert watched.dialogs == []
    assert watched.hosts == {urlsplit(web.url).netloc}
    # A picture that could not be had is not there; nothing was blocked, for nothing was tried.
    assert [line for line in watched.complaints if "status of 404" not in line] == []
    await expect(watched.page.locator("h1")).to_contain_text("<script>alert(7)</script>")
    active = "main script, iframe, form, main [onclick], main [style]"
    assert await watched.page.locator(active).count() == 0
    assert await watched.page.locator('a[href^="javascript"], a[href^="data"]').count() == 0
    assert "49" not in await watched.page.locator("article").inner_text()


async def test_the_size_of_letters_is_remembered(
    stage: Stage, web: Web, window: BrowserContext
) -> None:
    article = await published(stage.storage, "Chữ to", now=stage.clock.now())
    page = await window.new_page()
    await page.goto(f"{web.url}/a/{base36(article.id)}")
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    before = await page.evaluate(size)

    await page.get_by_role("button", name="A+").click()
    await expect(page.get_by_role("status")).to_have_text("Cỡ chữ 112 %")
    larger = await page.evaluate(size)
    await page.reload()

    assert larger > before
    assert await page.evaluate(size) == larger
    await page.get_by_role("button", name="A Cỡ chữ mặc định").click()
    assert await page.evaluate(size) == before


async def test_telegrams_colours_come_with_the_address(
    stage: Stage, web: Web, window: BrowserContext
) -> None:
    article = await published(stage.storage, "Màu", now=stage.clock.now())
    page = await window.new_page()
    background = "getComputedStyle(document.body).backgroundColor"
    good = quote(json.dumps({"bg_color": "#102030", "text_color": "#f0f0f0"}))
    pale = quote(json.dumps({"bg_color": "#ffffff", "text_color": "#eeeeee"}))

    await page.goto(f"{web.url}/a/{base36(article.id)}#tgWebAppThemeParams={good}")
    assert await page.evaluate(background) == "rgb(16, 32, 48)"
    await page.goto(f"{web.url}/#tgWebAppThemeParams={pale}")

    assert await page.evaluate("getComputedStyle(document.body).color") == "rgb(26, 26, 26)"


async def test_the_page_is_whole_without_its_script(
    stage: Stage, web: Web, window: BrowserContext
) -> None:
    article = await published(stage.storage, "Không cần script", now=stage.clock.now())
    assert window.browser is not None
    bare = await window.browser.new_context(java_script_enabled=False)
    page = await bare.new_page()

    await page.goto(f"{web.url}/a/{base36(article.id)}")

    await expect(page.locator("article")).to_contain_text("Thân bài: Không cần script.")
    await expect(page.get_by_role("button")).to_have_count(0)
    await expect(page.get_by_role("link", name="Đọc trong Telegram")).to_be_visible()


async def test_a_link_is_copied_and_that_is_said(
    stage: Stage, web: Web, window: BrowserContext
) -> None:
    article = await published(stage.storage, "Sao chép", now=stage.clock.now())
    await window.grant_permissions(["clipboard-read", "clipboard-write"])
    page = await window.new_page()
    await page.goto(f"{web.url}/a/{base36(article.id)}?l=en#top")

    await page.get_by_role("button", name="Copy link").click()

    await expect(page.get_by_role("status")).to_have_text("Link copied.")
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{web.url}/a/{base36(article.id)}"


async def test_sharing_hands_the_phone_the_title_and_the_address(
    stage: Stage, web: Web, window: BrowserContext
) -> None:
    article = await published(stage.storage, "Chia sẻ tôi", now=stage.clock.now())
    page = await window.new_page()
    # This browser has nothing to share with: what it would be handed is kept instead.
    await page.add_init_script(
        "window.shared = []; navigator.share = async (what) => { window.shared.push(what); };"
    )
    await page.goto(f"{web.url}/a/{base36(article.id)}?l=vi")

    await page.get_by_role("button", name="Chia sẻ").click()

    assert await page.evaluate("window.shared") == [
        {"title": "Chia sẻ tôi", "url": f"{web.url}/a/{base36(article.id)}"}
    ]


async def test_without_anything_to_share_with_there_is_no_such_button(
    stage: Stage, web: Web, window: BrowserContext
) -> None:
    article = await published(stage.storage, "Không chia sẻ", now=stage.clock.now())
    page = await window.new_page()
    await page.add_init_script("delete Navigator.prototype.share;")
    await page.goto(f"{web.url}/a/{base36(article.id)}")

    await expect(page.get_by_role("button", name="Sao chép liên kết")).to_be_visible()
    await expect(page.get_by_role("button", name="Chia sẻ")).to_have_count(0)


async def test_nothing_jumps_and_every_target_is_large_enough(
    stage: Stage, web: Web, window: BrowserContext, article: Article
) -> None:
    await published(stage.storage, "Tin khác", now=stage.clock.now(), category=BREAKOUT)
    page = await window.new_page()
    await page.add_init_script(
        "window.jumped = 0; new PerformanceObserver((list) => { for (const it of"
        " list.getEntries()) window.jumped += it.value; })"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    await page.goto(f"{web.url}/a/{base36(article.id)}", wait_until="networkidle")

    small = await page.evaluate(
        "[...document.querySelectorAll('button, .actions a, .links a, header > a')]"
        ".filter((it) => it.offsetParent && it.getBoundingClientRect().height < 44)"
        ".map((it) => it.textContent)"
    )

    assert await page.evaluate("window.jumped") < 0.01
    assert small == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
