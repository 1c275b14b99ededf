"""Readers: little is known of them, and that can be erased."""

from __future__ import annotations

import pytest

from storage import Storage
from storage.errors import NotFound
from storage.model import ChatKind, Content, Person, Reader, ReaderId, Role, Via
from tests.moments import NOW
from tests.pushing import enqueue_featured
from tests.storage.examples import DAY, a_published, a_subscriber

AN = ReaderId(987654321)


async def welcome(storage: Storage, **given: str) -> Reader:
    return await storage.readers.welcome(AN, name="An", now=NOW, **{"language": "vi"} | given)


async def test_a_reader_is_known_after_the_welcome(storage: Storage) -> None:
    reader = await welcome(storage)

    assert reader == Reader(id=AN, language="vi")
    assert await storage.readers.get(AN) == reader


async def test_a_language_chosen_earlier_stays(storage: Storage) -> None:
    await welcome(storage)
    await storage.readers.set_language(AN, language="en")

    again = await welcome(storage, language="fr", consent_version="2026-01")

    assert again.language == "en"


async def test_the_classic_form_is_remembered(storage: Storage) -> None:
    await welcome(storage)

    await storage.readers.set_classic(AN, prefers_classic=True)

    assert (await storage.readers.get(AN)).prefers_classic
    assert (await welcome(storage)).prefers_classic


async def test_a_stranger_is_not_found(storage: Storage) -> None:
    for asked in (
        storage.readers.get(AN),
        storage.readers.set_language(AN, language="en"),
        storage.readers.set_classic(AN, prefers_classic=True),
    ):
        with pytest.raises(NotFound):
            await asked


async def test_an_erased_reader_leaves_no_row_with_his_id(storage: Storage) -> None:
    an = Person(id=AN, name="An")
    await welcome(storage, consent_version="2026-01")
    article = await a_published(storage, is_featured=True, author=an, created_by=an)
    written = await storage.articles.draft(
        Content(title="Của An", author=an, modified_by=an), by=an, now=NOW
    )
    await storage.saved.save(AN, article_id=article.id, now=NOW)
    await storage.roles.grant(AN, role=Role.WRITER, by=None, now=NOW)
    await storage.roles.grant(ReaderId(5), role=Role.WRITER, by=AN, now=NOW)
    await a_subscriber(storage, AN)
    group = await a_subscriber(storage, -100, kind=ChatKind.GROUP)
    await enqueue_featured(storage, article.id, by=AN, due_at=NOW, expires_at=NOW + DAY, now=NOW)

    await storage.readers.erase(AN, now=NOW)

    with pytest.raises(NotFound):
        await storage.readers.get(AN)
    assert str(AN) not in await everything(storage)
    kept = await storage.articles.get(written.id)
    assert kept.content.author == Person(name="An")
    assert await storage.articles.content_at(written.id, version=kept.version) == kept.content
    assert await storage.subscribers.get(group.id) == group


async def test_an_erased_reader_is_a_new_person_to_what_he_opened(storage: Storage) -> None:
    article = await a_published(storage)
    for reader in (AN, ReaderId(5)):
        await storage.views.open(article.id, reader_id=reader, via=Via.PRESS, now=NOW)

    await storage.readers.erase(AN, now=NOW)

    again = await storage.views.open(article.id, reader_id=AN, via=Via.PRESS, now=NOW)
    other = await storage.views.open(article.id, reader_id=ReaderId(5), via=Via.PRESS, now=NOW)
    assert again.reader_count == 3
    assert other == again


async def test_a_person_reads_all_that_is_kept_of_him(storage: Storage) -> None:
    article = await a_published(storage, author=Person(id=AN, name="An"))
    await welcome(storage)
    await storage.saved.save(AN, article_id=article.id, now=NOW)
    await storage.roles.grant(AN, role=Role.WRITER, by=None, now=NOW)
    await storage.views.open(article.id, reader_id=AN, via=Via.PRESS, now=NOW)
    await a_subscriber(storage, AN)

    kept = await storage.readers.kept(AN)

    assert kept["readers"][0]["id"] == AN
    assert kept["readers"][0]["created_at"] == NOW.isoformat()
    assert kept["saved"] == [{"article_id": article.id, "saved_at": NOW.isoformat()}]
    assert kept["roles"][0]["role"] == "writer"
    assert kept["subscribers"][0]["chat_id"] == AN
    assert {"where": "articles.author_id", "n": 1} in kept["mentions"]
    assert kept["openings"] == [{"hashes_of_the_last_30_days": 1}]
    await storage.readers.erase(AN, now=NOW)
    assert await storage.readers.kept(AN) == {}


