"""A capped, timed, conditional fetch that never reaches a private network."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.feeds.address import is_excepted, is_literal, is_port_allowed, is_public, read_url
from bot.feeds.answers import (
    Answer,
    Fetched,
    Gone,
    NotModified,
    Refused,
    linked,
    max_age_s,
    refusal_of,
)
from bot.feeds.authorities import tls_with
from bot.feeds.causes import Cause
from bot.feeds.inflate import MOST_IN_BYTES, Unreadable, read_body

TOTAL_S: Final = 20.0
_MOST_REDIRECTS: Final = 3
_PERMANENT: Final = (301, 308)
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_MOST_REFUSAL_BYTES: Final = 65_536
_ACCEPT: Final = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml,"
    " application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1"
)


class _PrivateAddress(OSError):
    """A name that leads into a private network."""


Found = tuple[socket.AddressFamily, int, str]
LookUp = Callable[[str, int, socket.AddressFamily], Awaitable[Sequence[Found]]]


async def ask_system(host: str, port: int, family: socket.AddressFamily) -> Sequence[Found]:
    """Every address of a name, as the machine is set up to look names up.

    Raises:
        OSError: there is none.
    """
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
    return [(kind, proto, str(target[0])) for kind, _, proto, _, target in found]


class _CheckedResolver(AbstractResolver):
    """Looks a name up once; what is connected to is what was checked."""

    def __init__(self, private_hosts: frozenset[str], *, look_up: LookUp) -> None:
        self._private_hosts = private_hosts
        self._look_up = look_up

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        addresses = await self._look_up(host, port, family)
        if not is_excepted(host, port=port, private_hosts=self._private_hosts):
            # One private address among public ones is already an attack.
            for _, _, address in addresses:
                if not is_public(address):
                    raise _PrivateAddress(address)
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=kind,
                proto=proto,
                flags=socket.AI_NUMERICHOST,
            )
            for kind, proto, address in addresses
        ]

    async def close(self) -> None:
        """Nothing is held."""


class Fetcher:
    """Fetches over one shared session, one connection a host at a time."""

    def __init__(self, session: aiohttp.ClientSession, *, private_hosts: frozenset[str]) -> None:
        self._session = session
        self._private_hosts = private_hosts

    async def fetch(
        self,
        url: str,
        *,
        etag: str = "",
        last_modified: str = "",
        accept: str = "",
        authorities: str = "",
        timeout_s: float = TOTAL_S,
        most_bytes: int = MOST_IN_BYTES,
    ) -> Answer:
        """What is at an address now, unless it is what we know.

        Args:
            url: as an editor or a publisher wrote it.
            etag: the validator kept from last time, sent back as it was.
            last_modified: likewise.
            accept: media types, where feeds are not what is asked for.
            authorities: further certificates to trust in this one fetch, as PEM.
            timeout_s: for everything together, redirects included.
            most_bytes: of the body, as it comes from the wire.
        """
        conditions = {
            "If-None-Match": etag,
            "If-Modified-Since": last_modified,
            "Accept": accept,
        }
        headers = {name: value for name, value in conditions.items() if value}
        try:
            async with asyncio.timeout(timeout_s):
                tls = tls_with(authorities) if authorities else None
                return await self._follow(url, headers=headers, tls=tls, most_bytes=most_bytes)
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError, Unreadable) as error:
            return _refusal_from(error)

    async def probe(self, url: str, *, timeout_s: float = TOTAL_S) -> int | Refused:
        """The status that an address ends in, redirects followed; its body stays unread."""
        here = read_url(url)
        try:
            async with asyncio.timeout(timeout_s):
                for _ in range(_MOST_REDIRECTS + 1):
                    if refusal := self._stopped_at(here):
                        return refusal
                    assert here is not None  # a None was refused
                    async with self._session.get(
                        here, headers={"Accept": "*/*"}, allow_redirects=False
                    ) as response:
                        location = response.headers.get("Location", "")
                        if response.status not in _REDIRECTS or not location:
                            return response.status
                    here = read_url(str(here.join(URL(location))))
            return Refused(cause=Cause.REDIRECTS, detail=str(here or ""))
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            return _refusal_from(error)

    async def post(self, url: str, *, form: dict[str, str]) -> bool:
        """Whether a form was taken at an address; through the same door as every fetch."""
        here = read_url(url)
        if here is None or self._stopped_at(here):
            return False
        try:
            async with (
                asyncio.timeout(TOTAL_S),
                self._session.post(here, data=form, allow_redirects=False) as response,
            ):
                return 200 <= response.status < 300
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError):
            return False

    async def _follow(
        self,
        url: str,
        *,
        headers: dict[str, str],
        tls: ssl.SSLContext | None,
        most_bytes: int,
    ) -> Answer:
        here, moved_to, is_permanent = read_url(url), "", True
        host = here.host if here else None
        for _ in range(_MOST_REDIRECTS + 1):
            if refusal := self._stopped_at(here):
                return refusal
            assert here is not None  # a None was refused
            async with self._session.get(
                here,
                headers=headers,
                allow_redirects=False,
                # Trusted for this source, not for wherever it leads.
                ssl=tls if tls and here.host == host else True,
            ) as response:
                location = response.headers.get("Location", "")
                if response.status not in _REDIRECTS or not location:
                    return await _answer_of(response, moved_to=moved_to, most_bytes=most_bytes)
            is_permanent = is_permanent and response.status in _PERMANENT
            here = read_url(str(here.join(URL(location))))
            moved_to = str(here) if here and is_permanent else moved_to
        return Refused(cause=Cause.REDIRECTS, detail=str(here or ""))

    def _stopped_at(self, url: URL | None) -> Refused | None:
        if url is None or not is_port_allowed(url, private_hosts=self._private_hosts):
            return Refused(cause=Cause.ADDRESS, detail=str(url or ""))
        host, port = url.host or "", url.port or 0
        # aiohttp does not ask the resolver about hosts that are addresses already.
        if not is_literal(host) or is_public(host):
            return None
        if is_excepted(host, port=port, private_hosts=self._private_hosts):
            return None
        return Refused(cause=Cause.PRIVATE_ADDRESS, detail=host)


@asynccontextmanager
async def open_fetcher(
    *,
    version: str,
    private_hosts: frozenset[str] = frozenset(),
    look_up: LookUp = ask_system,
) -> AsyncIterator[Fetcher]:
    """A fetcher for as long as the block lasts.

    Args:
        version: ours, told to publishers.
        private_hosts: `host:port` excepted from the private-network and port rules.
        look_up: asked once for every connection, and believed after checking only.
    """
    connector = aiohttp.TCPConnector(
        resolver=_CheckedResolver(private_hosts, look_up=look_up),
        use_dns_cache=False,
        limit_per_host=1,
    )
    async with aiohttp.ClientSession(
        connector=connector,
        headers={
            "User-Agent": f"bantin/{version}",
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip",
        },
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        trust_env=False,
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=TOTAL_S),
    ) as session:
        yield Fetcher(session, private_hosts=private_hosts)


async def _answer_of(response: aiohttp.ClientResponse, *, moved_to: str, most_bytes: int) -> Answer:
    headers = response.headers
    if response.status == 304:
        return NotModified(moved_to=moved_to, max_age_s=max_age_s(headers))
    if response.status == 410:
        return Gone()
    if response.status != 200:
        body = await response.content.read(_MOST_REFUSAL_BYTES)
        return refusal_of(response.status, headers=headers, body=body)
    links = headers.getall("Link", [])
    body = await read_body(
        response.content.iter_any(),
        encoding=headers.get("Content-Encoding", ""),
        seconds=asyncio.get_running_loop().time,
        most_bytes=most_bytes,
    )
    return Fetched(
        body=body,
        etag=headers.get("ETag", "")[:1_000],
        last_modified=headers.get("Last-Modified", "")[:100],
        content_type=headers.get("Content-Type", "")[:200],
        final_url=str(response.url),
        moved_to=moved_to,
        max_age_s=max_age_s(headers),
        hub_url=linked(links, rel="hub"),
        self_url=linked(links, rel="self"),
    )


def _refusal_from(error: Exception) -> Refused:
    # aiohttp's connector errors are OSErrors, its time-outs TimeoutErrors: order matters.
    match error:
        case Unreadable():
            return Refused(cause=error.cause, detail=error.detail)
        case TimeoutError():
            return Refused(cause=Cause.TIMEOUT)
        case aiohttp.ClientConnectorDNSError() if isinstance(error.os_error, _PrivateAddress):
            return Refused(cause=Cause.PRIVATE_ADDRESS, detail=str(error.os_error))
        case aiohttp.ClientConnectorDNSError():
            return Refused(cause=Cause.DNS, detail=str(error.host))
        case aiohttp.ClientConnectorCertificateError(certificate_error=reason):
            # "unable to get local issuer certificate": a chain that is not whole.
            detail = getattr(reason, "verify_message", "") or type(reason).__name__
            return Refused(cause=Cause.TLS, detail=detail)
        case aiohttp.ClientSSLError() | ssl.SSLError():
            return Refused(cause=Cause.TLS, detail=type(error).__name__)
        case aiohttp.InvalidURL() | ValueError():
            return Refused(cause=Cause.ADDRESS)
        case _:
            return Refused(cause=Cause.UNREACHABLE, detail=type(error).__name__)
