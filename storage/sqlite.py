"""SQLite through aiosqlite: one connection that writes, a few that only read.

The writing connection belongs to one task. What many tasks ask for meanwhile is committed
together, so that many events cost one wait for the disk, and a task that is cancelled
cannot leave half a transaction behind for the next commit.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import AsyncExitStack, closing
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import structlog

from storage.database import Work
from storage.errors import Unavailable
from storage.sqlite_thread import Connection, commit_together, set_pragmas, unavailable

log = structlog.get_logger()

T = TypeVar("T")

READERS = 3
MOST_TOGETHER = 512

# sqlite.org/wal.html, "The WAL-Reset Bug": two connections that write or checkpoint at the
# same moment may damage the file.
FIRST_WITH_RACE = (3, 7, 0)
FIRST_WITHOUT_RACE = (3, 51, 3)

PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -16000",
)
WRITER_PRAGMAS = (
    *PRAGMAS,
    "PRAGMA journal_mode = WAL",
    # A power cut must not forget a committed `sending`: that message would go out twice.
    "PRAGMA synchronous = FULL",
    "PRAGMA journal_size_limit = 67108864",
)
READER_PRAGMAS = (*PRAGMAS, "PRAGMA query_only = ON")


class _Job:
    """An event that waits for its commit."""

    __slots__ = ("future", "work")

    def __init__(self, work: Work[Any], future: asyncio.Future[Any]) -> None:
        self.work = work
        self.future = future

    def settle(self, value: object, error: BaseException | None) -> None:
        """Tells the caller how it ended, if one still waits."""
        if not self.future.done():
            if error is None:
                self.future.set_result(value)
            else:
                self.future.set_exception(error)
        elif error is not None:
            log.error("abandoned_event_failed", error=repr(error))


class SqliteDatabase:
    """A database file. See `Database`."""

    dialect = "sqlite"

    def __init__(self, path: Path, *, writer: Connection, readers: list[Connection]) -> None:
        self.engine = f"SQLite {sqlite3.sqlite_version}"
        self.warning = wal_warning(sqlite3.sqlite_version_info)
        self._path = path
        self._writer = writer
        self._idle = readers
        self._free = asyncio.Semaphore(len(readers))
        self._jobs: asyncio.Queue[_Job | None] = asyncio.Queue()
        self._is_closed = False
        self._committing = asyncio.create_task(self._commit_jobs(), name="sqlite-writer")

    async def write(self, work: Work[T]) -> T:
        """See `Database`."""
        self._check_open()
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._jobs.put_nowait(_Job(work, future))
        return await future

    async def read(self, work: Work[T], *, timeout_s: float | None = None) -> T:
        """See `Database`."""
        self._check_open()
        async with self._free:
            reader = self._idle.pop()
            try:
                return await reader.ask(work, timeout_s=timeout_s)
            finally:
                self._idle.append(reader)

    async def copy_to(self, path: Path) -> None:
        """Writes a whole, sound copy of the database to `path`, over what was there."""
        await self._copy(path, unless_at=None)

    async def copy_before(self, version: int) -> None:
        """Keeps a copy beside the file, named after the migration that comes next."""
        path = self._path.with_name(f"{self._path.name}.before-{version}")
        await self._copy(path, unless_at=version)

    async def _copy(self, path: Path, *, unless_at: int | None) -> None:
        self._check_open()
        unfinished = path.with_name(f"{path.name}.{uuid4().hex}")
        try:
            _create_private(unfinished)
            await self._writer.hop(lambda raw: raw.execute("VACUUM INTO ?", (str(unfinished),)))
            await asyncio.to_thread(_keep, unfinished, path=path, unless_at=unless_at)
        except (OSError, sqlite3.Error) as error:
            raise Unavailable(f"cannot copy the database to {path}: {error}") from error
        finally:
            unfinished.unlink(missing_ok=True)

    async def close(self) -> None:
        """See `Database`. The last connection to close folds the log into the file."""
        if self._is_closed:
            return
        self._is_closed = True
        self._jobs.put_nowait(None)
        await asyncio.wait([self._committing])
        for _ in range(READERS):
            await self._free.acquire()
        for connection in (*self._idle, self._writer):
            await connection.close()

    def _check_open(self) -> None:
        if self._is_closed:
            raise Unavailable(f"{self._path} is closed")

    async def _commit_jobs(self) -> None:
        while (job := await self._jobs.get()) is not None:
            await self._commit([job, *self._following()])

    def _following(self) -> list[_Job]:
        jobs: list[_Job] = []
        while len(jobs) < MOST_TOGETHER and not self._jobs.empty():
            job = self._jobs.get_nowait()
            if job is None:
                # The end, put back for the loop to find. Nothing is queued after it.
                self._jobs.put_nowait(None)
                break
            jobs.append(job)
        return jobs

    async def _commit(self, jobs: list[_Job]) -> None:
        works = [job.work for job in jobs]
        try:
            outcomes = await self._writer.hop(partial(commit_together, works=works))
        except sqlite3.Error as error:
            for job in jobs:
                job.settle(None, unavailable(error))
            return
        for job, (value, error_of_one) in zip(jobs, outcomes, strict=True):
            job.settle(value, error_of_one)


async def open_sqlite(path: Path) -> SqliteDatabase:
    """The database at `path`, created when missing, for its owner's eyes only.

    Raises:
        Unavailable: the file cannot be opened or written, or is not a database.
    """
    async with AsyncExitStack() as opened:
        try:
            _create_private(path)
            address = _address(path)
            writer = await opened.enter_async_context(Connection(f"{address}?mode=rw"))
            await writer.hop(partial(set_pragmas, pragmas=WRITER_PRAGMAS))
            readers = []
            for _ in range(READERS):
                reader = await opened.enter_async_context(Connection(f"{address}?mode=ro"))
                await reader.hop(partial(set_pragmas, pragmas=READER_PRAGMAS))
                readers.append(reader)
        except (OSError, sqlite3.Error) as error:
            raise Unavailable(f"cannot open {path}: {error}") from error
        opened.pop_all()
    return SqliteDatabase(path, writer=writer, readers=readers)


def wal_warning(version: tuple[int, ...]) -> str:
    """A line about the race in this version of SQLite; empty when it has none."""
    if not FIRST_WITH_RACE <= version < FIRST_WITHOUT_RACE:
        return ""
    return (
        f"SQLite {'.'.join(map(str, version))} has the WAL-reset race (fixed in 3.51.3);"
        " exactly one writing connection is kept, so that it cannot occur"
    )


def _address(path: Path) -> str:
    return path.absolute().as_uri()


def _create_private(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _keep(unfinished: Path, *, path: Path, unless_at: int | None) -> None:
    """Puts the finished file in its place, on disk; not when it holds that version already."""
    if unless_at is not None:
        with closing(sqlite3.connect(unfinished)) as copy:
            (version,) = copy.execute("SELECT MAX(version) FROM migrations").fetchone()
        if version >= unless_at:
            # Another process was faster: the copy that it kept is the one from before.
            return
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.replace(path)
