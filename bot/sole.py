"""One process a database: the second one ends at once."""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import structlog

from bot.clock import Clock
from storage.errors import Taken, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage import Storage

log = structlog.get_logger()

LEASE = "bot"
LEASE_S = 15
RENEW_S = 5


@contextmanager
def locked(database_url: str) -> Iterator[bool]:
    """Holds the lock file beside a SQLite database; for PostgreSQL the lease alone serves.

    The kernel lets go of it when the process ends, however it ends: whether we hold one
    is whether nobody else can be alive.

    Raises:
        Taken: another process holds it.
        Unavailable: there is no writing beside the database.
    """
    if not database_url.startswith("sqlite:///"):
        yield False
        return
    path = Path(f"{database_url.removeprefix('sqlite:///')}.lock")
    with _opened(path) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise Taken("database", f"process {file.read().strip() or 'unknown'}") from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield True


def _opened(path: Path) -> TextIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("a+", encoding="ascii")
    except OSError as error:
        raise Unavailable(f"cannot write beside the database: {error}") from error


@asynccontextmanager
async def leased(
    storage: Storage, *, holder: str, clock: Clock, is_sole: bool, on_lost: Callable[[], None]
) -> AsyncIterator[None]:
    """Holds the lease in the database and renews it; says `on_lost` when another took it.

    A process that was killed leaves its lease behind: it is waited for, once; or taken at
    once by whoever holds the lock file, and so knows that the other is dead (`is_sole`).

    Raises:
        Taken: somebody renews it.
    """
    try:
        await storage.leases.take(LEASE, holder=holder, now=clock.now(), ttl_s=LEASE_S)
    except Taken as error:
        if is_sole:
            await storage.leases.release(LEASE, holder=error.holder)
        else:
            log.warning("lease_waited_for", holder=error.holder, seconds=LEASE_S)
            await asyncio.sleep(LEASE_S + 1)
        await storage.leases.take(LEASE, holder=holder, now=clock.now(), ttl_s=LEASE_S)
    renewing = asyncio.create_task(_renew(storage, holder=holder, clock=clock, on_lost=on_lost))
    try:
        yield
    finally:
        renewing.cancel()
        await asyncio.gather(renewing, return_exceptions=True)
        await storage.leases.release(LEASE, holder=holder)


async def _renew(
    storage: Storage, *, holder: str, clock: Clock, on_lost: Callable[[], None]
) -> None:
    while True:
        await asyncio.sleep(RENEW_S)
        try:
            await storage.leases.renew(LEASE, holder=holder, now=clock.now(), ttl_s=LEASE_S)
        except Taken:
            log.error("lease_lost")
            on_lost()
            return
