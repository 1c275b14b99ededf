from urllib.parse import urlsplit

from bot.feeds.causes import Cause
from bot.feeds.discover import Found, NotFound, discover
from bot.feeds.parse import Parser
from bot.feeds.raw import Unparsed
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


async def test_a_site_without_a_feed_names_its_sitemap(parser: Parser) -> None:
    page = answering("/", b"<html><title>T</title></html>")
    robots = b"User-agent: *\nSitemap: https://tin.example/news.xml\n"
    sitemap = answering("/news.xml", NEWS.encode())
    async with reaching(page, answering("/robots.txt", robots), sitemap) as (fetcher, url):
        found = await discover(f"{url}/", fetcher=fetcher, parser=parser, zone=VIETNAM)
        news = await discover(f"{url}/news.xml", fetcher=fetcher, parser=parser, zone=VIETNAM)

    assert isinstance(found, NotFound)
    assert found.suggested == ("https://tin.example/news.xml",)
    assert isinstance(news, Found)
    assert (news.kind, news.title, news.entry_count) == ("Sitemap", "Báo Tỉnh", 1)
    assert urlsplit(news.url).path == "/news.xml"
