"""What a chat receives, and when: breaking news, quiet hours, several digests a day."""

from __future__ import annotations

import pytest

from bot.simulator.telegram import Person
from storage.model import Subscriber
from tests.staging import Stage, subscribed


@pytest.fixture
async def settings(stage: Stage, member: Person) -> None:
    """A subscriber's settings on the phone."""
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    member.write("/caidat")
    await stage.rest()


async def subscriber(stage: Stage, person: Person) -> Subscriber:
    found = await stage.storage.subscribers.find(person.id)
    assert found is not None
    return found


@pytest.mark.usefixtures("settings")
async def test_breaking_news_and_the_ring_are_turned_off(stage: Stage, member: Person) -> None:
    for label in ("Tin nóng: bật", "Không chuông: tắt"):
        await stage.pressed(member, label)

    assert {"Tin nóng: tắt", "Không chuông: bật"} <= set(member.phone.last.labels)
    found = await subscriber(stage, member)
    assert (found.wants_breaking, found.is_silent) == (False, True)


@pytest.mark.usefixtures("settings")
async def test_quiet_hours_go_round_none_night_and_night_but_breaking(
    stage: Stage, member: Person
) -> None:
    for label, quiet, wakes in (
        ("Không làm phiền: tắt", (1320, 360), False),
        ("Không làm phiền: 22:00 đến 06:00", (1320, 360), True),
        ("Không làm phiền: 22:00 đến 06:00, trừ tin nóng", None, False),
    ):
        await stage.pressed(member, label)

        found = await subscriber(stage, member)
        assert (found.quiet_minutes, found.wakes_for_breaking) == (quiet, wakes)
    assert "Không làm phiền: tắt" in member.phone.last.labels


@pytest.mark.usefixtures("settings")
async def test_a_digest_comes_at_up_to_three_hours_and_a_chosen_one_is_dropped(
    stage: Stage, member: Person
) -> None:
    await stage.pressed(member, "Giờ nhận bản tin: 07:00")
    for label in ("12:00", "18:00"):
        await stage.pressed(member, label)
    assert (await subscriber(stage, member)).digest_minutes == (420, 720, 1080)

    toast = await stage.pressed(member, "22:00")
    assert toast.text == "Chọn nhiều nhất 3 giờ. Bấm một giờ đã chọn để bỏ."
    for label in ("✓ 07:00", "✓ 12:00"):
        await stage.pressed(member, label)
    assert (await subscriber(stage, member)).digest_minutes == (1080,)
    toast = await stage.pressed(member, "✓ 18:00")

    assert toast.text == "Đã tắt bản tin hằng ngày."
    assert not (await subscriber(stage, member)).wants_digest
