from datetime import time, timedelta

import pytest

from bot.simulator.telegram import Person
from bot.text import base36
from storage.model import ReaderId, Via
from tests.staging import Stage, published


@pytest.fixture
async def three_days(stage: Stage) -> None:
    """Fourteen articles of the day before yesterday, one of today."""
    now = stage.clock.now()
    for number in range(14):
        at = now - timedelta(days=2, minutes=number)
        await published(stage.storage, f"Hôm kia {number:02}", now=at)
    await published(stage.storage, "Hôm nay", now=now - timedelta(minutes=1))


async def wrote(stage: Stage, person: Person, words: str) -> str:
    person.write(words)
    await stage.rest()
    return person.phone.last.text


@pytest.mark.usefixtures("three_days")
async def test_the_latest_lead_to_the_other_ways(stage: Stage, member: Person) -> None:
    await wrote(stage, member, "/tinmoi")

    assert member.phone.last.labels[-4:] == [
        "Chưa đọc",
        "Theo ngày",
        "Đọc nhiều hôm nay",
        "Đọc nhiều trong tuần",
    ]


@pytest.mark.usefixtures("three_days")
@pytest.mark.parametrize("words", ["tin ngày {:%d/%m}", "/tinmoi {:%d/%m/%Y}", "Tin hôm kia"])
async def test_the_news_of_a_day_are_asked_for_in_words(
    stage: Stage, member: Person, words: str
) -> None:
    day = (stage.clock.now() - timedelta(days=2)).astimezone(stage.newsroom.config.zone)

    text = await wrote(stage, member, words.format(day))

    assert f", {day.day} tháng {day.month}, {day.year}" in text.splitlines()[0]
    assert text.startswith("Tin của ")
    assert "1. Hôm kia 00" in text
    first = member.phone.last.id
    await stage.pressed(member, "Trang sau")
    assert "1. Hôm kia 10" in member.phone.last.text
    assert member.phone.last.id == first


@pytest.mark.usefixtures("three_days")
async def test_a_day_leads_to_the_days_beside_it(stage: Stage, member: Person) -> None:
    text = await wrote(stage, member, "tin hôm nay")
    assert "1. Hôm nay" in text
    assert "Ngày sau" not in member.phone.last.labels

    await stage.pressed(member, "Ngày trước")
    assert "Ngày này không có tin" in member.phone.last.text
    await stage.pressed(member, "Ngày trước")

    assert "1. Hôm kia 00" in member.phone.last.text
    assert "Ngày sau" in member.phone.last.labels


@pytest.mark.usefixtures("three_days")
async def test_words_that_name_no_day_are_a_search(stage: Stage, member: Person) -> None:
    assert "Hôm kia 00" in await wrote(stage, member, "hom kia 00")


async def test_what_is_read_most_differs_by_day_and_week(stage: Stage, member: Person) -> None:
    now = stage.clock.now()
    today = await published(stage.storage, "Hôm nay đọc", now=now)
    week = await published(stage.storage, "Cả tuần đọc", now=now)
    for reader in (1, 2, 3):
        await stage.storage.views.open(
            week.id, reader_id=ReaderId(reader), via=Via.PRESS, now=now - timedelta(days=3)
        )
    await stage.storage.views.open(today.id, reader_id=ReaderId(1), via=Via.PRESS, now=now)
    await wrote(stage, member, "/tinmoi")

    await stage.pressed(member, "Đọc nhiều trong tuần")
    assert "1. Cả tuần đọc" in member.phone.last.text
    member.write("/tinmoi")
    await stage.rest()
    await stage.pressed(member, "Đọc nhiều hôm nay")

    assert "1. Hôm nay đọc" in member.phone.last.text
    assert "Cả tuần đọc" not in member.phone.last.text


async def test_what_was_read_before_midnight_here_is_not_of_today(
    stage: Stage, member: Person
) -> None:
    await stage.jump_to(time(23, 30))
    evening = await published(stage.storage, "Tin buổi tối", now=stage.clock.now())
    member.open_link(f"a_{base36(evening.id)}")
    await stage.rest()

    # Midnight in London is at seven here: to its clock both are the same day.
    await stage.jump_to(time(1, 0))
    await wrote(stage, member, "/tinmoi")
    await stage.pressed(member, "Đọc nhiều hôm nay")
    today = member.phone.last.text
    await wrote(stage, member, "/tinmoi")
    await stage.pressed(member, "Đọc nhiều trong tuần")

    assert "Tin buổi tối" not in today
    assert "1. Tin buổi tối" in member.phone.last.text


@pytest.mark.usefixtures("three_days")
async def test_unread_is_what_came_since_the_last_look(stage: Stage, member: Person) -> None:
    await wrote(stage, member, "/tinmoi")
    await stage.pressed(member, "Chưa đọc")
    assert "1. Hôm nay" in member.phone.last.text
    assert "Hôm kia" not in member.phone.last.text

    stage.clock.jump(timedelta(minutes=5))
    for number in range(11):
        await published(stage.storage, f"Mới {number:02}", now=stage.clock.now())
    stage.clock.jump(timedelta(minutes=1))
    await wrote(stage, member, "/tinmoi")
    await stage.pressed(member, "Chưa đọc")

    assert "1. Mới 10" in member.phone.last.text
    await published(stage.storage, "Đến muộn", now=stage.clock.now())
    await stage.pressed(member, "Trang sau")
    assert "1. Mới 00" in member.phone.last.text
    assert "Hôm nay" not in member.phone.last.text


async def test_a_section_shows_its_parts_and_their_news(stage: Stage, member: Person) -> None:
    now = stage.clock.now()
    for name in ("Thể thao", "Bóng đá"):
        await published(stage.storage, f"Tin {name}", now=now, category=name)
    ids = {it.name: it.id for it in await stage.storage.categories.all()}
    await stage.storage.categories.place(ids["Bóng đá"], under=ids["Thể thao"], by=None, now=now)
    await wrote(stage, member, "/chuyenmuc")
    assert member.phone.last.labels[::2] == ["Thể thao", "› Bóng đá"]

    await stage.pressed(member, "Thể thao")

    assert "Tin Bóng đá" in member.phone.last.text
    await stage.pressed(member, "Bóng đá")
    assert "1. Tin Bóng đá" in member.phone.last.text
    assert "Tin Thể thao" not in member.phone.last.text


@pytest.mark.parametrize(
    "data", ["1ld::::20179999", "1lu::::x-y", "1lm::::q", "1lu::::9-99999999999999"]
)
async def test_a_forged_press_shows_a_list(stage: Stage, member: Person, data: str) -> None:
    member.write("/tinmoi")
    await stage.rest()

    toast = await member.press_data(data)

    assert toast is not None
    assert "Có lỗi" not in (toast.text or "")
