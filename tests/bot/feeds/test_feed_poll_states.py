from datetime import timedelta

import pytest

from bot.feeds.fetch import Fetcher
from bot.feeds.outcome import Result
from bot.feeds.parse import Parser
from bot.feeds.tiers import Tier, addresses_of
from storage import Storage
from storage.model import FeedStatus
from tests.bot.feeds.conftest import NOW, Press
from tests.bot.feeds.rounds import A_DAY, Publisher, Round, publishing, rss


@pytest.mark.parametrize(
    ("headers", "ttl", "wait_s"),
    [
        ({}, 0, 900),
        ({}, 60, 3_600),
        ({"Cache-Control": "max-age=7200"}, 60, 7_200),
        ({"Cache-Control": "max-age=9999999"}, 0, 86_400),
        ({}, 1, 900),
    ],
)
async def test_a_feed_that_asks_for_longer_gets_longer(
    sqlite_storage: Storage, parser: Parser, headers: dict[str, str], ttl: int, wait_s: int
) -> None:
    publisher = Publisher(rss("một", ttl=ttl), headers=headers)
    async with publishing(publisher) as fetcher:
        feed = await sqlite_storage.feeds.add(publisher.url, now=NOW)
        this = Round(sqlite_storage, parser, fetcher)
        await this.poll()
        _, first = await this.feed(feed)
        this.now = first.next_poll_at
        await this.poll()
        _, second = await this.feed(feed)

    for wait in (first.next_poll_at - NOW, second.next_poll_at - this.now):
        assert wait_s <= wait.total_seconds() <= min(wait_s * 1.1, 86_400)


async def test_failures_are_told_and_waited_out_and_forgotten(
    storage: Storage, parser: Parser
) -> None:
    publisher = Publisher(status=500)
    async with publishing(publisher) as fetcher:
        feed = await storage.feeds.add(publisher.url, now=NOW)
        this = Round(storage, parser, fetcher)
        waits = []
        for _ in range(4):
            await this.poll()
            _, state = await this.feed(feed)
            waits.append((state.next_poll_at - this.now).total_seconds())
            this.now = state.next_poll_at
        failing = state
        publisher.status, publisher.body = 200, rss("một")
        await this.poll()
        _, well = await this.feed(feed)

    assert (failing.failures, failing.cause, failing.detail) == (4, "status", "500")
    assert failing.last_ok_at is None
    for wait, least in zip(waits, (900, 1_800, 3_600, 7_200), strict=True):
        assert least <= wait <= least * 1.2
    assert (well.failures, well.cause, well.detail) == (0, "", "")


async def test_a_publisher_who_asks_for_time_gets_it(
    sqlite_storage: Storage, parser: Parser
) -> None:
    publisher = Publisher(status=429, headers={"Retry-After": "40000"})
    async with publishing(publisher) as fetcher:
        feed = await sqlite_storage.feeds.add(publisher.url, now=NOW)
        this = Round(sqlite_storage, parser, fetcher)
        (outcome,) = await this.poll()
        _, state = await this.feed(feed)

    assert (outcome.result, outcome.cause) == (Result.FAILED, "busy")
    assert state.next_poll_at == NOW + timedelta(seconds=40_000)


async def test_a_feed_that_is_gone_is_left_alone(storage: Storage, parser: Parser) -> None:
    publisher = Publisher(status=410)
    async with publishing(publisher) as fetcher:
        feed = await storage.feeds.add(publisher.url, now=NOW)
        this = Round(storage, parser, fetcher)
        (outcome,) = await this.poll()
        later = await this.poll(after=timedelta(days=30))

    kept, state = await this.feed(feed)
    assert outcome.result is Result.GONE
    assert (kept.status, state.cause) == (FeedStatus.GONE, "gone")
    assert later == []


async def test_a_move_for_good_is_followed_once_it_was_named_twice(
    sqlite_storage: Storage, press: Press, fetcher: Fetcher, parser: Parser
) -> None:
    feed = await sqlite_storage.feeds.add(f"{press.url}/broken/moved", now=NOW)
    this = Round(sqlite_storage, parser, fetcher)
    new_url = f"{press.url}/rss/hoat-dong.rss"

    asked = []
    for _ in range(3):
        _, state = await this.feed(feed)
        asked.append(addresses_of(feed, state=state)[Tier.FEED])
        await this.poll(after=A_DAY)

    _, state = await this.feed(feed)
    assert asked == [feed.url, feed.url, new_url]
    assert (state.moved_to, state.failures) == (new_url, 0)


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("login", "login"),
        ("empty", "empty"),
        ("not-found", "status"),
        ("private", "private_address"),
        ("metadata", "private_address"),
        ("gzip-bomb", "too_big"),
    ],
)
async def test_a_bad_feed_is_told_and_stops_nobody(
    sqlite_storage: Storage,
    press: Press,
    fetcher: Fetcher,
    parser: Parser,
    name: str,
    cause: str,
) -> None:
    bad = await sqlite_storage.feeds.add(f"{press.url}/broken/{name}", now=NOW)
    good = await sqlite_storage.feeds.add(f"{press.url}/rss/tinh-nguyen.rss", now=NOW)

    outcomes = await Round(sqlite_storage, parser, fetcher).poll()

    told = {outcome.feed_id: (outcome.result, outcome.cause) for outcome in outcomes}
    assert told == {bad.id: (Result.FAILED, cause), good.id: (Result.NEW, "")}


async def test_a_broken_answer_does_not_hide_the_next_good_one(
    sqlite_storage: Storage, parser: Parser
) -> None:
    publisher = Publisher(b"<html>later</html>", headers={"ETag": '"page"'})
    async with publishing(publisher) as fetcher:
        await sqlite_storage.feeds.add(publisher.url, now=NOW)
        this = Round(sqlite_storage, parser, fetcher)
        await this.poll()
        publisher.body = rss("một")

        (outcome,) = await this.poll(after=A_DAY)

    assert outcome.result is Result.NEW
    assert "if-none-match" not in publisher.asked[1]


async def test_a_feed_removed_while_it_is_read_is_nothing_special(
    sqlite_storage: Storage, parser: Parser
) -> None:
    publisher = Publisher(rss("một"))
    async with publishing(publisher) as fetcher:
        feed = await sqlite_storage.feeds.add(publisher.url, now=NOW)
        publisher.before_answering = lambda: sqlite_storage.feeds.remove(feed.id)

        (outcome,) = await Round(sqlite_storage, parser, fetcher).poll()

    assert outcome.result is Result.GONE
