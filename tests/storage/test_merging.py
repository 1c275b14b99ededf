"""Several articles featured at once: one card, once, of what its subscriber follows."""

from __future__ import annotations

from datetime import timedelta

from storage import Storage
from storage.model import Article, Delivery, DeliveryKind, DeliveryState, Subscriber
from storage.outbox import Settled
from tests.moments import NOW
from tests.storage.examples import DAY, LAN, MINH, MINUTE, a_published, a_subscriber
from tests.storage.test_broadcasts import fanned_out

MERGED, BREAKING = DeliveryKind.MERGED, DeliveryKind.BREAKING


async def featured(storage: Storage, n: int, *, category: str = "Đoàn") -> list[Article]:
    return [
        await a_published(storage, f"Tin {it}", category=category, is_featured=True)
        for it in range(1, n + 1)
    ]


async def pushed(storage: Storage) -> list[Delivery]:
    """What the featured push leaves to be sent, claimed."""
    await storage.broadcasts.announce_featured(NOW, expires_at=NOW + DAY)
    await fanned_out(storage, limit=100)
    return await storage.outbox.claim("test", limit=100, now=NOW)


async def titles(storage: Storage, delivery: Delivery) -> list[str]:
    return [it.title for it in await storage.broadcasts.find_merged(delivery, now=NOW)]


async def sent(storage: Storage, delivery: Delivery) -> Delivery:
    await storage.outbox.begin([delivery.id], holder="test", now=NOW)
    settled = Settled(id=delivery.id, state=DeliveryState.SENT, message_id=77)
    await storage.outbox.settle([settled], holder="test", now=NOW)
    return await storage.outbox.get(delivery.id)


async def follows(storage: Storage, subscriber: Subscriber, category: str) -> None:
    chosen = await storage.categories.ensure(category)
    for other in await storage.categories.all():
        await storage.subscribers.follow(
            subscriber.id,
            category_id=other.id,
            is_followed=other.id == chosen.id,
            all_ids=[it.id for it in await storage.categories.all()],
        )


async def test_up_to_two_come_by_themselves_and_three_together(storage: Storage) -> None:
    await a_subscriber(storage)
    await featured(storage, 2)
    alone = await pushed(storage)

    await featured(storage, 3)
    (together,) = await pushed(storage)

    assert [it.kind for it in alone] == [DeliveryKind.FEATURED] * 2
    assert (together.kind, together.article_id) == (MERGED, None)
    assert await titles(storage, together) == ["Tin 1", "Tin 2", "Tin 3"]


async def test_a_push_is_announced_once(storage: Storage) -> None:
    await a_subscriber(storage)
    articles = await featured(storage, 13)

    first = await storage.broadcasts.announce_featured(NOW, expires_at=NOW + DAY)
    again = await storage.broadcasts.announce_featured(NOW + MINUTE, expires_at=NOW + DAY)
    await fanned_out(storage, limit=100)

    assert (first, again) == ([it.id for it in articles], [])
    claimed = await storage.outbox.claim("test", limit=100, now=NOW)
    assert [len(await titles(storage, it)) for it in claimed] == [10, 3]
    assert await storage.broadcasts.find_of(articles[0].id) == claimed[0].broadcast_id


async def test_a_card_names_what_its_subscriber_follows(storage: Storage) -> None:
    subscriber, nobody = await a_subscriber(storage), await a_subscriber(storage)
    await featured(storage, 2, category="Đoàn")
    await featured(storage, 2, category="Hội")
    await storage.categories.ensure("Đội")
    await follows(storage, subscriber, "Hội")
    await follows(storage, nobody, "Đội")

    (delivery,) = await pushed(storage)

    assert delivery.subscriber_id == subscriber.id
    assert await titles(storage, delivery) == ["Tin 1", "Tin 2"]


async def test_what_is_withdrawn_or_no_longer_featured_is_not_named(storage: Storage) -> None:
    await a_subscriber(storage)
    gone, unfeatured, *_ = await featured(storage, 4)
    (delivery,) = await pushed(storage)

    await storage.articles.retract(gone.id, by=LAN, note="", now=NOW)
    await storage.articles.feature(unfeatured.id, is_featured=False, by=MINH, now=NOW)

    assert await titles(storage, delivery) == ["Tin 3", "Tin 4"]


