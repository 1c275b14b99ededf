"""What of an article is told: nothing twice (pure).

A lead repeated at the start of the body, a byline repeated at its end, the title as the
first heading, the main picture in the body: each is shown once. Only exact repeats count,
white space apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.render.document import (
    Block,
    Blocks,
    Heading,
    Paragraph,
    Picture,
    cut_spans,
    plain,
    trimmed,
)
from bot.render.parse import blocks_of
from bot.render.pieces import is_web_address
from bot.text import squash
from storage.model import Content

_SENTENCE_ENDS: Final = tuple('.!?…;:"”»)')
_CUT_SHORT: Final = ("…", "...")
_SHORTEST_STEM: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What is shown of an article. `lead` is empty where the body begins with it."""

    lead: str
    picture: Picture | None
    blocks: Blocks


def story_of(content: Content) -> Story:
    """The article's lead, main picture and body, without repeats."""
    blocks = list(blocks_of(content.body_html))
    picture = _main_picture(content, blocks)
    if blocks and _says(blocks[0], content.title):
        del blocks[0]
    if blocks and _says(blocks[-1], content.author.name):
        del blocks[-1]
    lead = _lead(squash(content.summary), blocks)
    return Story(lead=lead, picture=picture, blocks=tuple(blocks))


def _main_picture(content: Content, blocks: list[Block]) -> Picture | None:
    if not is_web_address(content.image_url):
        return None
    own = (squash(content.image_caption), squash(content.image_credit))
    picture = Picture(url=content.image_url, caption=own[0], credit=own[1])
    same = next((it for it in blocks if isinstance(it, Picture) and it.url == picture.url), None)
    if same is None:
        return picture
    if own == ("", "") or (same.caption, same.credit) in {("", ""), own}:
        blocks.remove(same)
        return picture if own != ("", "") else same
    return picture


def _lead(lead: str, blocks: list[Block]) -> str:
    """The lead to show; takes it out of the body, or leaves it there and shows none."""
    if not lead:
        return ""
    for index in _first_paragraphs(blocks):
        block = blocks[index]
        text = _text(block)
        if text == lead:
            del blocks[index]
            return lead
        if text.startswith(f"{lead} ") and lead.endswith(_SENTENCE_ENDS):
            blocks[index] = _without_beginning(block, length=len(lead))
            return lead
        if _begins_with(text, lead):
            return ""
    return lead


def _begins_with(text: str, lead: str) -> bool:
    """Whether a paragraph goes on from the lead, or from where a feed cut it short."""
    if lead.endswith(_CUT_SHORT):
        stem = lead.rstrip(" .…")
        return len(stem) >= _SHORTEST_STEM and text.startswith(stem)
    return text.startswith(lead) and not text[len(lead) : len(lead) + 1].isalnum()


def _first_paragraphs(blocks: Sequence[Block]) -> list[int]:
    return [at for at, block in enumerate(blocks) if isinstance(block, Paragraph)][:2]


def _without_beginning(block: Block, *, length: int) -> Block:
    assert isinstance(block, Paragraph)
    # White space inside a paragraph is single characters, so places agree with the lead's.
    _, rest = cut_spans(block.spans, at=length)
    return replace(block, spans=trimmed(rest))


def _says(block: Block, text: str) -> bool:
    return bool(text.strip()) and _text(block) == squash(text)


def _text(block: Block) -> str:
    return squash(plain(block.spans)) if isinstance(block, Paragraph | Heading) else ""
