import re

import pytest
from telegram.ext import CommandHandler

from bot.i18n import LANGUAGES
from bot.simulator.telegram import Group, Person
from bot.text import base36
from handlers import HANDLERS
from storage.model import ReaderId, Role
from tests.staging import Stage, published, subscribed


async def test_a_newcomer_is_welcomed_in_vietnamese(stage: Stage, member: Person) -> None:
    member.write("/start")
    await stage.rest()

    assert member.phone.last.text.startswith("Chào bạn. Bản Tin gửi bạn tin của Đoàn")
    assert "/dulieu" in member.phone.last.text
    assert member.phone.last.labels == ["Đăng ký nhận tin", "Tin mới nhất"]


async def test_a_newcomer_whose_phone_is_english_is_welcomed_in_english(
    stage: Stage, other: Person
) -> None:
    other.write("/start")
    await stage.rest()

    assert other.phone.last.labels == ["Subscribe to news", "Latest news"]


async def test_a_subscriber_who_starts_again_is_told_the_hour(stage: Stage, member: Person) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())

    member.write("/start")
    await stage.rest()

    assert "07:00" in member.phone.last.text
    assert member.phone.last.labels == ["Giờ nhận bản tin", "Chuyên mục", "Tin mới nhất"]


async def test_a_deep_link_opens_its_article_and_counts(stage: Stage, member: Person) -> None:
    article = await published(stage.storage, "Ra quân làm đường", now=stage.clock.now())

    member.open_link(f"a_{base36(article.id)}")
    await stage.rest()

    assert "Ra quân làm đường" in member.phone.last.text
    assert "Lượt xem: 1" in member.phone.last.text


async def test_a_deep_link_opens_a_section(stage: Stage, member: Person) -> None:
    await published(stage.storage, "Tin xã", now=stage.clock.now(), category="Hoạt động")

    member.open_link("c_hoat-dong")
    await stage.rest()

    assert "Hoạt động" in member.phone.last.text
    assert "1. Tin xã" in member.phone.last.text


@pytest.mark.parametrize(
    "payload",
    ["a_zzzzzzzzzzzzz", "a_0", "a_", "a_-1", "c_khong-co", "c_", "e_token", "A_1", "1", "_" * 64],
)
async def test_an_unknown_link_is_called_so(stage: Stage, member: Person, payload: str) -> None:
    member.open_link(payload)
    await stage.rest()

    said = member.phone.last.text
    assert said.startswith(("Liên kết này không mở được", "Không tìm thấy tin này"))


async def test_help_names_the_desk_to_those_who_work_at_it(
    stage: Stage, member: Person, editor: Person, administrator: Person
) -> None:
    for person in (member, editor, administrator):
        person.write("/trogiup")
    await stage.rest()

    helped = [person.phone.last.text for person in (member, editor, administrator)]
    assert ["/dangbai" in text for text in helped] == [False, True, False]
    assert ["/nguontin" in text for text in helped] == [False, False, True]


async def test_menus_and_help_offer_what_works_and_nothing_else(
    stage: Stage, editor: Person, administrator: Person
) -> None:
    works = {
        name
        for handlers in HANDLERS.values()
        for handler in handlers
        if isinstance(handler, CommandHandler)
        for name in handler.commands
    }
    await stage.storage.roles.grant(
        ReaderId(administrator.id), role=Role.EDITOR, by=None, now=stage.clock.now()
    )
    offered = []
    for language in LANGUAGES:
        await stage.storage.readers.welcome(
            ReaderId(administrator.id), name="", language="vi", now=stage.clock.now()
        )
        await stage.storage.readers.set_language(ReaderId(administrator.id), language=language)
        administrator.write("/help")
        await stage.rest()
        offered.append(set(re.findall("/([a-z]+)", administrator.phone.last.text)))
    menus = {
        each["command"]
        for call in stage.telegram.calls
        if call.method == "setMyCommands" and call.ok
        for each in call.params["commands"]
    }

    assert set.union(*offered) | {"start"} == works
    assert menus <= works
    assert {"dulieu", "mydata", "gopy", "feedback", "trogiup", "help"} <= menus


async def test_an_unknown_command_is_answered(stage: Stage, member: Person) -> None:
    member.write("/khongco")
    await stage.rest()

    assert member.phone.last.text == "Bot chưa hiểu lệnh này. Xem các lệnh: /trogiup."


async def test_a_private_command_in_a_group_leads_to_the_private_chat(
    stage: Stage, member: Person, group: Group
) -> None:
    member.write("/tinmoi@bantin_bot", chat=group)
    await stage.rest()

    (row,) = group.phone.last.buttons
    assert row[0].url == "https://t.me/bantin_bot"


async def test_a_command_in_a_group_that_names_nobody_is_left_alone(
    stage: Stage, member: Person, group: Group
) -> None:
    member.write("/tinmoi", chat=group)
    await stage.rest()

    assert group.phone.received == []


async def test_a_newcomer_is_set_up_in_three_presses(stage: Stage, member: Person) -> None:
    await published(stage.storage, "Tin", now=stage.clock.now(), category="Thể thao")
    member.write("/start")
    await stage.rest()

    await stage.pressed(member, "Đăng ký nhận tin")
    assert "Bản tin đầu tiên sẽ tới lúc" in member.phone.last.text
    assert member.phone.last.labels == ["Giờ nhận bản tin", "Chuyên mục", "Tin mới nhất"]
    await stage.pressed(member, "Giờ nhận bản tin")
    await stage.pressed(member, "18:00")

    subscriber = await stage.storage.subscribers.find(member.id)
    assert subscriber is not None
    assert subscriber.is_active
    assert 18 * 60 in subscriber.digest_minutes
