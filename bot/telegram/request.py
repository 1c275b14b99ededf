"""The library's request class on pyreqwest, for many calls at little cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import IO, Any

import orjson
from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import DetailedPyreqwestError, PoolTimeoutError, PyreqwestError
from pyreqwest.multipart import FormBuilder, PartBuilder
from pyreqwest.proxy import ProxyBuilder
from pyreqwest.request import RequestBuilder, StreamRequest
from pyreqwest.response import Response
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

# Telegram may close a connection that was idle for longer; a POST lost that way is a doubt.
IDLE = timedelta(seconds=15)
LIMIT_BYTES = 64 * 1024 * 1024
# A phone's upload at its slowest; what is slower is not worth waiting for.
SLOWEST_BYTES_S = 64 * 1024
# hyper's own words where a connection never stood. Should they change, a send that was not
# sent is a doubt: the safe side.
NO_CONNECTION = "client error (Connect)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file to send along; `field` is the parameter that carries it."""

    field: str
    name: str
    content: bytes
    mime_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What to send, ready made: JSON, or fields as text with files; in place of the library's."""

    json: bytes = b""
    fields: Mapping[str, str] = field(default_factory=dict)
    uploads: Sequence[Upload] = ()

    @property
    def upload_s(self) -> float:
        """How long its files may take on their way, in seconds."""
        return sum(len(upload.content) for upload in self.uploads) / SLOWEST_BYTES_S

    def put_into(self, request: RequestBuilder) -> RequestBuilder:
        """The request with this as its body."""
        if not self.uploads:
            return request.header("content-type", "application/json").body_bytes(self.json)
        form = FormBuilder()
        for name, value in self.fields.items():
            form = form.text(name, value)
        for it in self.uploads:
            part = PartBuilder.from_bytes(it.content).file_name(it.name).mime(it.mime_type)
            form = form.part(it.field, part)
        return request.multipart(form)


class JsonRequest(BaseRequest):
    """A request class whose answers are parsed by the fast parser."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as a dict; the slower parser where the fast one refuses lone surrogates."""
        try:
            parsed: dict[str, Any] = orjson.loads(payload)
        except orjson.JSONDecodeError:
            return BaseRequest.parse_json_payload(payload)
        return parsed


class NotSent(Exception):
    """The cause of a `NetworkError` whose request never left this machine."""


class FastRequest(JsonRequest):
    """Calls over a pool of kept connections. Its errors never hold the token.

    Time-outs, in seconds: `connect_s` to get a connection, `read_s` for the whole answer.
    A call whose task is cancelled goes on unseen until then: it is a doubt like any other.
    """

    def __init__(
        self,
        *,
        connections: int = 64,
        connect_s: float = 10,
        read_s: float = 20,
        proxy: str = "",
    ) -> None:
        self._connections = connections
        self._connect_s = connect_s
        self._read_s = read_s
        self._proxy = proxy
        self._client: Client | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer."""
        return self._read_s

    async def initialize(self) -> None:
        """Opens the pool."""
        if self._client is not None:
            return
        connect = timedelta(seconds=self._connect_s)
        builder = (
            ClientBuilder()
            # Nothing of the environment's; one way, the same on every machine.
            .no_proxy()
            .http1_only()
            .follow_redirects(enable=False)
            .error_for_status(enable=False)
            .max_connections(self._connections)
            .pool_timeout(connect)
            .connect_timeout(connect)
            .pool_idle_timeout(IDLE)
        )
        if self._proxy:
            builder = builder.proxy(ProxyBuilder.all(self._proxy))
        self._client = builder.build()

    async def shutdown(self) -> None:
        """Closes the pool."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

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
        body = _prepared(request_data)
        wait_s = self._read_s if isinstance(read_timeout, DefaultValue) else read_timeout
        try:
            async with self._built(method, url, body=body, wait_s=wait_s) as response:
                return response.status, await _read(response)
        except PyreqwestError as error:
            # Its causes hold the address, and the address the token.
            raise _failure(error) from (NotSent() if _never_left(error) else None)

    def _built(
        self, method: str, url: str, *, body: Prepared | None, wait_s: float | None
    ) -> StreamRequest:
        if self._client is None:
            raise NetworkError("The request class is not open") from NotSent()
        request = self._client.request(method, url)
        if body is not None:
            request = body.put_into(request)
        if wait_s is not None:
            upload_s = body.upload_s if body is not None else 0
            request = request.timeout(timedelta(seconds=wait_s + upload_s))
        return request.build_streamed()


async def _read(response: Response) -> bytes:
    if int(response.get_header("content-length") or LIMIT_BYTES) < LIMIT_BYTES:
        return (await response.bytes()).to_bytes()
    body = b""
    while chunk := await response.body_reader.read_chunk():
        body += chunk
        if len(body) > LIMIT_BYTES:
            raise NetworkError("The answer is too long")
    return body


def _failure(error: PyreqwestError) -> NetworkError:
    kind = type(error).__name__
    what = "No connection" if _never_left(error) else "No answer"
    if isinstance(error, TimeoutError):
        return TimedOut(f"{what} in time ({kind})")
    return NetworkError(f"{what} ({kind})")


def _never_left(error: PyreqwestError) -> bool:
    """Whether this is certain; the error's class does not tell, as it guesses from time-outs."""
    if isinstance(error, PoolTimeoutError):
        return True
    causes = error.details["causes"] if isinstance(error, DetailedPyreqwestError) else None
    return any(cause["message"] == NO_CONNECTION for cause in causes or ())


def _prepared(data: RequestData | Prepared | None) -> Prepared | None:
    if data is None or isinstance(data, Prepared):
        return data
    if not data.contains_files:
        return Prepared(json=orjson.dumps(data.parameters))
    uploads = [
        Upload(field=name, name=file, content=_whole(content), mime_type=mime_type)
        for name, (file, content, mime_type) in data.multipart_data.items()
    ]
    return Prepared(fields=data.json_parameters, uploads=uploads)


def _whole(content: bytes | IO[bytes]) -> bytes:
    return content if isinstance(content, bytes) else content.read()