async def test_a_person_is_called_as_telegram_called_him_last(storage: Storage) -> None:
    for name in ("An", "An Nguyễn"):
        await storage.readers.welcome(AN, name=name, language="vi", now=NOW)

    assert await storage.readers.name_of(AN) == "An Nguyễn"
    with pytest.raises(NotFound):
        await storage.readers.name_of(ReaderId(404))


async def test_whoever_has_been_gone_for_long_is_erased(storage: Storage) -> None:
    subscribed, only_reads = ReaderId(31), ReaderId(32)
    for reader_id in (subscribed, only_reads):
        await storage.readers.welcome(reader_id, name="An", language="vi", now=NOW)
    await a_subscriber(storage, subscribed)
    group = await a_subscriber(storage, -100)
    for chat_id in (subscribed, only_reads, group.chat_id):
        await storage.subscribers.end(chat_id, cause="left", now=NOW)

    early = await storage.readers.erase_gone(before=NOW - DAY, now=NOW)
    erased = [await storage.readers.erase_gone(before=NOW, now=NOW + DAY) for _ in range(4)]

    assert not early
    assert erased == [True, True, True, False]
    for reader_id in (subscribed, only_reads):
        assert await storage.readers.kept(reader_id) == {}
    assert await storage.subscribers.find(group.chat_id) is None
    assert len(await storage.readers.tombstones()) == 2


async def test_whoever_came_back_asked_or_is_still_here_is_not_gone(storage: Storage) -> None:
    back, again, asked, here = (ReaderId(it) for it in (41, 42, 43, 44))
    for reader_id in (back, again, asked, here):
        await storage.readers.welcome(reader_id, name="An", language="vi", now=NOW)
        await a_subscriber(storage, reader_id)
    for reader_id, cause in ((back, "left"), (again, "403"), (asked, "asked")):
        await storage.subscribers.end(reader_id, cause=cause, now=NOW)
    await storage.subscribers.come_back(back, now=NOW + DAY)
    await storage.readers.welcome(again, name="An", language="vi", now=NOW + DAY)

    assert not await storage.readers.erase_gone(before=NOW, now=NOW + 2 * DAY)


async def test_an_older_copy_does_not_bring_back_who_was_erased(storage: Storage) -> None:
    await welcome(storage)
    await storage.readers.erase(AN, now=NOW + DAY)
    tombstones = await storage.readers.tombstones()
    await welcome(storage)
    await storage.roles.grant(AN, role=Role.WRITER, by=None, now=NOW)

    assert await storage.readers.erase_again(tombstones) == 1

    assert await storage.readers.kept(AN) == {}


async def test_who_came_back_after_he_was_erased_stays(storage: Storage) -> None:
    await storage.readers.erase(AN, now=NOW - DAY)
    await welcome(storage)

    assert await storage.readers.erase_again(await storage.readers.tombstones()) == 0

    assert (await storage.readers.get(AN)).id == AN


async def test_erasing_a_stranger_changes_nothing(storage: Storage) -> None:
    subscriber = await a_subscriber(storage)

    await storage.readers.erase(AN, now=NOW)

    assert await storage.subscribers.get(subscriber.id) == subscriber


async def everything(storage: Storage) -> str:
    """Every row of every table of ours, as text."""
    database = storage.readers.database
    names = await database.read(
        lambda tx: tx.rows(
            # The search index holds nothing to be read out; its shadow tables are read.
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'article_search'"
            if database.dialect == "sqlite"
            else "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        )
    )
    texts = [
        repr(await database.read(lambda tx, name=name: tx.rows(f"SELECT * FROM {name}")))
        for (name,) in names
    ]
    return "\n".join(texts)


async def test_a_person_has_the_name_that_telegram_gave_last(storage: Storage) -> None:
    for name in ("An", "An Nguyễn"):
        await storage.readers.welcome(AN, name=name, language="vi", now=NOW)

    assert await storage.readers.name_of(AN) == "An Nguyễn"
    with pytest.raises(NotFound):
        await storage.readers.name_of(ReaderId(2))
