"""Ours against feedparser's own result: every difference has a named rule, or is an error.

feedparser runs here as it comes, its sanitiser and its link rewriting on.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import feedparser
import pytest

from bot.feeds.candidate import candidates_of
from bot.feeds.markup import words_of
from bot.feeds.parse import Parser
from bot.feeds.raw import RawFeed
from bot.feeds.round import VIETNAM
from bot.feeds.site_clock import read_site_clock
from bot.feeds.urls import canonical_url
from bot.simulator.publishers import publishers
from bot.simulator.publishers.formats import atom, rdf, rss
from bot.text import squash
from storage.model import Content, Feed, FeedId
from tests.bot.feeds.conftest import NOW

BASE = "https://tin.example"
FEED = Feed(id=FeedId(1), url=f"{BASE}/rss")
DATA = Path(__file__).parent.parent.parent / "data" / "feeds"
VN_HOURS = 7


def corpus() -> dict[str, bytes]:
    shown = publishers(now=lambda: NOW).on_show()
    writers = (rss.newspaper, rss.magazine, rss.daily, rdf.rdf, atom.atom)
    written = {it.__name__: it(shown, title="T", base_url=BASE, at=NOW).encode() for it in writers}
    return {**written, **{it.stem: it.read_bytes() for it in sorted(DATA.glob("*.xml"))}}


def differences(ours: Content, theirs: dict[str, object]) -> Iterator[str]:
    """The rules by which an entry of ours differs from feedparser's; "?" for none."""
    title = squash(str(theirs.get("title", "")))
    if ours.title == words_of(title) != title:
        yield "entities decoded twice"
    elif ours.title != title:
        source = dict(theirs.get("source") or {}).get("title", "")
        yield "paper behind headline" if title == f"{ours.title} - {source}" else "?title"
    link = str(theirs.get("link", ""))
    if ours.canonical_url != link:
        is_tidied = ours.canonical_url == canonical_url(link, base_url=FEED.url)
        yield "address tidied" if is_tidied else "?link"
    author = str(theirs.get("author", ""))
    if ours.author.name != author:
        yield "author cleaned" if ours.author.name == words_of(author) else "?author"
    yield from _date(ours, theirs)
    enclosed = {it["href"] for it in theirs.get("enclosures", []) if it.get("href")}  # type: ignore[attr-defined]  # a list
    known = {it.url for it in (*ours.audio, *ours.attachments)} | {ours.image_url}
    if not {canonical_url(it, base_url=FEED.url) for it in enclosed} <= {
        canonical_url(it, base_url=FEED.url) for it in known
    }:
        yield "?enclosure"


def _date(ours: Content, theirs: dict[str, object]) -> Iterator[str]:
    written = str(theirs.get("published") or theirs.get("updated") or "")
    parsed = theirs.get("published_parsed") or theirs.get("updated_parsed")
    at = datetime(*parsed[:6], tzinfo=UTC) if parsed else None  # type: ignore[index]  # a struct_time
    if ours.published_at == at:
        return
    if at is None:
        yield "date that feedparser does not read" if ours.published_at else "?date"
    elif any(mark in written for mark in ("UTC+", "GMT+", "ICT")):
        yield "zone that feedparser takes for another"
    elif ours.published_at and (at - ours.published_at).total_seconds() == VN_HOURS * 3600:
        yield "date without a zone is the site's"
    else:
        yield "?date"


@pytest.mark.parametrize("name", corpus())
async def test_every_difference_from_feedparser_has_its_rule(parser: Parser, name: str) -> None:
    body = corpus()[name]
    theirs = feedparser.parse(BytesIO(body)).entries
    raw = await parser.parse(body)
    assert isinstance(raw, RawFeed)

    found = candidates_of(FEED, raw=raw, clock=read_site_clock(body), default_zone=VIETNAM)

    assert len(found) == len(theirs)
    rules = {
        rule
        for ours, entry in zip(found, theirs, strict=True)
        for rule in differences(ours.content, dict(entry))
    }
    assert not {rule for rule in rules if rule.startswith("?")}
