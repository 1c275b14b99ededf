from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.feeds.fetch import Fetcher, open_fetcher
from bot.feeds.outcome import Outcome, Result
from bot.feeds.pacing import next_after_failure, next_after_success
from bot.feeds.parse import Parser
from bot.feeds.poll import poll_due
from bot.simulator.publishers import SAMPLE_SLUG
from bot.simulator.telegram.serve import served
from storage import Storage
from storage.model import Feed, FeedState, FeedStatus
from tests.bot.feeds.conftest import NOW, Press

INTERVAL_S = 900
A_DAY = timedelta(days=1)


def rss(*titles: str, ttl: int = 0, more: str = "") -> bytes:
    items = "".join(
        f"<item><title>{title}</title><guid>{title.split()[0]}</guid>"
        f"<link>https://tin.example/{title.split()[0]}</link>{more}</item>"
        for title in titles
    )
    head = f"<ttl>{ttl}</ttl>" if ttl else ""
    return f"<rss version='2.0'><channel><title>T</title>{head}{items}</channel></rss>".encode()


@dataclass
class Publisher:
    """One feed whose answer a test changes at will; what was asked is kept."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    url: str = ""
    before_answering: Callable[[], Awaitable[None]] | None = None

    async def answer(self, request: Request) -> Response:
        if self.before_answering:
            await self.before_answering()
        self.asked.append(dict(request.headers))
        return Response(self.body, status_code=self.status, headers=self.headers)


@asynccontextmanager
async def publishing(publisher: Publisher) -> AsyncIterator[Fetcher]:
    route = Route("/{path:path}", publisher.answer)
    async with served(Starlette(routes=[route])) as url:
        publisher.url = f"{url}/rss"
        host = urlsplit(url).netloc
        async with open_fetcher(version="0", private_hosts=frozenset({host})) as fetcher:
            yield fetcher


@dataclass
class Round:
    """Polls with a clock that a test moves."""

    storage: Storage
    parser: Parser
    fetcher: Fetcher
    now: datetime = NOW

    async def poll(self, *, after: timedelta = timedelta()) -> list[Outcome]:
        self.now += after
        return await poll_due(
            self.storage,
            fetcher=self.fetcher,
            parser=self.parser,
            now=self.now,
            interval_s=INTERVAL_S,
        )

    async def feed(self, feed: Feed) -> tuple[Feed, FeedState]:
        return await self.storage.feeds.get(feed.id)


async def test_five_kinds_of_feeds_fill_the_newsroom(
    storage: Storage, press: Press, fetcher: Fetcher, parser: Parser
) -> None:
    for address in press.stand.feeds(press.url):
        await storage.feeds.add(
            address.url, title=address.title, category=address.category, is_trusted=True, now=NOW
        )

    outcomes = await Round(storage, parser, fetcher).poll()

    assert [outcome.result for outcome in outcomes] == [Result.NEW] * 5
    latest = await storage.articles.find_latest(limit=100)
    assert len(latest) > 20
    assert {it.category for it in latest} >= {it.category for it in press.stand.feeds(press.url)}


async def test_a_feed_is_not_looked_at_before_its_time(
    sqlite_storage: Storage, press: Press, fetcher: Fetcher, parser: Parser
) -> None:
    await sqlite_storage.feeds.add(f"{press.url}/magazine/the-thao.rss", now=NOW)
    this = Round(sqlite_storage, parser, fetcher)
    await this.poll()

    early = await this.poll(after=timedelta(seconds=INTERVAL_S - 1))
    late = await this.poll(after=timedelta(seconds=1))

    assert early == []
    assert [outcome.result for outcome in late] == [Result.UNCHANGED]


async def test_only_what_is_new_or_edited_changes_anything(
    storage: Storage, press: Press, fetcher: Fetcher, parser: Parser
) -> None:
    await storage.feeds.add(f"{press.url}/rss/hoat-dong.rss", is_trusted=True, now=NOW)
    this = Round(storage, parser, fetcher)
    await this.poll()
    press.stand.publish("tin-moi", title="Tin vừa đăng")
    press.stand.edit(SAMPLE_SLUG, title="Tựa đề đã sửa")

    (outcome,) = await this.poll(after=A_DAY)

    titles = [
        (await storage.articles.get(id)).content.title for id in (*outcome.new, *outcome.changed)
    ]
    assert titles == ["Tin vừa đăng", "Tựa đề đã sửa"]
    assert len(outcome.new) == 1


async def test_a_restart_between_two_rounds_makes_nothing_new(
    sqlite_storage: Storage, press: Press, fetcher: Fetcher, parser: Parser
) -> None:
    await sqlite_storage.feeds.add(f"{press.url}/rss/hoat-dong.rss", is_trusted=True, now=NOW)
    this = Round(sqlite_storage, parser, fetcher)
    await this.poll()
    press.stand.publish("tin-moi", title="Tin vừa đăng")
    for feed, _ in await sqlite_storage.feeds.all():
        parser.memory.forget(feed.id)

    (outcome,) = await this.poll(after=A_DAY)

    assert len(outcome.new) == 1
    assert outcome.changed == ()


async def test_validators_are_sent_back_and_304_costs_nothing(
    sqlite_storage: Storage, parser: Parser
) -> None:
    publisher = Publisher(rss("một"), headers={"ETag": '"1"', "Last-Modified": "Mon"})
    async with publishing(publisher) as fetcher:
        feed = await sqlite_storage.feeds.add(publisher.url, now=NOW)
        this = Round(sqlite_storage, parser, fetcher)
        await this.poll()
        publisher.status, publisher.body = 304, b""

        (outcome,) = await this.poll(after=A_DAY)

    _, state = await this.feed(feed)
    assert outcome.result is Result.UNCHANGED
    assert publisher.asked[1]["if-none-match"] == '"1"'
    assert publisher.asked[1]["if-modified-since"] == "Mon"
    assert state.last_ok_at == this.now
    assert state.etag == '"1"'


async def test_a_body_that_only_says_when_it_was_made_is_unchanged(
    sqlite_storage: Storage, parser: Parser
) -> None:
    publisher = Publisher(rss("một", "hai", more="<slash:comments>1</slash:comments>"))
    async with publishing(publisher) as fetcher:
        await sqlite_storage.feeds.add(publisher.url, now=NOW)
        this = Round(sqlite_storage, parser, fetcher)
        await this.poll()
        publisher.body = publisher.body.replace(b"<title>T", b"<title>T at 9:05").replace(
            b"comments>1", b"comments>2"
        )

        (outcome,) = await this.poll(after=A_DAY)

    assert outcome.result is Result.UNCHANGED


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

    assert first.next_poll_at - NOW == timedelta(seconds=wait_s)
    assert second.next_poll_at - this.now == timedelta(seconds=wait_s)


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


async def test_a_move_for_good_is_followed_at_once_next_time(
    sqlite_storage: Storage, press: Press, fetcher: Fetcher, parser: Parser
) -> None:
    feed = await sqlite_storage.feeds.add(f"{press.url}/broken/moved", now=NOW)
    this = Round(sqlite_storage, parser, fetcher)

    await this.poll()
    _, state = await this.feed(feed)
    (again,) = await this.poll(after=A_DAY)

    assert state.moved_to == f"{press.url}/rss/hoat-dong.rss"
    assert again.result is Result.UNCHANGED


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


def test_no_feed_waits_longer_than_a_day_and_a_bit_on_its_own() -> None:
    waits: list[Callable[[], datetime]] = [
        lambda: next_after_success(NOW, interval_s=900, ttl_minutes=10**6),
        lambda: next_after_failure(
            NOW, interval_s=900, failures=10**6, retry_after_s=0, spread=1.0
        ),
    ]

    assert [wait() - NOW for wait in waits] == [A_DAY, A_DAY * 1.2]


def test_feeds_that_fail_together_come_back_apart() -> None:
    def wait(spread: float) -> datetime:
        return next_after_failure(NOW, interval_s=900, failures=1, retry_after_s=0, spread=spread)

    assert NOW + timedelta(seconds=900) == wait(0.0) < wait(0.5) < wait(1.0)
