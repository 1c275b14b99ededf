"""Files of text become bodies, read in a process of their own that can be killed."""

import asyncio
from pathlib import Path
from typing import Final

from bot.child import answer_of
from bot.html import sanitise

MOST_BYTES: Final = 5_000_000
MOST_LETTERS: Final = 1_000_000
WALL_S: Final = 15.0
KINDS: Final = {
    ".docx": "docx",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".txt": "txt",
}
"""By the end of a file's name."""


def kind_of(name: str) -> str:
    """How a file of this name is read; empty when it is not.

    >>> kind_of("Bài viết.DOCX"), kind_of("a.doc")
    ('docx', '')
    """
    return KINDS.get(Path(name).suffix.lower(), "")


async def read_paper(body: bytes, *, kind: str, wall_s: float = WALL_S) -> str:
    """The body that a file holds, cleaned; empty when it holds none or cannot be read.

    Args:
        body: the file as it was sent.
        kind: one of the values of `KINDS`.
        wall_s: time it may take by the clock on the wall.
    """
    answer = await answer_of("bot.paper_child", kind, body=body, wall_s=wall_s)
    html = answer.decode("utf-8", "ignore")
    return await asyncio.to_thread(sanitise, html) if len(html) <= MOST_LETTERS else ""
