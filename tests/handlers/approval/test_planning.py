"""Where approval is needed, an article is put on the calendar as it would be published."""

from __future__ import annotations

from bot.press import Press, Verb
from bot.simulator.telegram import Group, Person
from storage.model import Article, Status
from tests.handlers.approval.conftest import ID, article, card, open_card
from tests.staging import Stage


async def test_what_is_not_approved_is_not_scheduled(
    stage: Stage, editor: Person, editors: Group, submitted: Article
) -> None:
    await open_card(stage, editor)
    assert "Hẹn giờ" not in editor.phone.last.labels
    press = Press(verb=Verb.PLAN, id=ID, version=submitted.version, argument="now!")

    toast = await editor.press_data(press.encode(), message_id=editor.phone.last.id)
    await stage.rest()

    assert toast is not None
    assert toast.text == "Bạn không có quyền làm việc này."
    assert (await article(stage)).status is Status.PENDING


async def test_what_is_approved_is_scheduled_and_the_group_sees_it(
    stage: Stage, editor: Person, approver: Person, editors: Group, submitted: Article
) -> None:
    await stage.pressed(approver, "Duyệt", chat=editors)
    await open_card(stage, editor)

    for label in ("Hẹn giờ", "17:00", "Xác nhận"):
        await stage.pressed(editor, label)

    assert (await article(stage)).status is Status.SCHEDULED
    assert card(editors).text.startswith("Đã hẹn giờ · 1.0")


async def test_an_administrator_is_told_that_approvals_lack(
    stage: Stage, administrator: Person, editors: Group, submitted: Article
) -> None:
    await open_card(stage, administrator)

    for label in ("Hẹn giờ", "17:00"):
        await stage.pressed(administrator, label)
    assert "0/1" in administrator.phone.last.text
    await stage.pressed(administrator, "Xác nhận")

    assert (await article(stage)).status is Status.SCHEDULED
    acts = [it.action for it in await stage.storage.audit.find(limit=2)]
    assert acts == ["schedule", "publish_unapproved"]
