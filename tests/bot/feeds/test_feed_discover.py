from datetime import UTC
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from bot.feeds.causes import Cause
from bot.feeds.discover import Found, NotFound, add_feed, discover, sentence
from bot.feeds.fetch import Fetcher, open_fetcher
from bot.feeds.parse import Parser
from bot.i18n import LANGUAGES, keys
from bot.simulator.telegram.serve import served
from storage import Storage
from storage.model import Feed
from tests.bot.feeds.conftest import NOW, Press


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/rss/hoat-dong.rss", "RSS"),
        ("/atom/hoc-tap.xml", "Atom"),
        ("/json/guong-thanh-nien.json", "JSON Feed"),
        ("/rdf/the-thao.rdf", "RSS"),
    ],
)
async def test_a_feed_is_told_by_kind_title_and_age(
    press: Press, fetcher: Fetcher, parser: Parser, path: str, kind: str
) -> None:
    found = await discover(f"{press.url}{path}", fetcher=fetcher, parser=parser, zone=UTC)

    assert isinstance(found, Found)
    assert found.kind == kind
    assert found.title
    assert found.entry_count > 0
    assert found.newest_at is not None


async def test_a_page_names_its_feeds(parser: Parser) -> None:
    async def page(_: Request) -> HTMLResponse:
        return HTMLResponse(
            "<!DOCTYPE html><link rel='alternate' type='application/rss+xml' href='/rss/tin.rss'>"
        )

    async with (
        served(Starlette(routes=[Route("/", page)])) as url,
        open_fetcher(version="0", private_hosts=frozenset({urlsplit(url).netloc})) as fetcher,
    ):
        found = await discover(url, fetcher=fetcher, parser=parser, zone=UTC)

    assert isinstance(found, NotFound)
    assert found.cause is Cause.HTML
    assert found.suggested == (f"{url}/rss/tin.rss",)


async def test_a_feed_is_added_once_and_due_at_once(
    storage: Storage, press: Press, fetcher: Fetcher, parser: Parser
) -> None:
    async def add() -> Feed | NotFound:
        return await add_feed(
            f"{press.url}/rss/hoat-dong.rss",
            storage=storage,
            fetcher=fetcher,
            parser=parser,
            now=NOW,
            zone=UTC,
            category="Hoạt động",
            is_trusted=True,
        )

    first, again = await add(), await add()

    assert isinstance(first, Feed)
    assert first == again
    assert (first.category, first.is_trusted) == ("Hoạt động", True)
    assert [feed for feed, _ in await storage.feeds.next_due(NOW)] == [first]


async def test_what_is_no_feed_is_not_added(
    sqlite_storage: Storage, press: Press, fetcher: Fetcher, parser: Parser
) -> None:
    answer = await add_feed(
        f"{press.url}/broken/login",
        storage=sqlite_storage,
        fetcher=fetcher,
        parser=parser,
        now=NOW,
        zone=UTC,
    )

    assert isinstance(answer, NotFound)
    assert answer.cause is Cause.LOGIN
    assert await sqlite_storage.feeds.all() == []


@pytest.mark.skipif("feeds.found" not in keys("vi"), reason="the words are not in locales/ yet")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cause_has_its_sentence(language: str) -> None:
    found = Found(url="https://a.example/", kind="RSS", title="Tin", entry_count=3)
    answers = [NotFound(url=found.url, cause=cause) for cause in Cause]
    named = NotFound(url=found.url, cause=Cause.HTML, suggested=("https://a.example/rss",))

    told = [sentence(it, language) for it in (found, named, *answers)]

    assert len(set(told)) == len(told)
