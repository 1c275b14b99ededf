from datetime import timedelta

import pytest

from storage import Storage
from storage.errors import NotFound
from storage.model import FeedId, FeedState, FeedStatus
from tests.moments import NOW
from tests.storage.feeding import LATER, URL, add_feed, candidate, ok


async def test_a_new_feed_is_due_at_once(storage: Storage):
    feed = await storage.feeds.add(
        URL,
        title="Tỉnh đoàn",
        category="Hoạt động",
        timezone="Asia/Ho_Chi_Minh",
        day_first=True,
        column_map=(("Tiêu đề", "title"),),
        now=NOW,
    )

    assert feed.category == "Hoạt động"
    assert feed.column_map == (("Tiêu đề", "title"),)
    assert feed.day_first is True
    assert not feed.is_trusted
    assert await storage.feeds.next_due(NOW) == [
        (feed, FeedState(feed_id=feed.id, next_poll_at=NOW))
    ]


async def test_adding_a_feed_twice_changes_nothing(storage: Storage):
    feed = await add_feed(storage)

    again = await storage.feeds.add(URL, title="Khác", now=LATER)

    assert again == feed
    assert len(await storage.feeds.all()) == 1


async def test_feeds_come_up_by_how_long_they_are_overdue(storage: Storage):
    late = await add_feed(storage, url="https://a.example/rss")
    later = await storage.feeds.add("https://b.example/rss", now=NOW - timedelta(hours=1))
    await storage.feeds.add("https://c.example/rss", now=LATER)
    paused = await add_feed(storage, url="https://d.example/rss")
    await storage.feeds.set_status(paused.id, status=FeedStatus.PAUSED)

    due = await storage.feeds.next_due(NOW)

    assert [feed.id for feed, _ in due] == [later.id, late.id]
    assert [feed.id for feed, _ in await storage.feeds.next_due(NOW, limit=1)] == [later.id]


async def test_a_failed_round_keeps_only_where_the_feed_stands(storage: Storage):
    feed = await add_feed(storage)
    state = FeedState(
        feed_id=feed.id,
        etag='"a"',
        last_modified="Tue, 24 Nov 2026 05:00:00 GMT",
        body_hash=b"\x00" * 16,
        next_poll_at=LATER,
        last_polled_at=NOW,
        failures=3,
        cause="feed-timeout",
        detail="10 s",
        moved_to="https://b.example/rss",
    )

    await storage.feeds.fail_round(feed.id, state=state)

    assert await storage.feeds.get(feed.id) == (feed, state)


async def test_seen_knows_what_was_stored(storage: Storage):
    feed = await add_feed(storage)
    entries = [candidate(f"a{at}") for at in range(3)]
    await storage.feeds.store_round(feed.id, candidates=entries, state=ok(feed), now=NOW)

    seen = await storage.feeds.seen(feed.id, keys=[entries[0].key, b"x" * 16])

    assert seen == {entries[0].key: entries[0].fingerprint}
    assert await storage.feeds.seen(feed.id, keys=[]) == {}
    assert len(await storage.feeds.seen(feed.id, keys=[bytes([n]) for n in range(256)] * 5)) == 0


async def test_articles_outlive_their_feed(storage: Storage):
    feed = await add_feed(storage)
    made = await storage.feeds.store_round(
        feed.id, candidates=[candidate("a")], state=ok(feed), now=NOW
    )

    await storage.feeds.remove(feed.id)

    assert await storage.feeds.all() == []
    assert (await storage.articles.get(made.new[0])).feed_id is None


async def test_a_feed_that_was_removed_is_not_found(storage: Storage):
    feed = await add_feed(storage)
    await storage.feeds.remove(feed.id)

    with pytest.raises(NotFound):
        await storage.feeds.store_round(
            feed.id, candidates=[candidate("a")], state=ok(feed), now=NOW
        )
    with pytest.raises(NotFound):
        await storage.feeds.get(FeedId(404))
    with pytest.raises(NotFound):
        await storage.feeds.set_status(FeedId(404), status=FeedStatus.GONE)
    assert await storage.articles.count_latest() == 0
