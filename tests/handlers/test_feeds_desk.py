"""The feeds' desk: an address becomes a source, and its entries news or nothing."""

from __future__ import annotations

import pytest

from bot.i18n import text
from bot.simulator.telegram import Person
from storage.model import FeedId, FeedStatus, ReaderId, Status
from tests.staging import Stage, published

CATEGORY = 1


def address(stage: Stage) -> str:
    return stage.press.feeds(stage.press_url)[CATEGORY].url


async def write(stage: Stage, person: Person, words: str) -> str:
    person.write(words)
    await stage.rest()
    return person.phone.last.text


async def tried(stage: Stage, administrator: Person) -> str:
    """An address was given and what is there is shown."""
    return await write(stage, administrator, f"/nguontin {address(stage)}")


async def status(stage: Stage) -> FeedStatus:
    feed, _ = await stage.storage.feeds.get(FeedId(1))
    return feed.status


async def test_an_address_is_tried_before_anything_is_read(
    stage: Stage, administrator: Person
) -> None:
    shown = await tried(stage, administrator)

    assert shown.startswith("RSS “")
    assert "1. " in shown
    assert await status(stage) is FeedStatus.PAUSED
    await stage.jump(minutes=1)
    assert await stage.storage.articles.find_by_status(Status.PENDING, limit=1) == []


async def test_entries_of_a_feed_wait_and_are_let_in_together(
    stage: Stage, administrator: Person, editor: Person
) -> None:
    await tried(stage, administrator)
    await stage.pressed(administrator, "Đọc nguồn này, tin chờ duyệt")
    await stage.jump(minutes=1)
    waiting = await stage.storage.intake.count_waiting()
    (n,) = waiting.values()

    await write(stage, administrator, "/nguontin")
    assert f"Chờ duyệt: {n}" in administrator.phone.last.text
    await stage.pressed(administrator, administrator.phone.last.labels[0])
    await stage.pressed(administrator, f"Tin chờ duyệt ({n})")
    toast = await stage.pressed(administrator, f"Đăng cả {n} tin")

    assert toast.text == f"Đã đăng {n} tin."
    assert administrator.phone.last.text.endswith("Không còn tin nào chờ duyệt.")
    assert await stage.storage.articles.count_latest() == n
    assert await stage.storage.intake.count_waiting() == {}


async def test_turning_all_away_is_asked_for_once(stage: Stage, administrator: Person) -> None:
    await tried(stage, administrator)
    await stage.pressed(administrator, "Đọc nguồn này, tin chờ duyệt")
    await stage.jump(minutes=1)
    (n,) = (await stage.storage.intake.count_waiting()).values()
    await administrator.press_data("1aq:1")
    await stage.rest()

    await stage.pressed(administrator, f"Từ chối cả {n} tin")
    assert await stage.storage.intake.count_waiting() == {FeedId(1): n}
    await stage.pressed(administrator, f"Từ chối cả {n} tin")

    assert await stage.storage.intake.count_waiting() == {}
    assert await stage.storage.articles.count_latest() == 0


async def test_a_number_in_the_queue_opens_the_card(stage: Stage, administrator: Person) -> None:
    await tried(stage, administrator)
    await stage.pressed(administrator, "Đọc nguồn này, tin chờ duyệt")
    await stage.jump(minutes=1)
    await administrator.press_data("1aq:1")
    await stage.rest()

    await stage.pressed(administrator, "1")

    assert administrator.phone.last.text.startswith("Chờ duyệt")
    assert "Đăng ngay" in administrator.phone.last.labels


async def test_a_trusted_feed_publishes_at_once(stage: Stage, administrator: Person) -> None:
    await tried(stage, administrator)

    await stage.pressed(administrator, "Đọc và tin cậy, tin đăng ngay")
    assert "Nguồn tin cậy: tin mới được đăng ngay." in administrator.phone.last.text
    await stage.jump(minutes=1)

    assert await stage.storage.articles.count_latest() > 0


async def test_a_feed_can_be_paused_read_again_and_forgotten(
    stage: Stage, administrator: Person
) -> None:
    await tried(stage, administrator)
    await stage.pressed(administrator, "Đọc nguồn này, tin chờ duyệt")

    await stage.pressed(administrator, "Tạm dừng")
    assert await status(stage) is FeedStatus.PAUSED
    await stage.pressed(administrator, "Đọc tiếp nguồn này")
    assert await status(stage) is FeedStatus.ACTIVE
    await stage.pressed(administrator, "Lấy tin ngay")
    assert "tin mới" in administrator.phone.last.text
    await stage.pressed(administrator, "Bỏ nguồn tin")
    assert await status(stage) is FeedStatus.ACTIVE
    await stage.pressed(administrator, "Bỏ nguồn tin")

    assert await stage.storage.feeds.all() == []


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("path", "cause"),
    [
        ("/broken/login", "login"),
        ("/", "html"),
        ("/broken/busy", "busy"),
        ("/broken/gzip-bomb", "too_big"),
        ("/broken/metadata", "private_address"),
        ("/broken/gone", "gone"),
        ("/broken/empty", "empty"),
    ],
)
async def test_a_feeds_card_says_what_is_wrong_and_what_to_do(
    stage: Stage, administrator: Person, path: str, cause: str, language: str
) -> None:
    await write(stage, administrator, "/start")
    await stage.storage.readers.set_language(ReaderId(administrator.id), language=language)
    await stage.storage.feeds.add(f"{stage.press_url}{path}", now=stage.clock.now())
    await stage.jump(minutes=1)

    await write(stage, administrator, "/nguontin")
    await stage.pressed(administrator, administrator.phone.last.labels[0])

    assert text(f"feeds.cause_{cause}", language) in administrator.phone.last.text


