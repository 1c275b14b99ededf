"""Subscribers: chats, what they want, and how they end."""

from __future__ import annotations

import asyncio

import pytest

from storage import Storage
from storage.errors import NotFound
from storage.model import (
    ArticleId,
    CategoryId,
    ChatKind,
    DeliveryKind,
    DeliveryState,
    Subscriber,
    SubscriberId,
)
from tests.moments import NOW
from tests.pushing import enqueue_featured
from tests.storage.examples import DAY, MINUTE, a_published, a_subscriber

GROUP = -100


async def test_a_new_subscriber_wants_everything_at_its_hour(storage: Storage) -> None:
    subscriber = await a_subscriber(storage, 7, digest_minute=390)

    assert subscriber == Subscriber(
        id=subscriber.id,
        chat_id=7,
        thread_id=0,
        kind=ChatKind.PRIVATE,
        title="",
        language="vi",
        timezone="Asia/Ho_Chi_Minh",
        is_active=True,
        wants_featured=True,
        wants_digest=True,
        wants_breaking=True,
        is_silent=False,
        saves_data=False,
        digest_minutes=(390,),
        category_ids=(),
    )
    assert await storage.subscribers.get(subscriber.id) == subscriber
    assert await storage.subscribers.find(7) == subscriber


async def test_who_comes_back_finds_earlier_choices(storage: Storage) -> None:
    first = await a_subscriber(storage, 7)
    await storage.subscribers.change(first.id, language="en", wants_digest=False)
    await storage.subscribers.set_digest(first.id, minutes=[(1080, NOW + DAY)])
    await storage.subscribers.end(7, cause="asked", now=NOW)

    again = await a_subscriber(storage, 7, digest_minute=420)

    assert again.id == first.id
    assert again.is_active
    assert (again.language, again.wants_digest, again.digest_minutes) == ("en", False, (1080,))


async def test_subscribing_twice_at_once_is_one_subscription(storage: Storage) -> None:
    both = await asyncio.gather(a_subscriber(storage, 7), a_subscriber(storage, 7))

    assert both[0] == both[1]
    assert await storage.subscribers.count_active() == 1


async def test_a_topic_is_a_subscriber_of_its_own(storage: Storage) -> None:
    whole = await a_subscriber(storage, GROUP, kind=ChatKind.SUPERGROUP)
    topic = await a_subscriber(storage, GROUP, kind=ChatKind.SUPERGROUP, thread_id=5)

    assert await storage.subscribers.find(GROUP) == whole
    assert await storage.subscribers.find(GROUP, thread_id=5) == topic
    assert await storage.subscribers.find(GROUP, thread_id=6) is None


async def test_ending_a_topic_leaves_the_rest_of_the_chat(storage: Storage) -> None:
    whole = await a_subscriber(storage, GROUP)
    topic = await a_subscriber(storage, GROUP, thread_id=5)

    ended = await storage.subscribers.end(GROUP, cause="asked", now=NOW, thread_id=5)

    assert ended == 1
    assert not (await storage.subscribers.get(topic.id)).is_active
    assert (await storage.subscribers.get(whole.id)).is_active


async def test_ending_a_chat_ends_its_topics_and_what_is_queued(storage: Storage) -> None:
    await a_subscriber(storage, GROUP)
    await a_subscriber(storage, GROUP, thread_id=5)
    article = await a_published(storage)
    await enqueue_featured(storage, article.id, due_at=NOW, expires_at=NOW + DAY, now=NOW)

    ended = await storage.subscribers.end(GROUP, cause="left", now=NOW)
    again = await storage.subscribers.end(GROUP, cause="left", now=NOW)

    assert (ended, again) == (2, 0)
    assert await storage.outbox.counts() == {DeliveryState.CANCELLED: 2}
    assert await storage.subscribers.count_active() == 0


async def test_a_group_takes_its_topics_along_to_the_supergroup(storage: Storage) -> None:
    whole = await a_subscriber(storage, GROUP, kind=ChatKind.GROUP)
    topic = await a_subscriber(storage, GROUP, thread_id=5)
    there = await a_subscriber(storage, -1001, thread_id=5)

    moved = await storage.subscribers.migrate(GROUP, new_chat_id=-1001)

    found = await storage.subscribers.find(-1001)
    assert moved == 1
    assert found is not None
    assert (found.id, found.kind) == (whole.id, ChatKind.SUPERGROUP)
    assert await storage.subscribers.find(-1001, thread_id=5) == there
    assert await storage.subscribers.find(GROUP, thread_id=5) == topic


