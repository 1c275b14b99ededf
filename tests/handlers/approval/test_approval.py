"""From the writer's draft to the readers where one approval is needed, as people see it."""

from __future__ import annotations

from bot.press import Press, Verb
from bot.simulator.telegram import Group, Person
from storage.model import Article, Status
from tests.handlers.approval.conftest import (
    APPROVER_ID,
    ID,
    LATE,
    article,
    card,
    open_card,
    revised,
)
from tests.handlers.conftest import POST
from tests.staging import ADMINISTRATOR_ID, Stage

SAME = "Bài của bạn cần người khác duyệt."
CHANGED = "Bài đã được sửa sau khi bạn mở. Xem bản mới rồi duyệt."


async def test_from_the_writer_to_the_readers(
    stage: Stage,
    writer: Person,
    editor: Person,
    approver: Person,
    editors: Group,
    submitted: Article,
) -> None:
    assert submitted.status is Status.PENDING
    assert card(editors).text.startswith("Chờ duyệt · 0.1\nDuyệt: 0/1\n")
    assert "Người viết: Dung" in card(editors).text
    assert card(editors).labels == ["Duyệt", "Yêu cầu sửa", "Từ chối", "Mở trò chuyện riêng"]

    await stage.pressed(editor, "Yêu cầu sửa", chat=editors)
    asked = editors.phone.last
    assert asked.text == "Bình: Trả lời tin này bằng lý do."
    editor.write("Thiếu ảnh  và tên xã.", chat=editors, reply_to=asked.id)
    await stage.rest()

    assert (await article(stage)).status is Status.CHANGES_REQUESTED
    assert card(editors).text.startswith("Yêu cầu sửa · 0.1\nLý do: Thiếu ảnh và tên xã.")
    assert card(editors).labels == ["Mở trò chuyện riêng"]
    assert writer.phone.last.text.startswith("Yêu cầu sửa: Thiếu ảnh và tên xã.\n")

    await revised(stage, title="Ra quân làm đường ở xã Bến Sông")
    await open_card(stage, writer)
    await stage.pressed(writer, "Gửi duyệt")
    assert card(editors).text.startswith("Chờ duyệt · 0.2\n")

    toast = await stage.pressed(approver, "Duyệt", chat=editors)
    assert toast.text == "Đã duyệt."
    assert card(editors).text.startswith("Đã duyệt · 0.2\nDuyệt: 1/1\n")
    assert writer.phone.last.text.startswith("Bài của bạn đã được duyệt.")

    await open_card(stage, editor)
    toast = await stage.pressed(editor, "Đăng ngay")
    assert toast.text == "Đã đăng. Tin sẽ có trong bản tin kế tiếp."
    assert (await article(stage)).status is Status.PUBLISHED
    assert card(editors).text.startswith("Đã đăng · 1.0\n")


async def test_what_was_sent_back_is_among_its_authors_drafts_again(
    stage: Stage, writer: Person, editor: Person, editors: Group, submitted: Article
) -> None:
    writer.write("/banthao")
    await stage.rest()
    assert writer.phone.last.text.startswith("Bạn chưa có bản nháp nào")

    await stage.pressed(editor, "Yêu cầu sửa", chat=editors)
    editor.write("Thiếu ảnh.", chat=editors, reply_to=editors.phone.last.id)
    await stage.rest()
    writer.write("/banthao")
    await stage.rest()

    assert writer.phone.last.labels == [submitted.content.title]


async def test_an_editor_does_not_publish_what_nobody_approved(
    stage: Stage, editor: Person, submitted: Article
) -> None:
    await open_card(stage, editor)
    assert "Đăng ngay" not in editor.phone.last.labels

    toast = await editor.press_data("1wp:1::0.1")
    await stage.rest()

    assert toast is not None
    assert toast.text == "Bài này chưa đủ lượt duyệt."
    assert (await article(stage)).status is Status.PENDING


async def test_of_two_at_once_one_wins_and_the_other_sees_the_new_card(
    stage: Stage, approver: Person, second: Person, submitted: Article
) -> None:
    for person in (approver, second):
        await open_card(stage, person)
    await stage.pressed(approver, "Duyệt")

    toast = await stage.pressed(second, "Duyệt")

    assert (toast.text, toast.show_alert) == (LATE, True)
    assert second.phone.last.text.startswith("Đã duyệt · 0.1")
    assert len((await stage.storage.desk.review(ID)).approved_by) == 1


async def test_a_draft_changed_meanwhile_is_not_approved_unseen(
    stage: Stage, approver: Person, editors: Group, submitted: Article
) -> None:
    await open_card(stage, approver)
    await revised(stage, title="Ra quân sửa cầu")

    toast = await stage.pressed(approver, "Duyệt")

    assert (toast.text, toast.show_alert) == (CHANGED, True)
    assert "Ra quân sửa cầu" in approver.phone.last.text
    assert (await article(stage)).status is Status.PENDING
    await stage.pressed(approver, "Duyệt")
    assert (await article(stage)).status is Status.APPROVED


async def test_a_change_voids_the_approval(
    stage: Stage, editor: Person, approver: Person, editors: Group, submitted: Article
) -> None:
    await stage.pressed(approver, "Duyệt", chat=editors)
    await open_card(stage, editor)
    assert "Đăng ngay" in editor.phone.last.labels

    await revised(stage, title="Ra quân sửa cầu")
    toast = await stage.pressed(editor, "Đăng ngay")

    assert toast.text == CHANGED
    assert editor.phone.last.text.startswith("Chờ duyệt · 0.2\nDuyệt: 0/1\n")
    assert "Đăng ngay" not in editor.phone.last.labels


async def test_who_wrote_an_article_does_not_approve_it(
    stage: Stage, approver: Person, editors: Group
) -> None:
    approver.write(POST)
    await stage.rest()
    await stage.pressed(approver, "Gửi duyệt")
    assert "Duyệt" not in approver.phone.last.labels

    toast = await stage.pressed(approver, "Duyệt", chat=editors)

    assert (toast.text, toast.show_alert) == (SAME, True)
    assert (await article(stage)).status is Status.PENDING


async def test_who_changed_an_article_does_not_approve_that_version(
    stage: Stage, approver: Person, second: Person, submitted: Article
) -> None:
    await revised(stage, title="Ra quân sửa cầu", by=APPROVER_ID)
    await open_card(stage, approver)
    data = Press(verb=Verb.APPROVE, id=ID, version=(await article(stage)).version).encode()

    toast = await approver.press_data(data)

    assert toast is not None
    assert toast.text == SAME
    await open_card(stage, second)
    await stage.pressed(second, "Duyệt")
    assert (await article(stage)).status is Status.APPROVED


async def test_in_an_emergency_an_administrator_publishes_and_everybody_hears(
    stage: Stage, administrator: Person, editors: Group, submitted: Article
) -> None:
    await open_card(stage, administrator)

    await stage.pressed(administrator, "Đăng ngay")
    assert "mới có 0/1 lượt duyệt. Đăng khẩn?" in administrator.phone.last.text
    await stage.pressed(administrator, "Hủy")
    assert (await article(stage)).status is Status.PENDING
    for _ in range(2):
        await stage.pressed(administrator, "Đăng ngay")

    assert (await article(stage)).status is Status.PUBLISHED
    line = (await stage.storage.audit.find(limit=1))[0]
    assert (line.action, line.by_id) == ("publish_unapproved", ADMINISTRATOR_ID)
    told = "Chi đã đăng khẩn bài “Ra quân làm đường”, chưa đủ lượt duyệt."
    assert editors.phone.last.text == told