async def test_a_held_feed_is_let_go(stage: Stage, administrator: Person) -> None:
    await tried(stage, administrator)
    feed, state = await stage.storage.feeds.get(FeedId(1))
    await stage.storage.feeds.hold(feed.id, state=state)
    await write(stage, administrator, "/nguontin")
    await stage.pressed(administrator, administrator.phone.last.labels[0])

    await stage.pressed(administrator, "Đọc tiếp nguồn này")

    assert await status(stage) is FeedStatus.ACTIVE


async def test_the_address_may_come_as_a_reply(stage: Stage, administrator: Person) -> None:
    await write(stage, administrator, "/nguontin")
    await stage.pressed(administrator, "Thêm nguồn")
    asked = administrator.phone.last

    administrator.write("không phải địa chỉ", reply_to=asked.id)
    await stage.rest()
    assert administrator.phone.last.text.startswith("Địa chỉ này không dùng được.")
    administrator.write(address(stage), reply_to=asked.id)
    await stage.rest()

    assert await status(stage) is FeedStatus.PAUSED


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", "Đây là trang web, không phải nguồn tin."),
        ("/khong-co", "Máy chủ báo lỗi."),
    ],
)
async def test_an_address_without_a_feed_ends_in_one_clear_sentence(
    stage: Stage, administrator: Person, path: str, said: str
) -> None:
    shown = await write(stage, administrator, f"/nguontin {stage.press_url}{path}")

    assert shown.startswith(said)
    assert await stage.storage.feeds.all() == []


async def test_a_column_nobody_knows_is_given_a_meaning(
    stage: Stage, administrator: Person
) -> None:
    feed = stage.press.feeds(stage.press_url)[0]
    await write(stage, administrator, f"/nguontin {feed.url}")
    await stage.pressed(administrator, "Đọc và tin cậy, tin đăng ngay")
    await stage.jump(minutes=1)
    names = await stage.storage.intake.unknown_columns(FeedId(1))
    assert names

    await stage.pressed(administrator, "Cột")
    await stage.pressed(administrator, names[0])
    await stage.pressed(administrator, "Tác giả")

    found, _ = await stage.storage.feeds.get(FeedId(1))
    assert found.column_map == ((names[0], "author"),)
    await stage.pressed(administrator, f"{names[0]} = Tác giả")
    await stage.pressed(administrator, "Không là gì")
    found, _ = await stage.storage.feeds.get(FeedId(1))
    assert found.column_map == ()


async def test_an_editor_decides_on_entries_and_not_on_feeds(
    stage: Stage, administrator: Person, editor: Person
) -> None:
    await tried(stage, administrator)
    editor.write("/start")
    await stage.rest()

    for data in ("1af", "1ae:1", "1ac:1:::trust", "1ax:1:::yes", "1ap:1", "1at:1", "1ao:1"):
        toast = await editor.press_data(data)
        assert toast is not None
        assert toast.text == "Chỉ quản trị viên dùng được lệnh này."
    toast = await editor.press_data("1aq:1")
    await stage.rest()

    assert toast is not None
    assert not toast.text
    assert await status(stage) is FeedStatus.PAUSED


async def test_the_card_shows_where_a_story_came_from(stage: Stage, administrator: Person) -> None:
    await tried(stage, administrator)
    await stage.pressed(administrator, "Đọc nguồn này, tin chờ duyệt")
    await stage.jump(minutes=1)
    await administrator.press_data("1aq:1")
    await stage.rest()
    await stage.pressed(administrator, "1")

    await stage.pressed(administrator, "Thêm ▾")
    await stage.pressed(administrator, "Nguồn và liên quan")

    feed, _ = await stage.storage.feeds.get(FeedId(1))
    assert administrator.phone.last.text.startswith("Nguồn của tin này\n• " + feed.title)


async def test_what_speaks_of_the_same_is_put_beside_an_article_by_a_press(
    stage: Stage, administrator: Person
) -> None:
    now = stage.clock.now()
    titles = ("Ra quân vớt bèo kênh Bến Trầm", "Kênh Bến Trầm sạch bèo sau buổi ra quân")
    other, article = [
        await published(stage.storage, title, now=now, category="Tình nguyện") for title in titles
    ]
    administrator.write(f"/suabai a_{article.id}")
    await stage.rest()
    await stage.pressed(administrator, "Thêm ▾")
    await stage.pressed(administrator, "Nguồn và liên quan")
    assert titles[0] in administrator.phone.last.text

    toast = await stage.pressed(administrator, "Thêm tin 1")

    assert toast.text == "Đã thêm vào Tin liên quan."
    changed = await stage.storage.articles.get(article.id)
    assert [line.article_id for line in changed.content.related] == [other.id]
