"""A database looked at and copied from outside, while the bot may be using it.

Read-only connections throughout: beside the bot's own there must be no second writer.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from storage.database import Transaction
from storage.errors import TooNew, Unavailable
from storage.migrate import TABLES, find_migrations
from storage.search_repair import COUNT_FAULTS, UNFINISHED
from storage.sqlite import wal_warning
from storage.sqlite_thread import BUSY_S

OURS = frozenset({"migrations", "settings", "articles", "deliveries"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A sound database of ours. `version` 0: it has no tables yet.

    `faults`: articles that the search lacks or holds too many; None where nobody looked.
    """

    engine: str
    version: int = 0
    newest: int = 0
    articles: int = 0
    faults: int | None = None
    warning: str = ""


def look_at_file(path: Path, *, is_thorough: bool = False, with_search: bool = False) -> Condition:
    """What is in a database file, every page of it checked.

    Args:
        path: may be in use; nothing in it changes.
        is_thorough: indexes and rows are compared as well, which takes longer.
        with_search: the search index is held against the articles.

    Raises:
        Unavailable: it cannot be read, is damaged, or is another program's.
        TooNew: a later version of the program made it.
    """
    check = "integrity_check" if is_thorough else "quick_check"
    try:
        with closing(_open(path)) as raw:
            tables = {str(name) for (name,) in raw.execute(TABLES["sqlite"])}
            found = str(raw.execute(f"PRAGMA {check}(1)").fetchone()[0])
            if found != "ok":
                raise Unavailable(f"{path} is damaged: {found}")
            version = _version(raw, path=path, tables=tables)
            (articles,) = (
                raw.execute("SELECT COUNT(*) FROM articles").fetchone() if tables else (0,)
            )
            newest = _newest("sqlite", found=version)
            counts = [
                int(raw.execute(sql).fetchone()[0])
                for sql in (COUNT_FAULTS, UNFINISHED)
                if with_search and version == newest
            ]
    except sqlite3.Error as error:
        raise Unavailable(f"{path} cannot be read as a database: {error}") from error
    return Condition(
        engine=f"SQLite {sqlite3.sqlite_version}",
        version=version,
        newest=newest,
        articles=articles,
        faults=max(counts, default=None),
        warning=wal_warning(sqlite3.sqlite_version_info),
    )


async def look_at_server(url: str) -> Condition:
    """The same of a PostgreSQL database; its pages are the server's business."""
    from storage.postgres import open_postgres

    database = await open_postgres(url)

    async def look(tx: Transaction) -> tuple[int, int, int | None]:
        tables = {str(name) for (name,) in await tx.rows(TABLES["postgres"])}
        if not tables:
            return 0, 0, None
        _check_ours(tables, where="the database")
        versions = await tx.rows("SELECT MAX(version) FROM migrations")
        articles = await tx.rows("SELECT COUNT(*) FROM articles")
        version = int(versions[0][0])
        asked = (COUNT_FAULTS, UNFINISHED) if version == _newest("postgres", found=version) else ()
        counts = [int((await tx.rows(sql))[0][0]) for sql in asked]
        return version, int(articles[0][0]), max(counts, default=None)

    try:
        version, articles, faults = await database.read(look)
    finally:
        await database.close()
    return Condition(
        engine=database.engine,
        version=version,
        newest=_newest("postgres", found=version),
        articles=articles,
        faults=faults,
    )


def copy_file(source: Path, *, to: Path) -> Condition:
    """A whole, checked copy of `source` as of now, put in the place of `to` at once.

    Readable for its owner alone. `VACUUM INTO` reads one snapshot: what the bot writes
    meanwhile goes on, and is not in the copy.

    Raises:
        Unavailable: `source` is not sound, or the copy cannot be written.
    """
    unfinished = to.with_name(f"{to.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(_open(source)) as raw:
            raw.execute("VACUUM INTO ?", (str(unfinished),))
        condition = look_at_file(unfinished)
        put_in_place(unfinished, path=to)
    except (OSError, sqlite3.Error) as error:
        raise Unavailable(f"cannot copy {source} to {to}: {error}") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return condition


def put_in_place(file: Path, *, path: Path) -> None:
    """Renames a finished file so that a power cut leaves the old one or the new one."""
    with file.open("rb") as written:
        os.fsync(written.fileno())
    file.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=BUSY_S
    )


def _version(raw: sqlite3.Connection, *, path: Path, tables: set[str]) -> int:
    if not tables:
        return 0
    _check_ours(tables, where=str(path))
    return int(raw.execute("SELECT MAX(version) FROM migrations").fetchone()[0])


def _check_ours(tables: set[str], *, where: str) -> None:
    if not tables >= OURS:
        raise Unavailable(f"{where} holds another program's tables")


def _newest(dialect: str, *, found: int) -> int:
    newest = find_migrations(dialect)[-1].version
    if found > newest:
        raise TooNew(found, newest)
    return newest
