"""Addresses inside feeds, made whole and comparable (pure)."""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import urljoin

import nh3
from yarl import URL

_TRACKING: Final = re.compile(
    r"utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|zarsrc|zalo_\w+|igshid|igsh|mc_[ce]id"
    r"|_ga|_gl|vero_id|mkt_tok|ref_src|cmpid",
    re.IGNORECASE,
)
_ABSOLUTE: Final = re.compile("https?://", re.IGNORECASE)
_LONGEST: Final = 2_000
_HOST: Final = re.compile(r"[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*\.?")


def whole_url(written: str, *, base_url: str) -> str:
    """An absolute http(s) address, spaces encoded; empty for everything else.

    >>> whole_url("/Lists/Tin tuc/a.jpg", base_url="https://tin.example/rss")
    'https://tin.example/Lists/Tin%20tuc/a.jpg'
    >>> whole_url("javascript:alert(1)", base_url="https://tin.example/")
    ''
    """
    read = _read(written, base_url=base_url)
    return str(read) if read is not None else ""


def canonical_url(written: str, *, base_url: str) -> str:
    """The address under which the same page is the same: no tracking, no fragment.

    >>> canonical_url("HTTP://Tin.Example:80/a?id=1&utm_source=zalo#top", base_url="")
    'http://tin.example/a?id=1'
    """
    read = _read(written, base_url=base_url)
    if read is None:
        return ""
    bare = read.with_fragment(None)
    if not bare.raw_query_string:
        return str(bare)
    kept = [(name, value) for name, value in bare.query.items() if not _TRACKING.fullmatch(name)]
    # Rebuilt only when something is dropped: a query's own spelling may matter to its server.
    return str(bare if len(kept) == len(bare.query) else bare.with_query(kept))


def _is_name(url: URL) -> bool:
    # What cleans our HTML refuses addresses whose names stand for nothing, by raising.
    try:
        nh3.clean("", url_relative=("rewrite_with_base", str(url)))
    except ValueError:
        return False
    return True


@lru_cache(maxsize=256)
def _read(written: str, *, base_url: str) -> URL | None:
    text = "".join(written.split("\n")).strip()
    # Some papers' templates glue a bracket to the link.
    if text.endswith(")") and "(" not in text:
        text = text[:-1]
    if not text:
        return None
    try:
        read = URL(text if _ABSOLUTE.match(text) else urljoin(base_url, text))
        host = read.raw_host or ""
        # Asked for here: a name that cannot be decoded raises only now, of two kinds.
        if "xn--" in host and not (read.host and _is_name(read)):
            return None
    except (ValueError, IndexError):
        return None
    is_web = read.scheme in ("http", "https") and len(text) <= _LONGEST
    return read if is_web and (":" in host or _HOST.fullmatch(host)) else None
