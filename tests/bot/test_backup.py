"""Copies of the database and back: sound, private, and silent afterwards."""

import asyncio
import sqlite3
import stat
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.backup import RESTORED_AT, Refused, back_up, restore
from bot.config import Config, rehearsal_config
from bot.search.syllables import words
from bot.sole import locked
from storage import Storage, open_storage
from storage.errors import Taken, TooNew, Unavailable
from storage.model import DeliveryState, ReaderId
from tests.bot.conftest import Run
from tests.moments import NOW
from tests.pushing import enqueue_featured
from tests.searching import hits
from tests.storage.examples import MINH, a_published, a_subscriber


@pytest.fixture
def settings(sqlite_url: str) -> Config:
    return rehearsal_config(database=sqlite_url)


@pytest.fixture
def database(settings: Config) -> Path:
    return Path(settings.database.removeprefix("sqlite:///"))


async def queue_one(storage: Storage) -> None:
    await a_subscriber(storage)
    article = await a_published(storage, "Bão số 3")
    await storage.articles.feature(article.id, is_featured=True, by=MINH, now=NOW)
    await enqueue_featured(
        storage, article.id, due_at=NOW, expires_at=NOW + timedelta(hours=1), now=NOW
    )


def names(folder: Path, *, ending: str) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.endswith(ending)]


def bytes_of(path: Path) -> bytes:
    return path.read_bytes()


