import pytest

from bot.simulator.telegram import Person
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
