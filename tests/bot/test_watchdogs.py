"""What ends or holds the process."""

from __future__ import annotations

import asyncio
import math
from contextlib import AsyncExitStack
from functools import partial

import pytest

from bot.backup import RESTORED_AT
from bot.broadcasting import push_featured
from bot.clock import ShiftedClock
from bot.running import EXIT_BAD_SETTINGS, EXIT_NOT_ALONE, EXIT_STALLED, Ending, running
from bot.simulator.telegram import Fault, Limits, Simulator, served
from bot.watchdogs import watch_task
from bot.wiring import open_newsroom
from storage.model import DeliveryState
from tests.moments import NOW
from tests.posting import posted
from tests.staging import (
    ADMINISTRATOR_ID,
    TOKEN,
    eventually,
    published,
    settings,
    staged,
    subscribed,
)


@pytest.mark.parametrize("fault", [Fault.hang(), Fault.server_error(502, accepted=False)])
async def test_polling_that_is_no_longer_answered_ends_the_process(
    sqlite_url: str, fault: Fault
) -> None:
    clock, ending = ShiftedClock(start=NOW), Ending()
    telegram = Simulator(token=TOKEN, now=clock.now, limits=Limits(flood=False))
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(served(telegram.app))
        config = settings(sqlite_url, telegram_url=url, press_url="")
        newsroom = await stack.enter_async_context(open_newsroom(config, clock=clock))
        telegram.faults.next("getUpdates", fault, times=1000)
        await stack.enter_async_context(
            running(newsroom, ending=ending, per_second=math.inf, holder="test", quiet_s=0.5)
        )

        await asyncio.wait_for(ending.wanted.wait(), 10)

    assert ending.code == EXIT_STALLED


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_a_token_that_was_taken_back_ends_the_process_and_loses_nothing(
    sqlite_url: str, mode: str
) -> None:
    given: dict[str, object] = {}
    if mode == "webhook":
        given = {"mode": mode, "web_url": "http://127.0.0.1:1", "web_port": 0}
    async with staged(sqlite_url, **given) as stage:
        await subscribed(stage.storage, 1001, now=stage.clock.now())
        await published(stage.storage, "Tin", now=stage.clock.now(), is_featured=True)
        stage.telegram.revoke_token()

        await push_featured(stage.newsroom, stage.clock.now())
        await asyncio.wait_for(stage.ending.wanted.wait(), 10)

        assert stage.ending.code == EXIT_BAD_SETTINGS

        async def is_queued() -> bool:
            return await stage.storage.outbox.count_open() == {DeliveryState.QUEUED: 1}

        await eventually(is_queued)


async def test_a_gateway_that_knows_no_address_for_a_moment_ends_nothing(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        member = stage.telegram.person(1001, started=True)
        stage.telegram.faults.next("sendMessage", Fault.server_error(404, accepted=False))

        member.write("/start")
        await stage.rest()

        assert not stage.ending.wanted.is_set()


async def test_a_jump_of_the_clock_ends_nothing(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        await stage.jump(hours=12)

        assert not stage.ending.wanted.is_set()


async def test_a_part_that_died_ends_the_process_and_one_that_was_stopped_does_not() -> None:
    async def dies() -> None:
        raise LookupError("a bug")

    async def is_stopped() -> None:
        raise asyncio.CancelledError

    codes = []
    for part in (is_stopped(), dies()):
        ending, task = Ending(), asyncio.create_task(part)
        watch_task(task, on_died=partial(ending.ask, EXIT_STALLED))
        await asyncio.wait([task])
        await asyncio.wait([asyncio.create_task(ending.wanted.wait())], timeout=0.05)
        codes.append(ending.code)

    assert codes == [0, EXIT_STALLED]


@pytest.mark.parametrize(
    ("at_s", "code"),
    [
        ((0, 40, 90), EXIT_NOT_ALONE),
        ((0, 40, 400, 800), 0),
        ((0, 900, 910, 920), EXIT_NOT_ALONE),
    ],
)
def test_a_conflict_that_goes_on_ends_the_process_and_one_now_and_then_does_not(
    at_s: tuple[float, ...], code: int
) -> None:
    ending = Ending()

    for each in at_s:
        ending.conflict(each)

    assert ending.code == code


async def test_a_restored_database_sends_nothing_until_an_administrator_says_so(
    sqlite_url: str,
) -> None:
    clock, telegram = ShiftedClock(start=NOW), Simulator(token=TOKEN, limits=Limits(flood=False))
    member = telegram.person(1001, started=True)
    administrator = telegram.person(ADMINISTRATOR_ID, language_code="vi", started=True)
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(served(telegram.app))
        config = settings(sqlite_url, telegram_url=url, press_url="")
        newsroom = await stack.enter_async_context(open_newsroom(config, clock=clock))
        await newsroom.storage.settings.put(RESTORED_AT, value=NOW.isoformat())
        await subscribed(newsroom.storage, member.id, now=NOW)
        await published(newsroom.storage, "Tin", now=clock.now(), is_featured=True)
        await stack.enter_async_context(
            running(newsroom, ending=Ending(), per_second=math.inf, holder="test")
        )
        await push_featured(newsroom, clock.now())
        await telegram.idle()
        assert member.phone.received == []
        assert administrator.phone.last.labels == ["Cho gửi tiếp"]

        await administrator.press("Cho gửi tiếp")

        await eventually(lambda: len(member.phone.received) == 1)


async def test_a_message_that_kills_three_times_is_set_aside_and_the_others_go_out(
    sqlite_url: str,
) -> None:
    async with posted(sqlite_url) as post:
        people = await post.subscribers(5)
        post.newsroom.is_on_hold = True
        await post.push()
        outbox, now = post.storage.outbox, post.clock.now()
        for limit in (5, 5, 5, 5, 5):
            await outbox.claim("dead", limit=limit, now=now)
            await outbox.recover(now)

        post.newsroom.is_on_hold = False
        post.sender.wake()

        assert await post.settled() == {DeliveryState.REFUSED: 1, DeliveryState.SENT: 4}
        assert sum(post.telegram.accepted(person.id) for person in people) == 4
