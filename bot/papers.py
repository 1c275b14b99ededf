"""Files of text become bodies, read in a process of their own that can be killed."""

import asyncio
import sys
from pathlib import Path
from typing import Final

import bot
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
_ROOT: Final = str(Path(bot.__file__).parent.parent)


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
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-s", "-P", "-m", "bot.paper_child", kind),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        # Nothing of our environment: the token has no business where files are read.
        env={"PYTHONPATH": _ROOT},
    )
    try:
        async with asyncio.timeout(wall_s):
            answer, _ = await process.communicate(body)
    except TimeoutError:
        return ""
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    html = answer.decode("utf-8", "ignore") if process.returncode == 0 else ""
    return await asyncio.to_thread(sanitise, html) if len(html) <= MOST_LETTERS else ""
