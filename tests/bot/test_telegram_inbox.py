"""Updates are on disk before Telegram hears of them, and are handled once."""

import asyncio
import resource
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram import Bot, Chat, Message, Update, User

from bot.clock import ShiftedClock
from bot.newsroom import Newsroom
from bot.simulator.telegram import Fault
from bot.telegram.inbox import DurableQueue, InOrderPerChat
from bot.wiring import open_newsroom
from tests.moments import NOW
from tests.staging import TOKEN, Stage, eventually, settings, staged


@pytest.fixture
async def newsroom(sqlite_url: str) -> AsyncIterator[Newsroom]:
    config = settings(sqlite_url, telegram_url="http://127.0.0.1:9", press_url="")
    async with open_newsroom(config, clock=ShiftedClock(start=NOW)) as opened:
        yield opened


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with staged(sqlite_url) as opened:
        yield opened


def update(number: int, *, chat_id: int = 7, text: str = "Chào") -> Update:
    message = Message(
        message_id=number,
        date=NOW,
        chat=Chat(id=chat_id, type="private"),
        from_user=User(id=chat_id, is_bot=False, first_name="An"),
        text=text,
    )
    return Update(update_id=number, message=message)


async def test_an_update_is_on_disk_when_put_returns(newsroom: Newsroom) -> None:
    queue = DurableQueue(newsroom)

    await queue.put(update(1))

    assert [number for number, _ in await newsroom.storage.inbox.find_open()] == [1]
    assert queue.qsize() == 1


async def test_an_update_that_comes_twice_is_queued_once(newsroom: Newsroom) -> None:
    queue = DurableQueue(newsroom)

    await queue.put(update(1))
    await queue.put(update(1))

    assert queue.qsize() == 1


async def test_what_was_not_handled_comes_back_after_a_start(newsroom: Newsroom) -> None:
    await DurableQueue(newsroom).put(update(1, text="Tin nào?"))
    after = DurableQueue(newsroom)

    assert await after.restore(Bot(TOKEN)) == 1

    restored = after.get_nowait()
    assert isinstance(restored, Update)
    assert restored.message is not None
    assert restored.message.text == "Tin nào?"


async def test_what_was_handled_does_not_come_back(newsroom: Newsroom) -> None:
    await DurableQueue(newsroom).put(update(1))
    await newsroom.storage.inbox.handled(1, now=NOW)

    assert await DurableQueue(newsroom).restore(Bot(TOKEN)) == 0


async def test_an_update_that_was_open_at_three_starts_is_set_aside(newsroom: Newsroom) -> None:
    await DurableQueue(newsroom).put(update(1))

    restored = [await DurableQueue(newsroom).restore(Bot(TOKEN)) for _ in range(5)]

    assert restored == [1, 1, 1, 0, 0]


async def test_put_waits_while_the_database_is_away_and_never_raises(
    newsroom: Newsroom, sqlite_url: str
) -> None:
    queue = DurableQueue(newsroom)
    await queue.put(update(1))
    log = Path(f"{sqlite_url.removeprefix('sqlite:///')}-wal")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = log.stat().st_size  # noqa: ASYNC240  # one call on a local file
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        waiting = asyncio.create_task(queue.put(update(2, text="x" * 4096)))
        done, _ = await asyncio.wait([waiting], timeout=0.3)
        assert not done
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    await asyncio.wait_for(waiting, 5)

    assert queue.qsize() == 2


async def test_one_chats_updates_keep_their_order_and_chats_do_not_wait(
    newsroom: Newsroom,
) -> None:
    processor = InOrderPerChat(newsroom)
    ended: list[int] = []
    first_may_end = asyncio.Event()

    async def handling(number: int) -> None:
        if number == 1:
            await first_may_end.wait()
        ended.append(number)

    tasks = [
        asyncio.create_task(
            processor.do_process_update(update(number, chat_id=chat_id), handling(number))
        )
        for number, chat_id in ((1, 7), (2, 7), (3, 8))
    ]
    await eventually(lambda: ended == [3])
    first_may_end.set()
    await asyncio.gather(*tasks)

    assert ended == [3, 1, 2]


async def test_an_update_delivered_twice_is_answered_once(stage: Stage) -> None:
    an = stage.telegram.person(7, language_code="vi", started=True)
    an.write("/trogiup")
    again = dict(stage.telegram.state.updates.waiting[-1])
    await stage.rest()

    stage.telegram.state.updates.waiting.append(again)
    stage.telegram.state.updates.arrived.set()
    await stage.rest()

    assert len(an.phone.received) == 1


async def test_an_answer_that_was_lost_is_no_incident_and_not_repeated(stage: Stage) -> None:
    an = stage.telegram.person(7, language_code="vi", started=True)
    stage.telegram.faults.next("sendMessage", Fault.reset_after())

    an.write("/trogiup")
    await stage.rest()

    assert len(an.phone.received) == 1


async def test_half_a_character_in_a_message_is_no_incident(stage: Stage) -> None:
    an = stage.telegram.person(7, language_code="vi", started=True)
    await stage.application.update_queue.put(update(5, text="tin \ud83d nóng"))
    await stage.rest()

    assert an.phone.last.text.startswith("Không tìm thấy tin phù hợp")
