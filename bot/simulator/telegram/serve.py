"""Serves an ASGI app on loopback, in the running loop; connections can be reset.

uvicorn answers an exception with a 500, so a reset must reach the socket: our protocol class
hands `abort` to the app in the scope. It closes with SO_LINGER 0, which sends a TCP reset and
drops what was not sent.
"""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from .app import ABORT

LINGER_ZERO = struct.pack("ii", 1, 0)


class ResettableProtocol(H11Protocol):
    """uvicorn's HTTP/1.1, with a way for the app to cut the line."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn
        """Wraps the app so that its scope carries `abort`."""
        super().connection_made(transport)
        app = self.app
        abort = aborter(transport)

        async def with_abort(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("extensions", {})[ABORT] = abort
            await app(scope, receive, send)

        self.app = with_abort


def aborter(transport: asyncio.Transport) -> Callable[[], None]:
    """Closes a connection with a TCP reset."""

    def abort() -> None:
        connection = transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_ZERO)
        transport.abort()

    return abort


@asynccontextmanager
async def served(app: ASGIApp, *, port: int = 0) -> AsyncIterator[str]:
    """Serves the app on 127.0.0.1 and gives its base URL; port 0 takes a free one.

    Closes at once: requests in flight, long polls among them, are cut.
    """
    # asyncio sets TCP_NODELAY only on sockets that say they are TCP; without it, 40 ms a call.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    server = _Server(
        uvicorn.Config(
            app,
            http=ResettableProtocol,
            ws="none",
            lifespan="auto",
            log_config=None,
            log_level="error",
            access_log=False,
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=0,
        )
    )
    running = asyncio.create_task(server.serve_on(listener))
    await server.is_up.wait()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        await server.stop()
        await running


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers, its ticking and its slow goodbye."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = asyncio.Event()
        self._stopping = asyncio.Event()

    async def serve_on(self, listener: socket.socket) -> None:
        """Serves until `stop`."""
        self.config.load()
        self.lifespan = self.config.lifespan_class(self.config)
        try:
            await self.startup(sockets=[listener])
        finally:
            self.is_up.set()
        await self._stopping.wait()
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            transport = getattr(connection, "transport", None)
            if transport is not None:
                transport.abort()
        await _ended(self.server_state.tasks)
        await self.lifespan.shutdown()
        listener.close()

    async def stop(self) -> None:
        """Lets `serve_on` end."""
        self._stopping.set()


async def _ended(tasks: set[asyncio.Task[None]]) -> None:
    """Gives requests a moment to notice that nobody listens, then cancels them."""
    if not tasks:
        return
    _, pending = await asyncio.wait(tasks, timeout=0.05)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
