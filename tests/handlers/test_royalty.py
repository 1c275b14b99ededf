"""Royalty in the words of the editor who sets it and the administrator who pays it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.simulator.telegram import Person
from storage.model import Article, ReaderId, RoyaltyState
from storage.model import Person as Author
from tests.staging import Stage, published

BODY = f"<p>{'chữ ' * 500}</p>"


@pytest.fixture
async def article(stage: Stage, editor: Person) -> Article:
    """A feature of one page with two photos, before the readers."""
    return await published(
        stage.storage,
        "Ra quân làm đường",
        now=stage.clock.now(),
        genre="Bài phản ánh",
        author=Author(name="Kiều Oanh"),
        body_html=BODY,
        photo_count=2,
    )


async def opened(stage: Stage, person: Person) -> None:
    """The article's royalty on the person's phone, from the list of what waits."""
    person.write("/nhuanbut")
    await stage.rest()
    for label in ("11/2026", "Chưa chấm (1)", "1"):
        await stage.pressed(person, label)


async def amounts(stage: Stage, article: Article) -> list[tuple[str, int]]:
    lines = await stage.storage.royalty.of(article.id)
    return [(line.part.author.name, line.part.amount_vnd) for line in lines]


async def reply(stage: Stage, person: Person, words: str) -> None:
    """Answers the newest question on the person's phone."""
    person.write(words, reply_to=person.phone.last.id)
    await stage.rest()


async def test_an_editor_accepts_what_is_suggested(
    stage: Stage, editor: Person, article: Article
) -> None:
    await opened(stage, editor)
    assert "Gợi ý: 3,5 + 2 × 0,5 = 4,5 (khung 2–5)" in editor.phone.last.text
    assert "Chưa chấm" in editor.phone.last.text

    toast = await stage.pressed(editor, "Nhận gợi ý")

    assert toast.text == "Đã lưu."
    shown = editor.phone.last.text.replace("\u00a0", " ")
    assert "Thành tiền: 1.053.000 ₫" in shown
    assert "Bằng chữ: một triệu không trăm năm mươi ba nghìn đồng" in shown
    assert await amounts(stage, article) == [("Kiều Oanh", 1_053_000)]


async def test_half_points_pages_and_photos_are_a_press_away(
    stage: Stage, editor: Person, article: Article
) -> None:
    await opened(stage, editor)

    for label in ("+ 0,5", "Số ảnh −", "Số trang +"):
        await stage.pressed(editor, label)

    (line,) = await stage.storage.royalty.of(article.id)
    assert (line.part.coefficient, line.part.photo_count) == (Decimal(4), 1)
    assert line.part.page_count == Decimal("1.5")
    assert line.part.amount_vnd == 1_053_000


async def test_points_that_were_as_suggested_follow_the_length(
    stage: Stage, editor: Person, article: Article
) -> None:
    await opened(stage, editor)

    for label in ("Số trang +", "Số trang +"):
        await stage.pressed(editor, label)

    (line,) = await stage.storage.royalty.of(article.id)
    assert (line.part.page_count, line.part.coefficient) == (Decimal("2.0"), Decimal(4))


async def test_a_number_outside_the_range_needs_its_reason(
    stage: Stage, editor: Person, article: Article
) -> None:
    await opened(stage, editor)
    await stage.pressed(editor, "Hệ số khác")
    await reply(stage, editor, "6")
    assert editor.phone.last.text.startswith("Ngoài khung hoặc tháng đã chốt: cần lý do.")
    assert await amounts(stage, article) == []

    question = next(it for it in reversed(editor.phone.received) if "Trả lời tin này" in it.text)
    editor.write("6,5 điều tra ba tháng", reply_to=question.id)
    await stage.rest()

    (line,) = await stage.storage.royalty.of(article.id)
    assert (line.part.coefficient, line.part.note) == (Decimal("6.5"), "điều tra ba tháng")
    assert "Lý do: điều tra ba tháng" in editor.phone.last.text


async def test_a_press_out_of_the_range_asks_for_the_reason(
    stage: Stage, editor: Person, article: Article
) -> None:
    await opened(stage, editor)
    for _ in range(3):
        await stage.pressed(editor, "+ 0,5")

    toast = await stage.pressed(editor, "+ 0,5")

    assert toast.show_alert
    assert (toast.text or "").startswith("Ngoài khung")
    await reply(stage, editor, "5,5 bài dài kỳ")
    (line,) = await stage.storage.royalty.of(article.id)
    assert line.part.coefficient == Decimal("5.5")


@pytest.mark.parametrize(
    ("words", "answer"),
    [("31 rất dài", "Vượt mức trần. Hệ số không được lưu."), ("nhiều", "Chưa hiểu hệ số này.")],
)
async def test_what_cannot_be_is_refused(
    stage: Stage, editor: Person, article: Article, words: str, answer: str
) -> None:
    await opened(stage, editor)
    await stage.pressed(editor, "Hệ số khác")

    await reply(stage, editor, words)

    assert editor.phone.last.text.startswith(answer)
    assert await amounts(stage, article) == []


async def test_nothing_can_be_what_a_person_decides(
    stage: Stage, editor: Person, article: Article
) -> None:
    await opened(stage, editor)
    await stage.pressed(editor, "Số ảnh −")
    await stage.pressed(editor, "Số ảnh −")
    await stage.pressed(editor, "Hệ số khác")

    await reply(stage, editor, "0 đăng lại từ báo khác")

    assert await amounts(stage, article) == [("Kiều Oanh", 0)]
    assert "Bằng chữ: không đồng" in editor.phone.last.text
    assert "Lý do: đăng lại từ báo khác" in editor.phone.last.text


