"""Every command in the menus works, under its Vietnamese and its English name."""

import pytest

from bot.commands import ADMINISTERING, EDITING, IN_GROUPS, MEMBER
from bot.i18n import LANGUAGES, text
from bot.simulator.telegram import Fault, Person
from storage.model import DeliveryState
from tests.pushing import enqueue_featured
from tests.staging import Stage, published, subscribed

UNKNOWN = {text("errors.unknown_command", language) for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_command_of_the_menus_is_answered(
    stage: Stage, administrator: Person, language: str
) -> None:
    names = [
        text(f"command_names.{command}", language)
        for command in dict.fromkeys(MEMBER + EDITING + ADMINISTERING + IN_GROUPS)
    ]
    for name in names:
        administrator.write(f"/{name}")
    await stage.rest()

    answers = [each.text for each in administrator.phone.received]
    assert len(answers) >= len(names)
    assert not UNKNOWN & set(answers)
    assert not any("Mã:" in answer for answer in answers)


async def test_commands_may_name_the_bot_and_be_written_large(stage: Stage, member: Person) -> None:
    member.write("/TinMoi@bantin_bot")
    await stage.rest()

    assert member.phone.last.text == "Chưa có tin nào. Bạn quay lại sau nhé."


async def test_an_administrator_sees_how_the_sources_do(
    stage: Stage, administrator: Person
) -> None:
    for path in ("broken/login", "khong-co.rss"):
        await stage.storage.feeds.add(
            f"{stage.press_url}/{path}", title=path, now=stage.clock.now()
        )
    feed = stage.press.feeds(stage.press_url)[1]
    await stage.storage.feeds.add(feed.url, title=feed.title, now=stage.clock.now())
    administrator.write("/nguontin")
    await stage.rest()
    assert administrator.phone.last.text.count("Chưa lấy lần nào") == 3

    await stage.jump(seconds=10)
    administrator.write("/sources")
    await stage.rest()

    said = administrator.phone.last.text
    assert said.count("Lỗi 1 lần liền") == 2
    assert said.count("Hoạt động tốt") == 1


async def test_an_administrator_sends_again_what_is_in_doubt(
    stage: Stage, administrator: Person, member: Person
) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    await published(stage.storage, "Tin nóng", now=stage.clock.now(), is_featured=True)
    stage.telegram.faults.next("sendMessage", Fault.reset_before(), chat_id=member.id)
    await stage.jump(hours=5, minutes=1)
    assert member.phone.received == []
    administrator.write("/nguontin")
    await stage.rest()
    assert administrator.phone.last.text.startswith("Có 1 tin không rõ đã tới hay chưa.")

    await stage.pressed(administrator, "Gửi lại 1 tin")

    assert administrator.phone.last.text == "Đang gửi lại 1 tin."
    assert "Tin nóng" in member.phone.last.text
    await administrator.press_data("1ar")
    await stage.rest()
    assert len(member.phone.received) == 1


async def test_an_administrator_lets_go_what_a_restored_database_holds(
    stage: Stage, administrator: Person, member: Person
) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    article = await published(stage.storage, "Tin giữ", now=stage.clock.now())
    now = stage.clock.now()
    await enqueue_featured(
        stage.storage,
        article.id,
        due_at=now.replace(hour=6),
        expires_at=now.replace(hour=20),
        now=now,
    )
    await stage.storage.outbox.hold_all()
    await stage.jump(hours=2)
    assert member.phone.received == []
    administrator.write("/start")
    await stage.rest()

    await administrator.press_data("1ah")
    await stage.rest()

    assert "Tin giữ" in member.phone.last.text
    counts = await stage.storage.outbox.counts()
    assert counts[DeliveryState.SENT] == 1


@pytest.mark.parametrize(
    "path", ["broken/login", "broken/truncated", "broken/gzip-bomb", "audio/a.mp3", "khong-co"]
)
async def test_a_feed_that_is_none_disturbs_nobody(stage: Stage, member: Person, path: str) -> None:
    await stage.storage.feeds.add(f"{stage.press_url}/{path}", title=path, now=stage.clock.now())
    await stage.jump(seconds=10)

    member.write("/tinmoi")
    await stage.rest()

    assert member.phone.last.text.startswith(("Chưa có tin nào", "Tin mới nhất"))


@pytest.mark.parametrize("length", [4096, 1, 3])
async def test_any_length_of_text_is_answered(stage: Stage, member: Person, length: int) -> None:
    member.write("🎉" * length)
    await stage.rest()

    assert len(member.phone.received) == 1
    assert "Mã:" not in member.phone.last.text


async def test_what_is_no_text_is_left_alone(stage: Stage, member: Person) -> None:
    member.send_photo(caption="Ảnh")
    member.send({"location": {"latitude": 10.0, "longitude": 106.0}})
    await stage.rest()

    assert member.phone.received == []
