"""A server with given routes, and a fetcher that may reach it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.feeds.fetch import Fetcher, open_fetcher
from bot.simulator.telegram.serve import served


@asynccontextmanager
async def reaching(*routes: Route) -> AsyncIterator[tuple[Fetcher, str]]:
    """A fetcher and the address of a server with these routes."""
    async with (
        served(Starlette(routes=list(routes))) as url,
        open_fetcher(version="0", private_hosts=frozenset({urlsplit(url).netloc})) as fetcher,
    ):
        yield fetcher, url


def answering(path: str, body: bytes = b"<rss/>", status: int = 200, **headers: str) -> Route:
    async def answer(_: Request) -> Response:
        named = {it if "-" in it else it.replace("_", "-"): headers[it] for it in headers}
        return Response(body, status_code=status, headers=named)

    return Route(path, answer)
