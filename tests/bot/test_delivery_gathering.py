import asyncio

import pytest

from bot.delivery.gathering import Gathering


async def test_what_is_asked_meanwhile_is_asked_together() -> None:
    rounds: list[list[int]] = []
    may_answer = asyncio.Event()

    async def act(questions: list[int]) -> int:
        rounds.append(questions)
        await may_answer.wait()
        return sum(questions)

    gathering = Gathering(act)
    first = asyncio.create_task(gathering.ask(1))
    await asyncio.wait([first], timeout=0.01)
    later = [asyncio.create_task(gathering.ask(number)) for number in (2, 3)]
    await asyncio.wait(later, timeout=0.01)
    may_answer.set()

    assert await asyncio.gather(first, *later) == [1, 5, 5]
    assert rounds == [[1], [2, 3]]


async def test_each_who_asked_hears_of_a_failure_and_the_next_round_is_free_of_it() -> None:
    failures = [OSError("no disk")]

    async def act(questions: list[int]) -> list[int]:
        if failures:
            raise failures.pop()
        return questions

    gathering = Gathering(act)

    ends = await asyncio.gather(*(gathering.ask(n) for n in (1, 2)), return_exceptions=True)

    assert [str(end) for end in ends] == ["no disk", "no disk"]
    assert await gathering.ask(3) == [3]


async def test_who_stops_waiting_has_asked_all_the_same() -> None:
    rounds: list[list[int]] = []
    may_answer = asyncio.Event()

    async def act(questions: list[int]) -> None:
        await may_answer.wait()
        rounds.append(questions)

    gathering = Gathering(act)
    gone, stayed = (asyncio.create_task(gathering.ask(number)) for number in (1, 2))
    await asyncio.wait([gone, stayed], timeout=0.01)
    gone.cancel()
    may_answer.set()
    await stayed

    assert rounds == [[1, 2]]


async def test_stopped_it_gives_up_what_is_under_way() -> None:
    async def act(_: list[int]) -> None:
        await asyncio.Event().wait()

    gathering = Gathering(act)
    asked = asyncio.create_task(gathering.ask(1))
    await asyncio.wait([asked], timeout=0.01)

    gathering.stop()

    with pytest.raises(asyncio.CancelledError):
        await asked