async def test_unfollowing_one_of_all_follows_the_others(storage: Storage) -> None:
    subscriber, ids = await a_subscriber(storage), await categories(storage)

    after = await storage.subscribers.follow(
        subscriber.id, category_id=ids[1], is_followed=False, all_ids=ids
    )

    assert after.category_ids == (ids[0], ids[2])


async def test_following_the_last_one_missing_is_following_all(storage: Storage) -> None:
    subscriber, ids = await a_subscriber(storage), await categories(storage)
    for is_followed in (False, True):
        after = await storage.subscribers.follow(
            subscriber.id, category_id=ids[1], is_followed=is_followed, all_ids=ids
        )

    assert after.category_ids == ()


async def test_the_last_category_cannot_be_taken_away(storage: Storage) -> None:
    subscriber, ids = await a_subscriber(storage), await categories(storage)
    for category_id in ids:
        after = await storage.subscribers.follow(
            subscriber.id, category_id=category_id, is_followed=False, all_ids=ids
        )

    assert after.category_ids == (ids[2],)


async def test_the_hours_of_the_digest_are_replaced(storage: Storage) -> None:
    subscriber = await a_subscriber(storage, digest_minute=420)

    two = await storage.subscribers.set_digest(
        subscriber.id, minutes=[(1140, NOW + DAY), (360, NOW + DAY)]
    )
    none = await storage.subscribers.set_digest(subscriber.id, minutes=[])

    assert two.digest_minutes == (360, 1140)
    assert none.digest_minutes == ()


async def test_a_change_touches_only_what_is_given(storage: Storage) -> None:
    before = await a_subscriber(storage)

    after = await storage.subscribers.change(
        before.id, timezone="Europe/Berlin", wants_breaking=False, is_silent=True
    )
    same = await storage.subscribers.change(before.id)

    assert (after.timezone, after.wants_breaking, after.is_silent) == ("Europe/Berlin", False, True)
    assert (after.language, after.wants_featured, after.saves_data) == ("vi", True, False)
    assert same == after


async def test_an_audience_is_who_wants_it_and_follows_the_category(storage: Storage) -> None:
    ids = await categories(storage)
    subscribers = [await a_subscriber(storage) for _ in range(4)]
    await storage.subscribers.follow(
        subscribers[0].id, category_id=ids[0], is_followed=False, all_ids=ids
    )
    await storage.subscribers.change(subscribers[1].id, wants_featured=False)
    await storage.subscribers.end(subscribers[2].chat_id, cause="asked", now=NOW)

    count_for = storage.subscribers.count_for
    assert await count_for(ids[0], kind=DeliveryKind.FEATURED) == 1
    assert await count_for(ids[1], kind=DeliveryKind.FEATURED) == 2
    assert await count_for(ids[0], kind=DeliveryKind.BREAKING) == 2
    assert await count_for(None, kind=DeliveryKind.DIGEST) == 2


async def test_the_audience_that_is_counted_is_the_one_that_is_sent_to(storage: Storage) -> None:
    article = await a_published(storage, category="Đoàn", is_featured=True)
    await categories(storage)
    ids = [category.id for category in await storage.categories.all()]
    for number in range(4):
        subscriber = await a_subscriber(storage)
        await storage.subscribers.follow(
            subscriber.id, category_id=ids[number % len(ids)], is_followed=False, all_ids=ids
        )

    counted = await storage.subscribers.count_for(article.category_id, kind=DeliveryKind.FEATURED)
    queued = await queue(storage, article.id)

    assert counted == queued > 0


async def test_an_unknown_subscriber_is_not_found(storage: Storage) -> None:
    nobody = SubscriberId(404)
    for asked in (
        storage.subscribers.get(nobody),
        storage.subscribers.change(nobody, language="en"),
        storage.subscribers.set_digest(nobody, minutes=[(420, NOW)]),
        storage.subscribers.follow(nobody, category_id=CategoryId(1), is_followed=True, all_ids=[]),
    ):
        with pytest.raises(NotFound):
            await asked


async def categories(storage: Storage) -> list[CategoryId]:
    return [(await storage.categories.ensure(name)).id for name in ("Đoàn", "Hội", "Đội")]


async def queue(storage: Storage, article_id: ArticleId) -> int:
    return await enqueue_featured(
        storage, article_id, due_at=NOW, expires_at=NOW + DAY, now=NOW + MINUTE
    )
