from urllib.parse import urlsplit

import pytest
from starlette.responses import Response
from starlette.routing import Route

from bot.feeds.causes import Cause
from bot.feeds.discover import Found, NotFound, discover
from bot.feeds.parse import Parser
from bot.feeds.raw import MOST_ENTRIES, RawFeed, Unparsed
from bot.feeds.round import VIETNAM
from tests.bot.feeds.routes import answering, reaching

NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://tin.example/bai-1</loc><news:news><news:publication><news:name>Báo Tỉnh
</news:name><news:language>vi</news:language></news:publication>
<news:publication_date>2026-11-24T08:00:00+07:00</news:publication_date>
<news:title>Tin &lt;1&gt;</news:title><news:keywords>đoàn, hội</news:keywords></news:news>
<image:image><image:loc>https://tin.example/1.jpg</image:loc></image:image></url>
<url><loc>https://tin.example/lien-he</loc></url></urlset>"""


async def test_a_sitemap_with_news_is_read_like_a_feed(parser: Parser) -> None:
    raw = await parser.parse(NEWS.encode())

    assert not isinstance(raw, Unparsed)
    (entry,) = raw.entries  # type: ignore[union-attr]  # a feed, as just seen
    assert (entry.title, entry.link) == ("Tin &lt;1&gt;", "https://tin.example/bai-1")
    assert (entry.published, entry.language) == ("2026-11-24T08:00:00+07:00", "vi")
    assert (entry.categories, entry.images) == (("đoàn", "hội"), ("https://tin.example/1.jpg",))


async def test_a_sitemap_of_addresses_alone_is_no_feed(parser: Parser) -> None:
    empty = NEWS.replace("news:news>", "other>").replace("sitemap-news/0.9", "x")
    bomb = "<!DOCTYPE x [<!ENTITY a 'b'>]>" + NEWS

    for body in (empty, bomb):
        raw = await parser.parse(body.encode())
        assert isinstance(raw, Unparsed)
        assert raw.cause is Cause.MALFORMED


INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>/pages.xml</loc></sitemap><sitemap><loc>/news.xml</loc></sitemap></sitemapindex>"""


async def test_of_a_thousand_entries_the_newest_are_read(parser: Parser) -> None:
    head, item = NEWS.partition("<url>")[0], NEWS.partition("<url>")[2].partition("<url>")[0]
    dated = "".join(
        "<url>" + item.replace("11-24T08:00", f"11-{day:02}T08:{minute:02}")
        for day in range(1, 11)
        for minute in range(30)
    )

    raw = await parser.parse(f"{head}{dated}</urlset>".encode())

    assert isinstance(raw, RawFeed)
    assert len(raw.entries) == MOST_ENTRIES
    assert raw.entries[0].published == "2026-11-10T08:29:00+07:00"


@pytest.mark.parametrize("named", ["{url}/news.xml", "/news.xml", "/index.xml"])
async def test_a_site_without_a_feed_names_its_sitemap_with_news(
    parser: Parser, named: str
) -> None:
    routes = [
        answering("/", b"<html><title>T</title></html>"),
        answering("/pages.xml", b"<urlset><url><loc>/lien-he</loc></url></urlset>"),
        answering("/news.xml", NEWS.encode()),
        answering("/index.xml", INDEX),
    ]
    robots = b""
    async with reaching(*routes, Route("/robots.txt", lambda _: Response(robots))) as (
        fetcher,
        url,
    ):
        robots = f"Sitemap: /pages.xml\nSitemap: {named.format(url=url)}\n".encode()
        found = await discover(f"{url}/", fetcher=fetcher, parser=parser, zone=VIETNAM)
        news = await discover(f"{url}/news.xml", fetcher=fetcher, parser=parser, zone=VIETNAM)

    assert isinstance(found, NotFound)
    assert found.suggested == (f"{url}/news.xml",)
    assert isinstance(news, Found)
    assert (news.kind, news.title, news.entry_count) == ("Sitemap", "Báo Tỉnh", 1)
    assert urlsplit(news.url).path == "/news.xml"


async def test_a_sitemap_of_pages_is_not_named_for_a_feed(parser: Parser) -> None:
    page = answering("/", b"<html><title>T</title></html>")
    robots = answering("/robots.txt", b"Sitemap: /pages.xml\nSitemap: /itself.xml\n")
    pages = answering("/pages.xml", b"<urlset><url><loc>/lien-he</loc></url></urlset>")
    itself = answering(
        "/itself.xml", b"<sitemapindex><sitemap><loc>/itself.xml</loc></sitemap></sitemapindex>"
    )
    async with reaching(page, robots, pages, itself) as (fetcher, url):
        found = await discover(f"{url}/", fetcher=fetcher, parser=parser, zone=VIETNAM)

    assert isinstance(found, NotFound)
    assert found.suggested == ()
