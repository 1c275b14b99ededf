"""Which addresses may be connected to (pure).

Python's `is_global` is not enough: it calls `64:ff9b::7f00:1` and multicast global.
"""

from collections.abc import Iterator
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)
from typing import Final

from yarl import URL

_PORTS: Final = (80, 443)
_NAT64: Final = IPv6Network("64:ff9b::/96")
# What is routed on the internet of IPv6 today (IANA, "IPv6 Global Unicast Address Assignments").
_UNICAST6: Final = IPv6Network("2000::/3")
_REFUSED6: Final = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments; Teredo is unwrapped before
            "2001:db8::/32",
            "3fff::/20",  # documentation, RFC 9637
            "3ffe::/16",  # 6bone, returned
        ),
    )
)
_REFUSED4: Final = tuple(
    map(
        IPv4Network,
        (
            "192.0.0.0/24",
            "192.88.99.0/24",  # 6to4 relays, RFC 7526
            "100.64.0.0/10",
        ),
    )
)


@lru_cache(maxsize=1_024)
def is_public(address: str) -> bool:
    """Whether a resolved address, unwrapped, lies on the public internet.

    Mapped, NAT64, 6to4 and Teredo addresses are as public as every address inside.
    What is not an address is not public.
    """
    try:
        outer = ip_address(address)
    except ValueError:
        return False
    return all(map(_is_public_plain, _unwrapped(outer)))


def _unwrapped(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address | IPv6Address]:
    if isinstance(address, IPv4Address):
        yield address
    elif address.ipv4_mapped:
        yield address.ipv4_mapped
    elif address in _NAT64:
        yield IPv4Address(int(address) & 0xFFFFFFFF)
    elif address.sixtofour:
        yield address.sixtofour
    elif address.teredo:
        yield from address.teredo
    else:
        yield address


def _is_public_plain(address: IPv4Address | IPv6Address) -> bool:
    if not address.is_global or address.is_multicast:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _REFUSED4)
    return address in _UNICAST6 and not any(address in network for network in _REFUSED6)


@lru_cache(maxsize=1_024)
def is_literal(host: str) -> bool:
    """Whether a host is an address in itself and will not be looked up."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def is_excepted(host: str, *, port: int, private_hosts: frozenset[str]) -> bool:
    """Whether an operator allowed exactly this `host:port` (BANTIN_PRIVATE_HOSTS)."""
    written = f"[{host}]" if ":" in host else host
    return bool({f"{host}:{port}", f"{written}:{port}"} & private_hosts)


@lru_cache(maxsize=1_024)
def read_url(url: str) -> URL | None:
    """A whole http(s) address without a user name; None for everything else.

    Raw spaces come out percent-encoded, the fragment is dropped.

    >>> read_url(" http://Tin.Example/Lists/Tin tuc/AllItems.aspx#top ")
    URL('http://tin.example/Lists/Tin%20tuc/AllItems.aspx')
    >>> read_url("ftp://tin.example/"), read_url("http://a:b@tin.example/")
    (None, None)
    """
    try:
        read = URL(url.strip())
        host, port = read.host, read.port
    # Half a name in punycode raises an IndexError.
    except (ValueError, IndexError):
        return None
    if read.scheme not in ("http", "https") or not host or not port:
        return None
    if read.user is not None or read.password is not None:
        return None
    return read.with_fragment(None)


def is_port_allowed(url: URL, *, private_hosts: frozenset[str]) -> bool:
    """Whether the port is the web's own, or excepted together with its host."""
    host, port = url.host or "", url.port or 0
    return port in _PORTS or is_excepted(host, port=port, private_hosts=private_hosts)
