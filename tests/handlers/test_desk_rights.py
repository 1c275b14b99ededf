"""Who may do what at the desk, asked at every press."""

import pytest

from bot.simulator.telegram import Group, Person
from storage.model import (
    Article,
    ReaderId,
    Role,
    Status,
)
from tests.handlers.conftest import POST
from tests.staging import Stage

FORGED = ["1wp:1::0.1", "1wf:1", "1wg:1", "1wr:1", "1wr:1:::yes", "1wd:1"]


async def statuses(stage: Stage) -> list[Status]:
    found = [
        status
        for status in Status
        for _ in await stage.storage.articles.find_by_status(status, limit=50)
    ]
    return sorted(found)


async def test_an_editor_who_features_what_is_not_there_is_told(
    stage: Stage, editor: Person
) -> None:
    editor.write("/noibat zzz")
    await stage.rest()

    assert editor.phone.last.text == "Không tìm thấy tin này."


async def test_a_writer_writes_and_does_not_publish(stage: Stage, writer: Person) -> None:
    writer.write(POST)
    await stage.rest()
    assert not {"Đăng ngay", "Hẹn giờ", "Duyệt"} & set(writer.phone.last.labels)

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
