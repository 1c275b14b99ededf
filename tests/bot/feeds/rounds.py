"""Rounds of polling with a clock and a publisher that a test moves."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.feeds.fetch import Fetcher, open_fetcher
from bot.feeds.outcome import Outcome
from bot.feeds.parse import Parser
from bot.feeds.poll import poll_due
from bot.simulator.telegram.serve import served
from storage import Storage
from storage.model import Feed, FeedState
from tests.bot.feeds.conftest import NOW

INTERVAL_S = 900
A_DAY = timedelta(days=1)


def rss(*titles: str, ttl: int = 0, more: str = "") -> bytes:
    items = "".join(
        f"<item><title>{title}</title><guid>{title.split()[0]}</guid>"
        f"<link>https://tin.example/{title.split()[0]}</link>{more}</item>"
        for title in titles
    )
    head = f"<ttl>{ttl}</ttl>" if ttl else ""
    return f"<rss version='2.0'><channel><title>T</title>{head}{items}</channel></rss>".encode()


@dataclass
class Publisher:
    """One feed whose answer a test changes at will; what was asked is kept."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    url: str = ""
    before_answering: Callable[[], Awaitable[None]] | None = None

    async def answer(self, request: Request) -> Response:
        if self.before_answering:
            await self.before_answering()
        self.asked.append(dict(request.headers))
        return Response(self.body, status_code=self.status, headers=self.headers)


@asynccontextmanager
async def publishing(publisher: Publisher) -> AsyncIterator[Fetcher]:
    route = Route("/{path:path}", publisher.answer)
    async with served(Starlette(routes=[route])) as url:
        publisher.url = f"{url}/rss"
        host = urlsplit(url).netloc
        async with open_fetcher(version="0", private_hosts=frozenset({host})) as fetcher:
            yield fetcher


@dataclass
class Round:
    """Polls with a clock that a test moves."""

    storage: Storage
    parser: Parser
    fetcher: Fetcher
    now: datetime = NOW

    async def poll(self, *, after: timedelta = timedelta(), limit: int = 20) -> list[Outcome]:
        self.now += after
        return await poll_due(
            self.storage,
            fetcher=self.fetcher,
            parser=self.parser,
            now=self.now,
            interval_s=INTERVAL_S,
            limit=limit,
        )

    async def feed(self, feed: Feed) -> tuple[Feed, FeedState]:
        return await self.storage.feeds.get(feed.id)
