import pytest

from bot.simulator.telegram import Group, Person
from storage.model import ReaderId, Subscriber
from tests.staging import Stage, published, subscribed


async def subscriber_of(stage: Stage, chat_id: int) -> Subscriber:
    found = await stage.storage.subscribers.find(chat_id)
    assert found is not None
    return found


@pytest.mark.parametrize("command", ["/dangky", "/subscribe"])
async def test_a_person_subscribes(stage: Stage, member: Person, command: str) -> None:
    member.write(command)
    await stage.rest()

    said = member.phone.last.text
    assert said == "Đã đăng ký. Bản tin đầu tiên sẽ tới lúc 07:00 ngày mai."
    assert (await subscriber_of(stage, member.id)).is_active


async def test_a_person_subscribes_by_the_button_under_the_welcome(
    stage: Stage, member: Person
) -> None:
    member.write("/start")
    await stage.rest()

    await member.press("Đăng ký nhận tin")
    await stage.rest()

    assert "Đã đăng ký" in member.phone.last.text


async def test_who_subscribes_twice_is_told_the_hour(stage: Stage, member: Person) -> None:
    member.write("/dangky")
    member.write("/dangky")
    await stage.rest()

    assert member.phone.last.text == "Bạn đã đăng ký. Bản tin tới lúc 07:00 mỗi ngày."


@pytest.mark.parametrize("command", ["/huydangky", "/unsubscribe"])
async def test_who_unsubscribes_gets_nothing_more(
    stage: Stage, member: Person, command: str
) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    member.write(command)
    await stage.rest()
    assert "Đã hủy đăng ký" in member.phone.last.text
    before = stage.telegram.accepted(member.id)

    await published(stage.storage, "Tin", now=stage.clock.now(), is_featured=True)
    await stage.jump(days=2)

    assert stage.telegram.accepted(member.id) == before


async def test_who_never_subscribed_cannot_unsubscribe(stage: Stage, member: Person) -> None:
    member.write("/huydangky")
    await stage.rest()

    assert "Bạn chưa đăng ký" in member.phone.last.text


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

    assert group.phone.last.text == "Chỉ quản trị viên của nhóm dùng được lệnh này."
    assert await stage.storage.subscribers.find(group.id) is None


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
    ("given", "minute"),
    [
        ("/giobantin 18h30", 1110),
        ("/digest 5 giờ chiều", 1020),
        ("/giobantin 7:05", 425),
        ("/giobantin 0h", 0),
    ],
)
async def test_the_hour_is_set_by_text(
    stage: Stage, member: Person, given: str, minute: int
) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())

    member.write(given)
    await stage.rest()

    assert f"{minute // 60:02}:{minute % 60:02}" in member.phone.last.text
    assert (await subscriber_of(stage, member.id)).digest_minutes == (minute,)


@pytest.mark.parametrize("given", ["25h", "bảy giờ kém", "-1", "7" * 4000, "07:60"])
async def test_an_hour_that_is_none_is_refused(stage: Stage, member: Person, given: str) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())

    member.write(f"/giobantin {given}")
    await stage.rest()

    assert member.phone.last.text.startswith("Chưa hiểu giờ này.")


async def test_the_hour_is_set_by_a_press_and_the_digest_comes_then(
    stage: Stage, member: Person
) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    member.write("/giobantin")
    await stage.rest()

    toast = await member.press("18:00")
    await stage.rest()
    assert toast is not None
    assert toast.text == "Bản tin sẽ tới lúc 07:00, 18:00 mỗi ngày."
    assert "✓ 18:00" in member.phone.last.labels
    await published(stage.storage, "Tin chiều", now=stage.clock.now())
    await stage.jump(hours=6, minutes=1)

    assert "Tin chiều" in member.phone.last.text
    assert member.phone.last.text.startswith("Bản tin")


async def test_the_digest_is_turned_off_and_the_card_says_so(stage: Stage, member: Person) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    member.write("/caidat")
    await stage.rest()

    for label in ("Giờ nhận bản tin: 07:00", "Tắt bản tin", "Quay lại"):
        await stage.pressed(member, label)

    assert "Giờ nhận bản tin: tắt" in member.phone.last.labels


async def test_featured_news_is_turned_off(stage: Stage, member: Person) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    member.write("/settings")
    await stage.rest()

    await member.press("Tin nổi bật: bật")
    await stage.rest()
    assert "Tin nổi bật: tắt" in member.phone.last.labels
    before = stage.telegram.accepted(member.id)
    await published(stage.storage, "Tin", now=stage.clock.now(), is_featured=True)
    await stage.jump(hours=6)

    assert stage.telegram.accepted(member.id) == before


async def test_another_language_changes_every_text(stage: Stage, member: Person) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    member.write("/ngonngu")
    await stage.rest()

    await member.press("English")
    await stage.rest()
    assert member.phone.last.text.startswith("Settings")
    assert (await subscriber_of(stage, member.id)).language == "en"
    assert (await stage.storage.readers.get(ReaderId(member.id))).language == "en"
    member.write("/help")
    await stage.rest()

    assert "/latest" in member.phone.last.text
    assert "/tinmoi" not in member.phone.last.text


async def test_the_data_saver_leaves_the_picture_out(stage: Stage, member: Person) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    member.write("/caidat")
    await stage.rest()

    await member.press("Tiết kiệm dữ liệu: tắt")
    await stage.rest()
    assert "Tiết kiệm dữ liệu: bật" in member.phone.last.labels
    slug = stage.press.all()[0].slug
    await published(
        stage.storage,
        "Có ảnh",
        now=stage.clock.now(),
        is_featured=True,
        image_url=f"{stage.press_url}/images/{slug}-1.jpg",
    )
    await stage.jump(hours=6)

    assert member.phone.last.photo is None
    assert "Xem ảnh" in member.phone.last.labels


async def test_the_form_of_articles_is_turned_in_the_settings(stage: Stage, member: Person) -> None:
    member.write("/caidat")
    await stage.rest()

    await member.press("Dạng bài: đầy đủ")
    await stage.rest()

    assert "Dạng bài: thường" in member.phone.last.labels


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
    digest = group.phone.last
    assert digest.text.startswith("Bản tin")

    toast = await member.press("Xem thêm", chat=group)
    await stage.rest()

    assert toast is not None
    assert toast.url == "https://t.me/bantin_bot?start=tinmoi"
    assert group.phone.last.text.startswith("Bản tin")
    member.open_link("tinmoi")
    await stage.rest()
    assert member.phone.last.text.startswith("Tin mới nhất")
