import asyncio

import pytest

from storage import Storage
from storage.errors import NotFound, Taken
from storage.model import CategoryId, Content, Person, ReaderId
from tests.moments import NOW

BY = {"by": ReaderId(1), "now": NOW}


async def test_a_name_gets_an_address_of_plain_letters(storage: Storage):
    category = await storage.categories.ensure("Thông tin hoạt động")

    assert category.slug == "thong-tin-hoat-dong"
    assert await storage.categories.find_by_slug("thong-tin-hoat-dong") == category
    assert await storage.categories.get(category.id) == category


async def test_asking_twice_makes_one_category(storage: Storage):
    first = await storage.categories.ensure("Gương sáng")

    again = await storage.categories.ensure("Gương sáng")

    assert again == first
    assert await storage.categories.all() == [first]


async def test_a_category_has_parts_and_they_have_none(storage: Storage):
    sport, ball, chess = [await storage.categories.ensure(it) for it in ("Thể thao", "Bóng", "Cờ")]

    assert await storage.categories.place(ball.id, under=sport.id, **BY)

    assert (await storage.categories.get(ball.id)).parent_id == sport.id
    assert not await storage.categories.place(chess.id, under=ball.id, **BY)
    assert not await storage.categories.place(sport.id, under=chess.id, **BY)
    assert not await storage.categories.place(chess.id, under=chess.id, **BY)
    assert await storage.categories.place(ball.id, under=None, **BY)
    assert (await storage.categories.get(ball.id)).parent_id is None


async def test_a_renamed_category_keeps_its_address_and_answers_to_its_old_name(storage: Storage):
    old = await storage.categories.ensure("Thông tin hoạt động")

    renamed = await storage.categories.rename(old.id, name="Hoạt động", **BY)

    assert (renamed.id, renamed.slug, renamed.name) == (old.id, old.slug, "Hoạt động")
    assert await storage.categories.ensure("Thông tin hoạt động") == renamed
    assert await storage.categories.all() == [renamed]
    lines = await storage.audit.find(limit=9)
    assert [(it.action, it.detail) for it in lines] == [("rename", "Thông tin hoạt động")]


async def test_a_category_gets_its_old_name_back(storage: Storage):
    category = await storage.categories.ensure("Đoàn")
    for name in ("Hội", "Hội", "Đoàn"):
        await storage.categories.rename(category.id, name=name, **BY)

    assert (await storage.categories.ensure("Hội")).name == "Đoàn"
    assert len(await storage.categories.all()) == 1


async def test_a_name_that_another_has_or_had_is_taken(storage: Storage):
    union, youth = [await storage.categories.ensure(it) for it in ("Đoàn", "Hội")]
    await storage.categories.rename(youth.id, name="Thanh niên", **BY)

    for name in ("Thanh niên", "Hội"):
        with pytest.raises(Taken):
            await storage.categories.rename(union.id, name=name, **BY)
    with pytest.raises(NotFound):
        await storage.categories.rename(CategoryId(404), name="Mới", **BY)


async def test_asking_at_the_same_time_makes_one_category(storage: Storage):
    made = await asyncio.gather(*(storage.categories.ensure("Đoàn") for _ in range(20)))

    assert len({category.id for category in made}) == 1


async def test_names_that_differ_only_in_marks_get_different_addresses(storage: Storage):
    first = await storage.categories.ensure("Đoàn")
    second = await storage.categories.ensure("Đoán")

    assert (first.slug, second.slug) == ("doan", "doan-2")
    assert await storage.categories.all() == [first, second]


async def test_a_name_without_letters_still_gets_an_address(storage: Storage):
    assert (await storage.categories.ensure("!!!")).slug == "muc"


async def test_an_unknown_category_is_not_found(storage: Storage):
    assert await storage.categories.find_by_slug("khong-co") is None
    with pytest.raises(NotFound):
        await storage.categories.get(CategoryId(404))


async def test_genres_are_listed_by_name(storage: Storage) -> None:
    by = Person(name="An")
    for genre in ("Phỏng vấn", "Bài phản ánh"):
        await storage.articles.draft(Content(title="Tin", genre=genre), by=by, now=NOW)

    found = await storage.categories.genres()

    names = [name for _, name in found]
    assert names == sorted(names)
    assert {"Phỏng vấn", "Bài phản ánh"} <= set(names)
