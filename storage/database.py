"""The seam under every shelf: one SQL text, two engines, one transaction per event."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

Value = str | int | bytes | None
Row = tuple[Any, ...]

P = ParamSpec("P")
T = TypeVar("T")
S = TypeVar("S", bound="Shelf")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Transaction(Protocol):
    """One open transaction. Its methods are the only thing that its body may await."""

    async def rows(self, sql: str, **args: Value) -> list[Row]:
        """All rows of a query, or of a statement with RETURNING."""

    async def run(self, sql: str, **args: Value) -> int:
        """The number of rows that the statement changed."""

    async def many(self, sql: str, args: Iterable[Mapping[str, Value]]) -> None:
        """The statement, once for each of `args`."""


Work = Callable[[Transaction], Coroutine[Any, Any, T]]


class Database(Protocol):
    """An open database. `sql` uses `:name` parameters and the words of `dialect`."""

    dialect: str

    async def write(self, work: Work[T]) -> T:
        """What `work` returns, once it is committed and on disk.

        `work` runs as one transaction and may be run again after a deadlock, so it must
        do nothing besides. A caller that is cancelled meanwhile leaves it whole: the
        transaction is committed or rolled back all the same.
        """

    async def read(self, work: Work[T], *, timeout_s: float | None = None) -> T:
        """What `work` returns from one consistent snapshot. It cannot write.

        Raises:
            TimeoutError: it took longer than `timeout_s`, and was ended.
        """

    async def close(self) -> None:
        """Waits for what was begun, then lets go of files and connections."""


class Shelf:
    """Some tables and the events that change them."""

    def __init__(self, database: Database) -> None:
        self.database = database


def writes(
    method: Callable[Concatenate[S, Transaction, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[S, P], Coroutine[Any, Any, T]]:
    """A shelf's method as one business event: one committed transaction."""

    @wraps(method)
    async def event(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.database.write(lambda tx: method(self, tx, *args, **kwargs))

    return event


def reads(
    method: Callable[Concatenate[S, Transaction, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[S, P], Coroutine[Any, Any, T]]:
    """A shelf's method as one question, answered from one snapshot."""

    @wraps(method)
    async def question(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.database.read(lambda tx: method(self, tx, *args, **kwargs))

    return question


def stamp(instant: datetime) -> int:
    """An aware instant as stored: microseconds since 1970, UTC.

    >>> stamp(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
    1000000
    """
    return (instant - EPOCH) // _MICROSECOND


def stamp_or_none(instant: datetime | None) -> int | None:
    """The same, where unknown stays unknown."""
    return None if instant is None else stamp(instant)


def instant(stamped: int) -> datetime:
    """The aware UTC instant of a stored stamp."""
    return EPOCH + timedelta(microseconds=stamped)


def instant_or_none(stamped: int | None) -> datetime | None:
    """The same, where unknown stays unknown."""
    return None if stamped is None else instant(stamped)


__all__ = [
    "Database",
    "Row",
    "Shelf",
    "Transaction",
    "Value",
    "Work",
    "instant",
    "instant_or_none",
    "reads",
    "stamp",
    "stamp_or_none",
    "writes",
]
