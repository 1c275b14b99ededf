"""Feeds broken at random, always the same way: the bot runs on, the database stays sound.

BANTIN_FUZZ says how many; the test suite tries a few.
"""

import os
import random
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import fields
from pathlib import Path

import orjson
import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.feeds.address import read_url
from bot.feeds.caps import LONGEST_SUMMARY, LONGEST_TITLE
from bot.feeds.cut import pieces_of
from bot.feeds.fetch import Fetcher
from bot.feeds.outcome import Result
from bot.feeds.parse import Parser, open_parser
from bot.feeds.raw import (
    MOST_ENTRIES,
    MOST_FIELD_BYTES,
    MOST_LISTED,
    Killed,
    RawEntry,
    RawFeed,
    Unparsed,
)
from bot.feeds.urls import whole_url
from bot.simulator.publishers import broken, publishers
from bot.simulator.publishers.formats import atom, json_feed, list_items, rdf, rss, sharepoint
from storage import Storage
from storage.copying import look_at_file
from storage.model import Article
from tests.bot.feeds.conftest import NOW
from tests.bot.feeds.rounds import A_DAY, Round
from tests.bot.feeds.routes import reaching

HOW_MANY = int(os.environ.get("BANTIN_FUZZ", "150"))
A_CHUNK = 50
SEED = 20_261_124
TEXTS = [it.name for it in fields(RawEntry)]
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


def mutations(chunk: int) -> list[bytes]:
    """The bodies of a chunk: always the same."""
    dice, bodies = random.Random(SEED + chunk), corpus()
    return [mutated(dice.choice(bodies), dice=dice) for _ in range(A_CHUNK)]


def mutated(body: bytes, *, dice: random.Random) -> bytes:
    broken_now = bytearray(body)
    for _ in range(dice.randint(1, 12)):
        _mutate(broken_now, dice=dice)
    return bytes(broken_now)


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


def is_within_its_caps(entry: RawEntry) -> bool:
    texts = [it for name in TEXTS if isinstance(it := getattr(entry, name), str)]
    listed = (entry.categories, entry.enclosures, entry.images, entry.extra)
    return max(len(it.encode()) for it in texts) <= MOST_FIELD_BYTES and all(
        len(it) <= MOST_LISTED for it in listed
    )


async def read_apart(body: bytes, *, parser: Parser) -> str:
    pieces_of(body)
    raw = await parser.parse(body)
    if not isinstance(raw, RawFeed):
        assert isinstance(raw, Unparsed | Killed)
        return "killed" if isinstance(raw, Killed) else "unread"
    assert len(raw.entries) <= MOST_ENTRIES
    assert all(map(is_within_its_caps, raw.entries))
    return "read"


@asynccontextmanager
async def publishing(bodies: list[bytes]) -> AsyncIterator[tuple[Fetcher, list[str]]]:
    """Every body under an address of its own, every third as a list, whatever is asked there."""

    async def answer(request: Request) -> Response:
        return Response(bodies[int(request.path_params["at"])])

    async with reaching(Route("/{at:int}/{path:path}", answer)) as (fetcher, url):
        paths = ("rss", "atom.xml", "_layouts/15/listfeed.aspx?List=%7B7B%7D")
        yield fetcher, [f"{url}/{at}/{paths[at % 3]}" for at in range(len(bodies))]


def harm_in(article: Article) -> list[str]:
    """What nobody should ever be shown; nothing as a rule."""
    content = article.content
    texts = [content.title, content.summary, content.author.name, content.category]
    tree = LexborHTMLParser(content.body_html)
    bad = tree.css("script, iframe, object, svg, form, style")
    return [
        *filter(CONTROL.search, texts),
        *(it for it in (content.title,) if len(it) > LONGEST_TITLE),
        *(it for it in (content.summary,) if len(it) > LONGEST_SUMMARY),
        *(it.html or "" for it in (*bad, *filter(is_active, tree.css("*")))),
    ]


@pytest.mark.parametrize("chunk", range(HOW_MANY // A_CHUNK))
async def test_no_mutation_stops_the_bot(
    sqlite_storage: Storage, sqlite_url: str, chunk: int
) -> None:
    bodies = mutations(chunk)

    async with open_parser() as parser, publishing(bodies) as (fetcher, urls):
        ends = [await read_apart(body, parser=parser) for body in bodies]
        for url in urls:
            await sqlite_storage.feeds.add(url, is_trusted=True, now=NOW)
        this = Round(sqlite_storage, parser, fetcher)
        first = await this.poll(limit=A_CHUNK)
        second = await this.poll(after=2 * A_DAY, limit=A_CHUNK)

    latest = await sqlite_storage.articles.find_latest(limit=1_000)
    articles = [await sqlite_storage.articles.get(it.id) for it in latest]
    assert ends.count("read") > A_CHUNK / 4
    assert ends.count("killed") <= 2
    assert len(first) == len(second) == A_CHUNK
    assert {it.result for it in first} >= {Result.NEW}
    assert not any(it.new for it in second)
    assert [harm for it in articles for harm in harm_in(it)] == []
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    assert look_at_file(path, is_thorough=True, with_search=True).faults == 0


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
