"""What a fetch gave: expected outcomes are values (pure)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final

from bot.feeds.causes import Cause
from bot.feeds.sniff import page_cause

_MAX_AGE: Final = re.compile(r"(?:^|[\s,])max-age=\"?(\d{1,9})")
# RFC 8288, 3: `<address>; rel="one or more words"; …, <address>; …`
_LINK: Final = re.compile(r"<([^<>]{0,2000})>([^<>]{0,1000})")
_REL: Final = re.compile(
    r";\s{0,9}rel\s{0,9}=\s{0,9}(?:\"([^\"]{0,200})\"|([\w:/.-]{1,200}))", re.IGNORECASE
)
_LONGEST_LINKS: Final = 10_000
_LONGEST_WAIT_S: Final = 24 * 3600
_LOGIN_HEADER: Final = "X-Forms_Based_Auth_Required"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A body, inflated. `moved_to`: where permanent redirects led, empty when none did.

    `hub_url`, `self_url`: as the header `Link` names them.
    """

    body: bytes
    etag: str = ""
    last_modified: str = ""
    content_type: str = ""
    final_url: str
    moved_to: str = ""
    max_age_s: int = 0
    hub_url: str = ""
    self_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The body is the one we know."""

    moved_to: str = ""
    max_age_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The publisher took the feed away for good (410)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """No body: why, what exactly, and how long the publisher asked us to wait."""

    cause: Cause
    detail: str = ""
    retry_after_s: int = 0


Answer = Fetched | NotModified | Gone | Refused


def refusal_of(status: int, *, headers: Mapping[str, str], body: bytes = b"") -> Refused:
    """Why a status that is neither success nor redirect gave nothing.

    Args:
        status: the answer's.
        headers: case-insensitive.
        body: its beginning, where sign-in pages and challenges show.
    """
    wait_s = retry_after_s(headers)
    if headers.get("cf-mitigated") == "challenge":
        return Refused(cause=Cause.CHALLENGE, detail=str(status), retry_after_s=wait_s)
    if _LOGIN_HEADER in headers or status in (401, 407):
        return Refused(cause=Cause.LOGIN, detail=str(status), retry_after_s=wait_s)
    shown = page_cause(body) if body else None
    if shown in (Cause.CHALLENGE, Cause.LOGIN):
        return Refused(cause=shown, detail=str(status), retry_after_s=wait_s)
    cause = Cause.BUSY if status in (429, 503) else Cause.STATUS
    return Refused(cause=cause, detail=str(status), retry_after_s=wait_s)


def retry_after_s(headers: Mapping[str, str]) -> int:
    """Seconds the publisher asked us to wait: a number, or a date against its own clock.

    >>> retry_after_s({"Retry-After": "120"})
    120
    >>> retry_after_s({"Retry-After": "Tue, 24 Nov 2026 01:02:00 GMT",
    ...                "Date": "Tue, 24 Nov 2026 01:00:00 GMT"})
    120
    """
    asked = headers.get("Retry-After", "").strip()
    if asked.isascii() and asked.isdigit():
        return min(int(asked[:9]), _LONGEST_WAIT_S)
    try:
        until = parsedate_to_datetime(asked)
        wait = until - parsedate_to_datetime(headers.get("Date", ""))
    except (ValueError, TypeError):
        return 0
    return min(max(0, int(wait.total_seconds())), _LONGEST_WAIT_S)


def max_age_s(headers: Mapping[str, str]) -> int:
    """Seconds for which the publisher says the answer stays fresh; 0 when it says nothing."""
    found = _MAX_AGE.search(headers.get("Cache-Control", "").lower())
    return min(int(found[1]), _LONGEST_WAIT_S) if found else 0


def linked(headers: Sequence[str], *, rel: str) -> str:
    """The first address that `Link` headers name for a relation, as written; empty for none.

    >>> linked(['<https://hub.example/>; rel="hub", </rss>; rel=self'], rel="self")
    '/rss'
    >>> linked(["<https://hub.example/>; title=hub"], rel="hub")
    ''
    """
    for url, parameters in _LINK.findall(", ".join(headers)[:_LONGEST_LINKS]):
        found = _REL.search(parameters)
        if found and rel in (found[1] or found[2] or "").lower().split():
            return str(url).strip()
    return ""
