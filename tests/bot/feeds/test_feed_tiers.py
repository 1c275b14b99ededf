from dataclasses import replace
from datetime import timedelta

import pytest

from bot.feeds.answers import Fetched
from bot.feeds.candidate import candidates_of
from bot.feeds.discover import Found, discover
from bot.feeds.fetch import Fetcher
from bot.feeds.list_history import NAME
from bot.feeds.outcome import Result
from bot.feeds.parse import Parser
from bot.feeds.raw import RawFeed
from bot.feeds.round import VIETNAM
from bot.feeds.site_clock import read_site_clock
from bot.feeds.tiers import AGAIN
from bot.simulator.publishers import SAMPLE_SLUG
from bot.simulator.publishers.formats.list_items import Version
from storage import Storage
from storage.model import Article, Content, Feed
from tests.bot.feeds.conftest import NOW, Press
from tests.bot.feeds.rounds import A_DAY, Round


async def portal(storage: Storage, press: Press, *, is_trusted: bool = True) -> Feed:
    address = press.stand.feeds(press.url)[0]
    return await storage.feeds.add(address.url, title=address.title, is_trusted=is_trusted, now=NOW)


async def tier(this: Round, feed: Feed) -> str:
    return (await this.feed(feed))[1].tier


async def sample(storage: Storage, press: Press) -> Article:
    found = press.stand.find(SAMPLE_SLUG)
    assert found is not None
    latest = await storage.articles.find_latest(limit=100)
    (article_id,) = [it.id for it in latest if it.title == found.title]
    return await storage.articles.get(article_id)


@pytest.fixture
def this(sqlite_storage: Storage, parser: Parser, fetcher: Fetcher) -> Round:
    return Round(sqlite_storage, parser, fetcher)


async def test_the_publishers_of_the_demo_show_every_way_into_a_list(
    this: Round, press: Press
) -> None:
    for url in press.stand.lists(press.url):
        told = await discover(url, fetcher=this.fetcher, parser=this.parser, zone=VIETNAM)
        assert isinstance(told, Found)
        await this.storage.feeds.add(told.url, title=told.title, is_trusted=True, now=NOW)

    outcomes = await this.poll()

    feeds = await this.storage.feeds.all()
    # A list known by its page alone has no other way to remember.
    assert [state.tier for _, state in feeds] == ["feed", "items", "list_data", ""]
    assert [it.cause for it in outcomes] == ["", "", "", ""]
    found = press.stand.find(SAMPLE_SLUG)
    assert found is not None
    for feed, _ in feeds:
        _, known = await this.storage.feeds.familiar(feed.id, urls=[], titles=[found.title])
        assert known == {found.title}


async def test_behind_a_shut_door_the_lists_feed_is_read_and_remembered(
    this: Round, press: Press
) -> None:
    feed = await portal(this.storage, press)

    (outcome,) = await this.poll()

    assert outcome.result is Result.NEW
    assert await tier(this, feed) == "feed"


@pytest.mark.parametrize("shape", ["verbose", "minimal", "nometadata"])
async def test_the_items_of_a_list_give_every_column(this: Round, press: Press, shape: str) -> None:
    press.stand.doors.items = shape
    feed = await portal(this.storage, press)

    await this.poll()

    by_items = (await sample(this.storage, press)).content
    assert await tier(this, feed) == "items"
    assert fields(by_items) == fields(await as_its_feed_tells_it(this, feed))


@pytest.mark.parametrize("shape", ["verbose", "minimal", "nometadata"])
async def test_an_items_versions_are_kept_in_the_portals_words(
    this: Round, press: Press, shape: str
) -> None:
    press.stand.doors.items = shape
    found = press.stand.find(SAMPLE_SLUG)
    assert found is not None
    saved = [Version("1.0", NOW, "Kiều Oanh"), Version("2.0", NOW, "Ban biên tập")]
    press.stand.doors.versions = {found.number: saved}
    await portal(this.storage, press)

    await this.poll()
    first = await sample(this.storage, press)

    wall = f"{NOW.astimezone(VIETNAM):%Y-%m-%dT%H:%M:%S}"
    assert first.content.imported_version == "2.0"
    assert [value for name, value in first.content.extra if name == NAME] == [
        f"2.0 · {wall} · Ban biên tập",
        f"1.0 · {wall} · Kiều Oanh",
    ]


async def test_versions_that_are_shut_cost_an_item_nothing_else(this: Round, press: Press) -> None:
    press.stand.doors.items = "verbose"
    found = press.stand.find(SAMPLE_SLUG)
    assert found is not None
    press.stand.doors.versions = {found.number: [Version("2.0", NOW, "Ban biên tập")]}
    await portal(this.storage, press)
    press.stand.doors.shut_versions = True

    await this.poll()

    content = (await sample(this.storage, press)).content
    assert content.imported_version == "2.0"
    assert NAME not in dict(content.extra)


async def as_its_feed_tells_it(this: Round, feed: Feed) -> Content:
    answer = await this.fetcher.fetch(feed.url)
    assert isinstance(answer, Fetched)
    raw = await this.parser.parse(answer.body)
    assert isinstance(raw, RawFeed)
    clock = read_site_clock(answer.body)
    told = candidates_of(feed, raw=raw, clock=clock, default_zone=VIETNAM)
    return told[0].content


