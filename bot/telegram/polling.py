"""The request class that asks for updates: it hangs up when it is cancelled."""

from __future__ import annotations

from collections.abc import Callable

import aiohttp
import orjson
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.telegram.request import LIMIT_BYTES, JsonRequest

CONNECT_S = 10.0
READ_S = 20.0
UNKNOWN_TOKEN = (401, 404)


class PollRequest(JsonRequest):
    """Asks for updates over aiohttp. Its errors never hold the token.

    `on_answer` is called whenever an answer has come, whatever it says; `on_refused` where
    it is that nobody knows this address: the token.
    """

    def __init__(
        self, *, proxy: str, on_answer: Callable[[], None], on_refused: Callable[[], None]
    ) -> None:
        self._proxy = proxy or None
        self._on_answer = on_answer
        self._on_refused = on_refused
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer, besides those that Telegram was asked to wait."""
        return READ_S

    async def initialize(self) -> None:
        """Opens the connection's pool."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())

    async def shutdown(self) -> None:
        """Closes it."""
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
        """One question: status and body.

        Raises:
            TimedOut, NetworkError: there was no answer.
        """
        read_s = READ_S if isinstance(read_timeout, DefaultValue) else read_timeout
        try:
            return await self._asked(method, url, data=request_data, read_s=read_s)
        except TimeoutError as error:
            raise TimedOut(f"No answer in time ({type(error).__name__})") from error
        except aiohttp.ClientError as error:
            # The text of some of these holds the address, and the address the token.
            raise NetworkError(type(error).__name__) from None

    async def _asked(
        self, method: str, url: str, *, data: RequestData | None, read_s: float | None
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise NetworkError("The request class is not open")
        async with self._session.request(
            method,
            url,
            data=None if data is None else orjson.dumps(data.parameters),
            headers={"Content-Type": "application/json"},
            timeout=aiohttp.ClientTimeout(total=None, connect=CONNECT_S, sock_read=read_s),
            proxy=self._proxy,
            allow_redirects=False,
        ) as response:
            body = await response.content.read(LIMIT_BYTES)
            while not response.content.at_eof() and len(body) < LIMIT_BYTES:
                body += await response.content.read(LIMIT_BYTES)
            self._on_answer()
            if response.status in UNKNOWN_TOKEN:
                self._on_refused()
            return response.status, body
