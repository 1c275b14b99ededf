"""Digests: due once, holding what is new to the subscriber."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from storage import Storage
from storage.errors import NotFound
from storage.model import ChatKind, Delivery, DeliveryId, DeliveryState, Subscriber
from storage.outbox import Settled
from tests.moments import NOW
from tests.pushing import enqueue_featured
from tests.storage.examples import DAY, MINUTE, a_published, a_subscriber

HOLDER = "sender"
HOUR = timedelta(hours=1)


def tomorrow(now: datetime, minute: int, timezone: str, days: int) -> datetime:
    assert (timezone, days) == ("Asia/Ho_Chi_Minh", 127)
    return now + DAY


async def due(storage: Storage, now: datetime, *, limit: int = 1000) -> int:
    return await storage.outbox.enqueue_digests(
        now, next_at=tomorrow, expires_at=now + DAY, limit=limit
    )


async def claimed(storage: Storage, now: datetime) -> list[Delivery]:
    return await storage.outbox.claim(HOLDER, limit=50, now=now)


async def finish(
    storage: Storage, delivery: Delivery, state: DeliveryState, *, now: datetime
) -> None:
    if state is not DeliveryState.CANCELLED:
        await storage.outbox.begin([delivery.id], holder=HOLDER, now=now)
    await storage.outbox.settle([Settled(id=delivery.id, state=state)], holder=HOLDER, now=now)


async def titles(storage: Storage, delivery: Delivery) -> list[str]:
    return [line.title for line in await storage.outbox.find_digest(delivery, limit=9)]


async def early(storage: Storage) -> Subscriber:
    """A subscriber since yesterday whose digest is due now."""
    return await a_subscriber(storage, now=NOW - DAY, next_digest_at=NOW, digest_minute=720)


async def test_a_due_digest_is_queued_once_and_covers_the_time_since(storage: Storage) -> None:
    subscriber = await early(storage)

    counts = [await due(storage, now) for now in (NOW - MINUTE, NOW, NOW)]

    (delivery,) = await claimed(storage, NOW)
    assert counts == [0, 1, 0]
    assert delivery.key == f"digest:2026-11-24:1200:s{subscriber.id}"
    assert delivery.window_from_at == NOW - DAY
    assert delivery.window_until_at == NOW


async def test_who_does_not_want_digests_or_left_gets_none_and_is_moved_on(
    storage: Storage,
) -> None:
    unwanted, left = await early(storage), await early(storage)
    await storage.subscribers.change(unwanted.id, wants_digest=False)
    await storage.subscribers.end(left.chat_id, cause="left", now=NOW)

    assert await due(storage, NOW) == 0

    await storage.subscribers.change(unwanted.id, wants_digest=True)
    assert await due(storage, NOW + HOUR) == 0
    assert await due(storage, NOW + DAY) == 1


async def test_many_due_digests_are_queued_in_bounded_steps(storage: Storage) -> None:
    for _ in range(5):
        await early(storage)

    steps = [await due(storage, NOW, limit=2) for _ in range(4)]

    assert steps == [2, 2, 1, 0]


async def test_two_hours_a_day_are_two_digests(storage: Storage) -> None:
    subscriber = await early(storage)
    await storage.subscribers.set_digest(subscriber.id, minutes=[(720, NOW), (780, NOW + HOUR)])
    await due(storage, NOW)

    assert await due(storage, NOW + HOUR) == 1


async def test_a_digest_holds_what_was_released_in_its_window(storage: Storage) -> None:
    await a_published(storage, "Trước khi đăng ký", now=NOW - 2 * DAY)
    await a_published(storage, "Sớm", now=NOW - HOUR)
    await a_published(storage, "Nổi bật", now=NOW - 2 * HOUR, is_featured=True)
    await a_published(storage, "Mới", now=NOW)
    await early(storage)
    await due(storage, NOW)
    await a_published(storage, "Sau", now=NOW + MINUTE)

    (delivery,) = await claimed(storage, NOW)

    assert await titles(storage, delivery) == ["Nổi bật", "Mới", "Sớm"]
    assert len(await storage.outbox.find_digest(delivery, limit=2)) == 2


async def test_a_digest_keeps_to_the_subscribers_categories(storage: Storage) -> None:
    subscriber = await early(storage)
    followed = await a_published(storage, "Đoàn", category="Đoàn", now=NOW)
    other = await a_published(storage, "Hội", category="Hội", now=NOW)
    await storage.subscribers.follow(
        subscriber.id,
        category_id=other.category_id,
        is_followed=False,
        all_ids=[followed.category_id, other.category_id],
    )
    await due(storage, NOW)

    (delivery,) = await claimed(storage, NOW)

    assert await titles(storage, delivery) == ["Đoàn"]


async def test_a_digest_leaves_out_what_was_sent_by_itself(storage: Storage) -> None:
    await early(storage)
    pushed = await a_published(storage, "Đã gửi", now=NOW - HOUR, is_featured=True)
    doubtful = await a_published(storage, "Chưa chắc", now=NOW - HOUR, is_featured=True)
    for article, state in ((pushed, DeliveryState.SENT), (doubtful, DeliveryState.UNCERTAIN)):
        await enqueue_featured(
            storage, article.id, due_at=NOW - HOUR, expires_at=NOW + DAY, now=NOW - HOUR
        )
        (push,) = await claimed(storage, NOW - HOUR)
        await finish(storage, push, state, now=NOW - HOUR)
    await due(storage, NOW)

    (delivery,) = await claimed(storage, NOW)

    assert await titles(storage, delivery) == ["Chưa chắc"]


async def test_the_next_digest_begins_where_a_sent_one_ended(storage: Storage) -> None:
    for state in (DeliveryState.SENT, DeliveryState.CANCELLED):
        await early(storage)
        await due(storage, NOW)
        (first,) = await claimed(storage, NOW)
        await finish(storage, first, state, now=NOW)

        await due(storage, NOW + DAY)

        second = (await claimed(storage, NOW + DAY))[-1]
        assert second.window_from_at == NOW
        await storage.subscribers.end(second.chat_id, cause="left", now=NOW)


async def test_an_uncertain_digest_is_carried_in_the_next(storage: Storage) -> None:
    await early(storage)
    await a_published(storage, "Hôm nay", now=NOW)
    await due(storage, NOW)
    (first,) = await claimed(storage, NOW)
    await finish(storage, first, DeliveryState.UNCERTAIN, now=NOW)
    await a_published(storage, "Hôm sau", now=NOW + HOUR)

    await due(storage, NOW + DAY)

    (second,) = await claimed(storage, NOW + DAY)
    assert await titles(storage, second) == ["Hôm sau", "Hôm nay"]


async def test_a_digest_sent_meanwhile_is_not_repeated_by_a_later_one(storage: Storage) -> None:
    await early(storage)
    await a_published(storage, "Hôm nay", now=NOW)
    await due(storage, NOW)
    (first,) = await claimed(storage, NOW)
    await storage.outbox.begin([first.id], holder=HOLDER, now=NOW)
    await due(storage, NOW + DAY)
    (second,) = await claimed(storage, NOW + DAY)

    await storage.outbox.settle(
        [Settled(id=first.id, state=DeliveryState.SENT)], holder=HOLDER, now=NOW + DAY
    )

    assert second.window_from_at == NOW - DAY
    assert await titles(storage, second) == []


async def test_an_answer_that_comes_late_moves_nothing_back(storage: Storage) -> None:
    await early(storage)
    await due(storage, NOW)
    (first,) = await claimed(storage, NOW)
    await storage.outbox.begin([first.id], holder=HOLDER, now=NOW)
    await due(storage, NOW + HOUR * 25)
    (second,) = await claimed(storage, NOW + HOUR * 25)
    await finish(storage, second, DeliveryState.SENT, now=NOW + HOUR * 25)

    await storage.outbox.settle(
        [Settled(id=first.id, state=DeliveryState.SENT)], holder=HOLDER, now=NOW + HOUR * 25
    )

    await due(storage, NOW + 3 * DAY)
    (third,) = await claimed(storage, NOW + 3 * DAY)
    assert third.window_from_at == NOW + HOUR * 25


async def test_who_comes_back_is_not_told_what_he_missed(storage: Storage) -> None:
    subscriber = await early(storage)
    await storage.subscribers.end(subscriber.chat_id, cause="asked", now=NOW - HOUR)
    await a_published(storage, "Bỏ lỡ", now=NOW - HOUR)

    await a_subscriber(storage, subscriber.chat_id, now=NOW, kind=ChatKind.PRIVATE)
    await due(storage, NOW)

    (delivery,) = await claimed(storage, NOW)
    assert await titles(storage, delivery) == []


async def test_a_featured_push_has_no_digest_in_it(storage: Storage) -> None:
    await early(storage)
    article = await a_published(storage, now=NOW)
    await enqueue_featured(storage, article.id, due_at=NOW, expires_at=NOW + DAY, now=NOW)

    (delivery,) = await claimed(storage, NOW)

    assert await storage.outbox.find_digest(delivery, limit=9) == []


async def test_a_sent_digest_is_leafed_through_as_it_was(storage: Storage) -> None:
    for number in (1, 2, 3):
        await a_published(storage, f"Tin {number}", now=NOW - number * MINUTE)
    await early(storage)
    await due(storage, NOW)
    (delivery,) = await claimed(storage, NOW)
    await finish(storage, delivery, DeliveryState.SENT, now=NOW)
    await a_published(storage, "Đến sau", now=NOW + MINUTE)

    shown = await storage.outbox.get(delivery.id)

    assert await titles(storage, shown) == ["Tin 1", "Tin 2", "Tin 3"]
    rest = await storage.outbox.find_digest(shown, limit=9, offset=2)
    assert [it.title for it in rest] == ["Tin 3"]


async def test_a_sent_digest_holds_what_was_sent_by_itself_only_afterwards(
    storage: Storage,
) -> None:
    article = await a_published(storage, "Tin", now=NOW - MINUTE, is_featured=True)
    await early(storage)
    await due(storage, NOW)
    (delivery,) = await claimed(storage, NOW)
    await finish(storage, delivery, DeliveryState.SENT, now=NOW)
    await enqueue_featured(storage, article.id, due_at=NOW + HOUR, expires_at=NOW + DAY, now=NOW)
    (push,) = await claimed(storage, NOW + HOUR)
    await finish(storage, push, DeliveryState.SENT, now=NOW + HOUR)

    assert await titles(storage, await storage.outbox.get(delivery.id)) == ["Tin"]


async def test_a_sent_digest_begins_where_the_one_before_it_ended(storage: Storage) -> None:
    await early(storage)
    await a_published(storage, "Hôm nay", now=NOW)
    await due(storage, NOW)
    (first,) = await claimed(storage, NOW)
    await storage.outbox.begin([first.id], holder=HOLDER, now=NOW)
    await due(storage, NOW + DAY)
    await storage.outbox.settle(
        [Settled(id=first.id, state=DeliveryState.SENT)], holder=HOLDER, now=NOW + HOUR
    )
    await a_published(storage, "Trước khi gửi", now=NOW + HOUR)
    (second,) = await claimed(storage, NOW + DAY)
    await finish(storage, second, DeliveryState.SENT, now=NOW + DAY)

    assert await titles(storage, await storage.outbox.get(second.id)) == ["Trước khi gửi"]


async def test_there_is_no_unknown_delivery(storage: Storage) -> None:
    with pytest.raises(NotFound):
        await storage.outbox.get(DeliveryId(404))
