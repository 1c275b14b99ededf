"""Albums in parts, cards, and who holds the pen."""

from __future__ import annotations

from storage import Storage
from storage.model import Person, ReaderId
from tests.moments import NOW
from tests.storage.examples import LAN, MINH, MINUTE, a_draft

READER = ReaderId(11)


async def keep(storage: Storage, message_id: int, *, minutes: int = 0) -> None:
    await storage.writing.keep_part(
        11,
        album="a",
        message_id=message_id,
        reader_id=READER,
        body=f"{message_id}",
        now=NOW + minutes * MINUTE,
    )


async def test_an_album_is_whole_once_nothing_more_comes(storage: Storage) -> None:
    for message_id in (7, 5, 5):
        await keep(storage, message_id)
    await keep(storage, 6, minutes=2)

    assert await storage.writing.find_albums(NOW + MINUTE, limit=9) == []
    found = await storage.writing.find_albums(NOW + 2 * MINUTE, limit=9)

    assert [it.parts for it in found] == [("5", "6", "7")]
    assert (found[0].chat_id, found[0].reader_id) == (11, READER)


async def test_a_part_that_comes_meanwhile_is_not_dropped(storage: Storage) -> None:
    await keep(storage, 5)
    await keep(storage, 6, minutes=2)

    await storage.writing.drop_album(11, album="a", before=NOW)

    found = await storage.writing.find_albums(NOW + 2 * MINUTE, limit=9)
    assert [it.parts for it in found] == [("6",)]


async def test_a_chat_has_one_card_of_an_article(storage: Storage) -> None:
    article = await a_draft(storage)
    for message_id in (3, 4):
        await storage.writing.keep_card(11, article_id=article.id, message_id=message_id)

    assert await storage.writing.card_of(11, article_id=article.id) == 4
    assert await storage.writing.card_of(12, article_id=article.id) is None
    await storage.writing.forget_card(11, article_id=article.id)
    assert await storage.writing.card_of(11, article_id=article.id) is None


async def test_one_person_writes_at_a_time(storage: Storage) -> None:
    article = await a_draft(storage)

    async def take(by: Person, *, minutes: int = 0, is_forced: bool = False) -> Person | None:
        now = NOW + minutes * MINUTE
        return await storage.writing.take_pen(
            article.id, by=by, until_at=now + 10 * MINUTE, now=now, is_forced=is_forced
        )

    assert await take(LAN) is None
    assert await take(MINH) == LAN
    assert await take(LAN, minutes=5) is None
    assert await take(MINH, minutes=14) == LAN
    assert await take(MINH, minutes=15) is None
    assert await take(LAN, minutes=15) == MINH
    assert await take(LAN, minutes=15, is_forced=True) is None
    await storage.writing.lay_down_pen(article.id, reader_id=ReaderId(12))
    assert await take(MINH, minutes=15) == LAN
    await storage.writing.lay_down_pen(article.id, reader_id=READER)
    assert await take(MINH, minutes=15) is None


async def test_who_is_erased_leaves_no_album_and_no_pen(storage: Storage) -> None:
    article = await a_draft(storage)
    await keep(storage, 5)
    await storage.writing.keep_card(11, article_id=article.id, message_id=3)
    await storage.writing.take_pen(article.id, by=LAN, until_at=NOW + MINUTE, now=NOW)

    await storage.readers.erase(READER, now=NOW)

    assert await storage.writing.find_albums(NOW, limit=9) == []
    assert await storage.writing.card_of(11, article_id=article.id) is None
    assert await storage.writing.take_pen(article.id, by=MINH, until_at=NOW, now=NOW) is None
