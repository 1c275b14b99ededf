"""The search index verified, and made anew."""

from __future__ import annotations

from storage import Storage
from storage.database import Transaction
from storage.model import ArticleId
from storage.search_repair import empty
from tests.storage.examples import a_draft, a_published
from tests.storage.test_search import found, revised


async def test_a_rebuilt_index_finds_the_same(storage: Storage) -> None:
    article = await a_published(storage, "Bão số ba")
    await a_published(storage, "Mưa lớn")
    await a_draft(storage, "Nháp")

    steps: list[int] = []

    count = await storage.search.rebuild(on_step=steps.append)

    assert count == sum(steps) == 2
    assert await storage.search.is_whole()
    assert await storage.search.find_faults(limit=9) == []
    assert await found(storage, "bão") == ["Bão số ba"]
    await revised(storage, article, "Gió mùa")
    assert await found(storage, "bão") == []


async def test_the_index_says_what_it_lacks(storage: Storage) -> None:
    article = await a_published(storage, "Bão")
    await a_draft(storage, "Nháp")

    sound = await storage.search.find_faults(limit=9)
    await storage.search.database.write(lambda tx: storage.search.index.remove(tx, article.id))

    assert sound == []
    assert await storage.search.find_faults(limit=9) == [article.id]


async def test_the_index_says_what_it_holds_too_many(storage: Storage) -> None:
    article = await a_published(storage, "Bão")

    await storage.search.database.write(lambda tx: withdrawn(tx, article.id))

    assert await storage.search.find_faults(limit=9) == [article.id]


async def withdrawn(tx: Transaction, article_id: ArticleId) -> None:
    """Behind the index's back."""
    await tx.run("UPDATE articles SET status = 'retracted' WHERE id = :id", id=article_id)


async def test_an_index_that_was_ended_half_way_is_not_whole(storage: Storage) -> None:
    await a_published(storage, "Bão")

    await storage.search.database.write(lambda tx: empty(tx, index=storage.search.index))

    assert not await storage.search.is_whole()
    assert await found(storage, "bão") == []
    await storage.search.rebuild()
    assert await storage.search.is_whole()
    assert await found(storage, "bão") == ["Bão"]


async def test_a_large_index_is_emptied_in_steps(sqlite_storage: Storage) -> None:
    for number in range(3):
        await a_published(sqlite_storage, f"Bão {number}")
    search = sqlite_storage.search

    steps = [await search.database.write(lambda tx: search.index.clear(tx, most=2)) for _ in "ab"]

    assert steps == [False, True]
    assert await found(sqlite_storage, "bão") == []


async def test_an_index_in_fewer_parts_finds_the_same(storage: Storage) -> None:
    for number in range(6):
        await a_published(storage, f"Bão số {number}")
    before = await found(storage, "bão")

    await storage.search.merge()

    assert await found(storage, "bão") == before
    assert len(before) == 6


async def test_a_rebuilt_index_is_in_one_part(sqlite_storage: Storage) -> None:
    for number in range(6):
        await a_published(sqlite_storage, f"Bão số {number}")
    many = await sqlite_storage.search.database.read(parts)

    await sqlite_storage.search.rebuild()

    assert many > 1
    assert await sqlite_storage.search.database.read(parts) == 1


async def parts(tx: Transaction) -> int:
    return int((await tx.rows("SELECT COUNT(DISTINCT segid) FROM article_search_idx"))[0][0])
