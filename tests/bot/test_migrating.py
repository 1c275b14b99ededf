"""`migrate`: the search index verified, mended and made anew, on both engines."""

from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.config import Config, rehearsal_config
from bot.migrating import Migrated, migrate
from bot.search.syllables import words
from bot.wiring import open_newsroom
from storage import Storage, open_storage
from storage.search_repair import empty
from tests.bot.conftest import Run
from tests.searching import hits
from tests.storage.examples import a_published


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path}/bantin.db"


@pytest.fixture
def config(database: str) -> Config:
    return rehearsal_config(database=database)


async def opened(config: Config) -> Storage:
    return await open_storage(config.database, words=words)


async def migrated(config: Config, *, rebuild: bool = False) -> tuple[Migrated, list[int]]:
    told: list[int] = []
    done = await migrate(config, rebuild=rebuild, on_start=told.append, on_step=told.append)
    return done, told


async def test_a_sound_index_is_left_as_it_is(config: Config):
    storage = await opened(config)
    await a_published(storage, "Bão")
    await storage.close()

    done, told = await migrated(config)

    assert (done.indexed, done.faults, told) == (None, 0, [])


async def test_an_index_that_is_not_right_is_reported_and_made_anew_when_wished(config: Config):
    storage = await opened(config)
    article = await a_published(storage, "Bão")
    await storage.search.database.write(lambda tx: storage.search.index.remove(tx, article.id))
    await storage.close()

    before, _ = await migrated(config)
    after, told = await migrated(config, rebuild=True)

    assert (before.indexed, before.faults) == (None, 1)
    assert (after.indexed, after.faults, told) == (1, 0, [1, 1])


async def test_an_unfinished_index_is_finished(config: Config):
    storage = await opened(config)
    await a_published(storage, "Bão")
    await storage.search.database.write(lambda tx: empty(tx, index=storage.search.index))
    await storage.close()

    done, _ = await migrated(config)

    assert (done.indexed, done.faults) == (1, 0)


async def test_the_bot_finishes_an_unfinished_index_when_it_starts(config: Config):
    storage = await opened(config)
    await a_published(storage, "Bão")
    await storage.search.database.write(lambda tx: empty(tx, index=storage.search.index))
    await storage.close()

    async with open_newsroom(config, clock=SystemClock()) as newsroom:
        found = await hits(newsroom.storage, "bão")

        assert len(found) == 1


async def test_the_command_says_what_it_did(bantin: Run, tmp_path: Path):
    storage = await open_storage(f"sqlite:///{tmp_path}/bantin.db", words=words)
    article = await a_published(storage, "Bão")
    await storage.search.database.write(lambda tx: storage.search.index.remove(tx, article.id))
    await storage.close()

    ailing = await bantin("migrate")
    mended = await bantin("migrate", "--rebuild-search")
    sound = await bantin("migrate")

    assert ailing.code == 1
    assert "not right about 1 article; run `bantin migrate --rebuild-search`" in ailing.text
    assert mended.code == 0
    assert "✓ Search index made anew: 1 article" in mended.text
    assert sound.code == 0
    assert "up to date, every published article can be found" in sound.text
