"""Ours against feedparser's own result: every difference has a named rule, or is an error.

feedparser runs here as it comes, its sanitiser and its link rewriting on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from io import BytesIO
from pathlib import Path

import feedparser
import pytest

from bot.feeds.candidate import candidates_of
from bot.feeds.markup import decoded_once, words_of
from bot.feeds.parse import Parser
from bot.feeds.raw import RawFeed
from bot.feeds.round import VIETNAM
from bot.feeds.sharepoint import split_columns
from bot.feeds.site_clock import read_site_clock
from bot.feeds.urls import canonical_url, whole_url
from bot.html import plain_text, sanitise
from bot.text import clean, squash
from storage.model import Candidate, Feed, FeedId
from tests.bot.feeds.shapes import corpus

FEED = Feed(id=FeedId(1), url="https://tin.example/rss")
DATA = Path(__file__).parent.parent.parent / "data" / "feeds"
BODIES = {**corpus(), **{it.stem: it.read_bytes() for it in sorted(DATA.glob("*.xml"))}}
VN_HOURS = 7
Entry = Mapping[str, object]


class Rule(StrEnum):
    """Why we say something else than feedparser does."""

    TWICE = "what a feed encoded twice is decoded twice"
    PAPER = "the paper's name behind a headline is dropped"
    FIRST_WORDS = "an entry without a headline is told by its first words"
    TIDIED = "an address is made whole, without tracking, and of one spelling"
    NO_ADDRESS = "a guid that is no address is not taken for one"
    MAIL = "an author's mail address is not cut, and not part of the name"
    FEEDS_AUTHOR = "an Atom entry without an author has its feed's"
    UNREAD_DATE = "a date that feedparser does not read"
    ZONE = "a zone that feedparser takes for another"
    SITES_CLOCK = "a date without a zone is the site's"
    COLUMNS = "a list's columns are fields, not words of a description"
    CAPTION = "what is said of a picture is its caption"
    LEAD = "without a lead the text's first words are it"
    ARTICLE = "a description that is an article is the text"
    CLEANED = "a text is without what no reader sees, in NFC"
    NO_NAME = "an id that is missing is made of address or title"
    EMPTY = "an entry without a word is none"
    WIDTH = "a declaration that lies about the width of letters is not believed"
    HALVES = "feedparser raises where half a character stands; we read on"


@dataclass(frozen=True)
class Pair:
    """One entry as both read it."""

    ours: Candidate
    theirs: Entry
    is_list: bool

    def said(self, name: str) -> str:
        return str(self.theirs.get(name) or "")


def differences(pair: Pair) -> Iterator[str]:
    """The rules by which an entry of ours differs from feedparser's; "?…" for none."""
    for look in (_title, _link, _author, _date, _texts, _files, _id, _categories):
        yield from look(pair)


def _title(pair: Pair) -> Iterator[str]:
    ours, theirs = pair.ours.content.title, squash(pair.said("title"))
    if ours == theirs:
        return
    source = dict(pair.theirs.get("source") or {}).get("title", "")  # type: ignore[call-overload]  # feedparser's own
    if not theirs:
        yield Rule.FIRST_WORDS if pair.said("summary").startswith(ours.rstrip("…")) else "?title"
    elif theirs == f"{ours} - {source}":
        yield Rule.PAPER
    elif ours == squash(clean(theirs)):
        yield Rule.CLEANED
    else:
        yield Rule.TWICE if ours == words_of(theirs) else "?title"


def _link(pair: Pair) -> Iterator[str]:
    ours, theirs = pair.ours.content.canonical_url, pair.said("link")
    if ours == theirs:
        return
    if not ours and theirs == pair.said("id"):
        yield Rule.NO_ADDRESS
    else:
        yield Rule.TIDIED if ours == canonical_url(theirs, base_url=FEED.url) else "?link"


def _author(pair: Pair) -> Iterator[str]:
    ours, theirs = pair.ours.content.author.name, words_of(pair.said("author"))
    if ours == theirs:
        return
    if not theirs:
        yield Rule.FEEDS_AUTHOR if ours == "Chi đoàn" else "?author"
    else:
        yield Rule.MAIL if "@" in theirs and ours in theirs else "?author"


