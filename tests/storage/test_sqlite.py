"""SQLite: what is committed stays, whatever happens around it."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Generator
from pathlib import Path
from types import coroutine

import pytest

from storage.database import Transaction
from storage.errors import Unavailable
from storage.sqlite import SqliteDatabase, open_sqlite, wal_warning
from tests.storage.works import ask, keys, put

ROOT = Path(__file__).parents[2]
PATIENCE_S = 30

WRITES_WITHOUT_END = """
import asyncio, os, pathlib, sys
from storage.sqlite import open_sqlite
from tests.storage.works import put

async def write(database, worker):
    number = 0
    while True:
        await database.write(put(f"{worker}-{number}"))
        os.write(1, f"{worker}-{number}\\n".encode())
        number += 1

async def main():
    database = await open_sqlite(pathlib.Path(sys.argv[1]))
    await asyncio.gather(*(write(database, worker) for worker in range(20)))

asyncio.run(main())
"""


@coroutine
def suspend() -> Generator[None, None, None]:
    yield


class Held:
    """Work that stops in the middle until it is let go."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.has_begun = threading.Event()
        self.may_go_on = threading.Event()

    async def __call__(self, tx: Transaction) -> list[str]:
        before = await tx.rows("SELECT key FROM settings ORDER BY key")
        self.has_begun.set()
        self.may_go_on.wait(PATIENCE_S)
        if self.key:
            await put(self.key)(tx)
        after = await tx.rows("SELECT key FROM settings ORDER BY key")
        return [*(key for (key,) in before), "|", *(key for (key,) in after)]

    async def until_begun(self) -> None:
        assert await asyncio.to_thread(self.has_begun.wait, PATIENCE_S)


async def test_a_caller_who_is_cancelled_leaves_its_event_whole(sqlite: SqliteDatabase):
    held = Held("a")
    caller = asyncio.create_task(sqlite.write(held))
    await held.until_begun()

    caller.cancel()
    held.may_go_on.set()
    await asyncio.wait([caller])
    await sqlite.write(put("b"))

    assert caller.cancelled()
    assert await keys(sqlite) == ["a", "b"]


async def test_a_caller_who_is_cancelled_in_the_queue_leaves_its_event_whole(
    sqlite: SqliteDatabase,
):
    held = Held("a")
    first = asyncio.create_task(sqlite.write(held))
    await held.until_begun()
    waiting = asyncio.create_task(sqlite.write(put("b")))
    await sqlite.read(ask("SELECT 1"))

    waiting.cancel()
    held.may_go_on.set()
    await asyncio.wait([first, waiting])
    await sqlite.write(put("c"))

    assert await keys(sqlite) == ["a", "b", "c"]


async def test_a_reader_sees_only_what_is_committed(sqlite: SqliteDatabase):
    held = Held("a")
    writing = asyncio.create_task(sqlite.write(held))
    await held.until_begun()

    seen = await keys(sqlite)
    held.may_go_on.set()

    assert seen == []
    assert await writing == ["|", "a"]
    assert await keys(sqlite) == ["a"]


async def test_a_question_sees_one_moment(sqlite: SqliteDatabase):
    held = Held("")
    asking = asyncio.create_task(sqlite.read(held))
    await held.until_begun()

    await sqlite.write(put("a"))
    held.may_go_on.set()

    assert await asking == ["|"]


async def test_work_that_awaits_anything_else_is_refused_and_harms_nobody(
    sqlite: SqliteDatabase,
):
    async def straying(tx: Transaction) -> None:
        await put("stray")(tx)
        await suspend()

    outcomes = await asyncio.gather(
        sqlite.write(put("a")),
        sqlite.write(straying),
        sqlite.write(put("b")),
        return_exceptions=True,
    )

    assert (outcomes[0], outcomes[2]) == (1, 1)
    assert isinstance(outcomes[1], RuntimeError)
    assert await keys(sqlite) == ["a", "b"]
    with pytest.raises(RuntimeError):
        await sqlite.read(lambda _tx: suspend())


