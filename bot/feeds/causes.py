"""Why a feed gave nothing: keys for the words people read (pure)."""

from enum import StrEnum


class Cause(StrEnum):
    """A reason, told to editors in their language."""

    ADDRESS = "address"
    """Not http(s), another port than 80 and 443, or a user name in it."""
    PRIVATE_ADDRESS = "private_address"
    DNS = "dns"
    UNREACHABLE = "unreachable"
    TLS = "tls"
    TIMEOUT = "timeout"
    SLOW = "slow"
    TOO_BIG = "too_big"
    ENCODING = "encoding"
    """A Content-Encoding that was not asked for, or a broken one."""
    REDIRECTS = "redirects"
    BUSY = "busy"
    STATUS = "status"
    GONE = "gone"
    LOGIN = "login"
    CHALLENGE = "challenge"
    HTML = "html"
    EMPTY = "empty"
    MALFORMED = "malformed"
    """Neither a feed nor a page; or nothing readable was left of it."""
    KILLED = "killed"
    """Reading it took more time or memory than a feed may take."""
    IDS_CHANGED = "ids_changed"
    """Every entry has another name, though it is known: an editor decides."""
