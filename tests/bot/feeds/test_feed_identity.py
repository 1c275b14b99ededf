"""What is the same, whatever its publisher calls it."""

from collections.abc import Iterable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from email.utils import format_datetime
from urllib.parse import urlsplit

import pytest

from bot.clock import ShiftedClock
from bot.feeds.outcome import Outcome, Result
from bot.feeds.parse import Parser
from bot.schedule import poll_feeds
from bot.wiring import open_newsroom
from storage import Storage
from storage.model import FeedStatus, IdPolicy, Status
from tests.bot.feeds.conftest import NOW
from tests.bot.feeds.rounds import A_DAY, Publisher, Round, publishing
from tests.staging import settings

LEAD = (
    "Sáng nay, hơn hai trăm đoàn viên thanh niên các xã vùng cao đã ra quân làm đường, trồng cây "
    "và sửa nhà cho các gia đình chính sách trên địa bàn huyện"
)
SITES = ("tin", "bao")


def feed_of(entries: Iterable[tuple[str, str, str, datetime | None, str]]) -> bytes:
    """Each entry: guid, address, title, date, lead."""
    items = "".join(
        f"<item><guid>{guid}</guid><link>https://{url}</link><title>{title}</title>"
        f"<description>{lead}</description>"
        + (f"<pubDate>{format_datetime(at)}</pubDate>" if at else "")
        + "</item>"
        for guid, url, title, at, lead in entries
    )
    return f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode()


def entries(
    n: int = 8, *, ids: str = "a", site: str = "tin", first: int = 0, at: datetime | None = NOW
) -> list[tuple[str, str, str, datetime | None, str]]:
    return [
        (f"{ids}{it}", f"{site}.example/{it}", f"Tựa đề riêng của bài {it}", at, "")
        for it in range(first, first + n)
    ]


async def two_rounds(
    storage: Storage, parser: Parser, first: bytes, second: bytes
) -> tuple[Outcome, Round]:
    publisher = Publisher(first)
    async with publishing(publisher) as fetcher:
        await storage.feeds.add(publisher.url, is_trusted=True, now=NOW)
        this = Round(storage, parser, fetcher)
        await this.poll()
        publisher.body = second
        (outcome,) = await this.poll(after=A_DAY)
    return outcome, this


async def test_ids_that_change_at_every_look_are_not_believed(
    sqlite_storage: Storage, parser: Parser
) -> None:
    outcome, this = await two_rounds(
        sqlite_storage,
        parser,
        feed_of(entries(ids="a")),
        feed_of([*entries(ids="b"), *entries(1, ids="b", first=8)]),
    )

    ((feed, _),) = await this.storage.feeds.all()
    assert len(outcome.new) == 1
    assert feed.id_policy is IdPolicy.URL


async def test_an_id_that_stands_for_two_entries_is_not_believed(
    sqlite_storage: Storage, parser: Parser
) -> None:
    same = [("bài", url, title, at, lead) for _, url, title, at, lead in entries(3)]

    _, this = await two_rounds(sqlite_storage, parser, feed_of(same), feed_of(same))

    ((feed, _),) = await this.storage.feeds.all()
    assert len(await this.storage.articles.find_latest(limit=10)) == 3
    assert feed.id_policy is IdPolicy.URL


async def test_a_feed_whose_every_id_and_address_changed_is_held_for_an_editor(
    sqlite_storage: Storage, parser: Parser
) -> None:
    outcome, this = await two_rounds(
        sqlite_storage,
        parser,
        feed_of(entries(ids="a")),
        feed_of(entries(ids="b", site="moi")),
    )

    ((feed, state),) = await this.storage.feeds.all()
    assert (outcome.result, outcome.cause) == (Result.FAILED, "ids_changed")
    assert (feed.status, state.cause) == (FeedStatus.HELD, "ids_changed")
    assert len(await this.storage.articles.find_latest(limit=100)) == 8
    assert await this.poll(after=A_DAY) == []


async def test_old_entries_under_new_names_are_held_too(
    sqlite_storage: Storage, parser: Parser
) -> None:
    outcome, _ = await two_rounds(
        sqlite_storage,
        parser,
        feed_of(entries(at=NOW - timedelta(days=90))),
        feed_of(entries(first=100, at=NOW - timedelta(days=60))),
    )

    assert outcome.cause == "ids_changed"


async def test_a_feed_that_turned_over_is_news(sqlite_storage: Storage, parser: Parser) -> None:
    outcome, _ = await two_rounds(
        sqlite_storage,
        parser,
        feed_of(entries()),
        feed_of(entries(first=100, at=NOW + timedelta(hours=20))),
    )

    assert len(outcome.new) == 8


