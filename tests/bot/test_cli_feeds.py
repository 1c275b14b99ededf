"""Feeds from the command line: added, listed, polled, removed, carried in files."""

from collections.abc import AsyncIterator, Callable
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.config import BadSettings, Config, rehearsal_config
from bot.feeds.causes import Cause
from bot.feeds.fetch import open_fetcher
from bot.feeds.parse import open_parser
from bot.feeds_desk import add, ensure_feeds, export_file, import_file, listed, poll_all, remove
from bot.feeds_file import read_feeds
from bot.feeds_words import ENGLISH, count
from bot.i18n import LANGUAGES, text
from bot.metrics import Metrics
from bot.newsroom import Newsroom
from bot.search.syllables import words
from bot.sole import locked
from storage import Storage, open_storage
from storage.errors import Taken
from storage.model import Status
from tests.bot.conftest import NewsPress, Run, StoodClock
from tests.bot.test_cli_feeds_file import TAGGED

Newsrooms = Callable[..., Newsroom]


@pytest.fixture
async def newsroom_with(sqlite_storage: Storage, clock: StoodClock) -> AsyncIterator[Newsrooms]:
    """Gives a newsroom with these settings."""
    async with open_fetcher(version="0") as fetcher, open_parser() as parser:

        def newsroom(**settings: object) -> Newsroom:
            return Newsroom(
                storage=sqlite_storage,
                clock=clock,
                config=rehearsal_config(**settings),
                metrics=Metrics(),
                fetcher=fetcher,
                parser=parser,
            )

        yield newsroom


def quiet() -> Console:
    return Console(file=StringIO())


async def stored(config: Config, status: Status) -> int:
    storage = await open_storage(config.database, words=words)
    try:
        return len(await storage.articles.find_by_status(status, limit=1_000))
    finally:
        await storage.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cause", list(Cause))
def test_every_cause_has_a_sentence(cause: Cause, language: str):
    assert text(f"feeds.cause_{cause}", language).endswith(".")


async def test_a_feed_that_is_added_is_read_at_once(
    config: Config, news_press: NewsPress, clock: StoodClock
):
    url = f"{news_press.url}/rss/tinh-nguyen.rss"

    told = await add(config, url=url, category="Tình nguyện", clock=clock)

    assert told.is_ok
    assert await stored(config, Status.PENDING) > 0
    assert "waiting for an editor" in told.sentence


async def test_what_a_trusted_feed_holds_is_published(
    config: Config, news_press: NewsPress, clock: StoodClock
):
    url = f"{news_press.url}/rss/tinh-nguyen.rss"

    told = await add(config, url=url, is_trusted=True, clock=clock)

    assert await stored(config, Status.PUBLISHED) > 0
    assert "published" in told.sentence


async def test_adding_a_feed_again_changes_nothing(
    config: Config, news_press: NewsPress, clock: StoodClock
):
    url = f"{news_press.url}/rss/tinh-nguyen.rss"
    await add(config, url=url, clock=clock)

    told = await add(config, url=url, clock=clock)

    assert told.is_ok
    assert "nothing new" in told.sentence
    assert len(await listed(config, clock=clock)) == 1


async def test_a_feed_without_entries_says_so(
    config: Config, news_press: NewsPress, clock: StoodClock
):
    for article in news_press.stand.on_show(category="Tình nguyện"):
        news_press.stand.withdraw(article.slug)

    told = await add(config, url=f"{news_press.url}/rss/tinh-nguyen.rss", clock=clock)

    assert told.is_ok
    assert "no entries yet" in told.sentence


async def test_a_page_instead_of_a_feed_names_the_feed_to_take(
    config: Config, news_press: NewsPress, clock: StoodClock
):
    told = await add(config, url=f"{news_press.url}/", clock=clock)

    assert not told.is_ok
    assert text("feeds.cause_html", ENGLISH) in told.sentence
    assert news_press.stand.feeds(news_press.url)[0].url in told.sentence
    assert await listed(config, clock=clock) == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "tin tức",
        "ftp://tin.example/rss",
        "http://",
        "http://user:secret@tin.example/",
        "http://tin.example:22/",
        "http://[::1/",
        "http://khong-co.invalid/rss",
        "file:///etc/passwd",
        "{press}/khong-co",
        "{press}/broken/login",
        "{press}/images/khong-co-1.jpg",
        "{press}/files/khong-co.pdf",
    ],
)
async def test_an_address_that_gives_nothing_ends_in_one_sentence(
    config: Config, news_press: NewsPress, clock: StoodClock, address: str
):
    told = await add(config, url=address.format(press=news_press.url), clock=clock)

    assert not told.is_ok
    assert told.sentence.strip()
    assert "\n" not in told.sentence
    assert "Traceback" not in told.sentence
    assert await listed(config, clock=clock) == []


