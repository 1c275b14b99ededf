"""Pictures by number: how an article's pictures are named on our own host (pure)."""

from dataclasses import replace
from typing import Final

from bot.render.document import (
    Block,
    Blocks,
    ListBlock,
    Picture,
    Quotation,
    Slideshow,
    pictures_in,
)
from bot.render.screen import Look
from bot.render.story import Story
from bot.stored import file_id_in
from bot.text import base36
from storage.model import ArticleId

MOST_PICTURES: Final = 30


def album_of(story: Story) -> list[Picture]:
    """The pictures in the order in which they are numbered, each once."""
    return pictures_of(story)[:MOST_PICTURES]


def pictures_of(story: Story) -> list[Picture]:
    """Every picture, the main one first, each once."""
    first = [story.picture] if story.picture is not None else []
    found: dict[str, Picture] = {}
    for it in (*first, *pictures_in(story.blocks)):
        found.setdefault(it.url, it)
    return list(found.values())


def addresses_of(story: Story) -> list[str]:
    """The addresses of these pictures."""
    return [it.url for it in album_of(story)]


def path_of(article_id: ArticleId, number: int) -> str:
    """Where the n-th picture is served."""
    return f"/p/{base36(article_id)}-{number}.jpg"


def linkable(story: Story, article_id: ArticleId, *, look: Look) -> Story:
    """The story, pictures that only Telegram has by their address here, where there is one."""
    urls = addresses_of(story)
    here = {
        url: f"{look.web_url}{path_of(article_id, at)}" if look.web_url else ""
        for at, url in enumerate(urls)
        if file_id_in(url)
    }
    if not here:
        return story
    picture = _picture(story.picture, here) if story.picture is not None else None
    return replace(story, picture=picture, blocks=_blocks(story.blocks, here))


def _picture(picture: Picture, here: dict[str, str]) -> Picture:
    return replace(picture, url=here.get(picture.url, picture.url))


def _blocks(blocks: Blocks, here: dict[str, str]) -> Blocks:
    return tuple(_block(it, here) for it in blocks)


def _block(block: Block, here: dict[str, str]) -> Block:
    match block:
        case Picture():
            return _picture(block, here)
        case Slideshow(pictures=pictures):
            return replace(block, pictures=tuple(_picture(it, here) for it in pictures))
        case Quotation(blocks=inner):
            return replace(block, blocks=_blocks(inner, here))
        case ListBlock(items=items):
            return replace(block, items=tuple(_blocks(item, here) for item in items))
    return block
