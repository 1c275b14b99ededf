from datetime import time, timedelta

import pytest

from bot.press import Press, Verb
from bot.simulator.telegram import Group, Person
from storage.model import (
    Article,
    ArticleId,
    Content,
    DeliveryState,
    ReaderId,
    Role,
    Status,
    Version,
)
from storage.model import Person as Author
from tests.staging import Stage, published, subscribed

POST = "/dangbai Ra quân làm đường\nHôm nay ba xã ra quân.\n\nCó hai trăm đoàn viên tham gia."
SENT = "Đã đăng. Tin sẽ có trong bản tin kế tiếp."


@pytest.fixture
async def draft(stage: Stage, editor: Person) -> Article:
    """What the editor has just written, its card on the editor's phone."""
    editor.write(POST)
    await stage.rest()
    return await stage.storage.articles.get(ArticleId(1))


async def statuses(stage: Stage) -> list[Status]:
    found = [
        status
        for status in Status
        for _ in await stage.storage.articles.find_by_status(status, limit=50)
    ]
    return sorted(found)


@pytest.mark.parametrize("command", ["/dangbai", "/post"])
async def test_a_text_becomes_a_draft_with_a_preview(
    stage: Stage, editor: Person, command: str
) -> None:
    editor.write(POST.replace("/dangbai", command))
    await stage.rest()

    article = await stage.storage.articles.get(ArticleId(1))
    assert article.status is Status.DRAFT
    assert article.content.title == "Ra quân làm đường"
    assert article.content.summary == "Hôm nay ba xã ra quân."
    assert article.created_by.id == editor.id
    assert editor.phone.last.text.startswith("Bản nháp · 0.1\nRa quân làm đường")
    assert editor.phone.last.labels == ["Đăng ngay", "Xóa bản nháp"]


async def test_a_link_becomes_a_draft(stage: Stage, editor: Person) -> None:
    slug = next(each.slug for each in stage.press.on_show() if not each.alternate_url)
    editor.write(f"/dangbai {stage.press_url}/bai-viet/{slug}.html")
    await stage.rest()

    article = await stage.storage.articles.get(ArticleId(1))
    found = stage.press.find(slug)
    assert found is not None
    assert article.content.title == found.title
    assert len(article.content.body_html) > 200


@pytest.mark.parametrize("path", ["/khong-co.html", "/files/a.pdf"])
async def test_a_link_that_gives_nothing_is_called_so(
    stage: Stage, editor: Person, path: str
) -> None:
    editor.write(f"/dangbai {stage.press_url}{path}")
    await stage.rest()

    assert editor.phone.last.text.startswith("Không lấy được nội dung từ liên kết này.")
    assert await statuses(stage) == []


async def test_without_words_it_asks_and_takes_the_reply(stage: Stage, editor: Person) -> None:
    editor.write("/dangbai")
    await stage.rest()
    prompt = editor.phone.last
    assert prompt.text.startswith("Gửi liên kết, văn bản hoặc ảnh.")
    assert prompt.reply_keyboard is not None

    editor.write("Tiêu đề\nThân bài", reply_to=prompt.id)
    await stage.rest()

    assert (await stage.storage.articles.get(ArticleId(1))).content.title == "Tiêu đề"


async def test_the_command_in_reply_takes_the_message_it_replies_to(
    stage: Stage, editor: Person
) -> None:
    editor.write("Một tin dài hơn hai chữ")
    await stage.rest()
    message = editor.phone.messages[0]

    editor.write("/dangbai", reply_to=message.id)
    await stage.rest()

    article = await stage.storage.articles.get(ArticleId(1))
    assert article.content.title == "Một tin dài hơn hai chữ"


async def test_an_editor_publishes_and_nobody_is_woken(
    stage: Stage, editor: Person, member: Person, draft: Article
) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())

    toast = await stage.pressed(editor, "Đăng ngay")

    assert toast.text == SENT
    assert (await stage.storage.articles.get(draft.id)).status is Status.PUBLISHED
    assert editor.phone.last.text.startswith("Đã đăng · 1.0")
    assert editor.phone.last.labels == ["Nổi bật", "Tin nóng", "Tiến độ gửi", "Gỡ tin"]
    assert member.phone.received == []


async def test_a_stale_press_shows_the_new_draft_instead(
    stage: Stage, editor: Person, draft: Article
) -> None:
    await stage.storage.articles.revise(
        draft.id,
        expected=draft.version,
        content=Content(title="Tiêu đề đã sửa"),
        by=Author(name="Người khác"),
        now=stage.clock.now(),
    )

    toast = await stage.pressed(editor, "Đăng ngay")

    assert toast.show_alert
    assert toast.text == "Bài đã được sửa sau khi bạn mở. Xem bản mới rồi duyệt."
    assert (await stage.storage.articles.get(draft.id)).status is Status.DRAFT
    assert editor.phone.last.text.startswith("Bản nháp · 0.2\nTiêu đề đã sửa")
    await stage.pressed(editor, "Đăng ngay")
    assert (await stage.storage.articles.get(draft.id)).status is Status.PUBLISHED


