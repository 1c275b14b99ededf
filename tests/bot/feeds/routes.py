"""A server with given routes, and a fetcher that may reach it."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
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


@asynccontextmanager
async def serving_tls(body: bytes, *, chain: Path, key: Path) -> AsyncIterator[str]:
    """The `host:port` of a server that shows this certificate and answers with this body."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(chain, key)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "localhost", 0, ssl=context)
    async with server:
        yield f"localhost:{server.sockets[0].getsockname()[1]}"
