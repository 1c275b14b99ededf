"""Lists to leaf through."""

from __future__ import annotations

from datetime import timedelta

from storage import Storage
from storage.model import Article, Headline, ReaderId, Via
from tests.moments import NOW
from tests.storage.examples import DAY, MINUTE, a_published

AN = ReaderId(987654321)


def titles(found: list[Headline]) -> list[str]:
    return [headline.title for headline in found]


async def opened(storage: Storage, article: Article, *readers: int, days_ago: int = 0) -> None:
    for reader in readers:
        await storage.views.open(
            article.id, reader_id=ReaderId(reader), via=Via.PRESS, now=NOW - days_ago * DAY
        )


async def test_the_most_read_of_a_day_is_not_that_of_a_week(storage: Storage) -> None:
    today = await a_published(storage, "Hôm nay")
    last_week = await a_published(storage, "Tuần này")
    await a_published(storage, "Không ai đọc")
    await opened(storage, today, 1)
    await opened(storage, last_week, 1, 2, 3, days_ago=3)

    day = await storage.browsing.most_read(NOW, limit=9)
    week = await storage.browsing.most_read(NOW - 6 * DAY, limit=9)
    second = await storage.browsing.most_read(NOW - 6 * DAY, limit=1, offset=1)

    assert titles(day) == ["Hôm nay"]
    assert titles(week) == ["Tuần này", "Hôm nay"]
    assert titles(second) == ["Hôm nay"]


async def test_what_came_between_two_instants_is_listed_newest_first(storage: Storage) -> None:
    for number in range(4):
        await a_published(storage, f"Tin {number}", now=NOW + number * MINUTE)

    found = await storage.browsing.released(NOW, until=NOW + 2 * MINUTE, limit=9)

    assert titles(found) == ["Tin 2", "Tin 1"]
    page = await storage.browsing.released(NOW, until=NOW + 2 * MINUTE, limit=1, offset=1)
    assert titles(page) == ["Tin 1"]


async def test_several_sections_are_read_as_one(storage: Storage) -> None:
    for at, section in enumerate(["Thể thao", "Học tập", "Thể thao", "Văn hóa"]):
        await a_published(storage, f"{section} {at}", now=NOW + at * MINUTE, category=section)
    ids = {it.name: it.id for it in await storage.categories.all()}

    found = await storage.browsing.of_categories([ids["Thể thao"], ids["Học tập"]], limit=9)

    assert titles(found) == ["Thể thao 2", "Học tập 1", "Thể thao 0"]


async def test_pictures_are_given_for_those_that_have_one(storage: Storage) -> None:
    with_one = await a_published(storage, image_url="https://doan.example/a.jpg")
    without = await a_published(storage)

    found = await storage.browsing.pictures([with_one.id, without.id])

    assert found == {with_one.id: "https://doan.example/a.jpg"}
    assert await storage.browsing.pictures([]) == {}


async def test_a_visit_is_one_instant_and_nothing_more(storage: Storage) -> None:
    await storage.readers.welcome(AN, name="An", language="vi", now=NOW)
    assert await storage.browsing.visited_at(AN) is None

    await storage.browsing.visit(AN, now=NOW)
    await storage.browsing.visit(AN, now=NOW + timedelta(hours=1))

    assert await storage.browsing.visited_at(AN) == NOW + timedelta(hours=1)
    assert await storage.browsing.visited_at(ReaderId(5)) is None
