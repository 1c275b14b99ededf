import asyncio
from datetime import timedelta

from storage import Storage
from tests.moments import NOW

HOUR = timedelta(hours=1)


async def test_a_job_is_due_when_its_time_has_come(storage: Storage):
    await storage.schedule.ensure("digests", due_at=NOW)
    await storage.schedule.ensure("feeds", due_at=NOW - HOUR)
    await storage.schedule.ensure("later", due_at=NOW + HOUR)

    assert await storage.schedule.due(NOW) == [("feeds", NOW - HOUR), ("digests", NOW)]


async def test_a_job_that_is_there_keeps_its_time(storage: Storage):
    await storage.schedule.ensure("digests", due_at=NOW)

    await storage.schedule.ensure("digests", due_at=NOW + HOUR)

    assert await storage.schedule.due(NOW) == [("digests", NOW)]


async def test_ten_schedulers_fire_a_slot_once(storage: Storage):
    await storage.schedule.ensure("digests", due_at=NOW)

    fired = await asyncio.gather(
        *(
            storage.schedule.fire("digests", slot_at=NOW, next_at=NOW + HOUR, now=NOW)
            for _ in range(10)
        )
    )

    assert sum(fired) == 1
    assert await storage.schedule.due(NOW) == []
    assert await storage.schedule.due(NOW + HOUR) == [("digests", NOW + HOUR)]


async def test_a_slot_that_comes_late_does_not_turn_back_the_clock(storage: Storage):
    await storage.schedule.ensure("digests", due_at=NOW)
    await storage.schedule.fire("digests", slot_at=NOW, next_at=NOW + 2 * HOUR, now=NOW)

    again = await storage.schedule.fire("digests", slot_at=NOW, next_at=NOW + HOUR, now=NOW)

    assert not again
    assert await storage.schedule.due(NOW + HOUR) == []
