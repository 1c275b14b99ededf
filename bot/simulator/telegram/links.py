"""Which links Telegram takes, and the form it keeps them in.

Follows TDLib's `LinkManager::check_link_impl` and `parse_url` (tdutils/td/utils/HttpUrl.cpp).
"""

import re

USER_LINK = re.compile(r"(?i)^tg:(?://)?user/?\?(?:[^#]*&)?id=(\d+)(?:[&#]|$)")
SCHEME = re.compile(r"^([A-Za-z0-9+.-]*)://")
PORT = re.compile(r"^0*([0-9]{1,5})$")
BAD_HOST = re.compile(r"[\x00-\x20<>\"\\^`{|}/?#@\x7f]")


class BadLink(ValueError):
    """Why a link is refused, in TDLib's words."""


def user_of_link(url: str) -> int | None:
    """The id in "tg://user?id=7"; None for every other link."""
    found = USER_LINK.match(url)
    if found is None or not 0 < int(found[1]) < 2**52:
        return None
    return int(found[1])


def checked_link(url: str) -> str:
    """The link as Telegram keeps it: with a scheme, a lower-case host and a path.

    Raises:
        BadLink: with TDLib's sentence.

    >>> checked_link("Telegram.org?a=1")
    'http://telegram.org/?a=1'
    """
    rest = url
    for scheme in ("tg", "ton"):
        if rest.lower().startswith(scheme + ":"):
            rest = rest[len(scheme) + 1 :].removeprefix("//")
            return _app_link(rest, scheme=scheme)
    protocol, userinfo, host, port, tail = split_url(rest)
    if "." not in host and not host.startswith("["):
        raise BadLink("Wrong HTTP URL")
    at = f"{userinfo}@" if userinfo else ""
    return f"{protocol}://{at}{host}{f':{port}' if port else ''}{tail}"


def split_url(url: str) -> tuple[str, str, str, int, str]:
    """Protocol, user info, host, port (0 when it is not given) and the path with its query."""
    protocol = "http"
    if found := SCHEME.match(url):
        protocol = found[1].lower()
        if protocol not in ("http", "https"):
            raise BadLink("Unsupported URL protocol")
        url = url[found.end() :]
    end = min((at for at in map(url.find, "/?#") if at >= 0), default=len(url))
    authority, tail = url[:end], url[end:]
    userinfo, _, hostport = authority.rpartition("@")
    host, port = _host_and_port(hostport)
    if not host:
        raise BadLink("URL host is empty")
    if BAD_HOST.search(host):
        raise BadLink("Disallowed character in URL host")
    if not tail.startswith("/"):
        tail = "/" + tail
    tail = "".join(f"%{ord(each):02X}" if each <= " " else each for each in tail)
    return protocol, userinfo, host.lower(), port, tail


def _host_and_port(hostport: str) -> tuple[str, int]:
    host, separator, port = hostport.rpartition(":")
    if not separator or "]" in port:
        return hostport, 0
    found = PORT.match(port)
    if found is None or not 0 < int(found[1]) < 65536:
        raise BadLink("Wrong port number specified in the URL")
    return host, int(found[1])


def _app_link(rest: str, *, scheme: str) -> str:
    protocol, userinfo, host, port, tail = split_url(rest)
    if rest.lower().startswith("http://") or protocol == "https" or userinfo or port:
        raise BadLink(f"Wrong {scheme} URL")
    if not all(each.isascii() and (each.isalnum() or each in "-_") for each in host):
        raise BadLink(f"Unallowed characters in {scheme} URL host")
    return f"{scheme}://{host}{tail[1:] if tail[1:2] == '?' else tail if tail != '/' else ''}"
