"""Feeds for tests, and what they bring."""

from dataclasses import replace
from datetime import timedelta

from storage import Storage
from storage.model import Candidate, Content, Feed, FeedState
from tests.moments import NOW

URL = "https://tinhdoan.example/rss"
LATER = NOW + timedelta(minutes=15)


def candidate(key: str, *, print_: str = "1", **fields: object) -> Candidate:
    content = Content(title=f"Tin {key}", canonical_url=f"https://tinhdoan.example/{key}")
    return Candidate(
        key=key.encode().ljust(16, b"-"),
        fingerprint=print_.encode().ljust(16, b"-"),
        guid=key,
        content=replace(content, **fields),  # type: ignore[arg-type]  # any of its fields
    )


async def add_feed(storage: Storage, *, is_trusted: bool = True, url: str = URL) -> Feed:
    return await storage.feeds.add(url, title="Tỉnh đoàn", is_trusted=is_trusted, now=NOW)


def ok(feed: Feed) -> FeedState:
    return FeedState(feed_id=feed.id, next_poll_at=LATER, last_polled_at=NOW, last_ok_at=NOW)


async def read_once(storage: Storage, feed: Feed) -> None:
    """The first round, in which nothing is announced, is over."""
    await storage.feeds.store_round(feed.id, candidates=[], state=ok(feed), now=NOW)
