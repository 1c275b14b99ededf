"""PostgreSQL through psycopg: a pool of connections, a transaction for every event.

Writes run at READ COMMITTED, as PostgreSQL does by itself: two events may touch the same
row, so whoever decides by what a row holds says so in the UPDATE's own WHERE.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeVar

import psycopg
import structlog
from psycopg import AsyncClientCursor, AsyncConnection, AsyncCursor, IsolationLevel, errors
from psycopg.abc import Buffer
from psycopg.adapt import AdaptersMap, Dumper, Loader
from psycopg_pool import AsyncConnectionPool

from storage.database import Row, Value, Work
from storage.errors import Unavailable

log = structlog.get_logger()

T = TypeVar("T")

MOST_CONNECTIONS = 8
WAIT_S = 10.0
TRIES = 3
PAUSE_S = 0.05

Pool = AsyncConnectionPool[AsyncConnection[Row]]

_TOKEN = re.compile(r"""'(?:[^']|'')*'|"[^"]*"|--[^\n]*|::|:([A-Za-z_]\w*)|%""")


class _YesOrNo(Dumper):
    """Yes and no as SQLite has them: 1 and 0."""

    def dump(self, obj: bool) -> Buffer:  # noqa: FBT001  # psycopg's signature
        return b"1" if obj else b"0"


class _Number(Loader):
    """Sums of whole numbers are whole numbers, as in SQLite; we store no other NUMERIC."""

    def load(self, data: Buffer) -> int | float:
        text = bytes(data)
        return float(text) if b"." in text else int(text)


class _AgainError(Exception):
    """Nothing was committed, and another try may go better."""


class _ServerTransaction:
    """Statements on one connection. See `Transaction`."""

    def __init__(self, connection: AsyncConnection[Row]) -> None:
        self._connection = connection

    async def rows(self, sql: str, **args: Value) -> list[Row]:
        """See `Transaction`."""
        cursor = await self._connection.execute(in_psycopg(sql), args)
        return await cursor.fetchall() if cursor.description else []

    async def run(self, sql: str, **args: Value) -> int:
        """See `Transaction`."""
        return (await self._connection.execute(in_psycopg(sql), args)).rowcount

    async def many(self, sql: str, args: Iterable[Mapping[str, Value]]) -> None:
        """See `Transaction`."""
        # Bound by the server, because only such statements are prepared and pipelined.
        async with AsyncCursor(self._connection) as cursor:
            await cursor.executemany(in_psycopg(sql), args)


class PostgresDatabase:
    """A database on a server. See `Database`."""

    dialect = "postgres"
    warning = ""

    def __init__(self, pool: Pool, *, engine: str) -> None:
        self.engine = engine
        self._pool = pool
        self._begun: set[asyncio.Task[Any]] = set()
        self._is_closed = False

    async def write(self, work: Work[T]) -> T:
        """See `Database`.

        Raises:
            Unavailable: out of reach. When the connection broke during the commit itself,
                nobody can say whether it was committed.
        """
        self._check_open()
        # In a task of its own: a caller that is cancelled must not end it half-way.
        task = asyncio.create_task(self._commit(work))
        self._begun.add(task)
        task.add_done_callback(self._begun.discard)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            task.add_done_callback(_log_failure)
            raise

    async def read(self, work: Work[T], *, timeout_s: float | None = None) -> T:
        """See `Database`."""
        self._check_open()
        return await self._with_retries(lambda: self._ask(work, timeout_s=timeout_s))

    async def copy_before(self, version: int) -> None:
        """Nothing: copies of a server are its administrator's (pg_dump)."""
        log.info("no_copy_kept", before=version, engine=self.engine)

    async def close(self) -> None:
        """See `Database`."""
        self._is_closed = True
        if self._begun:
            await asyncio.wait(self._begun)
        await self._pool.close()

    def _check_open(self) -> None:
        if self._is_closed:
            raise Unavailable("the database is closed")

    async def _commit(self, work: Work[T]) -> T:
        return await self._with_retries(lambda: self._commit_once(work))

    async def _commit_once(self, work: Work[T]) -> T:
        async with self._pool.connection() as connection:
            await connection.set_isolation_level(None)
            await connection.set_read_only(None)
            value = await _attempt(work, connection=connection)
            await connection.commit()
            return value

    async def _ask(self, work: Work[T], *, timeout_s: float | None) -> T:
        async with self._pool.connection() as connection:
            await connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)
            await connection.set_read_only(True)
            async with asyncio.timeout(timeout_s):
                return await _attempt(work, connection=connection)

    async def _with_retries(self, attempt: Callable[[], Awaitable[T]]) -> T:
        try:
            for _ in range(TRIES - 1):
                try:
                    return await attempt()
                except _AgainError:
                    # After a restart of the server every idle connection is a broken one.
                    await self._pool.check()
                    # The one that was in the way goes first, or both would be stuck again.
                    await asyncio.sleep(PAUSE_S * (1 + random.random()))
            return await attempt()
        except _AgainError as error:
            raise Unavailable(f"the database cannot be used: {error}") from error.__cause__
        except (errors.DataError, OverflowError) as error:
            raise ValueError(str(error)) from error
        except (
            errors.OperationalError,
            errors.InterfaceError,
            errors.ReadOnlySqlTransaction,
        ) as error:
            raise Unavailable(f"the database cannot be used: {error}") from error


async def open_postgres(url: str, *, wait_s: float = WAIT_S) -> PostgresDatabase:
    """The database at `url`.

    Raises:
        Unavailable: no connection within `wait_s`.
    """
    adapters = AdaptersMap(psycopg.adapters)
    adapters.register_dumper(bool, _YesOrNo)
    adapters.register_loader("numeric", _Number)
    pool: Pool = AsyncConnectionPool(
        url,
        # Bound by us: the server cannot tell the type of `:name IS NULL`.
        kwargs={"context": adapters, "cursor_factory": AsyncClientCursor},
        min_size=1,
        max_size=MOST_CONNECTIONS,
        timeout=WAIT_S,
        open=False,
    )
    try:
        await pool.open(wait=True, timeout=wait_s)
        async with pool.connection() as connection:
            version = connection.info.server_version
    except psycopg.Error as error:
        await pool.close()
        raise Unavailable(f"cannot reach the database: {error}") from error
    return PostgresDatabase(pool, engine=f"PostgreSQL {version // 10000}.{version % 10000}")


@lru_cache(maxsize=1024)
def in_psycopg(sql: str) -> bytes:
    """The statement with its parameters as psycopg writes them.

    >>> in_psycopg("SELECT '5%:x', a::text FROM t WHERE a = :a")
    b"SELECT '5%%:x', a::text FROM t WHERE a = %(a)s"
    """
    return _TOKEN.sub(_translate, sql).encode()


def _translate(token: re.Match[str]) -> str:
    return f"%({token[1]})s" if token[1] else token[0].replace("%", "%%")


async def _attempt(work: Work[T], *, connection: AsyncConnection[Row]) -> T:
    try:
        return await work(_ServerTransaction(connection))
    except (errors.DeadlockDetected, errors.SerializationFailure) as error:
        raise _AgainError(str(error)) from error
    except (errors.OperationalError, errors.InterfaceError) as error:
        if not connection.closed:
            raise
        raise _AgainError(str(error)) from error


def _log_failure(task: asyncio.Task[Any]) -> None:
    if not task.cancelled() and task.exception() is not None:
        log.error("abandoned_event_failed", error=repr(task.exception()))