async def test_two_authors_share_an_article(stage: Stage, editor: Person, article: Article) -> None:
    await opened(stage, editor)
    await stage.pressed(editor, "Nhận gợi ý")
    await stage.pressed(editor, "Tác giả")

    await reply(stage, editor, "Kiều Oanh 60, Trần Bình 40")

    assert await amounts(stage, article) == [("Kiều Oanh", 632_000), ("Trần Bình", 421_000)]
    assert "Trần Bình 40 %: 421.000" in editor.phone.last.text


async def test_the_administrator_closes_and_pays_a_month(
    stage: Stage, editor: Person, administrator: Person, article: Article
) -> None:
    await opened(stage, editor)
    await stage.pressed(editor, "Nhận gợi ý")
    administrator.write("/nhuanbut")
    await stage.rest()
    await stage.pressed(administrator, "11/2026")

    await stage.pressed(administrator, "Chốt tháng")
    assert "Chốt tháng 11/2026, tổng 1.053.000" in administrator.phone.last.text
    toast = await stage.pressed(administrator, "Chốt tháng")
    assert toast.text == "Đã chốt tháng 11/2026."
    await stage.pressed(administrator, "Đã chi")
    await stage.pressed(administrator, "Đã chi")

    month = await stage.storage.royalty.month("2026-11")
    assert (month.state, month.amount_vnd) == (RoyaltyState.PAID, 1_053_000)
    assert administrator.phone.last.labels == ["1", "Xuất XLSX", "Các tháng"]


async def test_the_statement_comes_as_a_file_and_is_noted(
    stage: Stage, editor: Person, administrator: Person, article: Article
) -> None:
    await opened(stage, editor)
    await stage.pressed(editor, "Nhận gợi ý")
    administrator.write("/royalty")
    await stage.rest()
    await stage.pressed(administrator, "11/2026")

    await stage.pressed(administrator, "Xuất XLSX")

    file = administrator.phone.last.json
    assert file["document"]["file_name"] == "nhuan-but-2026-11.xlsx"
    assert file["caption"].startswith("Bảng kê nhuận bút tháng 11/2026: 1.053.000")
    (line,) = await stage.storage.audit.find(limit=1)
    assert (line.action, line.detail) == ("export", "nhuan-but-2026-11.xlsx: 1")


async def test_after_the_closing_only_an_adjustment_changes_anything(
    stage: Stage, editor: Person, administrator: Person, article: Article
) -> None:
    await opened(stage, editor)
    await stage.pressed(editor, "Nhận gợi ý")
    old_card = editor.phone.last.id
    await stage.storage.royalty.close("2026-11", by=ReaderId(1), now=stage.clock.now())

    stale = await editor.press_data(f"1ms:{article.id}:::c4", message_id=old_card)
    await stage.rest()
    assert stale is not None
    assert (stale.text or "").startswith("Ngoài khung hoặc tháng đã chốt")
    await reply(stage, editor, "4 đo lại số trang")

    assert await amounts(stage, article) == [("Kiều Oanh", 1_053_000), ("Kiều Oanh", 117_000)]
    december = await stage.storage.royalty.lines("2026-12", limit=5)
    assert [(it.is_adjustment, it.part.note) for it in december] == [(True, "đo lại số trang")]
    assert "Điều chỉnh" in editor.phone.last.labels
    assert "Nhận gợi ý" not in editor.phone.last.labels


async def test_an_article_older_than_every_unit_is_said_to_have_none(
    stage: Stage, editor: Person
) -> None:
    long_ago = stage.clock.now() - timedelta(days=365 * 9)
    article = await published(stage.storage, "Cũ", now=long_ago, royalty_vnd=585_000)

    editor.write("/start")
    await stage.rest()
    await editor.press_data(f"1ma:{article.id}")
    await stage.rest()

    assert "Chưa có đơn giá cho ngày" in editor.phone.last.text
    assert "Số tiền nhập từ nguồn, để riêng: 585.000" in editor.phone.last.text


@pytest.mark.parametrize(
    "data", ["1mm:4cc3", "1mc:4cc3:::yes", "1mp:4cc3:::yes", "1ms:1:::s", "1mx:4cc3"]
)
async def test_a_reader_and_a_writer_reach_nothing(
    stage: Stage, member: Person, writer: Person, article: Article, data: str
) -> None:
    for person in (member, writer):
        person.write("/nhuanbut")
        await stage.rest()
        toast = await person.press_data(data)
        await stage.rest()

        assert toast is not None
        assert "nhuận bút" not in person.phone.last.text.lower()
        assert (toast.text or "").startswith(("Chỉ ", "Bạn không có quyền"))
    assert await stage.storage.audit.find(limit=5, subjects=("royalty", "export")) == []
    assert await amounts(stage, article) == []


async def test_an_editor_does_not_close_or_take_out(
    stage: Stage, editor: Person, article: Article
) -> None:
    await opened(stage, editor)
    await stage.pressed(editor, "Nhận gợi ý")
    await stage.pressed(editor, "11/2026")

    assert editor.phone.last.labels == ["1", "Các tháng"]
    for data in ("1mc:4cc3:::yes", "1mx:4cc3"):
        toast = await editor.press_data(data)
        await stage.rest()
        assert toast is not None
        assert toast.text == "Chỉ quản trị viên dùng được lệnh này."


async def test_the_articles_card_leads_to_its_royalty_and_back(
    stage: Stage, editor: Person, draft: Article
) -> None:
    await stage.pressed(editor, "Đăng ngay")

    await stage.pressed(editor, "Nhuận bút")
    assert "Thể loại này chưa có khung hệ số." in editor.phone.last.text
    await stage.pressed(editor, "Quay lại")

    assert editor.phone.last.text.startswith("Đã đăng")
