import json
import re
from calendar import timegm
from datetime import UTC, datetime
from xml.etree import ElementTree

import feedparser
import pytest

from bot.simulator.publishers import CATEGORIES

XML_FEEDS = [
    path.format(section=category.slug)
    for category in CATEGORIES
    for path in (
        "/rss/{section}.rss",
        "/magazine/{section}.rss",
        "/daily/{section}.rss",
        "/rdf/{section}.rdf",
        "/atom/{section}.xml",
    )
]


async def text_of(web, path):
    async with web.get(path) as answer:
        assert answer.status == 200
        return await answer.text()


def test_the_demo_subscribes_to_five_feeds_one_a_category(press, base_url):
    feeds = press.feeds(base_url)

    assert {feed.category for feed in feeds} == {category.name for category in CATEGORIES}
    assert len({feed.url for feed in feeds}) == 5


async def test_feedparser_reads_the_feeds_of_the_demo(press, web, base_url):
    for feed in press.feeds(base_url)[:-1]:
        parsed = feedparser.parse((await text_of(web, feed.url)).encode())

        articles = press.on_show(category=feed.category)
        assert not parsed.bozo, feed.url
        titles = [entry.title for entry in parsed.entries]
        assert sorted(titles) == sorted(article.title for article in articles)
        assert all(entry.author for entry in parsed.entries)
        assert all(entry.link.startswith(base_url) for entry in parsed.entries)


@pytest.mark.parametrize("path", XML_FEEDS)
async def test_xml_feeds_are_strictly_well_formed(web, path):
    ElementTree.fromstring((await text_of(web, path)).encode())


async def test_the_json_feed_is_of_version_1_1(press, web):
    feed = json.loads(await text_of(web, "/feed.json"))

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["language"] == "vi"
    assert [item["title"] for item in feed["items"]] == [a.title for a in press.on_show()]
    assert all(item["authors"][0]["name"] for item in feed["items"])
    assert sum("date_published" not in item for item in feed["items"]) == 1
    audio = [file for item in feed["items"] for file in item["attachments"]]
    assert {file["mime_type"] for file in audio} == {"audio/mpeg", "application/pdf"}
    assert all(item.get("external_url", "http").startswith("http") for item in feed["items"])


async def test_the_newspaper_puts_an_invalid_break_after_its_picture(press, web, base_url):
    text = await text_of(web, "/rss/tinh-nguyen.rss")

    entries = feedparser.parse(text.encode()).entries
    assert '.jpg?w=130&h=100" ></a></br>' in text
    assert text.count("<slash:comments>") == len(entries)
    assert "<ttl>15</ttl>" in text
    assert all(entry.id == entry.link for entry in entries)
    undated = [entry.link for entry in entries if "published" not in entry]
    assert undated == [f"{base_url}/bai-viet/lop-boi-mien-phi.html"]
    first = press.on_show(category="Tình nguyện")[0]
    assert datetime.fromtimestamp(timegm(entries[0].published_parsed), UTC) == first.published_at
    assert 'src="/' not in entries[0].content[0].value


async def test_the_magazine_hides_entities_and_short_years(web):
    text = await text_of(web, "/magazine/tinh-nguyen.rss")

    assert "<title><![CDATA[" in text
    assert "&acirc;" in text
    assert re.search(r"<pubDate>\w{3}, \d\d \w{3} 26 \d\d:\d\d:\d\d \+0700</pubDate>", text)


async def test_the_daily_writes_a_zone_feedparser_cannot_read(web):
    entries = feedparser.parse((await text_of(web, "/daily/hoc-tap.rss")).encode()).entries

    assert all(entry.published.endswith("GMT+7") for entry in entries)
    assert all(entry.published_parsed is None for entry in entries)


async def test_atom_gives_xhtml_both_dates_and_enclosures(press, web):
    entries = feedparser.parse((await text_of(web, "/atom/hoc-tap.xml")).encode()).entries
    articles = press.on_show(category="Học tập – sáng tạo")

    for entry, article in zip(entries, articles, strict=True):
        assert entry.content[0].type == "application/xhtml+xml"
        assert datetime.fromtimestamp(timegm(entry.updated_parsed), UTC) == article.modified_at
        assert datetime.fromtimestamp(timegm(entry.published_parsed), UTC) == article.published_at
    kinds = {link.type for entry in entries for link in entry.links if link.rel == "enclosure"}
    assert kinds == {"image/jpeg", "audio/mpeg", "application/pdf"}


@pytest.mark.parametrize("path", ["/rss/hoc-tap.rss", "/feed.json", "/atom/hoc-tap.xml"])
async def test_an_unchanged_feed_answers_304(web, clock, path):
    async with web.get(path) as answer:
        etag, modified = answer.headers["ETag"], answer.headers["Last-Modified"]
    clock.pass_by(minutes=20)

    async with web.get(path, headers={"If-None-Match": etag}) as answer:
        assert answer.status == 304
        assert await answer.read() == b""
    async with web.get(path, headers={"If-Modified-Since": modified}) as answer:
        assert answer.status == 304


@pytest.mark.parametrize("change", ["publish", "edit", "withdraw"])
async def test_a_changed_feed_answers_in_full(press, web, clock, change):
    path, slug = "/json/hoc-tap.json", "hoc-bong-nang-buoc"
    async with web.get(path) as answer:
        etag, modified = answer.headers["ETag"], answer.headers["Last-Modified"]
        before = await answer.text()
    clock.pass_by(minutes=20)
    match change:
        case "publish":
            press.publish(slug)
        case "edit":
            press.edit(slug, title="Tiêu đề đã sửa")
        case "withdraw":
            press.withdraw(slug)

    async with web.get(path, headers={"If-None-Match": etag}) as answer:
        assert answer.status == 200
        assert answer.headers["ETag"] != etag
        assert await answer.text() != before
    async with web.get(path, headers={"If-Modified-Since": modified}) as answer:
        assert answer.status == 200


async def test_a_withdrawn_article_is_gone_from_its_page(press, web):
    press.withdraw("hoc-bong-nang-buoc")

    async with web.get("/bai-viet/hoc-bong-nang-buoc.html") as answer:
        assert answer.status == 410
    async with web.get("/bai-viet/khong-co.html") as answer:
        assert answer.status == 404


async def test_bodies_are_compressed_only_when_asked(web):
    async with web.get("/feed.json", headers={"Accept-Encoding": "gzip"}) as packed:
        assert packed.headers["Content-Encoding"] == "gzip"
        text = await packed.text()
    async with web.get("/feed.json", headers={"Accept-Encoding": "identity"}) as plain:
        assert "Content-Encoding" not in plain.headers
        assert await plain.text() == text


async def test_news_of_later_hours_enters_the_feed_in_its_hour(web, clock):
    early = feedparser.parse((await text_of(web, "/rss/tinh-nguyen.rss")).encode())
    clock.pass_by(hours=12)
    late = feedparser.parse((await text_of(web, "/rss/tinh-nguyen.rss")).encode())

    assert len(late.entries) == len(early.entries) + 1
    assert late.entries[0].link.endswith("/tin-nhanh-ho-tro-sau-giong.html")


async def test_there_is_no_feed_of_an_unknown_category(web):
    async with web.get("/rss/khong-co.rss") as answer:
        assert answer.status == 404
