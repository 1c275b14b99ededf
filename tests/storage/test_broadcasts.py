"""Broadcasts: to whom, in steps, once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from storage import Storage
from storage.errors import NotFound
from storage.model import (
    ArticleId,
    BroadcastId,
    DeliveryKind,
    DeliveryState,
    Subscriber,
    Watch,
)
from storage.outbox import Settled
from tests.moments import NOW
from tests.storage.examples import DAY, LAN, MINUTE, NOBODY, a_published, a_subscriber

BREAKING, FEATURED = DeliveryKind.BREAKING, DeliveryKind.FEATURED
HOUR = timedelta(hours=1)
WAKES = NOW + 8 * HOUR


def never_quiet(at: datetime, zone: str, from_minute: int, until_minute: int) -> datetime | None:
    del at, zone, from_minute, until_minute
    return None


def quiet(at: datetime, zone: str, from_minute: int, until_minute: int) -> datetime | None:
    """Whoever has quiet hours sleeps now."""
    assert (zone, from_minute, until_minute) == ("Asia/Ho_Chi_Minh", 1320, 360)
    return at + 8 * HOUR


async def announced(
    storage: Storage,
    article_id: ArticleId,
    *,
    kind: DeliveryKind = BREAKING,
    due_at: datetime = NOW,
) -> BroadcastId | None:
    return await storage.broadcasts.announce(
        kind, article_id=article_id, due_at=due_at, expires_at=NOW + 6 * HOUR, now=NOW
    )


async def fanned_out(storage: Storage, *, now: datetime = NOW, limit: int = 2) -> list[int]:
    """How many messages each step queued."""
    steps = []
    while step := await storage.broadcasts.fan_out(now, quiet_until=quiet, limit=limit):
        steps.append(step.queued)
    return steps


async def sleeper(storage: Storage, *, wakes_for_breaking: bool = False) -> Subscriber:
    subscriber = await a_subscriber(storage)
    return await storage.subscribers.set_quiet(
        subscriber.id, minutes=(1320, 360), wakes_for_breaking=wakes_for_breaking
    )


async def due(storage: Storage, now: datetime) -> list[int]:
    claimed = await storage.outbox.claim("test", limit=100, now=now)
    return sorted(delivery.subscriber_id for delivery in claimed)


async def test_a_broadcast_comes_to_its_audience_in_steps(storage: Storage) -> None:
    for _ in range(5):
        await a_subscriber(storage)
    article = await a_published(storage)
    broadcast_id = await announced(storage, article.id)
    assert broadcast_id is not None

    assert await fanned_out(storage) == [2, 2, 1, 0]

    progress = await storage.broadcasts.progress(broadcast_id)
    assert progress.is_whole
    assert progress.counts == {DeliveryState.QUEUED: 5}


async def test_what_is_not_due_yet_goes_to_nobody(storage: Storage) -> None:
    await a_subscriber(storage)
    article = await a_published(storage)
    await announced(storage, article.id, due_at=NOW + MINUTE)

    assert await fanned_out(storage) == []
    assert await fanned_out(storage, now=NOW + MINUTE) == [1, 0]


async def test_an_article_is_breaking_once(storage: Storage) -> None:
    article = await a_published(storage)

    assert await announced(storage, article.id) is not None
    assert await announced(storage, article.id) is None


async def test_there_is_no_breaking_news_of_an_unknown_article(storage: Storage) -> None:
    with pytest.raises(NotFound):
        await announced(storage, NOBODY)


async def test_whoever_had_the_article_does_not_get_it_twice(storage: Storage) -> None:
    await a_subscriber(storage)
    article = await a_published(storage, is_featured=True)
    await announced(storage, article.id)
    await fanned_out(storage)

    assert await storage.broadcasts.announce_featured(NOW, expires_at=NOW + DAY) == [article.id]

    assert await fanned_out(storage) == [0, 0]


async def test_whoever_sleeps_gets_it_when_quiet_ends_unless_they_agreed(storage: Storage) -> None:
    awake = await a_subscriber(storage)
    asleep = await sleeper(storage)
    agreed = await sleeper(storage, wakes_for_breaking=True)
    article = await a_published(storage)
    await announced(storage, article.id)

    await fanned_out(storage, limit=100)

    assert await due(storage, NOW) == [awake.id, agreed.id]
    # It outlives the broadcast itself by as much as it had to wait.
    assert await due(storage, WAKES + MINUTE) == [asleep.id]


async def test_a_featured_push_wakes_nobody(storage: Storage) -> None:
    awake = await a_subscriber(storage)
    await sleeper(storage, wakes_for_breaking=True)
    article = await a_published(storage)
    await announced(storage, article.id, kind=FEATURED)

    await fanned_out(storage, limit=100)

    assert await due(storage, NOW) == [awake.id]


async def test_quiet_hours_can_be_given_up(storage: Storage) -> None:
    subscriber = await sleeper(storage)
    assert subscriber.quiet_minutes == (1320, 360)

    given_up = await storage.subscribers.set_quiet(
        subscriber.id, minutes=None, wakes_for_breaking=False
    )

    assert given_up.quiet_minutes is None


async def test_a_broadcast_is_called_back_before_its_first_step_only(storage: Storage) -> None:
    await a_subscriber(storage)
    article = await a_published(storage)
    early = await announced(storage, article.id, due_at=NOW + MINUTE)
    assert early is not None

    assert await storage.broadcasts.cancel(early, by=LAN.id or 0, now=NOW)
    assert not await storage.broadcasts.cancel(early, by=LAN.id or 0, now=NOW)
    assert await fanned_out(storage, now=NOW + DAY) == []
    late = await announced(storage, article.id)
    assert late is not None
    await fanned_out(storage)

    assert not await storage.broadcasts.cancel(late, by=LAN.id or 0, now=NOW)
    assert await storage.broadcasts.find_of(article.id) == late


async def test_what_is_retracted_is_announced_no_more(storage: Storage) -> None:
    await a_subscriber(storage)
    article = await a_published(storage)
    await announced(storage, article.id, due_at=NOW + MINUTE)

    await storage.articles.retract(article.id, by=LAN, note="", now=NOW)

    assert await fanned_out(storage, now=NOW + HOUR) == []


async def test_one_message_watches_a_broadcast(storage: Storage) -> None:
    article = await a_published(storage)
    broadcast_id = await announced(storage, article.id)
    assert broadcast_id is not None
    watches = [
        Watch(broadcast_id=broadcast_id, chat_id=11, message_id=at, language="vi") for at in (1, 2)
    ]

    for watch in watches:
        await storage.broadcasts.watch(watch)

    assert await storage.broadcasts.find_watches() == watches[1:]
    await storage.broadcasts.unwatch(broadcast_id)
    assert await storage.broadcasts.find_watches() == []


async def test_there_is_no_progress_of_an_unknown_broadcast(storage: Storage) -> None:
    with pytest.raises(NotFound):
        await storage.broadcasts.progress(BroadcastId(404))
    assert await storage.broadcasts.find_of(NOBODY) is None
    assert await storage.broadcasts.fan_out(NOW, quiet_until=never_quiet) is None


async def test_a_correction_goes_to_whoever_has_the_article(storage: Storage) -> None:
    await a_subscriber(storage)
    article = await a_published(storage)
    await announced(storage, article.id)
    await fanned_out(storage, limit=100)
    (sent,) = await storage.outbox.claim("test", limit=10, now=NOW)
    await storage.outbox.begin([sent.id], holder="test", now=NOW)
    await storage.outbox.settle(
        [Settled(id=sent.id, state=DeliveryState.SENT, message_id=55)], holder="test", now=NOW
    )
    await a_subscriber(storage)

    correction = DeliveryKind.CORRECTION
    assert await storage.broadcasts.audience(article.id, kind=correction) == 1
    assert await storage.outbox.find_message(sent.subscriber_id, article.id) == 55
    assert await storage.outbox.find_message(sent.subscriber_id, NOBODY) is None
    await announced(storage, article.id, kind=correction)

    assert await fanned_out(storage, limit=100) == [1, 0]


async def test_what_was_delivered_follows_a_change_once_all_of_it_is_settled(
    storage: Storage,
) -> None:
    subscribers = [await a_subscriber(storage) for _ in range(3)]
    article = await a_published(storage)
    await announced(storage, article.id)
    await fanned_out(storage, limit=100)
    claimed = await storage.outbox.claim("test", limit=10, now=NOW)
    ids = [delivery.id for delivery in claimed]
    await storage.outbox.begin(ids, holder="test", now=NOW)
    await storage.outbox.settle(
        [Settled(id=at, state=DeliveryState.SENT, message_id=at, render_hash=b"old") for at in ids],
        holder="test",
        now=NOW,
    )
    assert await storage.edits.next_due(NOW + DAY) is None

    await storage.articles.retract(article.id, by=LAN, note="", now=NOW)

    assert await storage.edits.next_due(NOW) is None
    edit = await storage.edits.next_due(NOW + MINUTE)
    assert edit is not None
    first, second = await storage.edits.find_delivered(edit, limit=2)
    assert (first.render_hash, first.message_id, first.sent_at) == (b"old", ids[0], NOW)
    await storage.edits.reach(edit, shown=[(first, b"x"), (second, b"x")])
    (third,) = await storage.edits.find_delivered(edit, limit=2)
    assert third.delivery.subscriber_id == subscribers[2].id
    await storage.edits.finish(edit, now=NOW + MINUTE)
    assert await storage.edits.next_due(NOW + DAY) is None


async def test_what_is_open_is_counted_without_what_is_settled(storage: Storage) -> None:
    for _ in range(4):
        await a_subscriber(storage)
    article = await a_published(storage)
    await announced(storage, article.id)
    assert await storage.outbox.count_open() == {}
    await fanned_out(storage, limit=100)
    first, second = await storage.outbox.claim("test", limit=2, now=NOW)
    await storage.outbox.begin([first.id, second.id], holder="test", now=NOW)
    await storage.outbox.settle(
        [Settled(id=first.id, state=DeliveryState.SENT, message_id=1)], holder="test", now=NOW
    )

    assert await storage.outbox.count_open() == {
        DeliveryState.QUEUED: 2,
        DeliveryState.SENDING: 1,
    }