async def test_whoever_had_an_article_in_a_card_does_not_get_it_again(storage: Storage) -> None:
    subscriber = await a_subscriber(storage, now=NOW - DAY, next_digest_at=NOW)
    articles = await featured(storage, 3)
    (delivery,) = await pushed(storage)
    await sent(storage, delivery)
    await storage.broadcasts.announce(
        BREAKING, article_id=articles[0].id, due_at=NOW, expires_at=NOW + DAY, now=NOW
    )
    await storage.outbox.enqueue_digests(
        NOW, next_at=lambda now, *_: now + DAY, expires_at=NOW + DAY
    )

    assert await fanned_out(storage, limit=100) == [0, 0]
    (digest,) = await storage.outbox.claim("test", limit=100, now=NOW)
    assert await storage.outbox.find_digest(digest, limit=9) == []
    assert await storage.outbox.find_message(subscriber.id, articles[2].id) == 77


async def test_what_came_as_breaking_news_is_not_named_again(storage: Storage) -> None:
    await a_subscriber(storage)
    articles = await featured(storage, 3)
    await storage.broadcasts.announce(
        BREAKING, article_id=articles[1].id, due_at=NOW, expires_at=NOW + DAY, now=NOW
    )
    await fanned_out(storage, limit=100)

    breaking, merged = await pushed(storage)

    assert (breaking.kind, merged.kind) == (BREAKING, MERGED)
    assert await titles(storage, merged) == ["Tin 1", "Tin 3"]


async def test_a_sent_card_names_what_it_named_then(storage: Storage) -> None:
    await a_subscriber(storage)
    articles = await featured(storage, 3)
    (delivery,) = await pushed(storage)
    shown = await sent(storage, delivery)

    await storage.articles.feature(articles[0].id, is_featured=False, by=MINH, now=NOW)
    later = NOW + timedelta(days=3)

    assert len(await storage.broadcasts.find_merged(shown, now=later)) == 3


async def test_whoever_saw_the_headline_hears_of_its_correction(storage: Storage) -> None:
    await a_subscriber(storage)
    articles = await featured(storage, 3)
    (delivery,) = await pushed(storage)
    await sent(storage, delivery)

    await storage.broadcasts.announce(
        DeliveryKind.CORRECTION,
        article_id=articles[0].id,
        due_at=NOW,
        expires_at=NOW + DAY,
        now=NOW,
    )

    assert await fanned_out(storage, limit=100) == [1, 0]


async def test_what_keywords_held_back_of_a_card_counts_as_not_had(storage: Storage) -> None:
    subscriber = await a_subscriber(storage, now=NOW - DAY, next_digest_at=NOW)
    held, *named = await featured(storage, 3)
    (delivery,) = await pushed(storage)

    await storage.broadcasts.withhold(delivery.id, article_ids=[named[0].id])
    await storage.broadcasts.withhold(delivery.id, article_ids=[held.id])
    card = await sent(storage, delivery)

    assert await titles(storage, card) == ["Tin 2", "Tin 3"]
    assert await storage.outbox.find_message(subscriber.id, held.id) is None
    assert await storage.outbox.find_message(subscriber.id, named[0].id) == 77
    for kind, article, queued in (
        (DeliveryKind.CORRECTION, held, 0),
        (BREAKING, held, 1),
        (BREAKING, named[0], 0),
    ):
        await storage.broadcasts.announce(
            kind, article_id=article.id, due_at=NOW, expires_at=NOW + DAY, now=NOW
        )
        assert sum(await fanned_out(storage, limit=100)) == queued


async def test_a_digest_tells_what_keywords_held_back_of_a_card_before(storage: Storage) -> None:
    await a_subscriber(storage, now=NOW - DAY, next_digest_at=NOW)
    held, *_ = await featured(storage, 3)
    (delivery,) = await pushed(storage)
    await storage.broadcasts.withhold(delivery.id, article_ids=[held.id])
    await sent(storage, delivery)

    await storage.outbox.enqueue_digests(
        NOW, next_at=lambda now, *_: now + DAY, expires_at=NOW + DAY
    )

    (digest,) = await storage.outbox.claim("test", limit=100, now=NOW)
    found = await storage.outbox.find_digest(digest, limit=9)
    assert [it.id for it in found] == [held.id]
