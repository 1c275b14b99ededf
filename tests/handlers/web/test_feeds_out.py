import json
from datetime import timedelta
from xml.etree import ElementTree as Xml

import feedparser
import pytest

from bot.text import base36
from storage.model import Article
from storage.model import Person as Author
from tests.handlers.web.conftest import Web
from tests.staging import Stage, published

NAMESPACE = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
async def article(stage: Stage) -> Article:
    await published(stage.storage, "Tin không rõ ngày", now=stage.clock.now())
    return await published(
        stage.storage,
        "Ra quân <làm> đường & cầu",
        now=stage.clock.now(),
        summary="Sáng nay.",
        category="Hoạt động",
        author=Author(name="Kiều Oanh"),
        published_at=stage.clock.now() - timedelta(hours=1),
    )


@pytest.mark.parametrize("kind", ["rss", "atom"])
async def test_a_feed_reader_reads_what_we_write(web: Web, article: Article, kind: str) -> None:
    answer = await web.get(f"/feed.{kind}")

    read = feedparser.parse(answer.text)
    assert not read.bozo
    newest = read.entries[0]
    assert newest.title == "Ra quân <làm> đường & cầu"
    assert newest.link == f"{web.url}/a/{base36(article.id)}"
    assert newest.summary == "Sáng nay."
    assert newest.tags[0].term == "Hoạt động"
    assert newest.published_parsed is not None
    assert read.feed.title == "Bản Tin"


async def test_atom_has_what_atom_must_have(web: Web, article: Article) -> None:
    root = Xml.fromstring((await web.get("/feed.atom")).text)

    for holder in (root, *root.findall("a:entry", NAMESPACE)):
        for name in ("id", "title", "updated"):
            assert holder.findtext(f"a:{name}", namespaces=NAMESPACE)


async def test_a_json_feed_has_what_it_must_have(web: Web, article: Article) -> None:
    answer = await web.get("/feed.json")

    feed = json.loads(answer.text)
    assert answer.headers["content-type"].startswith("application/feed+json")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["items"][0]["url"] == f"{web.url}/a/{base36(article.id)}"
    assert feed["items"][0]["authors"] == [{"name": "Kiều Oanh"}]
    assert all(item["id"] and item["content_text"] for item in feed["items"])


async def test_a_feed_that_has_not_changed_is_not_sent_again(web: Web, article: Article) -> None:
    first = await web.get("/feed.rss")

    again = await web.get("/feed.rss", If_None_Match=first.headers["etag"])

    assert (again.status, again.text) == (304, "")


async def test_other_formats_are_not_there(web: Web) -> None:
    assert (await web.get("/feed.yaml")).status == 404
