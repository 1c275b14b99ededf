"""Which of an article's links lead nowhere; asked politely, within narrow bounds."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final

from bot.feeds.causes import Cause
from bot.feeds.fetch import Fetcher
from bot.linting import Reference, Slip

MOST: Final = 20
"""Links looked at in one check."""

_EACH_S: Final = 5.0
_ALL_S: Final = 12.0
_AT_ONCE: Final = 5
_GONE: Final = frozenset({404, 410})
_SERVER_ERROR: Final = 500


async def dead_links(fetcher: Fetcher, references: Sequence[Reference]) -> tuple[Slip, ...]:
    """Those that do not open, of the first `MOST`. One that is only slow is not called dead.

    What refuses us (401, 403, 429) may well open for a reader.
    """
    turn = asyncio.Semaphore(_AT_ONCE)

    async def look(it: Reference) -> str:
        async with turn:
            found = await fetcher.probe(it.url, timeout_s=_EACH_S)
        if isinstance(found, int):
            return str(found) if found in _GONE or found >= _SERVER_ERROR else ""
        return "" if found.cause is Cause.TIMEOUT else found.cause

    looks = [asyncio.ensure_future(look(it)) for it in references[:MOST]]
    if not looks:
        return ()
    done, waiting = await asyncio.wait(looks, timeout=_ALL_S)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    return tuple(
        Slip(field=it.field, kind="dead_link", words=f"{it.url} ({task.result()})")
        for it, task in zip(references, looks, strict=False)
        if task in done and task.result()
    )
