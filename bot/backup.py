"""A copy of the database that is sound whatever the bot is doing, and back."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bot.config import Config
from bot.search.syllables import words
from bot.sole import LEASE, LEASE_S, locked
from storage import SQLITE, open_storage
from storage.copying import Condition, copy_file, look_at_file, look_at_server, put_in_place
from storage.errors import StorageError
from storage.tombstones import Tombstone

RESTORED_AT = "restored_at"
"""The setting that a restored database carries until an administrator says go."""

RESTORER = "pg_restore"
_BESIDE = ("-wal", "-shm")


class Refused(Exception):
    """Nothing was changed; the text says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What stands now. `kept`: the database from before, if there was one."""

    condition: Condition
    held: int
    kept: Path | None


async def back_up(config: Config, *, file: Path) -> Condition:
    """Copies the database into `file`, in place of an earlier copy there.

    Raises:
        Refused: it is on a server, does not exist, or `file` is something else.
        Unavailable: it is damaged, or the copy cannot be written.
    """
    database = _file_of(config)
    if database is None:
        raise Refused(
            "PostgreSQL copies itself: run pg_dump --format=custom --file="
            f"{file} with the address in BANTIN_DATABASE"
        )
    return await asyncio.to_thread(_back_up, database, file)


async def restore(
    config: Config, *, file: Path, is_sure: bool, now: datetime, path: str | None = None
) -> Restored:
    """Puts the copy in `file` in the place of the database; nothing goes out afterwards.

    Every message that had not been sent is held until an administrator says go: others
    may have had it since the copy was made.

    Raises:
        Refused: a database stands there and nobody is sure, or pg_restore is not there or
            failed. `path`: where it is looked for, as in PATH.
        Unavailable, TooNew: `file` is damaged, another program's, or from a later version.
        Taken: the bot is running.
    """
    database = _file_of(config)
    if database is None:
        return await _restore_server(config.database, file, is_sure=is_sure, now=now, path=path)
    with locked(config.database):
        return await _restore(database, file, is_sure=is_sure, now=now)


def _file_of(config: Config) -> Path | None:
    if not config.database.startswith(SQLITE):
        return None
    return Path(config.database.removeprefix(SQLITE))


def _back_up(database: Path, file: Path) -> Condition:
    if not database.is_file():
        raise Refused(f"There is no database at {database} yet")
    if file.exists():
        if file.samefile(database):
            raise Refused(f"{file} is the database itself; give the copy another name")
        _check_replaceable(file)
    return copy_file(database, to=file)


def _check_replaceable(file: Path) -> None:
    try:
        look_at_file(file)
    except StorageError as error:
        raise Refused(f"{file} is no earlier copy; remove it or give another name") from error


async def _restore(database: Path, file: Path, *, is_sure: bool, now: datetime) -> Restored:
    condition = await asyncio.to_thread(_check_restorable, file, database, is_sure=is_sure)
    coming = database.with_name(f"{database.name}.restoring")
    await asyncio.to_thread(_copy_afresh, file, to=coming)
    held = await _hold(f"{SQLITE}{coming}", now=now)
    if await asyncio.to_thread(database.exists):
        erased = await _erased_in(f"{SQLITE}{database}")
        await _erase_again(f"{SQLITE}{coming}", erased)
    kept = await asyncio.to_thread(_put_aside, database, now=now)
    await asyncio.to_thread(put_in_place, coming, path=database)
    return Restored(condition=condition, held=held, kept=kept)


def _copy_afresh(file: Path, *, to: Path) -> None:
    for ending in _BESIDE:
        # The log of a try that was cut off would be read as this one's.
        Path(f"{to}{ending}").unlink(missing_ok=True)
    copy_file(file, to=to)


def _check_restorable(file: Path, database: Path, *, is_sure: bool) -> Condition:
    if not file.is_file():
        raise Refused(f"There is no file {file}")
    if database.exists() and file.samefile(database):
        raise Refused(f"{file} is the database itself")
    condition = look_at_file(file, is_thorough=True)
    if not condition.version:
        raise Refused(f"{file} is an empty database")
    if database.exists() and not is_sure:
        raise Refused(
            f"There is a database at {database}. Add --yes to put {file} in its place;"
            " it will be kept beside it"
        )
    return condition


async def _hold(url: str, *, now: datetime) -> int:
    """Brings the copy up to date and stops all that it would send; how many messages."""
    storage = await open_storage(url, words=words)
    try:
        await storage.settings.put(RESTORED_AT, value=now.isoformat())
        for update_id, _ in await storage.inbox.find_open():
            # Answered long ago by the bot that the copy was taken from.
            await storage.inbox.handled(update_id, now=now)
        return await storage.outbox.hold_all()
    finally:
        await storage.close()


async def _erased_in(url: str) -> list[Tombstone]:
    try:
        before = await open_storage(url, words=words)
    except StorageError:
        # What is put aside is damaged: that is why a copy takes its place.
        return []
    try:
        return await before.readers.tombstones()
    finally:
        await before.close()


async def _erase_again(url: str, tombstones: Sequence[Tombstone]) -> None:
    """Whoever was erased since the copy was made is erased in it too."""
    storage = await open_storage(url, words=words)
    try:
        await storage.readers.erase_again(tombstones)
    finally:
        await storage.close()


async def _restore_server(
    url: str, file: Path, *, is_sure: bool, now: datetime, path: str | None
) -> Restored:
    program = shutil.which(RESTORER, path=path)
    if program is None:
        raise Refused(f"{RESTORER} is not installed; apt-get install postgresql-client")
    if not await asyncio.to_thread(file.is_file):
        raise Refused(f"There is no file {file}")
    erased: list[Tombstone] = []
    if (await look_at_server(url)).version:
        if not is_sure:
            raise Refused(f"There is a database already; copy it, then add --yes to put {file} in")
        await _take_lease(url, now=now)
        erased = await _erased_in(url)
    await _pour(program, file, url=url)
    held = await _hold(url, now=now)
    await _erase_again(url, erased)
    return Restored(condition=await look_at_server(url), held=held, kept=None)


async def _take_lease(url: str, *, now: datetime) -> None:
    storage = await open_storage(url, words=words)
    try:
        await storage.leases.take(LEASE, holder=RESTORER, now=now, ttl_s=LEASE_S)
    finally:
        await storage.close()


async def _pour(program: str, file: Path, *, url: str) -> None:
    parts = urlsplit(url)
    # Everybody on the machine can read the arguments of a program, its owner alone the rest.
    secret = {"PGPASSWORD": unquote(parts.password)} if parts.password else {}
    bare = parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", "@")).geturl()
    options = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
    process = await asyncio.create_subprocess_exec(
        program,
        *options,
        f"--dbname={bare}",
        str(file),
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **secret},
    )
    _, said = await process.communicate()
    if process.returncode:
        last = said.decode("utf-8", "replace").strip().splitlines()[:1]
        raise Refused(f"{RESTORER} failed and nothing was changed: {''.join(last)}")


def _put_aside(database: Path, *, now: datetime) -> Path | None:
    if not database.exists():
        return None
    kept = database.with_name(f"{database.name}.before-restore-{now:%Y%m%dT%H%M%S}")
    # The log first: beside the new file it would be taken for the new file's own.
    for ending in _BESIDE:
        log = Path(f"{database}{ending}")
        if log.exists():
            log.replace(f"{kept}{ending}")
    database.replace(kept)
    return kept
