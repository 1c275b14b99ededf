"""A database brought to this version, and its search index verified or made anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.config import Config
from bot.search.syllables import words
from bot.sole import locked
from storage import open_storage

REBUILD = "--rebuild-search"
MOST_FAULTS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrated:
    """What stands now. `indexed`: articles in a new index, None when it was left as it is.

    `faults`: articles that the index is wrong about, counted up to MOST_FAULTS.
    """

    engine: str
    indexed: int | None
    faults: int


async def migrate(
    config: Config,
    *,
    rebuild: bool,
    on_start: Callable[[int], None],
    on_step: Callable[[int], None],
) -> Migrated:
    """The database at this version; a new search index when wished or when one was begun.

    Args:
        on_start: told how many articles will be put into a new index.
        on_step: told how many more are in.

    Raises:
        StorageError: it cannot be opened or is newer, or another process uses it.
    """
    with locked(config.database):
        storage = await open_storage(config.database, words=words)
        try:
            indexed = None
            if rebuild or not await storage.search.is_whole():
                on_start(await storage.articles.count_latest())
                indexed = await storage.search.rebuild(on_step=on_step)
            faults = len(await storage.search.find_faults(limit=MOST_FAULTS))
        finally:
            await storage.close()
    return Migrated(engine=storage.engine, indexed=indexed, faults=faults)
