import asyncio

import pytest

from storage import Storage
from storage.errors import NotFound
from storage.model import CategoryId


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

    assert await storage.categories.place(ball.id, under=sport.id)

    assert (await storage.categories.get(ball.id)).parent_id == sport.id
    assert not await storage.categories.place(chess.id, under=ball.id)
    assert not await storage.categories.place(sport.id, under=chess.id)
    assert not await storage.categories.place(chess.id, under=chess.id)
    assert await storage.categories.place(ball.id, under=None)
    assert (await storage.categories.get(ball.id)).parent_id is None


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
