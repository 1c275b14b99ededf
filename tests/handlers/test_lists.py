from datetime import timedelta

import pytest

from bot.simulator.telegram import Person
from storage.model import ReaderId
from tests.staging import Stage, published, subscribed


@pytest.fixture
async def twelve(stage: Stage) -> None:
    now = stage.clock.now() - timedelta(hours=1)
    for number in range(12):
        await published(
            stage.storage,
            f"Tin số {number:02}",
            now=now + timedelta(minutes=number),
            is_featured=True,
            category="Thể thao",
        )


@pytest.mark.usefixtures("twelve")
@pytest.mark.parametrize(
    ("command", "title"),
    [("/tinmoi", "Tin mới nhất"), ("/latest", "Tin mới nhất"), ("/featured", "Tin nổi bật")],
)
async def test_a_list_turns_its_pages_in_place(
    stage: Stage, member: Person, command: str, title: str
) -> None:
    member.write(command)
    await stage.rest()
    first = member.phone.last
    assert first.text.startswith(title)
    assert "1. Tin số 11" in first.text

    await member.press("Trang sau")
    await stage.rest()

    assert member.phone.last.id == first.id
    assert "1. Tin số 01" in member.phone.last.text
    assert "Trang trước" in " ".join(member.phone.last.labels)
    await member.press("Trang trước")
    await stage.rest()
    assert "1. Tin số 11" in member.phone.last.text


@pytest.mark.usefixtures("twelve")
async def test_a_number_in_a_list_opens_its_article(stage: Stage, member: Person) -> None:
    member.write("/tinmoi")
    await stage.rest()

    await member.press("3")
    await stage.rest()

    assert "Tin số 09" in member.phone.last.text
    assert "Lượt xem: 1" in member.phone.last.text


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("/tinmoi", "Chưa có tin nào"),
        ("/noibat", "Hiện không có tin nổi bật"),
        ("/tinluu", "Bạn chưa lưu tin nào"),
        ("/saved", "Bạn chưa lưu tin nào"),
        ("/chuyenmuc", "Chưa có chuyên mục nào"),
        ("/topics", "Chưa có chuyên mục nào"),
    ],
)
async def test_an_empty_list_says_so(
    stage: Stage, member: Person, command: str, words: str
) -> None:
    member.write(command)
    await stage.rest()

    assert words in member.phone.last.text


async def test_what_was_saved_is_listed(stage: Stage, member: Person) -> None:
    article = await published(stage.storage, "Giữ lại", now=stage.clock.now())
    await stage.storage.saved.save(
        ReaderId(member.id), article_id=article.id, now=stage.clock.now()
    )

    member.write("/tinluu")
    await stage.rest()

    assert "1. Giữ lại" in member.phone.last.text


async def test_a_section_is_opened_from_the_list_of_sections(stage: Stage, member: Person) -> None:
    await published(stage.storage, "Giải bóng", now=stage.clock.now(), category="Thể thao")
    member.write("/chuyenmuc")
    await stage.rest()

    await member.press("Thể thao")
    await stage.rest()

    assert "1. Giải bóng" in member.phone.last.text


async def test_a_subscriber_follows_and_unfollows_a_section(stage: Stage, member: Person) -> None:
    for name in ("Thể thao", "Học tập"):
        await published(stage.storage, f"Tin {name}", now=stage.clock.now(), category=name)
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    member.write("/chuyenmuc")
    await stage.rest()

    await member.press("Bỏ theo dõi")
    await stage.rest()

    subscriber = await stage.storage.subscribers.find(member.id)
    assert subscriber is not None
    assert len(subscriber.category_ids) == 1
    assert sorted(member.phone.last.labels[1::2]) == ["Bỏ theo dõi", "Theo dõi"]
    toast = await member.press("Theo dõi")
    assert toast is not None
    assert (toast.text or "").startswith("Đang theo dõi")


async def test_to_follow_one_must_subscribe_first(stage: Stage, member: Person) -> None:
    await published(stage.storage, "Tin", now=stage.clock.now(), category="Thể thao")
    member.write("/chuyenmuc")
    await stage.rest()

    toast = await member.press("Theo dõi")

    assert toast is not None
    assert toast.show_alert
    assert "/dangky" in (toast.text or "")
