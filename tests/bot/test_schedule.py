"""Due times are rows: whoever wakes, whenever, what is due happens once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, time, timedelta

import pytest

from bot.clock import ShiftedClock
from bot.newsroom import Newsroom
from bot.schedule import JOBS, Job, at_featured_hours, ensure_jobs, every, run_due
from bot.wiring import open_newsroom
from storage.model import DeliveryState, ReaderId
from tests.moments import NOW
from tests.staging import published, settings, subscribed

LANES = sorted({job.lane for job in JOBS} - {"feeds"})


@pytest.fixture
async def newsroom(storage_url: str) -> AsyncIterator[Newsroom]:
    config = settings(storage_url, telegram_url="http://127.0.0.1:9", press_url="")
    async with open_newsroom(config, clock=ShiftedClock(start=NOW)) as opened:
        yield opened


def jump(newsroom: Newsroom, **length: float) -> None:
    clock = newsroom.clock
    assert isinstance(clock, ShiftedClock)
    clock.jump(timedelta(**length))


def counting(name: str, runs: list[datetime], *, fails: bool = False) -> Job:
    async def run(_: Newsroom, now: datetime) -> None:
        runs.append(now)
        if fails:
            raise RuntimeError("a bug in a job")

    return Job(name=name, lane="quick", next_after=every(60), run=run)


async def test_whoever_blocked_us_a_year_ago_is_erased(newsroom: Newsroom) -> None:
    await subscribed(newsroom.storage, 7, now=NOW)
    await newsroom.storage.subscribers.end(7, cause="left", now=NOW)
    await ensure_jobs(newsroom)

    jump(newsroom, days=364)
    await run_due(newsroom, lane="quick")
    before = await newsroom.storage.readers.kept(ReaderId(7))
    jump(newsroom, days=1, hours=1)
    await run_due(newsroom, lane="quick")

    assert before["readers"][0]["gone_at"]
    assert await newsroom.storage.readers.kept(ReaderId(7)) == {}


async def test_a_job_runs_when_its_time_has_come_and_not_before(newsroom: Newsroom) -> None:
    runs: list[datetime] = []
    jobs = [counting("count", runs)]
    await ensure_jobs(newsroom, jobs=jobs)

    assert await run_due(newsroom, lane="quick", jobs=jobs) == []
    jump(newsroom, seconds=61)

    assert await run_due(newsroom, lane="quick", jobs=jobs) == ["count"]
    assert await run_due(newsroom, lane="quick", jobs=jobs) == []
    assert len(runs) == 1


async def test_many_missed_slots_are_one_run(newsroom: Newsroom) -> None:
    runs: list[datetime] = []
    jobs = [counting("count", runs)]
    await ensure_jobs(newsroom, jobs=jobs)

    jump(newsroom, days=3)
    await run_due(newsroom, lane="quick", jobs=jobs)
    await run_due(newsroom, lane="quick", jobs=jobs)

    assert len(runs) == 1


async def test_a_job_that_fails_neither_stops_the_others_nor_itself(newsroom: Newsroom) -> None:
    bad: list[datetime] = []
    good: list[datetime] = []
    jobs = [counting("bad", bad, fails=True), counting("good", good)]
    await ensure_jobs(newsroom, jobs=jobs)

    for _ in range(2):
        jump(newsroom, seconds=61)
        await run_due(newsroom, lane="quick", jobs=jobs)

    assert (len(bad), len(good)) == (2, 2)


async def test_a_lane_leaves_the_other_lanes_jobs_alone(newsroom: Newsroom) -> None:
    runs: list[datetime] = []
    jobs = [counting("count", runs)]
    await ensure_jobs(newsroom, jobs=jobs)
    jump(newsroom, seconds=61)

    assert await run_due(newsroom, lane="feeds", jobs=jobs) == []
    assert runs == []


async def test_a_due_time_outlives_a_start(newsroom: Newsroom) -> None:
    runs: list[datetime] = []
    jobs = [counting("count", runs)]
    await ensure_jobs(newsroom, jobs=jobs)
    jump(newsroom, seconds=61)

    await ensure_jobs(newsroom, jobs=jobs)

    assert await run_due(newsroom, lane="quick", jobs=jobs) == ["count"]


async def test_ten_schedulers_queue_one_push_and_one_digest_each(newsroom: Newsroom) -> None:
    for chat_id in range(1, 8):
        await subscribed(newsroom.storage, chat_id, now=NOW, next_digest_at=NOW)
    await published(newsroom.storage, "Tin", now=NOW + timedelta(seconds=1), is_featured=True)
    await ensure_jobs(newsroom)
    jump(newsroom, hours=6)

    await asyncio.gather(*(run_due(newsroom, lane=lane) for lane in LANES * 10))

    counts = await newsroom.storage.outbox.counts()
    assert counts[DeliveryState.QUEUED] == 14


async def test_a_push_missed_while_away_goes_out_at_the_start(newsroom: Newsroom) -> None:
    await subscribed(newsroom.storage, 1, now=NOW)
    await published(newsroom.storage, "Tin", now=NOW, is_featured=True)
    await ensure_jobs(newsroom)

    jump(newsroom, hours=8)
    await ensure_jobs(newsroom)
    for lane in LANES:
        await run_due(newsroom, lane=lane)

    assert (await newsroom.storage.outbox.counts())[DeliveryState.QUEUED] == 1


async def test_featured_news_goes_out_at_the_hours_of_the_settings(newsroom: Newsroom) -> None:
    zone = newsroom.config.zone

    due, found = NOW, []
    for _ in range(4):
        due = at_featured_hours(newsroom, due)
        found.append(due.astimezone(zone).time())

    assert found == [time(17, 0), time(7, 30), time(11, 30), time(17, 0)]


def test_every_job_has_a_name_of_its_own_and_feeds_a_lane_of_theirs() -> None:
    names = [job.name for job in JOBS]

    assert len(set(names)) == len(names)
    assert [job.name for job in JOBS if job.lane == "feeds"] == ["feeds"]