async def test_a_private_address_is_refused(config: Config, clock: StoodClock):
    told = await add(config, url="http://127.0.0.1:1/rss", clock=clock)

    assert not told.is_ok


async def test_polling_gives_a_line_for_each_feed(
    config: Config, news_press: NewsPress, clock: StoodClock, tmp_path: Path
):
    lines = "".join(
        f'[[feeds]]\nurl = "{url}"\n'
        for url in (f"{news_press.url}/rss/tinh-nguyen.rss", f"{news_press.url}/khong-co.rss")
    )
    file = tmp_path / "feeds.toml"
    file.write_text(lines)
    await import_file(config, file=file, clock=clock)

    told = await poll_all(config, console=quiet(), clock=clock)

    assert [it.is_ok for it in told] == [True, False]
    assert "(404)" in told[1].sentence


async def test_a_failing_feed_says_why_in_the_list(
    config: Config, news_press: NewsPress, clock: StoodClock, tmp_path: Path
):
    file = tmp_path / "feeds.toml"
    file.write_text(f'[[feeds]]\nurl = "{news_press.url}/khong-co.rss"\n')
    await import_file(config, file=file, clock=clock)
    before = await listed(config, clock=clock)
    await poll_all(config, console=quiet(), clock=clock)

    after = await listed(config, clock=clock)

    assert before[0][3:] == ("not looked at yet", "never")
    assert after[0][3:] == (f"{text('feeds.cause_status', ENGLISH)} (404)", "just now")


async def test_a_removed_feed_leaves_its_articles(
    config: Config, news_press: NewsPress, clock: StoodClock
):
    await add(config, url=f"{news_press.url}/rss/tinh-nguyen.rss", clock=clock)
    before = await stored(config, Status.PENDING)

    told = await remove(config, feed_id=1)

    assert told.is_ok
    assert await listed(config, clock=clock) == []
    assert await stored(config, Status.PENDING) == before


async def test_a_feed_that_is_not_there_cannot_be_removed(config: Config):
    assert not (await remove(config, feed_id=7)).is_ok


async def test_nothing_is_touched_while_the_bot_runs(config: Config, clock: StoodClock):
    with locked(config.database), pytest.raises(Taken):
        await listed(config, clock=clock)


async def test_the_command_line_says_who_uses_the_database(bantin: Run, config: Config):
    with locked(config.database):
        ended = await bantin("feeds", "list")

    assert ended.code == 75
    assert "Another bantin uses this database (process " in ended.text


async def test_feeds_travel_from_one_bot_to_another(
    config: Config, clock: StoodClock, tmp_path: Path
):
    here, there = tmp_path / "here.opml", tmp_path / "there.opml"
    here.write_text(TAGGED, encoding="utf-8")
    await import_file(config, file=here, clock=clock)

    told = await export_file(config, file=there)

    assert told.is_ok
    assert read_feeds(there) == read_feeds(here)


async def test_importing_twice_adds_nothing_the_second_time(
    config: Config, clock: StoodClock, tmp_path: Path
):
    file = tmp_path / "a.opml"
    file.write_text(TAGGED, encoding="utf-8")

    first = await import_file(config, file=file, clock=clock)
    second = await import_file(config, file=file, clock=clock)

    assert first.sentence.startswith("2 feeds added")
    assert second.sentence.startswith("0 feeds added")


def test_one_feed_is_not_feeds():
    assert count(1, "feed") == "1 feed"


async def test_the_file_in_the_settings_adds_what_is_missing(
    newsroom_with: Newsrooms, tmp_path: Path
):
    file = tmp_path / "nguon.opml"
    file.write_text(TAGGED, encoding="utf-8")
    newsroom = newsroom_with(feeds=file)
    await newsroom.storage.feeds.add("https://b.vn/rss", title="Của ta", now=newsroom.now())

    added = await ensure_feeds(newsroom)

    assert added == 1
    titles = {feed.url: feed.title for feed, _ in await newsroom.storage.feeds.all()}
    assert titles == {"https://b.vn/rss": "Của ta", "https://a.vn/rss?x=1&y=2": "Tin tức"}


async def test_without_a_file_nothing_is_added(newsroom_with: Newsrooms):
    assert await ensure_feeds(newsroom_with()) == 0


async def test_a_bad_file_in_the_settings_is_told_as_a_bad_setting(
    newsroom_with: Newsrooms, tmp_path: Path
):
    newsroom = newsroom_with(feeds=tmp_path / "none.opml")

    with pytest.raises(BadSettings) as raised:
        await ensure_feeds(newsroom)

    assert raised.value.lines[0].startswith("BANTIN_FEEDS: cannot read ")
