from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from bot.feeds.fetch import Fetcher
from bot.feeds.outcome import Result
from bot.feeds.parse import Parser
from bot.simulator.publishers import SAMPLE_SLUG
from storage import Storage
from tests.bot.feeds.conftest import NOW, Press
from tests.bot.feeds.rounds import A_DAY, Publisher, Round, publishing, rss


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
    feed = await sqlite_storage.feeds.add(f"{press.url}/magazine/the-thao.rss", now=NOW)
    this = Round(sqlite_storage, parser, fetcher)
    await this.poll()
    _, state = await this.feed(feed)
    wait = state.next_poll_at - NOW

    early = await this.poll(after=wait - timedelta(seconds=1))
    late = await this.poll(after=timedelta(seconds=1))

    assert early == []
    assert [outcome.result for outcome in late] == [Result.UNCHANGED]


class Newsroom(Publisher):
    """Many feeds, the third of which is none."""

    async def answer(self, request: Request) -> Response:
        number = request.url.path.removeprefix("/")
        return Response(rss(f"{number}-Tin") if number != "3" else b"<rss>")


async def test_feeds_read_together_end_each_for_itself(storage: Storage, parser: Parser) -> None:
    newsroom = Newsroom()
    async with publishing(newsroom) as fetcher:
        url = newsroom.url.removesuffix("/rss")
        feeds = [await storage.feeds.add(f"{url}/{at}", now=NOW) for at in range(1, 12)]

        outcomes = await Round(storage, parser, fetcher).poll()

    assert [it.feed_id for it in outcomes] == [it.id for it in feeds]
    assert [it.result for it in outcomes] == [
        Result.FAILED if at == 3 else Result.NEW for at in range(1, 12)
    ]
    titles = [(await storage.articles.get(id)).content.title for it in outcomes for id in it.new]
    assert titles == [f"{at}-Tin" for at in range(1, 12) if at != 3]


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


async def test_many_feeds_that_each_have_little_are_told_of_one_by_one(
    storage: Storage, parser: Parser
) -> None:
    publisher = Publisher(rss("a1"))
    async with publishing(publisher) as fetcher:
        this = Round(storage, parser, fetcher)
        feeds = [
            await storage.feeds.add(f"{publisher.url}/{at}", is_trusted=True, now=NOW)
            for at in range(20)
        ]
        first = await this.poll()
        removed = feeds[7]

        async def remove() -> None:
            await storage.feeds.remove(removed.id)

        publisher.body, publisher.before_answering = rss("a1", "b2", "c3"), remove
        second = await this.poll(after=A_DAY)

    assert {it.feed_id for it in second} == {it.feed_id for it in first}
    results = {it.feed_id: it.result for it in second}
    # The first that was asked made the articles; the others are their sources.
    assert list(results.values()).count(Result.NEW) == 1
    assert results.pop(removed.id) is Result.GONE
    assert Result.FAILED not in results.values()
    newest = (await storage.articles.find_latest(limit=1))[0]
    assert len(await storage.feeds.sources_of(newest.id)) == 19