def lose(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        Path(f"{path}{ending}").unlink(missing_ok=True)


async def opened(path: Path) -> Storage:
    return await open_storage(f"sqlite:///{path}", words=words)


async def test_a_copy_of_the_running_database_is_whole(settings: Config, tmp_path: Path):
    storage = await open_storage(settings.database, words=words)
    for number in range(20):
        await a_published(storage, f"Tin {number}")

    condition = await back_up(settings, file=tmp_path / "copy.db")

    assert condition.articles == 20
    await storage.close()


async def test_a_copy_taken_amid_writes_is_a_whole_moment(settings: Config, tmp_path: Path):
    storage = await open_storage(settings.database, words=words)

    async def write() -> None:
        for number in range(40):
            await a_published(storage, f"Tin {number}")

    async with asyncio.TaskGroup() as group:
        group.create_task(write())
        copying = group.create_task(back_up(settings, file=tmp_path / "copy.db"))
    await storage.close()

    copy = await opened(tmp_path / "copy.db")
    published = await copy.articles.count_latest()
    found = len(await hits(copy, "tin"))
    await copy.close()
    assert copying.result().articles == published == found


async def test_a_copy_is_for_its_owner_alone(settings: Config, tmp_path: Path):
    await back_up(settings, file=tmp_path / "copy.db")

    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    assert names(tmp_path, ending=".unfinished") == []


async def test_a_copy_replaces_an_earlier_copy(settings: Config, tmp_path: Path):
    await back_up(settings, file=tmp_path / "copy.db")
    storage = await open_storage(settings.database, words=words)
    await a_published(storage)
    await storage.close()

    assert (await back_up(settings, file=tmp_path / "copy.db")).articles == 1


async def test_a_copy_never_replaces_anything_else(settings: Config, tmp_path: Path):
    other = tmp_path / "notes.txt"
    other.write_text("quan trọng")

    with pytest.raises(Refused):
        await back_up(settings, file=other)

    assert other.read_text() == "quan trọng"


async def test_the_database_is_not_copied_onto_itself(settings: Config, database: Path):
    with pytest.raises(Refused):
        await back_up(settings, file=database)


async def test_a_database_that_does_not_exist_is_not_made(tmp_path: Path):
    config = rehearsal_config(database=f"sqlite:///{tmp_path}/none.db")

    with pytest.raises(Refused):
        await back_up(config, file=tmp_path / "copy.db")

    assert not (tmp_path / "none.db").exists()


async def test_what_was_copied_comes_back(settings: Config, database: Path, tmp_path: Path):
    storage = await open_storage(settings.database, words=words)
    article = await a_published(storage, "Trước")
    await storage.close()
    await back_up(settings, file=tmp_path / "copy.db")
    lose(database)

    done = await restore(settings, file=tmp_path / "copy.db", is_sure=False, now=NOW)

    storage = await open_storage(settings.database, words=words)
    assert (await storage.articles.get(article.id)).content.title == "Trước"
    await storage.close()
    assert done.kept is None


async def test_a_copy_does_not_bring_back_who_was_erased_since(settings: Config, tmp_path: Path):
    an = ReaderId(987654321)
    storage = await open_storage(settings.database, words=words)
    await storage.readers.welcome(an, name="An", language="vi", now=NOW)
    await storage.close()
    await back_up(settings, file=tmp_path / "copy.db")
    storage = await open_storage(settings.database, words=words)
    await storage.readers.erase(an, now=NOW + timedelta(hours=1))
    await storage.close()

    await restore(settings, file=tmp_path / "copy.db", is_sure=True, now=NOW)

    storage = await open_storage(settings.database, words=words)
    kept = await storage.readers.kept(an)
    await storage.close()
    assert kept == {}


async def test_after_a_restore_nothing_goes_out(settings: Config, tmp_path: Path):
    storage = await open_storage(settings.database, words=words)
    await queue_one(storage)
    await storage.inbox.receive(5, body="{}", now=NOW)
    await storage.close()
    await back_up(settings, file=tmp_path / "copy.db")

    done = await restore(settings, file=tmp_path / "copy.db", is_sure=True, now=NOW)

    storage = await open_storage(settings.database, words=words)
    claimed = await storage.outbox.claim("sender", limit=10, now=NOW)
    counts = await storage.outbox.counts()
    waiting = await storage.inbox.find_open()
    marked = await storage.settings.get(RESTORED_AT)
    await storage.close()
    assert done.held == 1
    assert claimed == []
    assert counts[DeliveryState.HELD] == 1
    assert waiting == []
    assert marked == NOW.isoformat()


async def test_a_copy_keeps_what_waits_as_it_is(settings: Config, tmp_path: Path):
    storage = await open_storage(settings.database, words=words)
    await queue_one(storage)
    await back_up(settings, file=tmp_path / "copy.db")
    await storage.close()

    copy = await opened(tmp_path / "copy.db")
    counts = await copy.outbox.counts()
    await copy.close()
    assert counts[DeliveryState.QUEUED] == 1


async def test_a_database_that_is_there_is_replaced_only_when_asked(
    settings: Config, tmp_path: Path
):
    await back_up(settings, file=tmp_path / "copy.db")
    storage = await open_storage(settings.database, words=words)
    await a_published(storage, "Sau")
    await storage.close()

    with pytest.raises(Refused, match="--yes"):
        await restore(settings, file=tmp_path / "copy.db", is_sure=False, now=NOW)

    storage = await open_storage(settings.database, words=words)
    assert await storage.articles.count_latest() == 1
    await storage.close()


async def test_the_replaced_database_is_kept_with_its_log(
    settings: Config, database: Path, tmp_path: Path
):
    await back_up(settings, file=tmp_path / "copy.db")
    with closing(sqlite3.connect(database)) as raw:
        # Left open, as by a crash: the row is in the log alone.
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("INSERT INTO settings (key, value) VALUES ('only', 'here')")
        raw.commit()
        done = await restore(settings, file=tmp_path / "copy.db", is_sure=True, now=NOW)

        assert done.kept is not None
        kept = await opened(done.kept)
        assert await kept.settings.get("only") == "here"
        await kept.close()
    storage = await open_storage(settings.database, words=words)
    assert await storage.settings.get("only") is None
    await storage.close()


async def test_a_damaged_copy_is_refused_and_nothing_changes(
    settings: Config, database: Path, tmp_path: Path
):
    await back_up(settings, file=tmp_path / "copy.db")
    body = bytearray((tmp_path / "copy.db").read_bytes())
    body[8192:40_960] = b"\x55" * 32_768
    (tmp_path / "copy.db").write_bytes(body)
    before = bytes_of(database)

    with pytest.raises(Unavailable):
        await restore(settings, file=tmp_path / "copy.db", is_sure=True, now=NOW)

    assert bytes_of(database) == before


async def test_another_programs_database_is_refused(settings: Config, tmp_path: Path):
    with closing(sqlite3.connect(tmp_path / "other.db")) as raw:
        raw.execute("CREATE TABLE notes (text TEXT)")

    with pytest.raises(Unavailable, match="another program"):
        await restore(settings, file=tmp_path / "other.db", is_sure=True, now=NOW)


async def test_a_copy_from_a_later_version_is_refused(settings: Config, tmp_path: Path):
    await back_up(settings, file=tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as raw:
        raw.execute("INSERT INTO migrations VALUES (99, 'later', '', 0)")
        raw.commit()

    with pytest.raises(TooNew):
        await restore(settings, file=tmp_path / "copy.db", is_sure=True, now=NOW)


async def test_nothing_is_restored_under_a_running_bot(settings: Config, tmp_path: Path):
    await back_up(settings, file=tmp_path / "copy.db")

    with locked(settings.database), pytest.raises(Taken):
        await restore(settings, file=tmp_path / "copy.db", is_sure=True, now=NOW)


async def test_the_commands_say_what_happened(bantin: Run):
    await bantin("migrate")

    copied = await bantin("backup", "copy.db")
    refused = await bantin("restore", "copy.db")
    restored = await bantin("restore", "copy.db", "--yes")

    assert (copied.code, refused.code, restored.code) == (0, 1, 0)
    assert "0 articles" in copied.text
    assert "Add --yes" in refused.text
    assert "is kept as" in restored.text
