"""The versions of a list's items, where the portal lets them be read over REST.

Source: SharePoint REST, "items(n)/versions". They are the portal's history, not ours: each is
kept as a line of the article's further columns, in the portal's own words.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.feeds.backlog import page_at
from bot.feeds.markup import words_of
from bot.feeds.raw import RawEntry
from bot.feeds.round import Round
from bot.feeds.sharepoint import split_columns
from storage.model import Candidate, Feed

NAME: Final = "Version history"
MOST_ITEMS: Final = 10
"""Items asked for in one round of a list; what is beyond has no history yet."""

_FIRST: Final = ("", "1.0")
_NUMBER: Final = re.compile(r"[?&]ID=(\d{1,10})(?:&|\Z)", re.IGNORECASE)
_SHOWN: Final = ("VersionLabel", "Created", "Modified By")


async def with_versions(
    candidates: Sequence[Candidate], *, feed: Feed, items_url: str, this: Round
) -> tuple[Candidate, ...]:
    """The same entries; new and edited ones that have several versions with a line for each.

    Args:
        candidates: entries of a list.
        feed: whose list it is.
        items_url: where its items were read; empty when they came by another way.
        this: the round.
    """
    if not items_url or all(it.content.imported_version in _FIRST for it in candidates):
        return tuple(candidates)
    seen = await this.storage.feeds.seen(feed.id, keys=[it.key for it in candidates])
    base, left, found = items_url.partition("?")[0], MOST_ITEMS, []
    for candidate in candidates:
        number = _NUMBER.search(candidate.guid)
        is_wanted = seen.get(candidate.key) != candidate.fingerprint
        if left and number and is_wanted and candidate.content.imported_version not in _FIRST:
            left -= 1
            lines = await _lines(f"{base}({number[1]})/versions", feed=feed, this=this)
            extra = (*candidate.content.extra, *((NAME, line) for line in lines))
            candidate = replace(candidate, content=replace(candidate.content, extra=extra))
        found.append(candidate)
    return tuple(found)


async def _lines(url: str, *, feed: Feed, this: Round) -> list[str]:
    told = await page_at(url, feed=feed, this=this)
    lines = map(_line, told.entries) if told else ()
    return [line for line in lines if line]


def _line(version: RawEntry) -> str:
    shown = {name: words_of(html) for name, html in split_columns(version.summary)}
    # Its date is with or without a zone, as the portal pleases: kept as it was written.
    return " · ".join(filter(None, (shown.get(name, "") for name in _SHOWN)))
