"""Drafts: made, shown, thrown away."""

import pytest

from bot.press import Press, Verb
from bot.simulator.telegram import Person
from storage.model import (
    Article,
    ArticleId,
    Status,
)
from tests.handlers.conftest import POST
from tests.staging import Stage


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
    assert {"Đăng ngay", "Gửi duyệt", "Sửa bài", "Xóa bản nháp"} <= set(editor.phone.last.labels)


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


async def test_a_writer_goes_on_with_a_draft_from_the_list(stage: Stage, writer: Person) -> None:
    writer.write("/dangbai Tin của tôi\nĐoạn.")
    await stage.rest()
    writer.write("/drafts")
    await stage.rest()
    assert writer.phone.last.labels == ["Tin của tôi"]

    await stage.pressed(writer, "Tin của tôi")

    assert writer.phone.last.text.startswith("Bản nháp · 0.1\nTin của tôi")


async def test_others_drafts_are_for_editors(
    stage: Stage, writer: Person, editor: Person, draft: Article
) -> None:
    editor.write("/banthao")
    writer.write("/banthao")
    await stage.rest()

    assert editor.phone.last.labels == ["Ra quân làm đường", "Của mọi người"]
    assert writer.phone.last.text.startswith("Bạn chưa có bản nháp nào")
    toast = await writer.press_data(Press(verb=Verb.WRITE_CARD, id=draft.id).encode())
    assert toast is not None
    assert toast.show_alert


async def test_a_long_list_of_drafts_has_pages(stage: Stage, editor: Person) -> None:
    for number in range(12):
        editor.write(f"/dangbai Tin {number}\nĐoạn.")
    editor.write("/banthao")
    await stage.rest()

    await stage.pressed(editor, "Trang sau")

    assert editor.phone.last.labels[0] in {"Tin 0", "Tin 1"}


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
