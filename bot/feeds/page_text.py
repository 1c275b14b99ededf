"""The main text of a page, without what a card shows anyway (pure)."""

import re
from collections.abc import Callable, Collection
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.html import sanitise
from bot.text import squash

MOST_CHARACTERS: Final = 2_000_000
# Finding the main text takes time that grows with their square; real pages have 6,000.
MOST_TAGS: Final = 12_000
_HEAD_BYTES: Final = 4_000
_CHARSET: Final = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_MOST_BEFORE: Final = 6
_MOST_AFTER: Final = 3
_LONGEST_DATE: Final = 60


def decoded(body: bytes) -> str:
    """A page's text: UTF-8 where it is, else as it declares; 2 MB and 12,000 tags at most."""
    try:
        text = body.decode("utf-16" if body.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        declared = _CHARSET.search(body[:_HEAD_BYTES])
        text = _decoded_as(body, declared[1].decode("ascii", "ignore") if declared else "utf-8")
    return "<".join(text[:MOST_CHARACTERS].split("<", MOST_TAGS)[:MOST_TAGS])


def main_text(html: str, *, url: str) -> str:
    """The article's own HTML in our short list of tags; empty when there is none.

    `url`: what relative addresses are relative to.
    """
    # It costs a quarter of a second and 30 MB, and most days nobody sends a link.
    import trafilatura

    found = trafilatura.extract(
        html,
        url=url,
        fast=True,
        include_comments=False,
        include_formatting=True,
        include_images=True,
        include_links=True,
        output_format="html",
    )
    return sanitise(found, base_url=url) if found else ""


def without_furniture(
    body_html: str, *, said: Collection[str], is_date: Callable[[str], bool]
) -> str:
    """The text without title, date, lead and byline at its ends, which stand elsewhere.

    `said`: what is shown beside it; a paragraph that says no more goes.
    """
    body = LexborHTMLParser(body_html).body
    if body is None:
        return ""
    blocks = [node for node in body.iter() if node.tag != "-text"]
    for node in (*blocks[:_MOST_BEFORE], *blocks[_MOST_BEFORE:][-_MOST_AFTER:]):
        words = squash(node.text(deep=True))
        if words and (words in said or (len(words) <= _LONGEST_DATE and is_date(words))):
            node.decompose()
    return sanitise(_inner(body))


def _inner(node: LexborNode) -> str:
    return node.inner_html or ""


def _decoded_as(body: bytes, charset: str) -> str:
    try:
        return body.decode(charset, "replace")
    except LookupError:
        return body.decode("utf-8", "replace")
