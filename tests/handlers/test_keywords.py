from datetime import time

import pytest

from bot.broadcasting import announce_now
from bot.simulator.telegram import Person
from storage.model import DeliveryKind, ReaderId
from tests.staging import Stage, published, subscribed


async def wrote(stage: Stage, person: Person, words: str) -> str:
    person.write(words)
    await stage.rest()
    return person.phone.last.text


@pytest.fixture
async def subscriber(stage: Stage, member: Person) -> Person:
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    return member


async def some_news(stage: Stage, *, is_featured: bool) -> None:
    for title in ("Hiến máu cứu người", "Giải bóng đá", "Hiến máu có quảng cáo"):
        await published(stage.storage, title, now=stage.clock.now(), is_featured=is_featured)


async def test_a_preview_tells_what_would_come(stage: Stage, subscriber: Person) -> None:
    await some_news(stage, is_featured=False)

    text = await wrote(stage, subscriber, "/tukhoa hiến máu")
    assert "Chỉ nhận tin có: hiến máu" in text
    assert "Trong 3 tin gần đây bạn sẽ nhận 2." in text
    text = await wrote(stage, subscriber, "/keywords -Quảng cáo")

    assert "Không nhận tin có: Quảng cáo" in text
    assert "Trong 3 tin gần đây bạn sẽ nhận 1." in text
    await stage.pressed(subscriber, "Bỏ từ khóa: hiến máu")
    assert "Trong 3 tin gần đây bạn sẽ nhận 2." in subscriber.phone.last.text


async def test_keywords_hold_for_what_is_pushed(
    stage: Stage, subscriber: Person, other: Person
) -> None:
    await subscribed(stage.storage, other.id, now=stage.clock.now(), language="en")
    for words in ("/tukhoa HIEN MAU", "/tukhoa -quang cao"):
        await wrote(stage, subscriber, words)
    await some_news(stage, is_featured=True)

    await stage.jump(hours=6)

    cards = [it.text for it in subscriber.phone.received if "Đọc tiếp" in str(it.labels)]
    assert len(cards) == 1
    assert "Hiến máu cứu người" in cards[0]
    (together,) = other.phone.received
    assert together.labels[:3] == ["1", "2", "3"]


async def test_breaking_news_come_to_whom_keywords_spared_the_same_article(
    stage: Stage, subscriber: Person, editor: Person
) -> None:
    await wrote(stage, subscriber, "/tukhoa -bóng đá")
    await some_news(stage, is_featured=True)
    await stage.jump(hours=6)
    assert subscriber.phone.last.labels == ["1", "2"]
    spared = next(
        it for it in await stage.storage.articles.find_latest(limit=3) if "bóng" in it.title
    )

    await announce_now(
        stage.newsroom,
        await stage.storage.articles.get(spared.id),
        kind=DeliveryKind.BREAKING,
        by=ReaderId(editor.id),
    )
    await stage.jump(minutes=1)

    assert "Giải bóng đá" in subscriber.phone.last.text


async def test_keywords_hold_for_the_digest(stage: Stage, member: Person) -> None:
    await wrote(stage, member, "/dangky")
    await wrote(stage, member, "/tukhoa -bóng đá")
    await some_news(stage, is_featured=False)

    await stage.jump_to(time(7, 0))

    digest = member.phone.last.text
    assert digest.startswith("Bản tin")
    assert "Hiến máu cứu người" in digest
    assert "Giải bóng đá" not in digest


async def test_who_has_not_subscribed_is_told_so(stage: Stage, member: Person) -> None:
    assert "/dangky" in await wrote(stage, member, "/tukhoa hiến máu")


async def test_a_keyword_without_a_word_is_none(stage: Stage, subscriber: Person) -> None:
    assert "ít nhất một từ" in await wrote(stage, subscriber, "/tukhoa -!")


async def test_there_is_room_for_twenty(stage: Stage, subscriber: Person) -> None:
    for number in range(20):
        await wrote(stage, subscriber, f"/tukhoa từ {number}")

    assert "đủ 20 từ khóa" in await wrote(stage, subscriber, "/tukhoa thêm nữa")
