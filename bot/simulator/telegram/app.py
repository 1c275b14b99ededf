"""The HTTP face: `/bot<token>/<method>`, `/file/bot<token>/<path>`, and `/phone/…`.

Faults on the wire need the connection itself. `serve.served` puts `transport.abort` into the
scope (`extensions`, under `ABORT`); a reset then closes the socket without a word. Without it, in
a test that calls the app directly, a reset is a `ConnectionResetError` out of the app.
"""

import asyncio
import math
import re
import time
from contextlib import suppress

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .errors import JsonObject, Refusal
from .faults import Fault
from .gateway import Gateway
from .parameters import read_parameters

ABORT = "bantin.abort"
TOKEN_SHAPE = re.compile(r"\d+:[A-Za-z0-9_-]+")
MOST_BODY = 60 * 1024 * 1024
NOT_FOUND = Refusal("Not Found", code=404)
UNAUTHORIZED = Refusal("Unauthorized", code=401)


class TelegramApp:
    """The ASGI application; everything but the Bot API goes on to `pages`."""

    def __init__(self, gateway: Gateway, *, token: str, pages: ASGIApp) -> None:
        self._gateway = gateway
        self.token = token
        self._pages = pages
        self._outage = ""
        self._outage_until = 0.0

    def break_down(self, kind: str, *, seconds: float) -> None:
        """From now on, for so long, "offline" resets every call, "flood" answers 429.

        "none" ends it.
        """
        if kind not in ("offline", "flood", "none"):
            raise ValueError(f"no fault {kind!r}")
        self._outage = kind
        self._outage_until = time.monotonic() + seconds

    def _outage_fault(self, method: str | None) -> Fault | None:
        left = self._outage_until - time.monotonic()
        if left <= 0 or self._outage == "none":
            return None
        if self._outage == "offline":
            return Fault.reset_before()
        return Fault.flood(math.ceil(left)) if method != "getUpdates" else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One HTTP exchange, or the app's start and end."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http" and scope["path"].startswith("/bot"):
            await self._call(scope, receive, send)
        elif scope["type"] == "http" and scope["path"].startswith("/file/bot"):
            await self._file(scope, send)
        else:
            await self._pages(scope, receive, send)

    async def _call(self, scope: Scope, receive: Receive, send: Send) -> None:
        token, _, name = scope["path"].removeprefix("/bot").partition("/")
        body = await read_body(receive)
        if token != self.token:
            refusal = UNAUTHORIZED if TOKEN_SHAPE.fullmatch(token) else NOT_FOUND
            await send_json(send, refusal.code, refusal.body())
            return
        try:
            raw = _parameters(scope, body)
        except Refusal as refusal:
            await send_json(send, refusal.code, refusal.body())
            return
        method = self._gateway.method(name)
        fault = self._gateway.faults.pick(method or name, raw.get("chat_id"))
        fault = self._outage_fault(method) or fault
        if fault is None and method == "getUpdates":
            answer = await self._polled(method, raw, receive)
            if answer is not None:
                await send_json(send, *answer)
            return
        status, content = await self._gateway.answer(method, raw, fault)
        if fault is None or fault.kind in ("flood", "refusal"):
            await send_json(send, status, content)
        else:
            await _spoil(fault, status, content, scope, receive, send)

    async def _polled(
        self, method: str, raw: JsonObject, receive: Receive
    ) -> tuple[int, JsonObject] | None:
        """The answer of a long poll; None when the caller went away first."""
        poll = asyncio.ensure_future(self._gateway.answer(method, raw, None))
        gone = asyncio.ensure_future(receive())
        try:
            await asyncio.wait({poll, gone}, return_when=asyncio.FIRST_COMPLETED)
            return poll.result() if poll.done() else None
        finally:
            for task in (poll, gone):
                task.cancel()
            with suppress(asyncio.CancelledError, ConnectionError):
                await gone

    async def _file(self, scope: Scope, send: Send) -> None:
        token, _, path = scope["path"].removeprefix("/file/bot").partition("/")
        stored = self._gateway.state.files.by_path.get(path)
        if token != self.token or stored is None:
            await send_json(send, 404, NOT_FOUND.body())
            return
        await send_bytes(send, 200, stored.content, "application/octet-stream")

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message: Message = await receive()
            if message["type"] == "lifespan.shutdown":
                await self._gateway.webhook.close()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return


def _parameters(scope: Scope, body: bytes | None) -> JsonObject:
    if body is None:
        raise Refusal("Request Entity Too Large", code=413)
    content_type = ""
    for name, value in scope["headers"]:
        if name == b"content-type":
            content_type = value.decode("latin-1")
    return read_parameters(query=scope["query_string"], content_type=content_type, body=body)


async def _spoil(
    fault: Fault, status: int, content: JsonObject, scope: Scope, receive: Receive, send: Send
) -> None:
    """Answers as the fault says; the call itself has been done or not by now."""
    match fault.kind:
        case "reset":
            await reset(scope, receive)
        case "hang":
            await until_gone(receive)
        case "slow":
            await asyncio.sleep(fault.seconds)
            await send_json(send, status, content)
        case "garbled":
            whole = orjson.dumps(content)
            await send_bytes(send, 200, whole[: len(whole) // 2], "application/json")
        case "server_error":
            page = f"<html><head><title>{fault.code} Bad Gateway</title></head></html>".encode()
            await send_bytes(send, fault.code, page, "text/html")


async def reset(scope: Scope, receive: Receive) -> None:
    """Closes the connection without an answer."""
    abort = scope.get("extensions", {}).get(ABORT)
    if abort is None:
        raise ConnectionResetError("reset by the simulator")
    abort()
    await until_gone(receive)


async def until_gone(receive: Receive) -> None:
    """Waits until the caller has closed the connection."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def read_body(receive: Receive) -> bytes | None:
    """The whole body; None when it is larger than any call may be."""
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body"):
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MOST_BODY:
            return None
    return body


async def send_json(send: Send, status: int, content: object) -> None:
    """A JSON answer."""
    await send_bytes(send, status, orjson.dumps(content), "application/json")


async def send_bytes(send: Send, status: int, content: bytes, media_type: str) -> None:
    """A whole answer."""
    headers = [
        (b"content-type", media_type.encode()),
        (b"content-length", str(len(content)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