async def test_a_double_press_publishes_once(stage: Stage, editor: Person, draft: Article) -> None:
    data = Press(verb=Verb.PUBLISH, id=draft.id, version=draft.version).encode()
    card = editor.phone.last.id

    first = await editor.press_data(data, message_id=card)
    second = await editor.press_data(data, message_id=card)
    await stage.rest()

    assert first is not None
    assert second is not None
    assert first.text == SENT
    assert (second.text or "").startswith("Bài đã được sửa")
    article = await stage.storage.articles.get(draft.id)
    assert article.version == Version(major=1, minor=0)


async def test_what_an_editor_features_goes_out_at_the_next_hour_only(
    stage: Stage, editor: Person, member: Person, draft: Article
) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    await stage.pressed(editor, "Đăng ngay")

    toast = await stage.pressed(editor, "Nổi bật")

    assert toast.text == ("Đã đưa vào tin nổi bật. Gửi lúc 17:00 hôm nay tới 1 nơi nhận.")
    assert member.phone.received == []
    await stage.jump_to(time(17, 0))
    assert "Ra quân làm đường" in member.phone.last.text
    await stage.jump_to(time(7, 30))
    assert len([each for each in member.phone.received if "Đọc tiếp" in each.labels]) == 1


async def test_the_command_in_reply_to_a_card_features_it(
    stage: Stage, editor: Person, draft: Article
) -> None:
    await stage.pressed(editor, "Đăng ngay")

    editor.write("/noibat", reply_to=editor.phone.last.id)
    await stage.rest()

    assert editor.phone.last.text.startswith("Đã đưa vào tin nổi bật. Gửi lúc 17:00 hôm nay")
    assert (await stage.storage.articles.get(draft.id)).content.is_featured


async def test_the_command_with_a_code_features_the_article(stage: Stage, editor: Person) -> None:
    article = await published(stage.storage, "Tin", now=stage.clock.now())

    editor.write("/featured a_1")
    await stage.rest()

    assert (await stage.storage.articles.get(article.id)).content.is_featured


async def test_from_a_reader_the_command_only_lists(stage: Stage, member: Person) -> None:
    article = await published(stage.storage, "Tin", now=stage.clock.now())

    member.write("/noibat a_1")
    await stage.rest()

    assert "Hiện không có tin nổi bật" in member.phone.last.text
    assert not (await stage.storage.articles.get(article.id)).content.is_featured


async def test_an_editor_who_features_what_is_not_there_is_told(
    stage: Stage, editor: Person
) -> None:
    editor.write("/noibat zzz")
    await stage.rest()

    assert editor.phone.last.text == "Không tìm thấy tin này."


async def test_what_is_unfeatured_before_its_hour_does_not_go_out(
    stage: Stage, editor: Person, member: Person, draft: Article
) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    for label in ("Đăng ngay", "Nổi bật", "Bỏ nổi bật"):
        await stage.pressed(editor, label)

    await stage.jump_to(time(17, 0))

    assert member.phone.received == []


async def test_what_is_retracted_leaves_the_queue(
    stage: Stage, editor: Person, member: Person, draft: Article
) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    await stage.pressed(editor, "Đăng ngay")
    now = stage.clock.now()
    queued = await stage.storage.outbox.enqueue_featured(
        draft.id, due_at=now + timedelta(hours=1), expires_at=now + timedelta(hours=9), now=now
    )
    assert queued == 1

    await stage.pressed(editor, "Gỡ tin")
    assert editor.phone.last.labels == ["Gỡ tin", "Hủy"]
    await stage.pressed(editor, "Gỡ tin")
    await stage.jump(hours=2)

    assert (await stage.storage.articles.get(draft.id)).status is Status.RETRACTED
    assert member.phone.received == []
    assert (await stage.storage.outbox.counts())[DeliveryState.CANCELLED] == 1


async def test_who_thinks_again_retracts_nothing(
    stage: Stage, editor: Person, draft: Article
) -> None:
    await stage.pressed(editor, "Đăng ngay")

    for label in ("Gỡ tin", "Hủy"):
        await stage.pressed(editor, label)

    assert (await stage.storage.articles.get(draft.id)).status is Status.PUBLISHED
    assert editor.phone.last.labels == ["Nổi bật", "Tin nóng", "Tiến độ gửi", "Gỡ tin"]


async def test_a_draft_is_thrown_away(stage: Stage, editor: Person, draft: Article) -> None:
    card = editor.phone.last

    toast = await stage.pressed(editor, "Xóa bản nháp")

    assert toast.text == "Đã xóa bản nháp."
    assert card.deleted
    assert (await stage.storage.articles.get(draft.id)).status is Status.REJECTED


