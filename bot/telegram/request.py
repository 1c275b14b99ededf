"""The library's request class on aiohttp: a tenth of the processor time a call."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import aiohttp
import orjson
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

# Telegram may close a connection that was idle for longer; a POST lost that way is a doubt.
IDLE_S = 15
UNKNOWN_TOKEN = (401, 404)
LIMIT_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A body that is ready to go, in place of the library's parameters."""

    body: bytes | aiohttp.FormData
    headers: dict[str, str]


def _nobody_listens() -> None:
    """Stands in where nobody asks when answers come."""


class NotSent(Exception):
    """The cause of a `NetworkError` whose request never left this machine."""


class FastRequest(BaseRequest):
    """Calls over a pool of kept connections. Its errors never hold the token.

    Time-outs, in seconds: `connect` to get a connection, `read` for the answer's bytes.
    `on_answer` is called whenever one has come, whatever it says; `on_bytes`, in rehearsals,
    with the method's name once a request's bytes are on their way. `on_refused` is called
    where the answer is that nobody knows this address: the token, where the method is known.
    """

    def __init__(
        self,
        *,
        connections: int = 64,
        connect_s: float = 10,
        read_s: float = 20,
        proxy: str = "",
        on_answer: Callable[[], None] = _nobody_listens,
        on_bytes: Callable[[str], None] | None = None,
        on_refused: Callable[[], None] = _nobody_listens,
    ) -> None:
        self._connections = connections
        self._connect_s = connect_s
        self._read_s = read_s
        self._proxy = proxy or None
        self._on_answer = on_answer
        self._on_bytes = on_bytes
        self._on_refused = on_refused
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer."""
        return self._read_s

    async def initialize(self) -> None:
        """Opens the pool."""
        if self._session is not None and not self._session.closed:
            return
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=IDLE_S),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=True,
            trace_configs=[] if self._on_bytes is None else [_telling(self._on_bytes)],
        )

    async def shutdown(self) -> None:
        """Closes the pool."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One call: status and body.

        Raises:
            TimedOut, NetworkError: caused by `NotSent` where no byte can have left.
        """
        wait = aiohttp.ClientTimeout(
            total=None,
            connect=_seconds(connect_timeout, self._connect_s),
            sock_read=_seconds(read_timeout, self._read_s),
        )
        try:
            return await self._exchange(method, url, data=request_data, wait=wait)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise _never_left(error) from NotSent(type(error).__name__)
        except TimeoutError as error:
            raise TimedOut(f"No answer in time ({type(error).__name__})") from error
        except aiohttp.ClientError as error:
            # The text of some of these holds the address, and the address the token.
            raise NetworkError(type(error).__name__) from None

    async def _exchange(
        self,
        method: str,
        url: str,
        *,
        data: RequestData | Prepared | None,
        wait: aiohttp.ClientTimeout,
    ) -> tuple[int, bytes]:
        session = self._session
        if session is None or session.closed:
            raise NetworkError("The request class is not open") from NotSent()
        body, headers = _body_of(data)
        async with session.request(
            method,
            url,
            data=body,
            headers=headers,
            timeout=wait,
            proxy=self._proxy,
            allow_redirects=False,
        ) as response:
            answer = response.status, await _read(response)
            self._on_answer()
            if response.status in UNKNOWN_TOKEN:
                self._on_refused()
            return answer

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as a dict; the slower parser where the fast one refuses lone surrogates."""
        try:
            parsed: dict[str, Any] = orjson.loads(payload)
        except orjson.JSONDecodeError:
            return BaseRequest.parse_json_payload(payload)
        return parsed


def _telling(on_bytes: Callable[[str], None]) -> aiohttp.TraceConfig:
    async def on_chunk(
        _: aiohttp.ClientSession,
        __: SimpleNamespace,
        sent: aiohttp.TraceRequestChunkSentParams,
    ) -> None:
        # Told before the chunk is written; the loop writes it before its next round but one.
        loop = asyncio.get_running_loop()
        loop.call_soon(loop.call_soon, on_bytes, sent.url.name)

    trace = aiohttp.TraceConfig()
    trace.on_request_chunk_sent.append(on_chunk)
    return trace


async def _read(response: aiohttp.ClientResponse) -> bytes:
    body = await response.content.read(LIMIT_BYTES)
    while not response.content.at_eof():
        chunk = await response.content.read(LIMIT_BYTES)
        body += chunk
        if len(body) > LIMIT_BYTES:
            raise aiohttp.ClientPayloadError("answer too long")
    return body


def _never_left(error: Exception) -> NetworkError:
    kind = type(error).__name__
    if isinstance(error, asyncio.TimeoutError):
        return TimedOut(f"No connection in time ({kind})")
    return NetworkError(f"No connection ({kind})")


def _seconds(given: ODVInput[float], usual: float) -> float | None:
    return usual if isinstance(given, DefaultValue) else given


def _body_of(
    data: RequestData | Prepared | None,
) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    if data is None:
        return None, {}
    if isinstance(data, Prepared):
        return data.body, data.headers
    if not data.contains_files:
        return orjson.dumps(data.parameters), {"Content-Type": "application/json"}
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime_type) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime_type)
    return form, {}
