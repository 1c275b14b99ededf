from datetime import UTC

import pytest

from bot.feeds.causes import Cause
from bot.feeds.discover import Found, NotFound, add_feed, discover, sentence
from bot.feeds.fetch import Fetcher
from bot.feeds.parse import Parser
from bot.i18n import LANGUAGES, keys
from storage import Storage
from storage.model import Feed
from tests.bot.feeds.conftest import NOW, Press
from tests.bot.feeds.routes import answering, reaching


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


DECLARED = "<link rel='alternate' type='application/{kind}' href='{href}'>"


@pytest.mark.parametrize(
    ("page", "suggested"),
    [
        (DECLARED.format(kind="rss+xml", href="/rss/tin.rss"), ["/rss/tin.rss"]),
        (DECLARED.format(kind="json", href="/tin.json"), ["/tin.json"]),
        (
            DECLARED.format(kind="json", href="/wp-json/")
            + DECLARED.format(kind="atom+xml", href="/a"),
            ["/a", "/wp-json/"],
        ),
        (
            "<a href='/rss/thoi-su.rss'>Thời sự</a><a href='/rss/gioi-thieu.html'>x</a>"
            "<a href='/bai-1.html'>y</a><a href='/_layouts/15/listfeed.aspx?List=%7B1%7D'>RSS</a>"
            "<a href='http://[::1/rss'>z</a><a href='/trang'>chính nó</a>",
            ["/rss/thoi-su.rss", "/_layouts/15/listfeed.aspx?List=%7B1%7D"],
        ),
        ("<a href='/lien-he'>Liên hệ</a>", []),
    ],
)
async def test_a_page_names_its_feeds(parser: Parser, page: str, suggested: list[str]) -> None:
    async with reaching(answering("/trang", f"<!DOCTYPE html>{page}".encode())) as (fetcher, url):
        found = await discover(f"{url}/trang", fetcher=fetcher, parser=parser, zone=UTC)

    assert isinstance(found, NotFound)
    assert found.cause is Cause.HTML
    assert list(found.suggested) == [f"{url}{path}" for path in suggested]


@pytest.mark.parametrize("shape", ["verbose", "minimal", "nometadata"])
async def test_a_list_whose_feed_is_shut_is_found_by_its_items(
    press: Press, fetcher: Fetcher, parser: Parser, shape: str
) -> None:
    press.stand.doors.feed, press.stand.doors.items = False, shape
    address = press.stand.feeds(press.url)[0].url

    found = await discover(address, fetcher=fetcher, parser=parser, zone=UTC)

    assert isinstance(found, Found)
    assert (found.url, found.kind) == (address, "SharePoint")
    assert found.entry_count > 0


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
