"""A Telegram that costs next to nothing: every call is answered by the same few bytes."""

from __future__ import annotations

import asyncio
import re
import sys
from typing import cast

LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
USER = b'{"id":100000001,"is_bot":true,"first_name":"Ban Tin","username":"bantin_bot"}'
SENT = (
    b'{"ok":true,"result":{"message_id":1,"date":1790000000,'
    b'"chat":{"id":1,"type":"private","first_name":"An"},"text":"x"}}'
)
PLAIN = {b"getMe": b'{"ok":true,"result":' + USER + b"}", b"getUpdates": b'{"ok":true,"result":[]}'}
TRUE = b'{"ok":true,"result":true}'


class Answering(asyncio.Protocol):
    """HTTP/1.1 with kept connections, one request after another."""

    def __init__(self) -> None:
        self._pending = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are no subclasses of asyncio's.
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._pending += data
        while (end := self._pending.find(b"\r\n\r\n")) >= 0:
            found = LENGTH.search(self._pending, 0, end)
            whole = end + 4 + (int(found[1]) if found else 0)
            if len(self._pending) < whole:
                return
            method = self._pending[: self._pending.find(b" HTTP/")].rpartition(b"/")[2]
            self._pending = self._pending[whole:]
            self._answer(method)

    def _answer(self, method: bytes) -> None:
        body = PLAIN.get(method) or (SENT if method.startswith((b"send", b"edit")) else TRUE)
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        assert self._transport is not None
        self._transport.write(head % len(body) + body)


async def main(port: int) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Answering, "127.0.0.1", port)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
