"""What will not go out leaves the queue in steps, and is never sent meanwhile."""

from __future__ import annotations

from storage import Storage
from storage.model import DeliveryKind, DeliveryState
from tests.moments import NOW
from tests.storage.examples import DAY, LAN, MINUTE, a_published, a_subscriber
from tests.storage.queueing import A, B, claimed, queue


async def test_what_a_long_silence_has_left_expires_in_steps(storage: Storage) -> None:
    for _ in range(7):
        await a_subscriber(storage)
    article = await a_published(storage)
    await queue(storage, article.id)
    late = NOW + 2 * DAY

    steps = [await storage.outbox.sweep(late, limit=3) for _ in range(2)]
    got = await storage.outbox.claim(A, limit=1, now=late)

    assert (steps, got) == ([3, 3], [])
    assert await storage.outbox.counts() == {DeliveryState.EXPIRED: 7}
    assert await storage.outbox.sweep(late) == 0


async def test_what_was_called_back_leaves_the_queue_in_steps_and_never_goes_out(
    storage: Storage,
) -> None:
    for _ in range(6):
        await a_subscriber(storage)
    gone, other = await a_published(storage), await a_published(storage)
    await queue(storage, gone.id)
    under_way = await storage.outbox.claim(A, limit=2, now=NOW)
    await queue(storage, other.id, due_at=NOW + MINUTE)

    await storage.articles.retract(gone.id, by=LAN, note="", now=NOW)

    assert await storage.outbox.begin([under_way[0].id], holder=A, now=NOW) == frozenset()
    assert await storage.outbox.claim(B, limit=2, now=NOW) == []
    claimed_later = await storage.outbox.claim(B, limit=50, now=NOW + MINUTE)
    assert {it.article_id for it in claimed_later} == {other.id}
    while await storage.outbox.sweep(NOW + MINUTE, limit=1):
        pass
    assert await storage.outbox.counts() == {
        DeliveryState.CANCELLED: 6,
        DeliveryState.CLAIMED: 6,
    }


async def test_what_is_announced_after_a_withdrawal_is_not_called_back(storage: Storage) -> None:
    await a_subscriber(storage)
    article = await a_published(storage, is_featured=True)
    await queue(storage, article.id)
    await storage.articles.feature(article.id, is_featured=False, by=LAN, now=NOW)
    await a_subscriber(storage)

    await storage.broadcasts.announce(
        DeliveryKind.BREAKING, article_id=article.id, due_at=NOW, expires_at=NOW + DAY, now=NOW
    )
    while await storage.outbox.sweep(NOW):
        pass
    while await storage.broadcasts.fan_out(NOW, quiet_until=lambda *_: None):
        pass

    assert [it.kind for it in await claimed(storage)] == [DeliveryKind.BREAKING] * 2
