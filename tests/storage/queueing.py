"""Short ways into the outbox."""

from __future__ import annotations

from datetime import datetime

from storage import Storage
from storage.model import (
    ArticleId,
    Delivery,
    DeliveryId,
    DeliveryState,
    ReaderId,
)
from storage.outbox import Settled
from tests.moments import NOW
from tests.pushing import enqueue_featured
from tests.storage.examples import DAY, a_published, a_subscriber

ADMIN = ReaderId(1)
A, B = "sender-a", "sender-b"


async def queue(storage: Storage, article_id: ArticleId, *, due_at: datetime = NOW) -> int:
    return await enqueue_featured(
        storage, article_id, due_at=due_at, expires_at=due_at + DAY, now=NOW
    )


async def one_queued(storage: Storage) -> None:
    await a_subscriber(storage)
    article = await a_published(storage, is_featured=True)
    assert await queue(storage, article.id) == 1


async def claimed(storage: Storage, holder: str = A, *, now: datetime = NOW) -> list[Delivery]:
    return await storage.outbox.claim(holder, limit=50, now=now)


async def one_sending(storage: Storage) -> DeliveryId:
    await one_queued(storage)
    (delivery,) = await claimed(storage)
    assert await storage.outbox.begin([delivery.id], holder=A, now=NOW) == {delivery.id}
    return delivery.id


async def settle(
    storage: Storage,
    delivery_id: DeliveryId,
    state: DeliveryState,
    *,
    holder: str = A,
    **more: object,
) -> None:
    settled = Settled(id=delivery_id, state=state, **more)  # type: ignore[arg-type]  # shorthand
    await storage.outbox.settle([settled], holder=holder, now=NOW)


async def only_state(storage: Storage) -> DeliveryState:
    (state,) = await storage.outbox.counts()
    return state
