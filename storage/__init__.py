"""Storage remembers: the only floor with SQL."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import structlog

from storage.articles import Articles
from storage.audit import Audit
from storage.broadcasts import Broadcasts
from storage.browsing import Browsing
from storage.categories import Categories
from storage.chats import Chats
from storage.desk import Desk
from storage.edits import Edits
from storage.errors import Unavailable
from storage.exporting import Exports
from storage.feeds import Feeds
from storage.hubs import Hubs
from storage.inbox import Inbox
from storage.intake import Intake
from storage.invitations import Invitations
from storage.keywords import Keywords
from storage.leases import Leases
from storage.media import MediaShelf
from storage.members import Members
from storage.migrate import Migratable, migrate
from storage.outbox import Outbox
from storage.pictures import Pictures
from storage.planning import Planning
from storage.prompts import Prompts
from storage.readers import Readers
from storage.reading import Reading
from storage.roles import Roles
from storage.royalty import Royalty
from storage.saved import Saved
from storage.schedule import Schedule
from storage.search import Search
from storage.search_index import Index, Words
from storage.settings import Settings
from storage.sqlite import open_sqlite
from storage.statistics import Statistics
from storage.subscribers import Subscribers
from storage.views import Views
from storage.writing import Writing

log = structlog.get_logger()

SQLITE = "sqlite:///"
POSTGRES = "postgresql://"


class Engine(Migratable, Protocol):
    """An open database that can say what it is."""

    engine: str
    warning: str


class Storage:
    """All shelves over one open database.

    `engine`: its name and version. `warning`: what an operator should know of it, or nothing.
    """

    def __init__(self, database: Engine, *, words: Words, approvals: int) -> None:
        index = Index(database.dialect, words)
        self.engine = database.engine
        self.warning = database.warning
        self.settings = Settings(database)
        self.categories = Categories(database)
        self.feeds = Feeds(database, index=index)
        self.intake = Intake(database, index=index)
        self.hubs = Hubs(database)
        self.articles = Articles(database, index=index, approvals=approvals)
        self.desk = Desk(database, approvals=approvals)
        self.planning = Planning(database, index=index, approvals=approvals)
        self.search = Search(database, index=index)
        self.reading = Reading(database)
        self.views = Views(database)
        self.browsing = Browsing(database)
        self.keywords = Keywords(database)
        self.statistics = Statistics(database)
        self.saved = Saved(database)
        self.royalty = Royalty(database)
        self.readers = Readers(database)
        self.roles = Roles(database)
        self.invitations = Invitations(database)
        self.members = Members(database)
        self.subscribers = Subscribers(database)
        self.chats = Chats(database)
        self.outbox = Outbox(database)
        self.broadcasts = Broadcasts(database)
        self.edits = Edits(database)
        self.inbox = Inbox(database)
        self.schedule = Schedule(database)
        self.leases = Leases(database)
        self.media = MediaShelf(database)
        self.pictures = Pictures(database)
        self.prompts = Prompts(database)
        self.writing = Writing(database)
        self.audit = Audit(database)
        self.exports = Exports(database)
        self._database = database

    async def close(self) -> None:
        """Waits for what was begun, then lets go of the database."""
        await self._database.close()


async def open_storage(url: str, *, words: Words = str.split, approvals: int = 0) -> Storage:
    """The storage at `url`, its tables brought up to date.

    Args:
        url: `sqlite:///news.db` (`sqlite:////var/lib/news.db` from the root) or
            `postgresql://user@host/name`.
        words: a text's words as the index holds them; see `bot.search.syllables`.
        approvals: as many of one version must there be before it may be published.

    Raises:
        TooNew: a later version of the program was here before.
        Unavailable: it cannot be reached or opened, or it is not ours.
    """
    database = await _open(url)
    try:
        await migrate(database)
    except BaseException:
        await database.close()
        raise
    log.info("storage_opened", engine=database.engine, warning=database.warning)
    return Storage(database, words=words, approvals=approvals)


async def _open(url: str) -> Engine:
    if url.startswith(SQLITE):
        return await open_sqlite(Path(url.removeprefix(SQLITE)))
    if url.startswith(POSTGRES):
        return await _postgres(url)
    raise Unavailable(
        "the database must be sqlite:///path/to/file.db or postgresql://user@host/name"
    )


async def _postgres(url: str) -> Engine:
    try:
        # Only here: who runs on SQLite need not have the driver.
        from storage.postgres import open_postgres
    except ImportError as error:
        raise Unavailable("PostgreSQL needs its driver: pip install 'bantin[postgres]'") from error
    return await open_postgres(url)


__all__ = ["Storage", "open_storage"]