def fields(content: Content) -> dict[str, object]:
    names = (
        "title summary body_html image_url image_caption published_at is_featured author "
        "photo_count royalty_vnd imported_view_count category genre alternate_url "
        "canonical_url created_at"
    ).split()
    return {name: getattr(content, name) for name in names} | {
        "files": [it.url for it in content.attachments]
    }


async def test_a_list_of_2010_is_read_by_its_own_service(this: Round, press: Press) -> None:
    press.stand.doors.list_data = True
    feed = await portal(this.storage, press)

    await this.poll()

    found = (await sample(this.storage, press)).content
    told = press.stand.find(SAMPLE_SLUG)
    assert told is not None
    assert await tier(this, feed) == "list_data"
    assert found.published_at == told.published_at
    assert (found.summary, found.category) == (told.summary, told.category)


async def test_without_items_and_feed_the_pages_are_read(this: Round, press: Press) -> None:
    feed = await portal(this.storage, press)
    await this.poll()
    press.stand.doors.feed = False
    press.stand.publish("tin-moi", title="Tin vừa đăng")

    (outcome,) = await this.poll(after=A_DAY)

    titles = [(await this.storage.articles.get(id)).content.title for id in outcome.new]
    assert titles == ["Tin vừa đăng"]
    assert await tier(this, feed) == "page"


async def test_a_lists_page_alone_is_enough(this: Round, press: Press) -> None:
    url = f"{press.url}/Lists/Tin tuc/AllItems.aspx"
    await this.storage.feeds.add(url, is_trusted=True, now=NOW)

    (first,) = await this.poll()
    (second,) = await this.poll(after=A_DAY)

    assert first.result is Result.NEW
    assert (await sample(this.storage, press)).content.author.name
    assert second.new == ()


async def test_the_same_item_is_one_article_over_every_way(this: Round, press: Press) -> None:
    await portal(this.storage, press)
    await this.poll()
    count = len(await this.storage.articles.find_latest(limit=100))
    press.stand.doors.items = "verbose"

    (outcome,) = await this.poll(after=AGAIN)

    assert outcome.new == ()
    assert len(await this.storage.articles.find_latest(limit=100)) == count


async def test_a_door_that_opens_later_is_found(this: Round, press: Press) -> None:
    feed = await portal(this.storage, press)
    await this.poll()
    press.stand.doors.items = "verbose"

    await this.poll(after=A_DAY)
    early = await tier(this, feed)
    await this.poll(after=AGAIN)

    assert (early, await tier(this, feed)) == ("feed", "items")


async def test_what_lies_beyond_the_first_page_is_fetched_until_something_is_known(
    this: Round, press: Press
) -> None:
    press.stand.doors.items, press.stand.doors.page_size = "minimal", 3
    await portal(this.storage, press)

    (first,) = await this.poll()
    for at in range(5):
        press.stand.publish(f"tin-{at}", title=f"Tin số {at}")
    (second,) = await this.poll(after=A_DAY)

    assert len(first.new) > 3
    assert len(second.new) == 5


async def test_a_page_that_leads_to_itself_is_read_five_times_at_most(
    this: Round, press: Press
) -> None:
    press.stand.doors.items, press.stand.doors.page_size = "verbose", 1
    await portal(this.storage, press)

    (outcome,) = await this.poll()

    assert len(outcome.new) == 5


async def test_drafts_and_folders_are_nobodys_news(this: Round, press: Press) -> None:
    press.stand.doors.items = "verbose"
    press.stand.doors.hidden = [
        {"Id": 1, "Title": "Bản nháp", "OData__ModerationStatus": 3, "FileDirRef": "/Lists/T"},
        {"Id": 2, "Title": "Chờ duyệt", "OData__ModerationStatus": 2, "FileDirRef": "/Lists/T"},
        {"Id": 3, "Title": "Thư mục", "FileSystemObjectType": 1, "FileDirRef": "/Lists/T"},
        {"Id": 4, "Title": "Đã duyệt", "OData__ModerationStatus": 0, "FileDirRef": "/Lists/T"},
    ]
    await portal(this.storage, press)

    await this.poll()

    titles = {it.title for it in await this.storage.articles.find_latest(limit=100)}
    assert "Đã duyệt" in titles
    assert titles.isdisjoint({"Bản nháp", "Chờ duyệt", "Thư mục"})


async def test_what_was_away_for_long_comes_without_a_bell(this: Round, press: Press) -> None:
    press.stand.doors.items = "verbose"
    feed = await portal(this.storage, press)
    await this.poll()
    _, state = await this.feed(feed)
    await this.storage.feeds.fail_round(
        feed.id, state=replace(state, next_poll_at=NOW, last_ok_at=NOW - timedelta(days=30))
    )
    at = NOW - timedelta(days=20)
    press.stand.doors.hidden = [
        {
            "Id": number,
            "Title": f"Tin tháng trước, bài {number}",
            "FileDirRef": "/Lists/T",
            "OData__ModerationStatus": 0,
            "Created": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        }
        for number in range(5, 10)
    ]

    (outcome,) = await this.poll(after=A_DAY)

    released = {(await this.storage.articles.get(it)).released_at for it in outcome.new}
    assert len(outcome.new) == 5
    assert released == {at}
