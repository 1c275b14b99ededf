"""Feeds and their queues, as the desk changes them."""

from __future__ import annotations

import asyncio

import pytest

from storage import Storage
from storage.errors import NotFound
from storage.model import ArticleId, FeedId, FeedStatus, Person, ReaderId, Status
from tests.moments import NOW
from tests.storage.examples import DAY, MINUTE
from tests.storage.feeding import candidate, ok, read_once

CHI = ReaderId(100)
BY = Person(id=CHI, name="Chi")
URL = "https://baoquenha.example/rss"


async def waiting(storage: Storage, *titles: str, **content: object) -> FeedId:
    """A feed that is not trusted, with entries that came in its second round."""
    feed = await storage.feeds.add(URL, title="Báo Quê Nhà", now=NOW)
    await read_once(storage, feed)
    entries = [candidate(title, **content) for title in titles]
    await storage.feeds.store_round(feed.id, candidates=entries, state=ok(feed), now=NOW)
    return feed.id


async def test_a_proposed_feed_is_not_read_before_somebody_says_so(storage: Storage) -> None:
    feed = await storage.intake.propose(URL, title="Báo", by=CHI, now=NOW)
    assert await storage.feeds.next_due(NOW + DAY) == []

    await storage.intake.change(feed.id, status=FeedStatus.ACTIVE, by=CHI, now=NOW)

    assert [it.id for it, _ in await storage.feeds.next_due(NOW)] == [feed.id]
    actions = [line.action for line in await storage.audit.find(limit=9)]
    assert actions == ["change_feed", "add_feed"]


async def test_proposing_a_feed_that_is_read_already_changes_nothing(storage: Storage) -> None:
    before = await storage.feeds.add(URL, title="Báo", now=NOW)

    again = await storage.intake.propose(URL, title="Khác", by=CHI, now=NOW)

    assert again == before
    assert await storage.audit.find(limit=9) == []


async def test_a_feed_can_be_trusted_and_its_text_fetched_whole(storage: Storage) -> None:
    feed = await storage.feeds.add(URL, now=NOW)

    changed = await storage.intake.change(
        feed.id, is_trusted=True, wants_full_text=True, by=CHI, now=NOW
    )

    assert (changed.is_trusted, changed.wants_full_text) == (True, True)
    with pytest.raises(NotFound):
        await storage.intake.change(FeedId(99), is_trusted=True, by=CHI, now=NOW)


async def test_a_column_gets_a_meaning_and_loses_it(storage: Storage) -> None:
    feed_id = await waiting(storage, "Tin", extra=(("Nguồn gốc", "Huyện"), ("Cấp", "1")))
    assert await storage.intake.unknown_columns(feed_id) == ["Cấp", "Nguồn gốc"]

    for field in ("author", "category", ""):
        feed = await storage.intake.map_column(
            feed_id, column="Nguồn gốc", field=field, by=CHI, now=NOW + MINUTE
        )
        assert feed.column_map == ((("Nguồn gốc", field),) if field else ())

    _, state = await storage.feeds.get(feed_id)
    assert state.next_poll_at == NOW + MINUTE
    assert state.body_hash == b""


async def test_a_feed_can_be_forgotten(storage: Storage) -> None:
    feed_id = await waiting(storage, "Tin")

    await storage.intake.remove(feed_id, by=CHI, now=NOW)

    assert await storage.feeds.all() == []
    with pytest.raises(NotFound):
        await storage.intake.remove(feed_id, by=CHI, now=NOW)


async def test_entries_wait_and_are_let_in(storage: Storage) -> None:
    feed_id = await waiting(storage, "Một", "Hai", "Ba")
    assert await storage.intake.count_waiting() == {feed_id: 3}
    found = await storage.intake.find_waiting(feed_id, limit=9)
    assert [it.title for it in found] == ["Tin Ba", "Tin Hai", "Tin Một"]

    n = await storage.intake.admit([it.id for it in found[:2]], by=BY, now=NOW)

    assert n == 2
    assert await storage.intake.count_waiting() == {feed_id: 1}
    newest = await storage.articles.find_latest(limit=9)
    assert {it.title for it in newest} == {"Tin Ba", "Tin Hai"}
    assert await storage.intake.admit([it.id for it in found], by=BY, now=NOW) == 1


async def test_what_came_later_is_not_meant(storage: Storage) -> None:
    feed_id = await waiting(storage, "Một", "Hai")
    newest, older = await storage.intake.find_waiting(feed_id, limit=2)

    found = await storage.intake.find_waiting(feed_id, until=older.id, limit=9)

    assert [it.id for it in found] == [older.id]
    assert await storage.intake.find_waiting(feed_id, limit=9, offset=1) == [older]
    assert newest.id > older.id


async def test_old_news_goes_into_its_place_not_into_the_digest(storage: Storage) -> None:
    long_ago = NOW - 30 * DAY
    feed_id = await waiting(storage, "Tin cũ", published_at=long_ago)
    (entry,) = await storage.intake.find_waiting(feed_id, limit=1)

    await storage.intake.admit([entry.id], by=BY, now=NOW)

    assert (await storage.articles.get(entry.id)).released_at == long_ago
    assert await storage.articles.find_released(NOW - DAY, until=NOW, limit=9) == []


async def test_what_is_turned_down_does_not_come_back(storage: Storage) -> None:
    feed_id = await waiting(storage, "Tin")
    feed, _ = await storage.feeds.get(feed_id)
    (entry,) = await storage.intake.find_waiting(feed_id, limit=1)

    assert await storage.intake.turn_down([entry.id], by=BY, now=NOW) == 1
    await storage.feeds.store_round(feed_id, candidates=[candidate("Tin")], state=ok(feed), now=NOW)

    assert await storage.intake.count_waiting() == {}
    assert (await storage.articles.get(entry.id)).status is Status.REJECTED


async def test_two_editors_at_once_let_an_entry_in_once(storage: Storage) -> None:
    feed_id = await waiting(storage, "Tin")
    (entry,) = await storage.intake.find_waiting(feed_id, limit=1)
    ids: list[ArticleId] = [entry.id]

    counts = await asyncio.gather(
        *(storage.intake.admit(ids, by=BY, now=NOW) for _ in range(2)),
        storage.intake.turn_down(ids, by=BY, now=NOW),
    )

    assert sum(counts) == 1
