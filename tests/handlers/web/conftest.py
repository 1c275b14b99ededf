"""The bot on stage, and its web side as a browser reaches it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest

from bot.simulator.telegram import served
from handlers.web.app import web_app
from tests.staging import Stage

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    text: str
    headers: dict[str, str]
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """Somebody with a browser. `url`: where the pages are."""

    url: str
    session: aiohttp.ClientSession

    async def get(self, path: str, *, method: str = "GET", **headers: str) -> Answer:
        """The page at a path, as a phone asks for it."""
        asked = {"User-Agent": PHONE} | {k.replace("_", "-"): v for k, v in headers.items()}
        async with self.session.request(
            method, f"{self.url}{path}", headers=asked, allow_redirects=False
        ) as answer:
            body = await answer.read()
            given = {name.lower(): value for name, value in answer.headers.items()}
            length = int(given.get("content-length", len(body)))
            text = body.decode("utf-8", "replace")
            return Answer(status=answer.status, text=text, headers=given, length=length)


@pytest.fixture
async def web(stage: Stage) -> AsyncIterator[Web]:
    """The web side of the bot on stage."""
    async with served(web_app(stage.application)) as url, aiohttp.ClientSession() as session:
        yield Web(url=url.rstrip("/"), session=session)
