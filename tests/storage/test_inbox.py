import asyncio
from datetime import timedelta

from storage import Storage
from tests.moments import NOW


async def test_an_update_is_received_once(storage: Storage):
    assert await storage.inbox.receive(7, body="{}", now=NOW)

    assert not await storage.inbox.receive(7, body="{}", now=NOW)


async def test_an_update_that_arrives_twice_at_once_is_received_once(storage: Storage):
    received = await asyncio.gather(
        *(storage.inbox.receive(7, body="{}", now=NOW) for _ in range(10))
    )

    assert sum(received) == 1


async def test_what_is_open_comes_back_in_telegrams_order(storage: Storage):
    for update_id in (12, 3, 9):
        await storage.inbox.receive(update_id, body=f'{{"chào": {update_id}}}', now=NOW)
    await storage.inbox.handled(9, now=NOW)

    assert await storage.inbox.find_open() == [(3, '{"chào": 3}'), (12, '{"chào": 12}')]


async def test_beginnings_are_counted(storage: Storage):
    await storage.inbox.receive(7, body="{}", now=NOW)

    assert [await storage.inbox.begin(7) for _ in range(3)] == [1, 2, 3]
    assert await storage.inbox.begin(404) == 0


async def test_what_is_handled_stays_known_without_its_words(storage: Storage):
    await storage.inbox.receive(7, body="{}", now=NOW)

    await storage.inbox.handled(7, now=NOW)

    assert not await storage.inbox.receive(7, body="{}", now=NOW)
    assert await storage.inbox.find_open() == []


async def test_only_what_was_handled_long_ago_is_forgotten(storage: Storage):
    for update_id in (1, 2, 3):
        await storage.inbox.receive(update_id, body="{}", now=NOW)
    await storage.inbox.handled(1, now=NOW - timedelta(days=3))
    await storage.inbox.handled(2, now=NOW)

    assert await storage.inbox.forget_handled(NOW - timedelta(days=2)) == 1
    assert await storage.inbox.receive(1, body="{}", now=NOW)
    assert not await storage.inbox.receive(2, body="{}", now=NOW)
    assert not await storage.inbox.receive(3, body="{}", now=NOW)