@pytest.mark.parametrize(
    ("command", "empty"),
    [("/banthao", "Bạn chưa có bản nháp nào."), ("/choduyet", "Không có bài nào chờ duyệt.")],
)
async def test_an_empty_desk_says_so(
    stage: Stage, editor: Person, command: str, empty: str
) -> None:
    editor.write(command)
    await stage.rest()

    assert editor.phone.last.text.startswith(empty)


async def test_drafts_come_as_cards(stage: Stage, editor: Person, draft: Article) -> None:
    editor.write("/drafts")
    await stage.rest()

    assert len([each for each in editor.phone.received if "Đăng ngay" in each.labels]) == 2


async def test_a_writer_writes_and_does_not_publish(stage: Stage, writer: Person) -> None:
    writer.write(POST)
    await stage.rest()
    assert writer.phone.last.labels == ["Xóa bản nháp"]

    toast = await writer.press_data("1wp:1::0.1")
    await stage.rest()

    assert toast is not None
    assert toast.text == "Bạn không có quyền làm việc này."
    assert await statuses(stage) == [Status.DRAFT]


@pytest.mark.parametrize("command", ["/dangbai Tin", "/banthao", "/choduyet"])
async def test_a_reader_is_not_let_to_the_desk(stage: Stage, member: Person, command: str) -> None:
    member.write(command)
    await stage.rest()

    assert member.phone.last.text == "Chỉ biên tập viên dùng được lệnh này."
    assert await statuses(stage) == []


FORGED = ["1wp:1::0.1", "1wf:1", "1wg:1", "1wr:1", "1wr:1:::yes", "1wd:1"]


@pytest.mark.parametrize("data", FORGED)
async def test_a_forged_press_of_a_reader_has_no_effect(
    stage: Stage, member: Person, draft: Article, data: str
) -> None:
    member.write("/start")
    await stage.rest()

    toast = await member.press_data(data)
    await stage.rest()

    assert toast is not None
    assert toast.text == "Chỉ biên tập viên dùng được lệnh này."
    assert await stage.storage.articles.get(draft.id) == draft


@pytest.mark.parametrize("data", ["1ar", "1ah"])
async def test_a_forged_press_for_administrators_has_no_effect(
    stage: Stage, editor: Person, data: str
) -> None:
    editor.write("/start")
    await stage.rest()

    toast = await editor.press_data(data)

    assert toast is not None
    assert toast.text == "Chỉ quản trị viên dùng được lệnh này."


@pytest.mark.parametrize("data", ["1wf:zzz", "1wg:zzz", "1wr:zzz", "1wr:zzz:::yes", "1wp:zzz::0.1"])
async def test_an_editor_who_presses_for_what_is_not_there_is_told(
    stage: Stage, editor: Person, data: str
) -> None:
    editor.write("/start")
    await stage.rest()

    toast = await editor.press_data(data)

    assert toast is not None
    assert toast.text == "Không tìm thấy tin này."


async def test_who_is_no_editor_any_more_publishes_nothing(
    stage: Stage, editor: Person, draft: Article
) -> None:
    await stage.storage.roles.revoke(
        ReaderId(editor.id), role=Role.EDITOR, by=None, now=stage.clock.now()
    )

    toast = await stage.pressed(editor, "Đăng ngay")

    assert toast.show_alert
    assert toast.text == "Chỉ biên tập viên dùng được lệnh này."
    assert await stage.storage.articles.get(draft.id) == draft


async def test_a_desk_press_in_a_group_has_no_effect(
    stage: Stage, administrator: Person, group: Group, draft: Article
) -> None:
    administrator.write("/dangky@bantin_bot", chat=group)
    await stage.rest()

    await administrator.press_data("1wp:1::0.1", chat=group)
    await stage.rest()

    assert await stage.storage.articles.get(draft.id) == draft


async def test_the_first_administrators_come_from_the_settings(
    stage: Stage, administrator: Person, member: Person
) -> None:
    administrator.write("/nguontin")
    member.write("/nguontin")
    await stage.rest()

    assert administrator.phone.last.text.startswith("Nguồn tin")
    assert member.phone.last.text == "Chỉ quản trị viên dùng được lệnh này."


@pytest.mark.parametrize("length", [4096, 3500])
async def test_a_post_as_long_as_a_message_is_kept_whole(
    stage: Stage, editor: Person, length: int
) -> None:
    words = ("/dangbai " + "đoàn viên 🎉 " * length)[:length]
    editor.write(words)
    await stage.rest()

    content = (await stage.storage.articles.get(ArticleId(1))).content
    kept = f"{content.title} {content.summary} {content.body_html}"
    assert kept.count("🎉") >= words.count("🎉")
    assert editor.phone.last.labels[0] == "Đăng ngay"
