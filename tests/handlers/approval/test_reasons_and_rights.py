"""Reasons, and who is heard: in the editors' group and beside it."""

from __future__ import annotations

import pytest

from bot.press import Press, Verb
from bot.simulator.telegram import Group, Person
from storage.model import Article, Role, Status
from tests.handlers.approval.conftest import (
    ID,
    LATE,
    article,
    card,
    hired,
    open_card,
    revised,
)
from tests.staging import Stage

STICKER = {
    "file_id": "S",
    "file_unique_id": "S",
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
}


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


async def test_the_card_in_the_group_follows_an_edit(
    stage: Stage, editor: Person, editors: Group, submitted: Article
) -> None:
    await open_card(stage, editor)
    await stage.pressed(editor, "Sửa")
    await stage.pressed(editor, "Tiêu đề")
    editor.write("Ra quân sửa cầu", reply_to=editor.phone.last.id)
    await stage.rest()

    assert (await article(stage)).content.title == "Ra quân sửa cầu"
    assert any("Chờ duyệt · 0.2" in it.text for it in editors.phone.messages)
