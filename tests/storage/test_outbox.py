"""The outbox: who gets what, and who may send it."""

from __future__ import annotations

import asyncio

import pytest

from storage import Storage
from storage.errors import NotFound
from storage.model import (
    Delivery,
    DeliveryKind,
    DeliveryState,
)
from tests.moments import NOW
from tests.pushing import enqueue_featured
from tests.storage.examples import DAY, MINH, MINUTE, NOBODY, a_draft, a_published, a_subscriber
from tests.storage.queueing import (
    A,
    B,
    claimed,
    one_queued,
    only_state,
    queue,
)


async def test_a_push_goes_to_every_active_subscriber_who_wants_it(storage: Storage) -> None:
    wants, does_not, ended = [await a_subscriber(storage) for _ in range(3)]
    await storage.subscribers.change(does_not.id, wants_featured=False)
    await storage.subscribers.end(ended.chat_id, cause="asked", now=NOW)
    article = await a_published(storage, is_featured=True)

    queued = await queue(storage, article.id)

    (delivery,) = await claimed(storage)
    assert queued == 1
    assert delivery == Delivery(
        id=delivery.id,
        key=f"featured:{article.id}:s{wants.id}",
        kind=DeliveryKind.FEATURED,
        state=DeliveryState.CLAIMED,
        subscriber_id=wants.id,
        chat_id=wants.chat_id,
        thread_id=0,
        language="vi",
        timezone="Asia/Ho_Chi_Minh",
        is_silent=False,
        saves_data=False,
        article_id=article.id,
        broadcast_id=delivery.broadcast_id,
        window_from_at=None,
        window_until_at=None,
        tries=0,
        expires_at=NOW + DAY,
    )


async def test_a_push_follows_the_categories(storage: Storage) -> None:
    article = await a_published(storage, category="Đoàn", is_featured=True)
    ids = [article.category_id, (await storage.categories.ensure("Hội")).id]
    follows, does_not = await a_subscriber(storage), await a_subscriber(storage)
    for subscriber, taken_away in ((follows, ids[1]), (does_not, ids[0])):
        await storage.subscribers.follow(
            subscriber.id, category_id=taken_away, is_followed=False, all_ids=ids
        )

    await queue(storage, article.id)

    assert [delivery.subscriber_id for delivery in await claimed(storage)] == [follows.id]


async def test_the_same_push_is_queued_once_for_ever(storage: Storage) -> None:
    await one_queued(storage)
    (first,) = await storage.articles.find_latest(limit=1)

    await a_subscriber(storage)

    assert await queue(storage, first.id) == 0


async def test_a_push_of_an_unknown_article_is_not_found(storage: Storage) -> None:
    with pytest.raises(NotFound):
        await queue(storage, NOBODY)


async def test_featured_articles_are_announced_when_their_turn_comes_and_once(
    storage: Storage,
) -> None:
    await a_subscriber(storage)
    plain = await a_published(storage)
    await a_draft(storage, is_featured=True)
    await a_published(storage, is_featured=True, featured_until_at=NOW - MINUTE)
    first = await a_published(storage, is_featured=True)
    later = await storage.articles.feature(plain.id, is_featured=True, by=MINH, now=NOW + MINUTE)

    rounds = [
        await storage.broadcasts.announce_featured(now, expires_at=NOW + DAY)
        for now in (NOW, NOW + MINUTE, NOW + MINUTE)
    ]

    assert rounds == [[first.id], [later.id], []]


async def test_nothing_is_claimed_before_it_is_due(storage: Storage) -> None:
    await a_subscriber(storage)
    article = await a_published(storage)
    await queue(storage, article.id, due_at=NOW + MINUTE)

    assert await claimed(storage) == []
    assert await storage.outbox.oldest_due(NOW) is None
    assert await storage.outbox.next_due() == NOW + MINUTE
    assert await storage.outbox.oldest_due(NOW + DAY) == NOW + MINUTE
    assert len(await claimed(storage, now=NOW + MINUTE)) == 1


async def test_the_longest_due_is_claimed_first_up_to_the_limit(storage: Storage) -> None:
    await a_subscriber(storage)
    late, early = await a_published(storage), await a_published(storage)
    await queue(storage, late.id, due_at=NOW - MINUTE)
    await queue(storage, early.id, due_at=NOW - 2 * MINUTE)

    batches = [await storage.outbox.claim(A, limit=1, now=NOW) for _ in range(3)]

    assert [[d.article_id for d in batch] for batch in batches] == [[early.id], [late.id], []]


async def test_senders_at_once_never_share_a_delivery(storage: Storage) -> None:
    for _ in range(20):
        await a_subscriber(storage)
    article = await a_published(storage)
    await queue(storage, article.id)

    batches = await asyncio.gather(
        *(storage.outbox.claim(f"sender-{n}", limit=7, now=NOW) for n in range(5))
    )

    ids = [delivery.id for batch in batches for delivery in batch]
    assert len(ids) == len(set(ids)) == 20


async def test_an_expired_delivery_is_dropped_when_its_turn_comes(storage: Storage) -> None:
    await a_subscriber(storage)
    old, new = await a_published(storage), await a_published(storage)
    await queue(storage, old.id, due_at=NOW - 2 * DAY)
    await queue(storage, new.id)

    got = await storage.outbox.claim(A, limit=1, now=NOW)

    assert [delivery.article_id for delivery in got] == [new.id]
    assert await storage.outbox.counts() == {DeliveryState.EXPIRED: 1, DeliveryState.CLAIMED: 1}


async def test_a_delivery_that_expires_while_it_waits_does_not_begin(storage: Storage) -> None:
    await one_queued(storage)
    (delivery,) = await claimed(storage)

    begun = await storage.outbox.begin([delivery.id], holder=A, now=NOW + DAY)

    assert begun == frozenset()
    assert await only_state(storage) is DeliveryState.EXPIRED


async def test_only_the_holder_of_a_claim_may_begin_and_only_once(storage: Storage) -> None:
    await one_queued(storage)
    (delivery,) = await claimed(storage, A)

    assert await storage.outbox.begin([delivery.id], holder=B, now=NOW) == frozenset()
    assert await storage.outbox.begin([delivery.id], holder=A, now=NOW) == {delivery.id}
    assert await storage.outbox.begin([delivery.id], holder=A, now=NOW) == frozenset()
    assert await storage.outbox.begin([], holder=A, now=NOW) == frozenset()


async def test_a_claim_lost_to_another_sender_cannot_begin(storage: Storage) -> None:
    await one_queued(storage)
    (delivery,) = await claimed(storage, A)
    await storage.outbox.recover(NOW)
    await claimed(storage, B)

    assert await storage.outbox.begin([delivery.id], holder=A, now=NOW) == frozenset()
    assert await storage.outbox.begin([delivery.id], holder=B, now=NOW) == {delivery.id}


async def test_what_its_chat_must_wait_for_is_given_back_until_then(storage: Storage) -> None:
    await a_subscriber(storage)
    article = await a_published(storage, is_featured=True)
    await enqueue_featured(storage, article.id, due_at=NOW, expires_at=NOW + DAY, now=NOW)
    (delivery,) = await storage.outbox.claim("a", limit=9, now=NOW)

    await storage.outbox.postpone(delivery.id, holder="b", due_at=NOW + MINUTE)
    assert await storage.outbox.next_due() is None
    await storage.outbox.postpone(delivery.id, holder="a", due_at=NOW + MINUTE)

    assert await storage.outbox.claim("a", limit=9, now=NOW) == []
    assert len(await storage.outbox.claim("a", limit=9, now=NOW + MINUTE)) == 1
