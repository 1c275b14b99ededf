"""Where one approval is needed: from the writer's draft to the readers, as the persons see it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.press import Press, Verb
from bot.simulator.telegram import Group, Person, SeenMessage
from storage.model import Article, ArticleId, Content, ReaderId, Role, Status
from storage.model import Person as Author
from tests.handlers.conftest import POST, WRITER_ID
from tests.staging import ADMINISTRATOR_ID, Stage, staged

EDITORS_ID = -1_000_000_009_009
APPROVER_ID, SECOND_ID = 2003, 2004
ID = ArticleId(1)
SAME = "Bài của bạn cần người khác duyệt."
LATE = "Việc này đã có người làm rồi."
CHANGED = "Bài đã được sửa sau khi bạn mở. Xem bản mới rồi duyệt."


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    """A desk where one approval is needed, with a group of its own."""
    async with staged(sqlite_url, approvals=1, desk_chat=EDITORS_ID) as opened:
        yield opened


async def hired(stage: Stage, id: int, role: Role, name: str) -> Person:
    await stage.storage.roles.grant(ReaderId(id), role=role, by=None, now=stage.clock.now())
    return stage.telegram.person(id, first_name=name, language_code="vi", started=True)


@pytest.fixture
async def approver(stage: Stage) -> Person:
    """Somebody who approves."""
    return await hired(stage, APPROVER_ID, Role.APPROVER, "Giang")


@pytest.fixture
async def second(stage: Stage) -> Person:
    """Somebody else who approves."""
    return await hired(stage, SECOND_ID, Role.APPROVER, "Hà")


@pytest.fixture
def editors(
    stage: Stage,
    writer: Person,
    editor: Person,
    approver: Person,
    second: Person,
    administrator: Person,
    member: Person,
) -> Group:
    """The editors' group; a member has strayed into it."""
    people = [writer, editor, approver, second, member]
    return stage.telegram.group(
        EDITORS_ID, title="Ban biên tập", members=people, admins=[administrator]
    )


@pytest.fixture
async def submitted(stage: Stage, writer: Person, editors: Group) -> Article:
    """What the writer has just handed in; its card is in the group."""
    writer.write(POST)
    await stage.rest()
    await stage.pressed(writer, "Gửi duyệt")
    return await article(stage)


async def article(stage: Stage) -> Article:
    return await stage.storage.articles.get(ID)


def card(editors: Group) -> SeenMessage:
    return next(it for it in reversed(editors.phone.messages) if "Ra quân" in it.text)


async def open_card(stage: Stage, person: Person) -> None:
    person.open_link("d_1")
    await stage.rest()


async def revised(stage: Stage, *, title: str, by: int = WRITER_ID) -> Article:
    before = await article(stage)
    return await stage.storage.articles.revise(
        ID,
        expected=before.version,
        content=Content(title=title),
        by=Author(id=ReaderId(by)),
        now=stage.clock.now(),
    )


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
    told = writer.phone.last
    assert told.text.startswith("Yêu cầu sửa: Thiếu ảnh và tên xã.\n")
    assert "Ra quân làm đường" in told.text

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


async def test_what_is_rejected_comes_back_with_its_reason(
    stage: Stage, writer: Person, editor: Person, submitted: Article
) -> None:
    await open_card(stage, editor)
    await stage.pressed(editor, "Từ chối")
    question = editor.phone.last
    assert question.text == "Trả lời tin này bằng lý do."

    editor.write("Đã đăng hôm qua.", reply_to=question.id)
    await stage.rest()

    assert (await article(stage)).status is Status.REJECTED
    assert editor.phone.last.text.startswith("Từ chối · 0.1\nLý do: Đã đăng hôm qua.")
    assert writer.phone.last.text.startswith("Đã từ chối: Đã đăng hôm qua.\n")
    await stage.pressed(writer, "Đưa về bản nháp")
    assert (await article(stage)).status is Status.DRAFT


async def test_only_the_answer_of_the_one_asked_counts(
    stage: Stage, editor: Person, second: Person, editors: Group, submitted: Article
) -> None:
    await stage.pressed(editor, "Từ chối", chat=editors)
    asked = editors.phone.last

    second.write("Không hay.", chat=editors, reply_to=asked.id)
    await stage.rest()
    assert (await article(stage)).status is Status.PENDING
    editor.write("Trùng tin cũ.", chat=editors, reply_to=asked.id)
    await stage.rest()

    assert (await stage.storage.desk.review(ID)).reason == "Trùng tin cũ."


async def test_a_reply_without_words_is_no_reason(
    stage: Stage, editor: Person, submitted: Article
) -> None:
    await open_card(stage, editor)
    await stage.pressed(editor, "Từ chối")
    question = editor.phone.last

    editor.send({"sticker": STICKER, "reply_to_message": question.json})
    await stage.rest()
    assert editor.phone.last.text == "Cần ghi lý do."
    editor.write("Trùng tin cũ.", reply_to=question.id)
    await stage.rest()

    assert (await article(stage)).status is Status.REJECTED


async def test_the_reason_for_what_was_decided_meanwhile_comes_too_late(
    stage: Stage, editor: Person, approver: Person, editors: Group, submitted: Article
) -> None:
    await stage.pressed(editor, "Từ chối", chat=editors)
    asked = editors.phone.last
    await revised(stage, title="Ra quân sửa cầu")

    editor.write("Trùng tin cũ.", chat=editors, reply_to=asked.id)
    await stage.rest()

    assert editors.phone.last.text == LATE
    assert (await article(stage)).status is Status.PENDING


@pytest.mark.parametrize("label", ["Duyệt", "Yêu cầu sửa", "Từ chối"])
async def test_in_the_group_the_right_is_the_pressers(
    stage: Stage, member: Person, writer: Person, editors: Group, submitted: Article, label: str
) -> None:
    strayed = await stage.pressed(member, label, chat=editors)
    own = await stage.pressed(writer, label, chat=editors)

    assert strayed.text == "Chỉ biên tập viên dùng được lệnh này."
    assert own.text == "Bạn không có quyền làm việc này."
    assert (await article(stage)).status is Status.PENDING


async def test_in_another_group_nobody_decides(
    stage: Stage, approver: Person, member: Person, submitted: Article
) -> None:
    other = stage.telegram.group(-1_000_000_007, title="Khác", members=[approver, member])
    data = Press(verb=Verb.APPROVE, id=ID, version=submitted.version).encode()

    toast = await approver.press_data(data, chat=other)
    await stage.rest()

    assert toast is not None
    assert toast.url is not None
    assert (await article(stage)).status is Status.PENDING


async def test_the_writer_takes_it_back(
    stage: Stage, writer: Person, editors: Group, submitted: Article
) -> None:
    toast = await stage.pressed(writer, "Đưa về bản nháp")

    assert toast.text == "Đã đưa về bản nháp."
    assert card(editors).text.startswith("Bản nháp · 0.1")
    assert card(editors).labels == ["Mở trò chuyện riêng"]


async def test_a_card_is_not_opened_by_just_anybody(
    stage: Stage, member: Person, editor: Person, submitted: Article
) -> None:
    other = await hired(stage, 2009, Role.WRITER, "Khoa")

    for person, words in (
        (member, "Chỉ biên tập viên dùng được lệnh này."),
        (other, "Bạn không có quyền làm việc này."),
    ):
        await open_card(stage, person)
        assert person.phone.last.text == words
    editor.open_link("d_zzz")
    await stage.rest()
    assert editor.phone.last.text == "Không tìm thấy tin này."


STICKER = {
    "file_id": "S",
    "file_unique_id": "S",
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
}
