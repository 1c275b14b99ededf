"""Feeds broken at random, always the same way: the bot runs on, the database stays sound.

BANTIN_FUZZ says how many; the test suite tries a few.
"""

import os
import random
import re
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.feeds.address import read_url
from bot.feeds.candidate import candidates_of
from bot.feeds.cut import pieces_of
from bot.feeds.parse import Parser, open_parser
from bot.feeds.raw import MOST_ENTRIES, MOST_FIELD_BYTES, Killed, RawFeed, Unparsed
from bot.feeds.round import VIETNAM
from bot.feeds.site_clock import read_site_clock
from bot.feeds.urls import whole_url
from bot.simulator.publishers import broken, publishers
from bot.simulator.publishers.formats import atom, json_feed, list_items, rdf, rss, sharepoint
from storage import Storage
from tests.bot.feeds.conftest import NOW
from tests.storage.feeding import ok

HOW_MANY = int(os.environ.get("BANTIN_FUZZ", "150"))
A_CHUNK = 50
SEED = 20_261_124
DATA = Path(__file__).parent.parent.parent / "data" / "feeds"
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e]")
NASTY = [
    b"\x00",
    b"\xff\xfe",
    b"&#xD800;",
    b"&#0;",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"<item>",
    b"</item>",
    b"<entry>",
    b'<?xml version="1.0" encoding="utf-16"?>',
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"&a;",
    "\u202e\u200b".encode(),
    ("e" + "\u0301" * 500).encode(),
    b"9" * 400,
    b"<a href='javascript:alert(1)'>x</a><script>alert(1)</script>",
    b'{"items":',
    b"[" * 2_000,
    b"<div>" * 2_000,
    b"a@" + b"a." * 2_000,
]


def corpus() -> list[bytes]:
    stand = publishers(now=lambda: NOW)
    shown = stand.on_show()[:12]
    base = "https://tin.example"
    written = [
        writer(shown, title="T", base_url=base, at=NOW)
        for writer in (
            rss.newspaper,
            rss.magazine,
            rss.daily,
            rdf.rdf,
            atom.atom,
            json_feed.json_feed,
            sharepoint.list_feed,
        )
    ]
    items = orjson.dumps(list_items.page(shown, shape="verbose", top=12, following="", versions={}))
    captured = [path.read_bytes() for path in sorted(DATA.glob("*.xml"))]
    wrong = [broken.truncated(), broken.windows_1258(), broken.surrogate()]
    return [*(it.encode() for it in written), items, *captured, *wrong]


def mutations(count: int) -> Iterator[bytes]:
    dice, bodies = random.Random(SEED), corpus()
    for _ in range(count):
        body = bytearray(dice.choice(bodies))
        for _ in range(dice.randint(1, 12)):
            _mutate(body, dice=dice)
        yield bytes(body)


def _mutate(body: bytearray, *, dice: random.Random) -> None:
    place, end = sorted(dice.randrange(len(body) + 1) for _ in range(2))
    end = min(end, place + 3_000)
    match dice.randrange(5):
        case 0:
            del body[place:end]
        case 1:
            body[place:place] = dice.choice(NASTY)
        case 2:
            body[place:place] = body[place:end]
        case 3:
            body[place : place + 4] = dice.randbytes(4)
        case _:
            del body[max(place, 200) :]


def is_active(node: LexborNode) -> bool:
    return any(
        name.startswith("on") or (value or "").strip().lower().startswith(("javascript:", "data:"))
        for name, value in node.attributes.items()
    )


async def survives(body: bytes, *, feed_id: int, storage: Storage, parser: Parser) -> str:
    pieces_of(body)
    raw = await parser.parse(body)
    if not isinstance(raw, RawFeed):
        assert isinstance(raw, Unparsed | Killed)
        return "killed" if isinstance(raw, Killed) else "unread"
    assert len(raw.entries) <= MOST_ENTRIES
    for entry in raw.entries:
        assert max(len(it.encode()) for it in (entry.title, entry.content)) <= MOST_FIELD_BYTES
    feed = await storage.feeds.add(f"https://r{feed_id}.example/rss", is_trusted=True, now=NOW)
    found = candidates_of(feed, raw=raw, clock=read_site_clock(body), default_zone=VIETNAM, now=NOW)
    await storage.feeds.store_round(feed.id, candidates=found, state=ok(feed), now=NOW)
    return "read"


@pytest.mark.parametrize("start", range(0, HOW_MANY, A_CHUNK))
async def test_no_mutation_stops_the_bot(sqlite_storage: Storage, start: int) -> None:
    chosen = list(mutations(start + A_CHUNK))[start:]

    async with open_parser() as parser:
        ends = [
            await survives(body, feed_id=at, storage=sqlite_storage, parser=parser)
            for at, body in enumerate(chosen)
        ]

    latest = await sqlite_storage.articles.find_latest(limit=10)
    assert len(ends) == A_CHUNK
    assert ends.count("read") > A_CHUNK / 4
    assert ends.count("killed") <= 2
    assert not any(CONTROL.search(it.title) for it in latest)
    for headline in latest:
        body = (await sqlite_storage.articles.get(headline.id)).content.body_html
        tree = LexborHTMLParser(body)
        assert tree.css_first("script, iframe, object, svg, form, style") is None
        assert not any(map(is_active, tree.css("*")))


@pytest.mark.parametrize(
    "url",
    [
        "https://xn--)\x1e\x16example-y0b/a",
        "https://xn--tt xample-scb62hl9l/a",
        "https://xn--/a",
        "https://xn--99999999/a",
        "https://a..b/",
        "https://[::1",
        "https://%00/",
    ],
)
def test_a_host_that_is_no_name_is_no_address(url: str) -> None:
    assert whole_url(url, base_url="https://tin.example/") == ""
    assert read_url(url) is None or read_url(url).host  # type: ignore[union-attr]  # as just seen
