"""Small pieces of a page, from what was read around them (pure)."""

import re
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from bot.render.document import Block, Blocks, Heading, Paragraph, Picture, Span, Spans, texts
from bot.text import squash

_CREDIT: Final = re.compile(r"(?:(?<=[.,;…)\s])|^)\(?\s*(?:Ảnh|Nguồn ảnh|Photo)\s*:\s*\S.{0,80}$")


def inline(blocks: Blocks) -> Spans:
    """Blocks as one stretch of text, a line each; pictures left out."""
    spans: list[Span] = []
    for block in blocks:
        lines = block.spans if isinstance(block, Paragraph | Heading) else _bare(block)
        if spans and lines:
            spans.append(Span("\n"))
        spans += lines
    return tuple(spans)


def pictures_of(blocks: Blocks) -> tuple[Picture, ...]:
    """The pictures among the blocks, without their captions."""
    return tuple(Picture(url=it.url) for it in blocks if isinstance(it, Picture))


def captioned(picture: Picture, caption: str) -> Picture:
    """The picture with its caption, and a credit at its end set apart.

    >>> captioned(Picture(url=""), "Lễ ra quân. Ảnh: Kiều Oanh")
    Picture(url='', caption='Lễ ra quân.', credit='Ảnh: Kiều Oanh')
    """
    whole = squash(caption)
    found = _CREDIT.search(whole)
    if found is None:
        return replace(picture, caption=whole)
    return replace(picture, caption=whole[: found.start()].strip(), credit=found[0].strip())


def _bare(block: Block) -> Spans:
    return tuple(Span(it) for it in ["\n".join(filter(None, texts((block,))))] if it)


def is_web_address(url: str) -> bool:
    """Whether Telegram would take it as a link: http or https, a host, at most 2,048 long."""
    if len(url) > 2048 or any(map(str.isspace, url)):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
