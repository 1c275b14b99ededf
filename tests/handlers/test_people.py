"""Who comes to the desk, and who leaves it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from bot.simulator.telegram import Person
from storage.model import ReaderId, Role
from tests.handlers.conftest import OTHER_ID
from tests.staging import ADMINISTRATOR_ID, Stage


async def invited(stage: Stage, administrator: Person, role: str) -> str:
    """The payload of a fresh invitation, as the administrator sees it."""
    administrator.write("/phanquyen")
    await stage.rest()
    await stage.pressed(administrator, "Mời người mới")
    await stage.pressed(administrator, role)
    (url,) = [word for word in administrator.phone.last.text.split() if word.startswith("https")]
    return parse_qs(urlsplit(url).query)["start"][0]


async def roles_of(stage: Stage, person: Person) -> frozenset[Role]:
    return await stage.storage.roles.of(ReaderId(person.id))


async def test_an_invitation_lets_one_person_in(
    stage: Stage, administrator: Person, member: Person, other: Person
) -> None:
    payload = await invited(stage, administrator, "Biên tập viên")

    member.open_link(payload)
    await stage.rest()
    other.open_link(payload)
    await stage.rest()

    assert member.phone.last.text == "Bạn giờ là Biên tập viên. Bấm /trogiup để xem các lệnh."
    assert other.phone.last.text.startswith("This invitation is over")
    assert await roles_of(stage, member) == {Role.EDITOR}
    assert await roles_of(stage, other) == frozenset()
    member.write("/banthao")
    await stage.rest()
    assert "bản nháp" in member.phone.last.text


async def test_an_invitation_is_over_after_a_day(
    stage: Stage, administrator: Person, member: Person
) -> None:
    payload = await invited(stage, administrator, "Cộng tác viên")

    await stage.jump(hours=24, seconds=1)
    member.open_link(payload)
    await stage.rest()

    assert member.phone.last.text.startswith("Lời mời này đã hết hạn")
    assert await roles_of(stage, member) == frozenset()


async def test_invitations_are_long_and_never_the_same(stage: Stage, administrator: Person) -> None:
    payloads = {await invited(stage, administrator, "Người duyệt") for _ in range(3)}

    assert len(payloads) == 3
    assert all(len(payload) == len("m_") + 22 for payload in payloads)


async def test_what_was_not_used_can_be_called_back(
    stage: Stage, administrator: Person, member: Person
) -> None:
    payload = await invited(stage, administrator, "Biên tập viên")

    await stage.pressed(administrator, "Quay lại")
    assert "Lời mời chưa dùng: 1" in administrator.phone.last.text
    toast = await stage.pressed(administrator, "Thu hồi lời mời")
    member.open_link(payload)
    await stage.rest()

    assert toast.text == "Đã thu hồi 1 lời mời."
    assert await roles_of(stage, member) == frozenset()


async def test_a_role_is_given_and_taken_by_number(
    stage: Stage, administrator: Person, member: Person
) -> None:
    member.write("/start")
    await stage.rest()
    administrator.write(f"/phanquyen {member.id}")
    await stage.rest()
    assert administrator.phone.last.text.startswith("An\nMã Telegram: 1001\nchưa có vai trò")

    toast = await stage.pressed(administrator, "Cho làm Người duyệt")

    assert toast.text == "An giờ là Người duyệt."
    assert await roles_of(stage, member) == {Role.APPROVER}
    assert member.phone.last.text.startswith("Bạn giờ là Người duyệt.")
    await stage.pressed(administrator, "Thôi làm Người duyệt")
    assert await roles_of(stage, member) == frozenset()
    assert member.phone.last.text == "Bạn không còn là Người duyệt."


async def test_who_leaves_the_desk_loses_its_menu(
    stage: Stage, administrator: Person, editor: Person
) -> None:
    editor.write("/start")
    administrator.write("/phanquyen")
    await stage.rest()
    await stage.pressed(administrator, "Bình")

    await stage.pressed(administrator, "Thôi làm Biên tập viên")

    calls = [call.method for call in stage.telegram.calls if call.params.get("scope")]
    assert calls[-3:] == ["deleteMyCommands"] * 3


async def test_the_right_to_everything_is_asked_for_twice(
    stage: Stage, administrator: Person, member: Person
) -> None:
    member.write("/start")
    await stage.rest()
    administrator.write(f"/phanquyen {member.id}")
    await stage.rest()

    await stage.pressed(administrator, "Cho làm Quản trị viên")
    assert await roles_of(stage, member) == frozenset()
    await stage.pressed(administrator, "Xác nhận")

    assert await roles_of(stage, member) == {Role.ADMINISTRATOR}


async def test_an_administrator_of_the_settings_cannot_be_removed_here(
    stage: Stage, administrator: Person
) -> None:
    administrator.write(f"/phanquyen {ADMINISTRATOR_ID}")
    await stage.rest()
    assert "do cài đặt của máy chủ chỉ định" in administrator.phone.last.text
    assert "Thôi làm Quản trị viên" not in administrator.phone.last.labels

    toast = await administrator.press_data("1qr:2bd:::administrator:yes")
    await stage.rest()

    assert toast is not None
    assert toast.text is not None
    assert toast.text.startswith("Nút này đã cũ")
    assert await roles_of(stage, administrator) == {Role.ADMINISTRATOR}


@pytest.mark.parametrize("given", ["@an", "An", "0", "99999999999999999", "1e3", "-5"])
async def test_nobody_is_named_but_by_a_number(
    stage: Stage, administrator: Person, given: str
) -> None:
    administrator.write(f"/phanquyen {given}")
    await stage.rest()

    assert administrator.phone.last.text.startswith("Mã Telegram chỉ gồm chữ số.")


async def test_somebody_the_bot_never_met_gets_no_role(stage: Stage, administrator: Person) -> None:
    administrator.write("/phanquyen 424242")
    await stage.rest()

    assert administrator.phone.last.text.startswith("Bot chưa gặp người này.")


async def test_members_are_counted_and_not_listed(
    stage: Stage, administrator: Person, member: Person
) -> None:
    member.write("/dangky")
    await stage.rest()

    administrator.write("/thanhvien")
    await stage.rest()

    assert administrator.phone.last.text == (
        "Thành viên\nĐang nhận tin: 1\n• cá nhân: 1\nĐã dừng hoặc chặn bot: 0"
    )


@pytest.mark.parametrize("command", ["/phanquyen", "/thanhvien", "/nhatky", "/saoluu"])
async def test_an_editor_is_told_that_this_is_for_administrators(
    stage: Stage, editor: Person, command: str
) -> None:
    editor.write(command)
    await stage.rest()

    assert editor.phone.last.text == "Chỉ quản trị viên dùng được lệnh này."


async def test_the_audit_says_who_did_what(
    stage: Stage, administrator: Person, other: Person
) -> None:
    other.write("/start")
    await stage.rest()
    administrator.write(f"/phanquyen {OTHER_ID}")
    await stage.rest()
    await stage.pressed(administrator, "Cho làm Biên tập viên")

    administrator.write("/nhatky")
    await stage.rest()

    lines = administrator.phone.last.text.splitlines()
    assert lines[0] == "Nhật ký"
    assert lines[2].endswith("Chi cho Emma làm Biên tập viên")
    await stage.pressed(administrator, "Bài")
    assert administrator.phone.last.text.endswith("Chưa có việc nào.")
    await stage.pressed(administrator, "Người")
    assert "Chi cho Emma làm Biên tập viên" in administrator.phone.last.text


async def test_the_audit_comes_as_a_file_too(stage: Stage, administrator: Person) -> None:
    administrator.write("/nhatky")
    await stage.rest()

    await stage.pressed(administrator, "Tải tệp CSV")

    (call,) = [call for call in stage.telegram.calls if call.method == "sendDocument"]
    assert call.ok


async def test_a_backup_is_made_beside_the_database(stage: Stage, administrator: Person) -> None:
    administrator.write("/saoluu")
    await stage.rest()

    assert administrator.phone.last.text.startswith("Đã sao lưu: ")
