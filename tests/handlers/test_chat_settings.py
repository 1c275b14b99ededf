"""Groups, topics and channels are set up by their administrators, asked at every press."""

from __future__ import annotations

import pytest

from bot.press import Press, Verb
from bot.simulator.telegram import Group, Person
from storage.model import ChatKind, Subscriber
from tests.staging import Stage, published, subscribed

CHANNEL_ID = -1_000_000_002_002


async def subscriber_of(stage: Stage, chat_id: int, *, thread_id: int = 0) -> Subscriber:
    found = await stage.storage.subscribers.find(chat_id, thread_id=thread_id)
    assert found is not None
    return found


async def pressed(stage: Stage, person: Person, chat: Group, *labels: str) -> None:
    for label in labels:
        await stage.pressed(person, label, chat=chat)


@pytest.fixture
async def card(stage: Stage, administrator: Person, group: Group) -> Group:
    """The group with its settings in it."""
    administrator.write("/caidat@bantin_bot", chat=group)
    await stage.rest()
    return group


@pytest.fixture
async def channel(stage: Stage, administrator: Person, member: Person) -> Group:
    """A channel whose administrator has just made the bot one."""
    administrator.write("/start")
    await stage.rest()
    made = stage.telegram.channel(
        CHANNEL_ID, title="Tin Tỉnh đoàn", members=[member], admins=[administrator]
    )
    made.kick_bot()
    made.add_bot(by=administrator.id, as_admin=True)
    await stage.rest()
    return made


async def test_a_group_is_set_up_in_the_group_in_place(
    stage: Stage, administrator: Person, card: Group
) -> None:
    first = card.phone.last
    assert first.text.startswith("Cài đặt: Chi đoàn Bến Sông")

    await pressed(stage, administrator, card, "Đăng ký nhận tin", "Tin nổi bật: bật")
    await pressed(stage, administrator, card, "Không chuông: tắt", "Tiết kiệm dữ liệu: tắt")
    await pressed(stage, administrator, card, "Không làm phiền: tắt", "Tin nóng: bật")

    found = await subscriber_of(stage, card.id)
    assert (found.is_active, found.is_silent, found.saves_data) == (True, True, True)
    assert (found.wants_featured, found.wants_breaking) == (False, False)
    assert found.quiet_minutes == (1320, 360)
    assert card.phone.last.id == first.id


async def test_hours_days_zone_and_language_of_a_group(
    stage: Stage, administrator: Person, card: Group
) -> None:
    await pressed(stage, administrator, card, "Đăng ký nhận tin", "Giờ nhận bản tin: 07:00")
    await pressed(stage, administrator, card, "18:00", "✓ 07:00", "Quay lại")
    await pressed(stage, administrator, card, "Ngày nhận bản tin: mỗi ngày", "✓ Thứ 7")
    await pressed(stage, administrator, card, "✓ Chủ nhật", "Quay lại")
    await pressed(stage, administrator, card, "Múi giờ: Việt Nam", "Tokyo", "Quay lại")
    await pressed(stage, administrator, card, "Ngôn ngữ", "English")

    found = await subscriber_of(stage, card.id)
    assert found.digest_minutes == (1080,)
    assert found.digest_days == 0b0011111
    assert (found.timezone, found.language) == ("Asia/Tokyo", "en")
    assert "Digest days: Mon, Tue, Wed, Thu, Fri" in card.phone.last.labels


async def test_a_group_chooses_its_sections(
    stage: Stage, administrator: Person, card: Group
) -> None:
    for name in ("Thể thao", "Học tập"):
        await published(stage.storage, name, now=stage.clock.now(), category=name)

    await pressed(stage, administrator, card, "Chuyên mục", "✓ Thể thao")

    (followed,) = (await subscriber_of(stage, card.id)).category_ids
    assert (await stage.storage.categories.get(followed)).name == "Học tập"
    await pressed(stage, administrator, card, "✓ Học tập")
    assert (await subscriber_of(stage, card.id)).category_ids == (followed,)


async def test_a_member_changes_nothing(
    stage: Stage, administrator: Person, member: Person, card: Group
) -> None:
    await pressed(stage, administrator, card, "Đăng ký nhận tin")
    before, shown = await subscriber_of(stage, card.id), card.phone.last.text

    for label in ("Tin nổi bật: bật", "Hủy đăng ký", "Múi giờ: Việt Nam"):
        toast = await member.press(label, chat=card)
        assert toast is not None
        assert toast.show_alert
    await stage.rest()

    assert await subscriber_of(stage, card.id) == before
    assert card.phone.last.text == shown


async def test_a_member_does_not_open_the_card(stage: Stage, member: Person, group: Group) -> None:
    member.write("/caidat@bantin_bot", chat=group)
    await stage.rest()

    assert group.phone.last.text == "Chỉ quản trị viên của nhóm dùng được lệnh này."


