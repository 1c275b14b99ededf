"""The table of periodic jobs. Every due time is a row; APScheduler only wakes us."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.broadcasting import fan_out_due, push_featured
from bot.digest import next_digest, next_of
from bot.feeds.causes import Cause
from bot.feeds.poll import poll_due
from bot.feeds.websub import ask_hubs
from bot.newsroom import Newsroom, Task
from storage.database import instant, stamp

log = structlog.get_logger()

TICK_S = 1
DIGEST_LIVES = timedelta(hours=10)
KEEP_UPDATES = timedelta(hours=48)
KEEP_PICTURES = timedelta(days=30)
GONE_STAYS = timedelta(days=365)
# Each is a transaction of its own: others get in between.
MOST_ERASED = 200
# A day longer than stories are held against one another.
KEEP_STORIES = timedelta(days=4)
FEEDS_A_ROUND = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A task and the rule for its next due time. `lane`: lanes never wait for one another."""

    name: str
    lane: str
    next_after: Callable[[Newsroom, datetime], datetime]
    run: Task


def every(seconds: int) -> Callable[[Newsroom, datetime], datetime]:
    """Slots at whole multiples of `seconds`, so that every scheduler names them alike."""

    def next_after(_: Newsroom, now: datetime) -> datetime:
        step = seconds * 1_000_000
        return instant((stamp(now) // step + 1) * step)

    return next_after


def at_featured_hours(newsroom: Newsroom, now: datetime) -> datetime:
    """The next hour of the featured push."""
    return next_of(now, hours=newsroom.config.featured_at, zone=newsroom.config.zone)


async def plan_digests(newsroom: Newsroom, now: datetime) -> None:
    """Queues a digest for everyone whose hour has come."""
    while await newsroom.storage.outbox.enqueue_digests(
        now, next_at=_next_hour, expires_at=now + DIGEST_LIVES
    ):
        newsroom.crash.reached("digest_enqueued")
        newsroom.wake_sender()


async def release_scheduled(newsroom: Newsroom, now: datetime) -> None:
    """Publishes what was scheduled and has come due."""
    for article_id in await newsroom.storage.articles.release_due(now):
        log.info("article_released", article_id=article_id)


async def poll_feeds(newsroom: Newsroom, now: datetime) -> None:
    """Looks at the feeds whose time has come."""
    outcomes = await poll_due(
        newsroom.storage,
        fetcher=newsroom.fetcher,
        parser=newsroom.parser,
        now=now,
        interval_s=newsroom.config.feed_interval,
        limit=FEEDS_A_ROUND,
        zone=newsroom.config.zone,
        crash=newsroom.crash,
        callback_url=newsroom.hubs_url,
        likeness=newsroom.config.story_likeness,
    )
    for outcome in outcomes:
        newsroom.metrics.feed_polls.labels(result=outcome.result).inc()
        if outcome.cause == Cause.KILLED:
            newsroom.metrics.parse_killed.inc()
        log.info(
            "feed_polled",
            feed_id=outcome.feed_id,
            result=outcome.result,
            new=len(outcome.new),
            cause=outcome.cause,
            detail=outcome.detail,
        )


async def subscribe_to_hubs(newsroom: Newsroom, now: datetime) -> None:
    """Asks the hubs of feeds to tell us of changes, where they can reach us."""
    if not newsroom.hubs_url:
        return
    taken = await ask_hubs(
        newsroom.storage, fetcher=newsroom.fetcher, callback_url=newsroom.hubs_url, now=now
    )
    if taken:
        log.info("hubs_asked", taken=taken)


async def tidy_up(newsroom: Newsroom, now: datetime) -> None:
    """Folds old openings into the counters, forgets what has had its use."""
    await newsroom.storage.views.fold_old(now)
    await _erase_gone(newsroom, now)
    await newsroom.storage.inbox.forget_handled(now - KEEP_UPDATES)
    await newsroom.storage.pictures.forget(now - KEEP_PICTURES)
    await newsroom.storage.feeds.forget_stories(before=now - KEEP_STORIES)


async def _erase_gone(newsroom: Newsroom, now: datetime) -> None:
    erased = 0
    while erased < MOST_ERASED:
        if not await newsroom.storage.readers.erase_gone(before=now - GONE_STAYS, now=now):
            break
        erased += 1
    if erased:
        log.info("gone_erased", chats=erased)


async def merge_index(newsroom: Newsroom, now: datetime) -> None:
    """Keeps the search index in few parts, however many articles came one by one."""
    await newsroom.storage.search.merge()


JOBS: tuple[Job, ...] = (
    Job(name="release", lane="quick", next_after=every(30), run=release_scheduled),
    Job(name="featured", lane="broadcasts", next_after=at_featured_hours, run=push_featured),
    Job(name="broadcasts", lane="broadcasts", next_after=every(5), run=fan_out_due),
    Job(name="digests", lane="quick", next_after=every(30), run=plan_digests),
    Job(name="tidy", lane="quick", next_after=every(3600), run=tidy_up),
    Job(name="search_index", lane="index", next_after=every(3600), run=merge_index),
    Job(name="feeds", lane="feeds", next_after=every(5), run=poll_feeds),
    Job(name="hubs", lane="hubs", next_after=every(3600), run=subscribe_to_hubs),
)


async def run_due(newsroom: Newsroom, *, lane: str, jobs: Sequence[Job] = JOBS) -> list[str]:
    """Runs what is due in this lane; the names of what ran.

    A job does its work before its slot is marked as fired: what it does is keyed, so that a
    crash in between repeats nothing that anybody sees, and loses nothing.
    """
    now = newsroom.now()
    by_name = {job.name: job for job in jobs if job.lane == lane}
    ran = []
    for name, slot_at in await newsroom.storage.schedule.due(now):
        job = by_name.get(name)
        if job is None:
            continue
        try:
            await job.run(newsroom, now)
        except Exception:
            log.exception("job_failed", job=name)
        await newsroom.storage.schedule.fire(
            name, slot_at=slot_at, next_at=job.next_after(newsroom, now), now=now
        )
        ran.append(name)
    return ran


async def ensure_jobs(newsroom: Newsroom, *, jobs: Sequence[Job] = JOBS) -> None:
    """Gives every job its row: when it is due first."""
    now = newsroom.now()
    for job in jobs:
        await newsroom.storage.schedule.ensure(job.name, due_at=job.next_after(newsroom, now))


def alarm_clock(newsroom: Newsroom) -> AsyncIOScheduler:
    """A scheduler that wakes each lane every second; a missed or doubled tick changes nothing."""
    scheduler = AsyncIOScheduler(
        timezone=newsroom.config.zone,
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
    for lane in sorted({job.lane for job in JOBS}):
        scheduler.add_job(
            run_due, "interval", seconds=TICK_S, args=[newsroom], kwargs={"lane": lane}, id=lane
        )
    return scheduler


def _next_hour(after: datetime, minute: int, timezone: str, days: int) -> datetime:
    return next_digest(after, minute=minute, zone=ZoneInfo(timezone), days=days)
