from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.postgres import PostgresDatabase, open_postgres
from storage.sqlite import SqliteDatabase, open_sqlite


@pytest.fixture
def sqlite_path(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


@pytest.fixture
async def sqlite(sqlite_path: Path) -> AsyncIterator[SqliteDatabase]:
    """An engine alone, over a file with all tables."""
    opened = await open_sqlite(sqlite_path)
    yield opened
    await opened.close()


@pytest.fixture
async def postgres(postgres_url: str) -> AsyncIterator[PostgresDatabase]:
    """An engine alone, over a database with all tables."""
    opened = await open_postgres(postgres_url)
    yield opened
    await opened.close()


@pytest.fixture
async def database(storage_url: str) -> AsyncIterator[Database]:
    """An engine alone, once each kind."""
    if storage_url.startswith("sqlite"):
        opened: Database = await open_sqlite(Path(storage_url.removeprefix("sqlite:///")))
    else:
        opened = await open_postgres(storage_url)
    yield opened
    await opened.close()
