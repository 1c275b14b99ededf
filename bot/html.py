"""HTML from feeds and editors, reduced to our short list (pure)."""

import re
import unicodedata
from html import unescape
from typing import Final

import nh3

from bot.text import clean, squash

TAGS: Final = frozenset(
    "p br b i strong em u s a blockquote ul ol li h2 h3 h4 figure figcaption img pre code "
    "table caption tr th td hr sub sup".split()
)
"""What a stored `body_html` may hold, beside the `tbody` that every parser puts into a table."""

_RENAMED: Final = {
    **dict.fromkeys(
        "div section article header footer main aside address center dl dt dd fieldset form "
        "details summary nav hgroup noscript".split(),
        "p",
    ),
    **{"h1": "h2", "h5": "h4", "h6": "h4", "del": "s", "strike": "s", "ins": "u", "cite": "i"},
    **dict.fromkeys(("thead", "tfoot"), "tbody"),
}
_ALLOWED: Final = TAGS | {"tbody"}
_ATTRIBUTES: Final = {
    "a": {"href"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_CONTENT_DROPPED: Final = {
    "script", "style", "template", "iframe", "object", "svg", "math", "head", "title",
    "textarea", "select", "audio", "video",
}  # fmt: skip
_TAG: Final = re.compile(r'(<[^>"]*(?:"[^"]*"[^>"]*)*>)')
_RENAMED_TAG: Final = re.compile("<(/?)(" + "|".join(_RENAMED) + ")>")
_EMPTY: Final = re.compile(r"<p>\s*</p>|<(tbody|ul|ol|table|tr|figure|blockquote)></\1>")
_BREAK: Final = re.compile(r"<(?=/?(?:p|div|br|li|td|h\d)\b)", re.IGNORECASE)
_MOST_ROUNDS: Final = 6
# Made once: setting one up takes longer than most of what it cleans.
_TEXT_ONLY: Final = nh3.Cleaner(tags=set(), clean_content_tags=_CONTENT_DROPPED)
_ALLOWED_ONLY: Final = nh3.Cleaner(
    tags=set(_ALLOWED),
    clean_content_tags=_CONTENT_DROPPED,
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https"},
    url_relative="deny",
    link_rel=None,
)


def sanitise(html: str, *, base_url: str = "") -> str:
    """The HTML in our short list of tags, its text cleaned; safe to store and to show.

    Args:
        html: anything. Unknown blocks become paragraphs, unknown inline tags vanish and
            leave their text, active content vanishes whole.
        base_url: what relative addresses are relative to; without it they are dropped.

    Sanitising twice changes nothing.

    >>> sanitise('<div onclick="x()">Đo&#224;n <script>1</script><b>viên</b></div>')
    '<p>Đoàn <b>viên</b></p>'
    """
    encodable = html.encode("utf-8", "ignore").decode()
    known = nh3.clean(
        encodable,
        tags=set(_ALLOWED) | set(_RENAMED),
        clean_content_tags=_CONTENT_DROPPED,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https"},
        url_relative=("rewrite_with_base", base_url) if base_url else "deny",
        link_rel=None,
    )
    return _settled(_RENAMED_TAG.sub(lambda it: f"<{it[1]}{_RENAMED[it[2]]}>", known))


def plain_text(html: str) -> str:
    """The text alone, on one line: a feed's title or lead that came as HTML.

    >>> plain_text("<p>Tin <b>mới</b></p> &amp; hay")
    'Tin mới & hay'
    """
    encodable = html.encode("utf-8", "ignore").decode()
    bare = _TEXT_ONLY.clean(_BREAK.sub(" <", encodable))
    return squash(clean(unescape(bare)))


def _settled(html: str) -> str:
    # Taking a tag away can leave a nesting that parses differently the next time.
    for _ in range(_MOST_ROUNDS):
        again = _once(html)
        if again == html:
            return html
        html = again
    return _once(f"<p>{nh3.clean_text(plain_text(html))}</p>")


def _once(html: str) -> str:
    pieces = _TAG.split(_EMPTY.sub("", _ALLOWED_ONLY.clean(html)))
    return "".join(_piece(it, after=pieces[at - 1]) for at, it in enumerate(pieces)).strip()


def _piece(piece: str, *, after: str) -> str:
    cleaned = clean(piece)
    if cleaned.startswith("<"):
        return cleaned
    # A mark on nothing would join the tag's ">" in NFC; a parser eats a newline after <pre>.
    while cleaned and unicodedata.category(cleaned[0])[0] == "M":
        cleaned = cleaned[1:]
    return cleaned.lstrip("\n") if after == "<pre>" else cleaned
