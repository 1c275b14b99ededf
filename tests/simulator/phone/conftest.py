"""A pretend Telegram, a small bot that speaks to it over HTTP, and a browser on its phone page."""

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.simulator.telegram import Limits, Simulator
from bot.simulator.telegram.errors import JsonObject
from bot.simulator.telegram.serve import served

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update"
).split()
TOKEN = "123456:TEST-phone-page"
NOW = datetime(2017, 8, 14, 3, 0, tzinfo=UTC)
MEMBER, EDITOR, ADMIN = 7, 8, 9

expect.set_options(timeout=10_000)


class Bot:
    """The fewest lines that make a bot: call a method, wait for the next update."""

    def __init__(self, session: aiohttp.ClientSession, root: str) -> None:
        self._session = session
        self._root = root
        self._offset = 0

    async def call(self, method: str, **params: object) -> JsonObject:
        """The result of the method; a refusal fails the test."""
        async with self._session.post(f"{self._root}/bot{TOKEN}/{method}", json=params) as answer:
            body = await answer.json()
        assert body["ok"], body
        return body["result"]

    async def send_photo(self, picture: bytes, **params: str) -> JsonObject:
        """`sendPhoto` with the picture uploaded."""
        form = aiohttp.FormData({key: str(value) for key, value in params.items()})
        form.add_field("photo", picture, filename="anh.png", content_type="image/png")
        address = f"{self._root}/bot{TOKEN}/sendPhoto"
        async with self._session.post(address, data=form) as answer:
            body = await answer.json()
        assert body["ok"], body
        return body["result"]

    async def next_update(self) -> JsonObject:
        """The oldest update not yet seen, waited for."""
        updates = await self.call("getUpdates", offset=self._offset, timeout=10, limit=1)
        self._offset = updates[0]["update_id"] + 1
        return updates[0]


@pytest.fixture
def sim() -> Simulator:
    simulator = Simulator(
        token=TOKEN, username="bantin_bot", now=lambda: NOW, limits=Limits(flood=False)
    )
    for person_id, name in {MEMBER: "An", EDITOR: "Bình", ADMIN: "Chi"}.items():
        simulator.person(person_id, first_name=name, language_code="vi")
    simulator.roles |= {EDITOR: "editor", ADMIN: "admin"}
    return simulator


@pytest_asyncio.fixture(loop_scope="session")
async def address(sim: Simulator) -> AsyncIterator[str]:
    async with served(sim.app) as url:
        yield str(url).rstrip("/")


@pytest_asyncio.fixture(loop_scope="session")
async def bot(address: str) -> AsyncIterator[Bot]:
    async with aiohttp.ClientSession() as session:
        yield Bot(session, address)


# One Chromium for all: starting it takes longer than most of the tests.
@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip(f"no Chromium: none of {', '.join(NAMES)} is on the PATH")
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=program, args=QUIET)
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="session")
async def phone(browser: Browser, address: str) -> AsyncIterator[Page]:
    """The page in a window as wide as a small phone, its complaints collected and refused."""
    context = await browser.new_context(
        viewport={"width": 360, "height": 740}, locale="vi-VN", reduced_motion="reduce"
    )
    page = await context.new_page()
    page.set_default_timeout(10_000)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: line.type == "error" and complaints.append(line.text))
    await page.goto(f"{address}/phone/")
    await expect(page.locator("#people [role=tab]")).to_have_count(3)
    yield page
    assert complaints == []
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def chat(phone: Page, bot: Bot) -> Page:
    """The member's chat with the bot, begun by its large button; the bot has read "/start"."""
    await phone.get_by_role("button", name="BẮT ĐẦU").click()
    update = await bot.next_update()
    assert update["message"]["text"] == "/start"
    return phone
