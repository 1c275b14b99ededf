"""What a body is when it is not what was asked for (pure)."""

import re
from typing import Final

from bot.feeds.causes import Cause

_HEAD_BYTES: Final = 100_000
_JSON_SPACE: Final = b"\xef\xbb\xbf \t\r\n"
_FEED_ROOT: Final = re.compile(rb"<(?:\w{1,20}:)?(?:rss|feed|rdf|channel|cdf)[\s>]", re.IGNORECASE)
_PAGE: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body|form|script)[\s>]", re.IGNORECASE)
_CHALLENGE: Final = (
    b"challenge-platform",
    b"cf-chl",
    b"just a moment",
    b"captcha",
    b"ddos-guard",
    b"enable javascript and cookies",
    b"document.cookie",
)
_LOGIN: Final = (b'type="password"', b"type='password'", b"type=password", b"/_login/", b"/_forms/")


def is_json(body: bytes) -> bool:
    """Whether a body looks like a JSON object, whatever its type says."""
    return body[:64].lstrip(_JSON_SPACE).startswith(b"{")


def page_cause(body: bytes) -> Cause | None:
    """Why a body is a page for people and no feed; None when it may be a feed."""
    head = body[:_HEAD_BYTES]
    if not head.strip(b"\0" + _JSON_SPACE):
        return Cause.EMPTY
    root = _FEED_ROOT.search(head)
    # What stands inside a feed does not make it a page.
    if not _PAGE.search(head, 0, root.start() if root else len(head)):
        return None
    lower = head.lower()
    if any(mark in lower for mark in _LOGIN):
        return Cause.LOGIN
    if any(mark in lower for mark in _CHALLENGE):
        return Cause.CHALLENGE
    return Cause.HTML
