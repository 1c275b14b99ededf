"""Rich messages, and the way back when the server does not know them."""

from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest
from telegram.error import BadRequest, Forbidden

from bot.delivery.limiter import Limiter
from bot.render.screen import RichScreen
from bot.simulator.telegram import Dialect, Limits, Person, Simulator, served
from bot.telegram.calls import Calls
from bot.telegram.request import FastRequest
from bot.telegram.rich import RichLane
from tests.staging import TOKEN

SCREEN = RichScreen(html="<h1>Tin</h1><p>Thân bài</p>")
OTHER = RichScreen(html="<h1>Tin</h1><p>Phần hai</p>")


class Far(NamedTuple):
    """The server, somebody on it, and how to call it."""

    telegram: Simulator
    person: Person
    calls: Calls

    def attempts(self) -> int:
        return len([call for call in self.telegram.calls if call.method != "sendMessage"])


@pytest.fixture
async def far() -> AsyncIterator[Far]:
    telegram = Simulator(token=TOKEN, limits=Limits(flood=False))
    request = FastRequest()
    await request.initialize()
    async with served(telegram.app) as url:
        calls = Calls(
            address=f"{url}/bot{TOKEN}", request=request, limiter=Limiter(per_second=None)
        )
        yield Far(telegram, telegram.person(7, started=True), calls)
    await request.shutdown()


async def test_a_rich_message_is_sent_and_turned_in_place(far: Far) -> None:
    lane = RichLane(far.calls, mode="auto")

    sent = await lane.send(SCREEN, chat_id=7)
    assert sent is not None
    assert await lane.edit(OTHER, chat_id=7, message_id=sent["message_id"])

    assert "Phần hai" in far.person.phone.last.text
    assert len(far.person.phone.received) == 1


async def test_turning_to_what_is_shown_already_is_success(far: Far) -> None:
    lane = RichLane(far.calls, mode="auto")
    sent = await lane.send(SCREEN, chat_id=7)
    assert sent is not None

    assert await lane.edit(SCREEN, chat_id=7, message_id=sent["message_id"])


async def test_an_older_server_is_asked_once(far: Far) -> None:
    far.telegram.dialect = Dialect(rich=False)
    lane = RichLane(far.calls, mode="auto")

    assert await lane.send(SCREEN, chat_id=7) is None
    assert await lane.send(SCREEN, chat_id=7) is None

    assert far.attempts() == 1
    assert not lane.is_open


async def test_an_older_server_does_not_turn_a_part_either(far: Far) -> None:
    lane = RichLane(far.calls, mode="auto")
    sent = await lane.send(SCREEN, chat_id=7)
    assert sent is not None
    far.telegram.dialect = Dialect(rich=False)

    assert not await lane.edit(OTHER, chat_id=7, message_id=sent["message_id"])
    assert not lane.is_open


async def test_switched_off_it_is_never_tried(far: Far) -> None:
    lane = RichLane(far.calls, mode="off")

    assert await lane.send(SCREEN, chat_id=7) is None
    assert far.attempts() == 0


async def test_a_reader_who_left_is_no_reason_to_give_up_rich_messages(far: Far) -> None:
    lane = RichLane(far.calls, mode="auto")
    far.person.block()

    with pytest.raises(Forbidden):
        await lane.send(SCREEN, chat_id=7)

    assert lane.is_open


async def test_a_message_of_ours_that_is_wrong_is_no_reason_either(far: Far) -> None:
    lane = RichLane(far.calls, mode="auto")

    with pytest.raises(BadRequest):
        await lane.send(RichScreen(html="<blink>x</blink>"), chat_id=7)

    assert lane.is_open
