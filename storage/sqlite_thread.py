"""What runs on the thread of an SQLite connection: whole transactions, in one hop each."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Self, TypeVar, cast

import aiosqlite

from storage.database import Row, Value, Work
from storage.errors import Unavailable

T = TypeVar("T")
E = TypeVar("E", bound=BaseException)
Outcome = tuple[Any, BaseException | None]

BUSY_S = 5.0
BUSY_AGAIN_S = 0.01
INTERRUPT_AGAIN_S = 0.02

# The world's failures. Any other code is a mistake in a statement, and stays visible as one.
OUT_OF_REACH = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}


class ThreadTransaction:
    """Statements on the connection's own thread, so they never suspend. See `Transaction`."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw
        self.is_stopped = False
        self.is_finished = False

    async def rows(self, sql: str, **args: Value) -> list[Row]:
        """See `Transaction`."""
        return self._execute(sql, args).fetchall()

    async def run(self, sql: str, **args: Value) -> int:
        """See `Transaction`."""
        changed = self._execute(sql, args).rowcount
        if changed >= 0:
            return changed
        # sqlite3 counts only statements whose first word is INSERT, UPDATE, DELETE or REPLACE.
        return int(self._raw.execute("SELECT changes()").fetchone()[0])

    async def many(self, sql: str, args: Iterable[Mapping[str, Value]]) -> None:
        """See `Transaction`."""
        self._raw.executemany(sql, args)

    def _execute(self, sql: str, args: Mapping[str, Value]) -> sqlite3.Cursor:
        if self.is_stopped:
            raise TimeoutError("the question took too long")
        return self._raw.execute(sql, args)


class Connection(aiosqlite.Connection):
    """A connection and its thread."""

    def __init__(self, address: str) -> None:
        connect = partial(
            sqlite3.connect,
            address,
            uri=True,
            isolation_level=None,
            timeout=BUSY_S,
            cached_statements=512,
        )
        super().__init__(connect, iter_chunk_size=64)
        # A program that dies before `close` must not be kept alive by this thread.
        self._thread.daemon = True

    async def __aenter__(self) -> Self:
        await self
        return self

    async def hop(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` returns, run on this connection's thread.

        aiosqlite's public methods run one statement a hop, at some 100 µs each; only its
        protected one takes a whole function.
        """
        answer = self._execute(work, self._conn)  # type: ignore[no-untyped-call]  # aiosqlite's
        return cast("T", await answer)

    async def ask(self, work: Work[T], *, timeout_s: float | None) -> T:
        """What `work` returns from one snapshot.

        Raises:
            TimeoutError: it took longer than `timeout_s`.
        """
        tx = ThreadTransaction(self._conn)
        loop = asyncio.get_running_loop()
        timer = loop.call_later(timeout_s, self._stop, tx) if timeout_s is not None else None
        try:
            return await self.hop(partial(_snapshot, tx=tx, work=work))
        except asyncio.CancelledError:
            # The thread still works for nobody: end that before the next one asks.
            self._stop(tx)
            await self.hop(_nothing)
            raise
        finally:
            if timer is not None:
                timer.cancel()

    async def close(self) -> None:
        """Closes the connection and waits for its thread to end."""
        await super().close()
        self._thread.join()

    def _stop(self, tx: ThreadTransaction) -> None:
        if tx.is_finished:
            return
        tx.is_stopped = True
        self._conn.interrupt()
        # An interrupt between two statements is forgotten when the second begins.
        asyncio.get_running_loop().call_later(INTERRUPT_AGAIN_S, self._stop, tx)


def commit_together(raw: sqlite3.Connection, *, works: Sequence[Work[Any]]) -> list[Outcome]:
    """How each of `works` ended, once all that succeeded are on disk.

    Raises:
        sqlite3.Error: the commit failed; nothing of any of them is kept.
    """
    raw.execute("BEGIN IMMEDIATE")
    try:
        outcomes = [_attempt(raw, work=work) for work in works]
        raw.execute("COMMIT")
    except sqlite3.Error:
        if raw.in_transaction:
            raw.execute("ROLLBACK")
        raise
    return outcomes


def set_pragmas(raw: sqlite3.Connection, *, pragmas: Sequence[str]) -> None:
    """Runs each of `pragmas`, patiently."""
    until = time.monotonic() + BUSY_S
    for pragma in pragmas:
        while True:
            try:
                raw.execute(pragma).fetchall()
                break
            except sqlite3.OperationalError as error:
                # SQLite's own patience does not cover two at once who turn on the log.
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
            time.sleep(BUSY_AGAIN_S)


def translated(error: BaseException) -> BaseException:
    """The error as callers know it: out of reach, a bad value, or a bug left as it is."""
    if isinstance(error, OverflowError):
        return _caused(ValueError(str(error)), cause=error)
    # Errors of the module itself, such as a parameter that is missing, carry no code.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if isinstance(error, sqlite3.Error) and code in OUT_OF_REACH:
        return unavailable(error)
    return error


def unavailable(error: sqlite3.Error) -> Unavailable:
    """The same failure in our words."""
    return _caused(Unavailable(f"the database cannot be used: {error}"), cause=error)


def _attempt(raw: sqlite3.Connection, *, work: Work[Any]) -> Outcome:
    raw.execute("SAVEPOINT work")
    try:
        value = _finished(work(ThreadTransaction(raw)))
    except BaseException as error:
        # Whatever it is, it belongs to its own caller; the others are kept.
        if not raw.in_transaction:
            # Some errors (disk full, for one) make SQLite give up the whole transaction.
            raise sqlite3.OperationalError("the transaction was given up") from error
        raw.execute("ROLLBACK TO work")
        raw.execute("RELEASE work")
        return None, translated(error)
    raw.execute("RELEASE work")
    return value, None


def _snapshot(raw: sqlite3.Connection, *, tx: ThreadTransaction, work: Work[T]) -> T:
    if raw.in_transaction:
        # An interrupt at its very end can keep the one before from being closed.
        raw.execute("ROLLBACK")
    raw.execute("BEGIN")
    try:
        return _finished(work(tx))
    except (sqlite3.Error, OverflowError) as error:
        if tx.is_stopped:
            raise TimeoutError("the question took too long") from error
        known = translated(error)
        if known is error:
            raise
        raise known from error
    finally:
        tx.is_finished = True
        raw.execute("ROLLBACK")


def _finished(body: Coroutine[Any, Any, T]) -> T:
    """Runs `body` to its end here and now; the statements of a transaction never suspend."""
    try:
        body.send(None)
    except StopIteration as finished:
        return cast("T", finished.value)
    body.close()
    raise RuntimeError("a transaction may await only its own statements")


def _nothing(_raw: sqlite3.Connection) -> None:
    """Returns when what was asked before has ended."""


def _caused(error: E, *, cause: BaseException) -> E:
    error.__cause__ = cause
    return error
