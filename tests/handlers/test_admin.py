"""What administrators see of messages whose fate is not known."""

from __future__ import annotations

from datetime import time

from bot.simulator.telegram import Fault, Person
from storage.model import DeliveryState
from tests.staging import Stage, published, subscribed


async def test_a_message_in_doubt_is_listed_and_sent_again_by_a_person_only(
    stage: Stage, member: Person, administrator: Person
) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    await published(stage.storage, "Lũ về", now=stage.clock.now(), is_featured=True)
    stage.telegram.faults.next("sendMessage", Fault.reset_after(), chat_id=member.id)
    await stage.jump_to(time(17, 0))
    assert (await stage.storage.outbox.counts())[DeliveryState.UNCERTAIN] == 1
    assert stage.telegram.accepted(member.id) == 1

    administrator.write("/nguontin")
    await stage.rest()
    told = administrator.phone.last
    assert "Có 1 tin không rõ" in told.text
    assert "• Lũ về: 1 nơi nhận" in told.text
    await stage.pressed(administrator, "Gửi lại 1 tin")

    assert stage.telegram.accepted(member.id) == 2
    assert not (await stage.storage.outbox.counts()).get(DeliveryState.UNCERTAIN)


async def test_who_is_no_administrator_hears_of_no_sources(stage: Stage, member: Person) -> None:
    member.write("/nguontin")
    await stage.rest()

    assert "quản trị viên" in member.phone.last.text


async def test_a_message_in_doubt_may_be_let_be(
    stage: Stage, member: Person, administrator: Person
) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    await published(stage.storage, "Lũ về", now=stage.clock.now(), is_featured=True)
    stage.telegram.faults.next("sendMessage", Fault.reset_after(), chat_id=member.id)
    await stage.jump_to(time(17, 0))
    administrator.write("/nguontin")
    await stage.rest()

    await stage.pressed(administrator, "Bỏ qua")

    assert administrator.phone.last.text == "Đã bỏ qua."
    assert stage.telegram.accepted(member.id) == 1
    assert not (await stage.storage.outbox.counts()).get(DeliveryState.UNCERTAIN)
