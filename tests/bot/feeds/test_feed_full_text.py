from bot.feeds.fetch import Fetcher
from bot.feeds.parse import Parser
from storage import Storage
from tests.bot.feeds.conftest import NOW, Press
from tests.bot.feeds.rounds import A_DAY, Round


async def test_where_a_feed_gives_a_lead_the_text_comes_from_the_page(
    storage: Storage, press: Press, fetcher: Fetcher, parser: Parser
) -> None:
    url = f"{press.url}/daily/tinh-nguyen.rss"
    await storage.feeds.add(url, is_trusted=True, wants_full_text=True, now=NOW)

    await Round(storage, parser, fetcher).poll()

    contents = [
        (await storage.articles.get(it.id)).content
        for it in await storage.articles.find_latest(limit=3)
    ]
    assert all(len(it.body_html) > 300 for it in contents)
    assert all(it.image_url and it.summary for it in contents)


async def test_without_the_switch_only_the_feed_is_read(
    sqlite_storage: Storage, press: Press, fetcher: Fetcher, parser: Parser
) -> None:
    await sqlite_storage.feeds.add(f"{press.url}/daily/tinh-nguyen.rss", is_trusted=True, now=NOW)

    await Round(sqlite_storage, parser, fetcher).poll()

    (latest, *_) = await sqlite_storage.articles.find_latest(limit=1)
    assert (await sqlite_storage.articles.get(latest.id)).content.body_html == ""


async def test_an_edit_at_the_source_brings_its_text_along(
    sqlite_storage: Storage, press: Press, fetcher: Fetcher, parser: Parser
) -> None:
    await sqlite_storage.feeds.add(
        f"{press.url}/daily/hoat-dong.rss", is_trusted=True, wants_full_text=True, now=NOW
    )
    press.stand.publish("tin-moi", title="Tin vừa đăng", body_html="<p>" + "Lời kể. " * 60 + "</p>")
    this = Round(sqlite_storage, parser, fetcher)
    await this.poll()
    (latest, *_) = await sqlite_storage.articles.find_latest(limit=1)
    before = (await sqlite_storage.articles.get(latest.id)).content
    press.stand.edit("tin-moi", title="Tin đã sửa")

    (outcome,) = await this.poll(after=A_DAY)

    after = (await sqlite_storage.articles.get(latest.id)).content
    assert outcome.changed == (latest.id,)
    assert (before.title, after.title) == ("Tin vừa đăng", "Tin đã sửa")
    assert "Lời kể" in after.body_html
