"""Groups: who sets them up, and what becomes of them."""

import pytest

from bot.simulator.telegram import Group, Person
from storage.model import Subscriber
from tests.staging import Stage, published, subscribed


async def subscriber_of(stage: Stage, chat_id: int) -> Subscriber:
    found = await stage.storage.subscribers.find(chat_id)
    assert found is not None
    return found


async def test_a_group_is_subscribed_by_its_administrator(
    stage: Stage, administrator: Person, group: Group
) -> None:
    administrator.write("/dangky@bantin_bot", chat=group)
    await stage.rest()
    assert group.phone.last.text.startswith("Nhóm đã đăng ký nhận tin.")

    administrator.write("/huydangky", chat=group)
    await stage.rest()

    assert group.phone.last.text == "Nhóm đã hủy đăng ký nhận tin."


async def test_a_group_is_not_subscribed_by_a_member(
    stage: Stage, member: Person, group: Group
) -> None:
    member.write("/dangky@bantin_bot", chat=group)
    await stage.rest()

    assert group.phone.last.text == "Chỉ quản trị viên của nhóm dùng được lệnh này."
    assert await stage.storage.subscribers.find(group.id) is None


async def test_a_group_is_not_subscribed_by_nobody(stage: Stage, group: Group) -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    chat = {"id": group.id, "type": "group", "title": "Chi đoàn"}
    entity = {"type": "bot_command", "offset": 0, "length": 7}
    message = {"message_id": 90, "date": 1, "chat": chat, "from": anonymous, "sender_chat": chat}
    stage.telegram.state.updates.add(
        "message", {**message, "text": "/dangky", "entities": [entity]}
    )
    await stage.rest()

    assert group.phone.last.labels == ["Cài đặt của nhóm"]
    assert not (await subscriber_of(stage, group.id)).is_active


async def test_a_topic_is_subscribed_by_itself(
    stage: Stage, administrator: Person, group: Group
) -> None:
    group.add_topic(5)

    administrator.write("/dangky@bantin_bot", chat=group, thread_id=5)
    await stage.rest()

    assert group.phone.last.thread_id == 5
    assert await stage.storage.subscribers.find(group.id, thread_id=5) is not None
    assert await stage.storage.subscribers.find(group.id) is None


async def test_a_group_that_takes_us_in_is_greeted_and_left_when_it_throws_us_out(
    stage: Stage, group: Group
) -> None:
    await subscribed(stage.storage, group.id, now=stage.clock.now())

    group.kick_bot()
    await stage.rest()
    assert not (await subscriber_of(stage, group.id)).is_active
    group.add_bot()
    await stage.rest()

    assert group.phone.last.text.startswith("Nhóm này nhận được tin của Bản Tin.")


async def test_a_group_that_becomes_a_supergroup_keeps_its_subscription(
    stage: Stage, group: Group
) -> None:
    await subscribed(stage.storage, group.id, now=stage.clock.now())

    moved = group.migrate(-1_002_000_000_077)
    await stage.rest()

    assert (await subscriber_of(stage, moved.id)).is_active
    assert await stage.storage.subscribers.find(group.id) is None


async def test_who_blocks_us_and_comes_back_receives_again(stage: Stage, member: Person) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())

    member.block()
    await stage.rest()
    assert not (await subscriber_of(stage, member.id)).is_active
    member.unblock()
    await stage.rest()

    assert (await subscriber_of(stage, member.id)).is_active


@pytest.mark.parametrize(
    "data", ["1et::::featured", "1et::::data", "1eh::::480", "1eh::::off", "1el::::en", "1bu"]
)
async def test_a_member_cannot_set_up_the_group_by_a_forged_press(
    stage: Stage, member: Person, group: Group, data: str
) -> None:
    await subscribed(stage.storage, group.id, now=stage.clock.now())
    await published(stage.storage, "Tin", now=stage.clock.now(), is_featured=True)
    await stage.jump(hours=6)
    before = await subscriber_of(stage, group.id)

    toast = await member.press_data(data, chat=group)
    await stage.rest()

    assert toast is not None
    assert toast.url == "https://t.me/bantin_bot?start=tinmoi" or toast.show_alert
    assert await subscriber_of(stage, group.id) == before


async def test_a_member_cannot_choose_the_sections_of_a_group(
    stage: Stage, member: Person, group: Group
) -> None:
    await subscribed(stage.storage, group.id, now=stage.clock.now())
    for name in ("Thể thao", "Học tập"):
        await published(stage.storage, name, now=stage.clock.now(), category=name, is_featured=True)
    await stage.jump(hours=6)

    await member.press_data("1fu:1", chat=group)
    await stage.rest()

    assert (await subscriber_of(stage, group.id)).category_ids == ()


async def test_a_list_pressed_in_a_group_does_not_replace_its_digest(
    stage: Stage, member: Person, group: Group
) -> None:
    await subscribed(
        stage.storage, group.id, now=stage.clock.now(), next_digest_at=stage.clock.now()
    )
    await published(stage.storage, "Tin", now=stage.clock.now())
    await stage.jump(minutes=1)
    assert group.phone.last.text.startswith("Bản tin")

    toast = await member.press_data("1ll", chat=group)
    await stage.rest()

    assert toast is not None
    assert toast.url == "https://t.me/bantin_bot?start=tinmoi"
    assert group.phone.last.text.startswith("Bản tin")
    member.open_link("tinmoi")
    await stage.rest()
    assert member.phone.last.text.startswith("Tin mới nhất")
