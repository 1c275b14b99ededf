"""Published, featured, retracted: what an editor's press does."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.press import Press, Verb
from bot.simulator.telegram import Person
from storage.model import (
    Article,
    Content,
    DeliveryState,
    Status,
    Version,
)
from storage.model import Person as Author
from tests.pushing import enqueue_featured
from tests.staging import Stage, published, subscribed

SENT = "Đã đăng. Tin sẽ có trong bản tin kế tiếp."


async def test_an_editor_publishes_and_nobody_is_woken(
    stage: Stage, editor: Person, member: Person, draft: Article
) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())

    toast = await stage.pressed(editor, "Đăng ngay")

    assert toast.text == SENT
    assert (await stage.storage.articles.get(draft.id)).status is Status.PUBLISHED
    assert editor.phone.last.text.startswith("Đã đăng · 1.0")
    assert editor.phone.last.labels[:5] == [
        "Sửa bài",
        "Nổi bật",
        "Tin nóng",
        "Tiến độ gửi",
        "Gỡ tin",
    ]
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

    await stage.pressed(editor, "Nổi bật")
    question = "Đưa vào tin nổi bật, gửi lúc 17:00 hôm nay tới 1 nơi nhận, khoảng 1 giây?"
    assert question in editor.phone.last.text
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


async def test_what_is_unfeatured_before_its_hour_does_not_go_out(
    stage: Stage, editor: Person, member: Person, draft: Article
) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    for label in ("Đăng ngay", "Nổi bật", "Nổi bật", "Bỏ nổi bật"):
        await stage.pressed(editor, label)

    await stage.jump_to(time(17, 0))

    assert member.phone.received == []


async def test_what_is_retracted_leaves_the_queue(
    stage: Stage, editor: Person, member: Person, draft: Article
) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    await stage.pressed(editor, "Đăng ngay")
    now = stage.clock.now()
    queued = await enqueue_featured(
        stage.storage,
        draft.id,
        due_at=now + timedelta(hours=1),
        expires_at=now + timedelta(hours=9),
        now=now,
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
    assert editor.phone.last.labels[:5] == [
        "Sửa bài",
        "Nổi bật",
        "Tin nóng",
        "Tiến độ gửi",
        "Gỡ tin",
    ]


async def test_the_command_asks_before_an_article_is_withdrawn(
    stage: Stage, editor: Person, draft: Article
) -> None:
    await stage.pressed(editor, "Đăng ngay")

    editor.write("/gotin a_1")
    await stage.rest()
    assert editor.phone.last.labels == ["Gỡ tin", "Hủy"]
    await stage.pressed(editor, "Gỡ tin")

    assert (await stage.storage.articles.get(draft.id)).status is Status.RETRACTED


@pytest.mark.parametrize(("given", "said"), [("", "Tin nào?"), (" zzz", "Không tìm thấy tin này.")])
async def test_the_command_without_an_article_says_what_is_missing(
    stage: Stage, editor: Person, given: str, said: str
) -> None:
    editor.write(f"/gotin{given}")
    await stage.rest()

    assert editor.phone.last.text.startswith(said)


async def test_the_command_opens_what_is_before_the_readers_to_correct_it(
    stage: Stage, editor: Person, draft: Article
) -> None:
    await stage.pressed(editor, "Đăng ngay")

    editor.write("/suabai")
    await stage.rest()
    assert editor.phone.last.labels == ["Ra quân làm đường"]
    editor.write("/suabai a_1")
    await stage.rest()

    assert "Sửa bài" in editor.phone.last.labels
    assert "Đính chính" not in editor.phone.last.labels


async def test_what_was_changed_after_it_went_out_can_be_announced_as_a_correction(
    stage: Stage, editor: Person, draft: Article
) -> None:
    await stage.pressed(editor, "Đăng ngay")
    article = await stage.storage.articles.get(draft.id)
    await stage.storage.articles.revise(
        draft.id,
        expected=article.version,
        content=replace(article.content, title="Ra quân làm đường mới"),
        by=Author(name="Bình"),
        now=stage.clock.now(),
    )

    editor.write("/suabai a_1")
    await stage.rest()

    assert "Đính chính" in editor.phone.last.labels