def _date(pair: Pair) -> Iterator[str]:
    ours = pair.ours.content.published_at
    written = pair.said("published") or pair.said("updated")
    parsed = pair.theirs.get("published_parsed") or pair.theirs.get("updated_parsed")
    at = datetime(*parsed[:6], tzinfo=UTC) if parsed else None  # type: ignore[index,misc]  # a struct_time
    if ours == at:
        return
    if pair.is_list:
        yield Rule.COLUMNS
    elif at is None:
        yield Rule.UNREAD_DATE if ours else "?date"
    elif any(mark in written for mark in ("UTC+", "GMT+", "ICT")):
        yield Rule.ZONE
    elif ours and (at - ours).total_seconds() == VN_HOURS * 3600:
        yield Rule.SITES_CLOCK
    else:
        yield "?date"


def _texts(pair: Pair) -> Iterator[str]:
    ours = pair.ours.content
    if pair.is_list:
        yield Rule.COLUMNS
        return
    content = max((str(it["value"]) for it in _listed(pair, "content")), key=len, default="")
    summary = pair.said("summary") if pair.said("summary") != content else ""
    lead, body = plain_text(summary), plain_text(content)
    if (ours.summary, plain_text(ours.body_html)) == (lead, body):
        return
    yield from _text(pair, lead=lead, body=body, html=summary)


def _text(pair: Pair, *, lead: str, body: str, html: str) -> Iterator[str]:
    ours = pair.ours.content
    own_body = plain_text(ours.body_html)
    if ours.image_caption and ours.image_caption in (lead, body):
        yield Rule.CAPTION
    elif not ours.summary and ours.title == lead:
        yield Rule.FIRST_WORDS
    elif own_body == plain_text(sanitise(html)) and not body:
        yield Rule.ARTICLE
    elif own_body == plain_text(sanitise(body)) and ours.summary.rstrip("…") in own_body:
        yield Rule.LEAD
    elif (ours.summary, own_body) == (words_of(decoded_once(html)), body):
        yield Rule.TWICE
    else:
        yield f"?text {ours.summary!r} {own_body!r} {lead!r} {body!r}"


def _files(pair: Pair) -> Iterator[str]:
    ours = pair.ours.content
    known = {it.url for it in (*ours.audio, *ours.attachments)} | {ours.image_url}
    theirs = (str(it.get("href") or "") for it in _listed(pair, "enclosures"))
    if {whole_url(it, base_url=FEED.url) for it in theirs if it} - known:
        yield "?enclosure"


def _id(pair: Pair) -> Iterator[str]:
    ours, theirs = pair.ours.guid, pair.said("id").strip()
    if ours != theirs:
        yield "?id"
    if not theirs:
        yield Rule.NO_NAME


def _categories(pair: Pair) -> Iterator[str]:
    ours = pair.ours.content
    known = {ours.category, *(value for name, value in ours.extra if name == "category")}
    theirs = {words_of(str(it.get("label") or it.get("term"))) for it in _listed(pair, "tags")}
    if theirs - known:
        yield f"?category {theirs - known}"


def _listed(pair: Pair, name: str) -> Sequence[Mapping[str, object]]:
    found = pair.theirs.get(name) or []
    assert isinstance(found, list)
    return found


async def rules_of(parser: Parser, body: bytes) -> set[str]:
    raw = await parser.parse(body)
    assert isinstance(raw, RawFeed)
    found = candidates_of(FEED, raw=raw, clock=read_site_clock(body), default_zone=VIETNAM)
    try:
        theirs = feedparser.parse(BytesIO(body)).entries
    except UnicodeEncodeError:
        return {Rule.HALVES} if found else {"?nothing"}
    if found and not theirs:
        return {Rule.WIDTH} if b'encoding="utf-16"' in body else {"?nothing"}
    worded = [it for it in theirs if it.get("title") or it.get("summary")]
    assert len(found) == len(worded)
    pairs = (
        Pair(ours, dict(it), is_list=bool(split_columns(it.get("summary", ""))))
        for ours, it in zip(found, worded, strict=True)
    )
    empty = {Rule.EMPTY} if len(worded) < len(theirs) else set()
    return empty | {rule for pair in pairs for rule in differences(pair)}


@pytest.mark.parametrize("name", BODIES)
async def test_every_difference_from_feedparser_has_its_rule(parser: Parser, name: str) -> None:
    rules = await rules_of(parser, BODIES[name])

    assert {rule for rule in rules if rule.startswith("?")} == set()


async def test_every_rule_is_met_by_a_feed(parser: Parser) -> None:
    met = {rule for body in BODIES.values() for rule in await rules_of(parser, body)}

    assert met >= set(Rule)
