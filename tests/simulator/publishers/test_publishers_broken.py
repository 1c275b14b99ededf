import unicodedata
import zlib

import feedparser
import pytest

from bot.simulator.publishers import broken


async def get(web, name):
    async with web.get(f"/broken/{name}", allow_redirects=False) as answer:
        return answer.status, answer.headers, await answer.read()


@pytest.mark.parametrize(
    ("name", "status", "header"),
    [
        ("not-found", 404, None),
        ("gone", 410, None),
        ("unavailable", 500, ("Retry-After", "120")),
        ("busy", 503, ("Retry-After", "60")),
        ("private", 302, ("Location", "http://10.0.0.1/rss.xml")),
        ("metadata", 302, ("Location", "http://169.254.169.254/latest/meta-data/")),
    ],
)
async def test_refusals_and_redirects_say_so(web, name, status, header):
    got, headers, _ = await get(web, name)

    assert got == status
    assert header is None or headers[header[0]] == header[1]


async def test_a_moved_feed_leads_to_a_good_one(web, base_url):
    status, headers, _ = await get(web, "moved")

    assert (status, headers["Location"]) == (301, f"{base_url}/rss/hoat-dong.rss")


@pytest.mark.parametrize("name", ["login", "empty"])
async def test_some_answers_hold_no_feed(web, name):
    status, _, body = await get(web, name)

    assert status == 200
    assert feedparser.parse(body).entries == []


@pytest.mark.parametrize("name", ["windows-1258", "control-characters"])
async def test_damaged_feeds_still_hold_their_item(web, name):
    _, _, body = await get(web, name)

    assert len(feedparser.parse(body).entries) == 1


async def test_the_wrong_encoding_is_declared_over_good_utf_8(web):
    _, _, body = await get(web, "wrong-encoding")

    assert body.startswith(b'<?xml version="1.0" encoding="utf-16"?>')
    assert "Đoàn viên ra quân làm đường" in body.decode("utf-8")


def test_windows_1258_keeps_every_letter():
    text = broken.windows_1258().decode("cp1258")

    assert "Đoàn viên ra quân làm đường" in unicodedata.normalize("NFC", text)


async def test_a_truncated_feed_ends_inside_an_item(web):
    _, _, body = await get(web, "truncated")

    assert body.count(b"<item>") == 2
    assert body.count(b"</item>") == 1


def test_the_gzip_bomb_is_small_until_opened():
    bomb = broken.gzip_bomb()

    assert len(bomb) < 400_000
    opened = zlib.decompressobj(31).decompress(bomb, 1_000_000)
    assert len(opened) == 1_000_000


@pytest.mark.parametrize("name", ["endless", "slow"])
async def test_some_bodies_do_not_end(web, name):
    async with web.get(f"/broken/{name}") as answer:
        first = await answer.content.readexactly(1)

        assert first == b"<"
        assert not answer.content.is_eof()


async def test_the_bombs_are_small_on_the_wire(web):
    _, _, author = await get(web, "author-bomb")
    _, _, entities = await get(web, "entity-bomb")
    _, _, surrogate = await get(web, "surrogate")

    assert 20_000 <= len(author) < 21_000
    assert entities.count(b"<!ENTITY") == 10
    assert b"&#xD800;" in surrogate