async def test_what_leaves_the_window_is_not_deleted(
    sqlite_storage: Storage, parser: Parser
) -> None:
    outcome, this = await two_rounds(
        sqlite_storage, parser, feed_of(entries(8)), feed_of(entries(2, first=6))
    )

    assert outcome.result is Result.UNCHANGED
    latest = await this.storage.articles.find_latest(limit=100)
    assert len(latest) == 8


async def test_an_edit_at_the_source_is_a_revision_and_no_second_announcement(
    storage: Storage, parser: Parser
) -> None:
    publisher = Publisher(feed_of(entries(2)))
    async with publishing(publisher) as fetcher:
        await storage.feeds.add(publisher.url, is_trusted=True, now=NOW)
        this = Round(storage, parser, fetcher)
        await this.poll()
        publisher.body = feed_of(entries(3))
        (came,) = await this.poll(after=A_DAY)
        first = await storage.articles.get(came.new[0])
        publisher.body = feed_of(entries(3)).replace(b" 2</title>", b" 2, xem ngay</title>")
        (edited,) = await this.poll(after=A_DAY)

    after = await storage.articles.get(came.new[0])
    assert (edited.new, edited.changed, edited.featured) == ((), came.new, ())
    assert after.content.title.endswith("xem ngay")
    assert (after.released_at, after.status) == (first.released_at, Status.PUBLISHED)
    assert (str(first.version), str(after.version)) == ("1.0", "2.0")


@pytest.mark.parametrize(
    ("title", "lead", "count"),
    [
        ("Tuổi trẻ vùng cao ra quân làm đường, trồng cây", LEAD, 1),
        ("Hơn hai trăm bạn trẻ vùng cao ra quân làm đường", LEAD + " dịp cuối năm", 1),
        ("TUỔI TRẺ VÙNG CAO RA QUÂN LÀM ĐƯỜNG, TRỒNG CÂY", "", 1),
        ("Tuổi trẻ miền biển ra quân làm đường, trồng cây", LEAD.replace("xã", "đảo")[::-1], 2),
        ("Tuổi trẻ vùng cao ra quân làm đường đợt 2", LEAD, 2),
        ("Khai mạc giải bóng đá thiếu niên toàn tỉnh", LEAD, 2),
    ],
)
async def test_one_story_from_two_papers_is_one_article(
    sqlite_storage: Storage, parser: Parser, title: str, lead: str, count: int
) -> None:
    first = "Tuổi trẻ vùng cao ra quân làm đường, trồng cây"
    one = Publisher(feed_of([("1", "tin.example/1", first, NOW, LEAD)]))
    other = Publisher(feed_of([("9", "bao.example/9", title, NOW, lead)]))
    async with publishing(one) as fetcher:
        await sqlite_storage.feeds.add(one.url, title="Báo", is_trusted=True, now=NOW)
        await Round(sqlite_storage, parser, fetcher).poll()
    async with publishing(other) as fetcher:
        await sqlite_storage.feeds.add(other.url, title="Đài", is_trusted=True, now=NOW)
        await Round(sqlite_storage, parser, fetcher, now=NOW + timedelta(minutes=1)).poll()

    latest = await sqlite_storage.articles.find_latest(limit=10)
    sources = await sqlite_storage.feeds.sources_of(min(it.id for it in latest))
    assert len(latest) == count
    assert [it.title for it in sources] == (["Báo", "Đài"] if count == 1 else ["Báo"])


@pytest.mark.parametrize(("likeness", "count"), [(0.75, 2), (0.6, 1)])
async def test_how_alike_two_reports_must_be_is_a_setting(
    sqlite_url: str, likeness: float, count: int
) -> None:
    islands = LEAD.replace("xã vùng cao", "xã đảo").replace("hai trăm", "một trăm")
    shown = [
        Publisher(
            feed_of([("1", f"{site}.example/1", f"{who} ra quân làm đường, trồng cây", NOW, lead)])
        )
        for site, who, lead in (
            ("tin", "Tuổi trẻ vùng cao", LEAD),
            ("bao", "Tuổi trẻ miền biển", islands),
        )
    ]
    async with AsyncExitStack() as stack:
        for it in shown:
            await stack.enter_async_context(publishing(it))
        config = settings(
            sqlite_url,
            telegram_url="http://127.0.0.1:9",
            press_url="",
            private_hosts=tuple(urlsplit(it.url).netloc for it in shown),
            story_likeness=likeness,
        )
        newsroom = await stack.enter_async_context(
            open_newsroom(config, clock=ShiftedClock(start=NOW))
        )
        for it in shown:
            await newsroom.storage.feeds.add(it.url, is_trusted=True, now=NOW)
            await poll_feeds(newsroom, NOW)

        latest = await newsroom.storage.articles.find_latest(limit=10)
        assert len(latest) == count