async def test_a_chats_settings_are_not_changed_from_elsewhere(
    stage: Stage, administrator: Person, member: Person, other: Person, card: Group
) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    his = await subscriber_of(stage, member.id)
    ours = await subscriber_of(stage, card.id)
    administrator.write("/start")
    other.write("/start")
    await stage.rest()

    for person, whose in ((administrator, ours), (other, his), (administrator, his)):
        data = Press(verb=Verb.CHAT_TOGGLE, id=whose.id, argument="featured").encode()
        toast = await person.press_data(data)
        assert toast is not None
        assert toast.show_alert

    assert await subscriber_of(stage, member.id) == his
    assert await subscriber_of(stage, card.id) == ours
    toast = await other.press_data(Press(verb=Verb.CHAT, id=404).encode())
    assert toast is not None
    assert toast.show_alert


@pytest.mark.parametrize(
    ("given", "zone"), [("Europe/Paris", "Europe/Paris"), ("gmt+9", "Etc/GMT-9"), ("Hỏa", "")]
)
async def test_any_other_zone_is_written_as_a_reply(
    stage: Stage, administrator: Person, card: Group, given: str, zone: str
) -> None:
    await pressed(stage, administrator, card, "Múi giờ: Việt Nam")

    administrator.write(given, chat=card, reply_to=card.phone.last.id)
    await stage.rest()

    found = await subscriber_of(stage, card.id)
    assert found.timezone == (zone or "Asia/Ho_Chi_Minh")
    expected = f"Múi giờ từ nay: {zone}." if zone else "Chưa biết múi giờ này."
    assert card.phone.last.text.startswith(expected)


async def test_a_reply_of_a_member_changes_no_zone(
    stage: Stage, administrator: Person, member: Person, card: Group
) -> None:
    await pressed(stage, administrator, card, "Múi giờ: Việt Nam")

    member.write("Tokyo", chat=card, reply_to=card.phone.last.id)
    await stage.rest()

    assert (await subscriber_of(stage, card.id)).timezone == "Asia/Ho_Chi_Minh"


async def test_days_and_zone_stand_on_the_private_card(stage: Stage, member: Person) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    member.write("/caidat")
    await stage.rest()

    await stage.pressed(member, "Ngày nhận bản tin: mỗi ngày")
    for label in ("✓ Thứ 3", "✓ Thứ 4", "✓ Thứ 5", "✓ Thứ 6", "✓ Thứ 7", "✓ Chủ nhật"):
        await stage.pressed(member, label)
    toast = await stage.pressed(member, "✓ Thứ 2")
    assert toast.text.startswith("Cần ít nhất một ngày.")
    await stage.pressed(member, "Quay lại")
    await stage.pressed(member, "Múi giờ: Việt Nam")
    member.write("Sydney", reply_to=member.phone.last.id)
    await stage.rest()

    found = await subscriber_of(stage, member.id)
    assert (found.digest_days, found.timezone) == (1, "Australia/Sydney")


async def test_a_channel_is_set_up_from_the_private_chat(
    stage: Stage, administrator: Person, channel: Group
) -> None:
    assert administrator.phone.last.text.startswith("Kênh Tin Tỉnh đoàn nhận được tin")

    for label in ("Cài đặt", "Đăng ký nhận tin", "Tin nóng: bật"):
        await stage.pressed(administrator, label)
    await published(stage.storage, "Tin cho kênh", now=stage.clock.now(), is_featured=True)
    await stage.jump(hours=6)

    found = await subscriber_of(stage, channel.id)
    assert (found.kind, found.is_active, found.wants_breaking) == (ChatKind.CHANNEL, True, False)
    assert "Tin cho kênh" in channel.phone.last.text


async def test_channels_are_found_by_whoever_may_post_there(
    stage: Stage, administrator: Person, member: Person, channel: Group
) -> None:
    for person in (administrator, member):
        person.write("/kenh")
    await stage.rest()

    assert administrator.phone.last.labels == ["Tin Tỉnh đoàn"]
    assert member.phone.last.labels == []
    data = Press(verb=Verb.CHAT, id=(await subscriber_of(stage, channel.id)).id).encode()
    toast = await member.press_data(data)
    assert toast is not None
    assert toast.show_alert


async def test_a_topic_has_settings_of_its_own(
    stage: Stage, administrator: Person, group: Group
) -> None:
    group.add_topic(5)

    administrator.write("/caidat@bantin_bot", chat=group, thread_id=5)
    await stage.rest()
    await pressed(stage, administrator, group, "Đăng ký nhận tin")

    assert (await subscriber_of(stage, group.id, thread_id=5)).is_active
    assert await stage.storage.subscribers.find(group.id) is None
