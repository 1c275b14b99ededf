"""What is taken out of a publisher's HTML: words, links, the picture that leads (pure)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from bot.feeds.urls import whole_url
from bot.html import plain_text
from bot.text import clean, squash

_CREDIT: Final = re.compile(
    r"[\s.,;:(\[|/\-–—]{0,4}\b(?:nguồn ảnh|nguồn|ảnh minh họa|ảnh minh hoạ|ảnh|photo|hình|tranh)"
    r"\s{0,2}:\s{0,2}([^:]{1,120})$",
    re.IGNORECASE,
)
_ENTITY: Final = re.compile(r"&(?:[A-Za-z]{2,10}|#\d{2,6}|#[xX][0-9A-Fa-f]{2,5});")
# A whole tree costs more than all else together; most descriptions hold one picture.
_IMAGE: Final = re.compile(r"<img\b([^<>]{0,3000})>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"([a-zA-Z-]{1,40})\s{0,9}=\s{0,9}(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)")
# Vietnamese papers encode twice what they have encoded already: letters, or all of it.
_LETTER_TWICE: Final = re.compile(r"&amp;(?:[A-Za-z]{2,10}|#\d{2,6}|#[xX][0-9A-Fa-f]{2,5});")
_TAG_TWICE: Final = re.compile(
    r"&lt;(?:/(?:p|div|span|a|b|i|em|strong|ul|ol|li|table|h[1-6])&gt;|(?:br|img)\b)", re.IGNORECASE
)
# Reading HTML takes time that grows with the square of its depth: 64 kB of nothing but openings
# take a second. Tags that end one another ("<p>", "<li>") do not nest.
_NESTING: Final = re.compile(
    r"<(/?)(?:div|span|ul|ol|blockquote|table|figure|section|article|center|font|b|i|u|em|strong|s"
    r"|sub|sup|dl|details|fieldset|form|main|aside|nav|header|footer|h[1-6])(?![a-z0-9])[^<>]*>?",
    re.IGNORECASE,
)
_DEEPEST: Final = 100
_MOST_TAGS: Final = 8_000
_FIRST_LETTER: Final = "\u00a0"
_SMALLEST_PIXELS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A lead picture with the words around it."""

    url: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An anchor's words and whole address."""

    text: str
    url: str


def words_of(html: str) -> str:
    """The words of HTML on one line; entities that were encoded twice are decoded twice.

    >>> words_of("Ng&amp;ocirc;i <b>sao</b>")
    'Ngôi sao'
    """
    if not html:
        return ""
    if "<" not in html and "&" not in html:
        return squash(clean(html))
    text = plain_text(tamed(html))
    return squash(clean(unescape(text))) if _ENTITY.search(text) else text


def tamed(html: str) -> str:
    """HTML that takes no longer to read than its length says: neither deep nor all tags.

    >>> tamed("<div>" * 3_000 + "Tin" + "</div>" * 3_000).count("div")
    200
    """
    many = html.count("<")
    if many <= _DEEPEST:
        return html
    if many > _MOST_TAGS:
        html = "<".join(html.split("<", _MOST_TAGS)[:_MOST_TAGS])
    depth = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth
        # What was opened too deep is closed too deep.
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        is_deep = depth >= _DEEPEST if tag[1] else depth > _DEEPEST
        return "" if is_deep else tag[0]

    return _NESTING.sub(kept, html)


def decoded_once(html: str) -> str:
    """HTML as its author wrote it, where the feed wrapped it in a further layer.

    >>> decoded_once("&lt;p&gt;Ng&amp;ocirc;i&lt;/p&gt;"), decoded_once("<p>Ng&amp;ocirc;i</p>")
    ('<p>Ng&ocirc;i</p>', '<p>Ngôi</p>')
    >>> decoded_once("<p>1 &amp;lt; 2</p>")
    '<p>1 &amp;lt; 2</p>'
    """
    if "<" not in html and _TAG_TWICE.search(html):
        return tamed(unescape(html))
    return _LETTER_TWICE.sub(_letter, html) if "&amp;" in html else html


def picture_of(html: str, *, base_url: str) -> Picture | None:
    """The first picture worth showing, with its caption; pixels that count readers are not."""
    for place, found in enumerate(_IMAGE.finditer(html)):
        attributes = {
            name.lower(): unescape(value.strip("\"'"))
            for name, value in _ATTRIBUTE.findall(found[1])
        }
        url = _source(attributes, base_url=base_url)
        if not url or _is_tiny(attributes):
            continue
        said = _figcaption(html, place=place) or squash(clean(attributes.get("alt", "")))
        caption, credit = split_credit(said)
        return Picture(url=url, caption=caption, credit=credit)
    return None


def links_of(html: str, *, base_url: str) -> tuple[Link, ...]:
    """The anchors that lead somewhere, in order."""
    if "<a" not in html.lower():
        return ()
    found = (
        Link(
            text=squash(clean(anchor.text(deep=True))),
            url=whole_url(anchor.attributes.get("href") or "", base_url=base_url),
        )
        for anchor in LexborHTMLParser(html).css("a[href]")
    )
    return tuple(link for link in found if link.url)


def split_credit(caption: str) -> tuple[str, str]:
    """A caption without its credit, and the credit.

    >>> split_credit("Đoàn viên ra quân. Ảnh: Kiều Oanh"), split_credit("Ảnh: TTXVN")
    (('Đoàn viên ra quân.', 'Kiều Oanh'), ('', 'TTXVN'))
    """
    found = _CREDIT.search(caption[-200:])
    if not found:
        return caption, ""
    kept = caption[: len(caption) - len(found[0])]
    # The stop that ends the caption is its own, not the credit's.
    stop = "." if found[0].startswith(".") else ""
    return kept + stop, found[1].strip().rstrip(").]")


def _letter(found: re.Match[str]) -> str:
    letter = unescape(found[0].replace("&amp;", "&", 1))
    # A sign of HTML's own would become markup.
    return letter if len(letter) == 1 and letter >= _FIRST_LETTER else found[0]


def _source(attributes: Mapping[str, str], *, base_url: str) -> str:
    # Pictures that load late carry a blank one in `src`.
    for name in ("src", "data-src", "data-original"):
        written = attributes.get(name, "")
        if written and not written.startswith("data:"):
            return whole_url(written, base_url=base_url)
    return ""


def _figcaption(html: str, *, place: int) -> str:
    if "<figcaption" not in html.lower():
        return ""
    images = LexborHTMLParser(html).css("img")
    node = images[place].parent if place < len(images) else None
    while node is not None and node.tag != "figure":
        node = node.parent
    caption = node.css_first("figcaption") if node is not None else None
    return squash(clean(caption.text(deep=True))) if caption is not None else ""


def _is_tiny(attributes: Mapping[str, str]) -> bool:
    sides = [attributes.get(side, "") for side in ("width", "height")]
    return any(
        side.isascii() and side.isdecimal() and int(side[:6]) < _SMALLEST_PIXELS for side in sides
    )
