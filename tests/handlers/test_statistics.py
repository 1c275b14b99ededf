"""Statistics in the words of the editor who asks for them."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from bot.simulator.telegram import Person
from storage.model import Article, ReaderId, Via
from tests.staging import Stage, published, subscribed


@pytest.fixture
async def article(stage: Stage) -> Article:
    """Read by three persons, one of them twice."""
    now = stage.clock.now()
    article = await published(stage.storage, "Ra quân làm đường", now=now, category="Văn hóa")
    for reader, via in ((1, Via.PRESS), (2, Via.PRESS), (3, Via.PAGE), (1, Via.PRESS)):
        await stage.storage.views.open(article.id, reader_id=ReaderId(reader), via=via, now=now)
    return article


def shown(stage: Stage, person: Person) -> tuple[str, Image.Image]:
    """The caption, and the picture that it stands under."""
    message = person.phone.last.json
    stored = stage.telegram.state.files.by_id[message["photo"][-1]["file_id"]]
    assert len(stored.content) <= 30_000
    return message["caption"], Image.open(io.BytesIO(stored.content))


async def test_the_week_is_one_picture_and_four_lines(
    stage: Stage, editor: Person, article: Article
) -> None:
    await subscribed(stage.storage, 77, now=stage.clock.now())

    editor.write("/thongke")
    await stage.rest()

    caption, picture = shown(stage, editor)
    assert picture.format == "PNG"
    assert caption.splitlines() == [
        "Thống kê 7 ngày",
        "",
        "Lượt xem: 3; nhiều nhất 3 vào ngày 24/11.",
        "Đọc nhiều nhất: Ra quân làm đường (3).",
        "Nơi đang nhận tin: 1; thêm 1, rời 0.",
        "Không có tin nào cần gửi.",
    ]
    assert editor.phone.last.labels == [
        "7 ngày", "30 ngày", "11/2026", "10/2026", "Chuyên mục", "Bằng chữ",
    ]  # fmt: skip


async def test_other_days_replace_the_picture_in_its_place(
    stage: Stage, editor: Person, article: Article
) -> None:
    editor.write("/stats")
    await stage.rest()
    first = editor.phone.last.id

    for label, title in (
        ("30 ngày", "Thống kê 30 ngày"),
        ("11/2026", "Thống kê tháng 11/2026"),
        ("10/2026", "Thống kê tháng 10/2026"),
    ):
        await stage.pressed(editor, label)

        assert shown(stage, editor)[0].startswith(title)
    assert "Chưa có lượt xem nào." in shown(stage, editor)[0]
    assert editor.phone.last.id == first


async def test_a_category_has_figures_of_its_own(
    stage: Stage, editor: Person, article: Article
) -> None:
    await published(stage.storage, "Khác", now=stage.clock.now(), category="Thể thao")
    editor.write("/thongke")
    await stage.rest()

    await stage.pressed(editor, "Chuyên mục")
    await stage.pressed(editor, "Thể thao")

    caption, _ = shown(stage, editor)
    assert caption.startswith("Thống kê 7 ngày · Thể thao")
    assert "Chưa có lượt xem nào." in caption
    await stage.pressed(editor, "Toàn bộ")
    assert shown(stage, editor)[0].startswith("Thống kê 7 ngày\n")


async def test_an_articles_card_leads_to_its_figures(
    stage: Stage, editor: Person, draft: Article, article: Article
) -> None:
    await stage.pressed(editor, "Đăng ngay")
    await stage.pressed(editor, "Thống kê")

    assert shown(stage, editor)[0].startswith("Thống kê 7 ngày · Ra quân làm đường")

    await editor.press_data(f"1ia:{article.id}")
    await stage.rest()
    caption, _ = shown(stage, editor)
    assert "Từ trước tới nay: 3 lượt xem, 3 người đọc." in caption
    assert "Cách mở: bấm nút 2, trang web 1." in caption


async def test_the_words_have_every_number_and_what_it_means(
    stage: Stage, editor: Person, article: Article
) -> None:
    editor.write("/thongke")
    await stage.rest()

    await stage.pressed(editor, "Bằng chữ")

    words = editor.phone.last.text
    assert "23/11: 0 · 24/11: 3" in words
    assert "Ra quân làm đường: 3" in words
    assert "tin đã gửi không phải lượt xem" in words
    assert "Số liệu không cho biết ai đọc gì" in words


@pytest.mark.parametrize("data", ["1i::::p7", "1i:1:::a30", "1iw::::p7", "1is", "1ia:1"])
async def test_members_and_writers_see_no_figures(
    stage: Stage, member: Person, writer: Person, article: Article, data: str
) -> None:
    for person in (member, writer):
        person.write("/thongke")
        await stage.rest()
        toast = await person.press_data(data)
        await stage.rest()

        assert toast is not None
        assert (toast.text or "").startswith(("Chỉ biên tập viên", "Bạn không có quyền"))
        assert "photo" not in person.phone.last.json


@pytest.mark.parametrize("data", ["1i::::p8", "1i::2f::p0", "1i:4:::z7", "1i", "1iw"])
async def test_a_forged_button_is_an_old_one(stage: Stage, editor: Person, data: str) -> None:
    editor.write("/thongke")
    await stage.rest()

    toast = await editor.press_data(data)

    assert toast is not None
    assert (toast.text or "").startswith("Nút này đã cũ")


async def test_what_is_not_there_has_no_figures(stage: Stage, editor: Person) -> None:
    editor.write("/thongke")
    await stage.rest()

    toast = await editor.press_data("1i:rs:::a7")

    assert toast is not None
    assert toast.text == "Không tìm thấy tin này."
