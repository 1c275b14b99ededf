"""Pages read in a process of their own: one editor's link must not stop everybody's bot."""

import asyncio
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import bot
from bot.html import sanitise
from storage.content_json import content_from_json
from storage.model import Content

WALL_S: Final = 20.0
_ROOT: Final = str(Path(bot.__file__).parent.parent)


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
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-s", "-P", "-m", "bot.feeds.page_child", url, zone.key),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        # Nothing of our environment: the token has no business where pages are read.
        env={"PYTHONPATH": _ROOT},
    )
    try:
        async with asyncio.timeout(wall_s):
            answer, _ = await process.communicate(body)
    except TimeoutError:
        return None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return _content_of(answer) if process.returncode == 0 and answer else None


def _content_of(answer: bytes) -> Content | None:
    try:
        content = content_from_json(answer.decode())
    except (ValueError, TypeError, KeyError):
        # A child that speaks nonsense was taken over by what it read.
        return None
    return replace(content, body_html=sanitise(content.body_html))