async def test_a_full_disk_is_an_outage_and_passes(sqlite: SqliteDatabase):
    async def fill(tx: Transaction) -> None:
        await tx.run("INSERT INTO settings (key, value) VALUES ('full', :value)", value="x" * 10**6)

    await sqlite.write(put("a"))
    (pages,) = (await sqlite.write(ask("PRAGMA page_count")))[0]
    await sqlite.write(ask(f"PRAGMA max_page_count = {pages + 2}"))

    with pytest.raises(Unavailable):
        await sqlite.write(fill)
    await sqlite.write(ask("PRAGMA max_page_count = 1000000"))
    await sqlite.write(fill)

    assert await keys(sqlite) == ["a", "full"]


async def test_a_commit_that_fails_is_an_outage_for_all_it_held(sqlite: SqliteDatabase):
    async def orphan(tx: Transaction) -> None:
        await tx.rows("PRAGMA defer_foreign_keys = ON")
        await tx.run(
            "INSERT INTO saved (reader_id, article_id, saved_at) VALUES (1, 404, 0)",
        )

    outcomes = await asyncio.gather(
        sqlite.write(put("a")), sqlite.write(orphan), return_exceptions=True
    )
    await sqlite.write(put("b"))

    assert [type(outcome) for outcome in outcomes] == [Unavailable, Unavailable]
    assert await keys(sqlite) == ["b"]


async def test_closing_leaves_no_thread_and_one_file(sqlite_path: Path):
    threads = set(threading.enumerate())
    database = await open_sqlite(sqlite_path)
    await database.write(put("a"))

    await database.close()

    assert set(threading.enumerate()) <= threads
    assert [path.name for path in sqlite_path.parent.iterdir()] == ["bantin.db"]


def test_kill_9_keeps_every_write_that_was_acknowledged(sqlite_path: Path):
    child = subprocess.Popen(
        [sys.executable, "-c", WRITES_WITHOUT_END, str(sqlite_path)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    assert child.stdout is not None
    acknowledged = [child.stdout.readline().strip() for _ in range(500)]

    child.kill()
    acknowledged += child.stdout.read().split()
    child.wait()
    child.stdout.close()

    with sqlite3.connect(sqlite_path) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        kept = {key for (key,) in raw.execute("SELECT key FROM settings")}
    raw.close()
    assert "" not in acknowledged
    assert set(acknowledged) <= kept


async def test_a_copy_is_whole_and_private(sqlite: SqliteDatabase, tmp_path: Path):
    await sqlite.write(put("a"))

    await sqlite.copy_to(tmp_path / "copy.db")
    await sqlite.write(put("b"))
    await sqlite.copy_to(tmp_path / "copy.db")

    copy = await open_sqlite(tmp_path / "copy.db")
    assert await keys(copy) == ["a", "b"]
    await copy.close()
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600


async def test_a_new_file_is_for_its_owner_alone(tmp_path: Path):
    database = await open_sqlite(tmp_path / "new folder" / "tin #1?.db")
    await database.write(ask("CREATE TABLE t (a)"))

    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "new folder").iterdir()}
    await database.close()

    assert set(modes.values()) == {0o600}
    assert "tin #1?.db" in modes


async def test_a_file_that_is_not_a_database_is_unavailable(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("không phải cơ sở dữ liệu " * 100)
    threads = set(threading.enumerate())

    with pytest.raises(Unavailable, match=r"notes\.txt"):
        await open_sqlite(tmp_path / "notes.txt")

    assert set(threading.enumerate()) <= threads


async def test_a_place_that_cannot_be_written_is_unavailable(tmp_path: Path):
    (tmp_path / "file").write_text("")

    for path in (tmp_path, tmp_path / "file" / "a.db", Path("/proc/a.db")):
        with pytest.raises(Unavailable):
            await open_sqlite(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
async def test_a_folder_that_is_read_only_is_unavailable(tmp_path: Path):
    os.chmod(tmp_path, 0o500)

    with pytest.raises(Unavailable):
        await open_sqlite(tmp_path / "a.db")


def test_versions_with_the_race_are_named():
    assert "3.40.1" in wal_warning((3, 40, 1))
    assert wal_warning((3, 51, 3)) == wal_warning((3, 6, 23)) == ""
