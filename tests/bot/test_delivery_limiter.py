import asyncio
import math
from itertools import pairwise

import pytest
from telegram.error import RetryAfter

from bot.delivery.limiter import Lane, Limiter


async def ordered(limiter: Limiter, *lanes: Lane) -> list[int]:
    """In which order the callers, who come one after another, may go."""
    gone: list[int] = []

    async def caller(number: int, lane: Lane) -> None:
        await limiter.slot(chat_id=number, lane=lane)
        gone.append(number)

    await asyncio.gather(*(caller(number, lane) for number, lane in enumerate(lanes)))
    return gone


async def test_an_answer_overtakes_what_is_queued() -> None:
    limiter = Limiter(per_second=100)

    gone = await ordered(limiter, *[Lane.BULK] * 20, Lane.REPLY)

    assert gone.index(20) <= 3
    assert [each for each in gone if each != 20] == list(range(20))


async def test_the_pace_is_kept() -> None:
    limiter = Limiter(per_second=100)
    loop = asyncio.get_running_loop()
    start = loop.time()

    await ordered(limiter, *[Lane.BULK] * 50)

    assert loop.time() - start >= 0.45


async def test_what_is_queued_leaves_by_threes_and_no_second_holds_more_than_thirty() -> None:
    limiter = Limiter(per_second=28)
    loop = asyncio.get_running_loop()
    gone: list[float] = []

    async def caller(number: int) -> None:
        await limiter.slot(chat_id=number, lane=Lane.BULK)
        gone.append(loop.time())

    await asyncio.gather(*(caller(number) for number in range(70)))

    assert sum(after - before < 0.01 for before, after in pairwise(gone)) >= 40
    assert max(sum(at <= each < at + 1 for each in gone) for at in gone) <= 30


async def test_one_chat_takes_three_at_once_and_then_one_a_second() -> None:
    limiter = Limiter(per_second=1000)
    loop = asyncio.get_running_loop()
    start = loop.time()

    for _ in range(3):
        await limiter.slot(chat_id=7, lane=Lane.REPLY)
    assert loop.time() - start < 0.9
    await limiter.slot(chat_id=7, lane=Lane.REPLY)

    assert loop.time() - start >= 0.9


async def test_nothing_leaves_during_a_pause() -> None:
    limiter = Limiter(per_second=None)
    loop = asyncio.get_running_loop()
    start = loop.time()
    limiter.pause(0.3)

    may_push = await limiter.slot(chat_id=1, lane=Lane.BULK)
    may_answer = await limiter.slot(chat_id=2, lane=Lane.REPLY)

    assert (may_push, may_answer) == (False, True)
    assert loop.time() - start >= 0.3


async def test_a_shorter_pause_does_not_end_a_longer_one() -> None:
    limiter = Limiter(per_second=None)
    limiter.pause(60)
    limiter.pause(1)

    assert limiter.paused_s > 55


async def test_who_gives_up_waiting_takes_no_slot() -> None:
    limiter = Limiter(per_second=20)
    await limiter.slot(chat_id=1, lane=Lane.BULK)
    waiting = asyncio.create_task(limiter.slot(chat_id=2, lane=Lane.BULK))
    later = asyncio.create_task(limiter.slot(chat_id=3, lane=Lane.BULK))
    await asyncio.wait([waiting], timeout=0.001)
    waiting.cancel()

    await asyncio.wait_for(later, 1)

    assert waiting.cancelled() or waiting.cancelling()


@pytest.mark.parametrize("per_second", [None, math.inf])
async def test_a_rehearsal_knows_no_limit(per_second: float | None) -> None:
    limiter = Limiter(per_second=per_second)
    loop = asyncio.get_running_loop()
    start = loop.time()

    for _ in range(5_000):
        await limiter.slot(chat_id=-7, lane=Lane.BULK)

    assert loop.time() - start < 5


async def test_a_short_flood_wait_is_sat_out_and_a_long_one_is_told() -> None:
    limiter = Limiter(per_second=None)
    answers: list[object] = [RetryAfter(0), "sent", RetryAfter(600)]

    async def call() -> object:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def asked() -> object:
        return await limiter.process_request(call, (), {}, "sendMessage", {"chat_id": 7}, None)

    assert await asked() == "sent"
    with pytest.raises(RetryAfter):
        await asked()
    assert limiter.paused_s > 500


@pytest.mark.parametrize("endpoint", ["answerCallbackQuery", "getUpdates", "sendChatAction"])
async def test_what_telegram_does_not_count_never_waits(endpoint: str) -> None:
    limiter = Limiter(per_second=1)
    limiter.pause(600)

    async def call() -> str:
        return "done"

    given = limiter.process_request(call, (), {}, endpoint, {}, None)

    assert await asyncio.wait_for(given, 1) == "done"


async def test_beside_a_queue_an_answer_does_not_wait_for_its_slot_and_the_pace_is_kept() -> None:
    limiter = Limiter(per_second=10)
    loop = asyncio.get_running_loop()
    start = loop.time()
    queued = asyncio.create_task(ordered(limiter, *[Lane.BULK] * 6))
    await limiter.slot(chat_id=1, lane=Lane.BULK)

    asked_at = loop.time()
    await limiter.slot(chat_id=7, lane=Lane.REPLY)

    assert loop.time() - asked_at < 0.05
    await queued
    # Eight in all: the answer's slot was taken from those that were queued.
    assert loop.time() - start >= 0.65


async def test_a_queued_message_is_sent_away_when_telegram_wants_silence() -> None:
    limiter = Limiter(per_second=0.5)
    await limiter.slot(chat_id=1, lane=Lane.BULK)
    queued = asyncio.create_task(limiter.slot(chat_id=2, lane=Lane.BULK))
    await asyncio.wait([queued], timeout=0.01)

    limiter.pause(30)

    assert await queued is False
    assert await limiter.slot(chat_id=3, lane=Lane.BULK) is False


async def test_an_album_is_as_many_messages_as_it_has_parts() -> None:
    limiter = Limiter(per_second=20)
    loop = asyncio.get_running_loop()

    async def call() -> str:
        return "sent"

    album = {"chat_id": 7, "media": [{}] * 10}
    await limiter.process_request(call, (), {}, "sendMediaGroup", album, None)
    start = loop.time()
    await limiter.slot(chat_id=8, lane=Lane.BULK)

    assert loop.time() - start >= 0.4


async def test_a_group_takes_ten_at_once_and_then_waits() -> None:
    limiter = Limiter(per_second=1000)
    for _ in range(10):
        await asyncio.wait_for(limiter.slot(chat_id=-7, lane=Lane.REPLY), 1)

    waiting = asyncio.create_task(limiter.slot(chat_id=-7, lane=Lane.REPLY))
    done, _ = await asyncio.wait([waiting], timeout=0.5)

    assert not done
    waiting.cancel()
