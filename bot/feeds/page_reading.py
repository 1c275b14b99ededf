"""Pages read in a process of their own: one editor's link must not stop everybody's bot."""

from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from bot.child import answer_of
from bot.html import sanitise
from storage.content_json import content_from_json
from storage.model import Content

WALL_S: Final = 20.0


async def read_page(
    body: bytes, *, url: str, zone: ZoneInfo, wall_s: float = WALL_S
) -> Content | None:
    """The article on a page; None when there is none, or finding it took too much.

    Args:
        body: as fetched and inflated.
        url: where it came from in the end.
        zone: of dates that name none.
        wall_s: time it may take by the clock on the wall.
    """
    answer = await answer_of("bot.feeds.page_child", url, zone.key, body=body, wall_s=wall_s)
    return _content_of(answer) if answer else None


def _content_of(answer: bytes) -> Content | None:
    try:
        content = content_from_json(answer.decode())
    except (ValueError, TypeError, KeyError):
        # A child that speaks nonsense was taken over by what it read.
        return None
    return replace(content, body_html=sanitise(content.body_html))
