"""Who follows a category follows its parts."""

import pytest

from storage import Storage
from storage.model import CategoryId, DeliveryKind, ReaderId, Subscriber
from tests.moments import NOW
from tests.storage.examples import DAY, MINUTE, a_published, a_subscriber
from tests.storage.queueing import claimed

BY = {"by": ReaderId(1), "now": NOW}


@pytest.fixture
async def ids(storage: Storage) -> dict[str, CategoryId]:
    """Sport with two parts, and something else."""
    names = ("Thể thao", "Bóng đá", "Cờ", "Học tập")
    ids = {name: (await storage.categories.ensure(name)).id for name in names}
    for part in ("Bóng đá", "Cờ"):
        await storage.categories.place(ids[part], under=ids["Thể thao"], **BY)
    return ids


async def follow(
    storage: Storage, subscriber: Subscriber, name: str, *, is_followed: bool = True
) -> set[str]:
    """What the subscriber then follows, by name; nothing means all."""
    categories = {it.name: it.id for it in await storage.categories.all()}
    after = await storage.subscribers.follow(
        subscriber.id,
        category_id=categories[name],
        is_followed=is_followed,
        all_ids=list(categories.values()),
    )
    return {name for name, id in categories.items() if id in after.category_ids}


async def only(storage: Storage, name: str) -> Subscriber:
    """A subscriber who follows this one alone, with its parts."""
    subscriber = await a_subscriber(storage, now=NOW - DAY, next_digest_at=NOW)
    for it in await storage.categories.all():
        await follow(storage, subscriber, it.name, is_followed=it.name == name)
    await follow(storage, subscriber, name)
    return subscriber


@pytest.mark.usefixtures("ids")
async def test_a_category_is_followed_and_left_with_its_parts(storage: Storage) -> None:
    subscriber = await a_subscriber(storage)

    left = await follow(storage, subscriber, "Thể thao", is_followed=False)
    part = await follow(storage, subscriber, "Cờ")
    whole = await follow(storage, subscriber, "Thể thao")

    assert (left, part) == ({"Học tập"}, {"Học tập", "Cờ"})
    assert whole == set()


@pytest.mark.usefixtures("ids")
async def test_a_part_is_left_alone(storage: Storage) -> None:
    subscriber = await a_subscriber(storage)

    left = await follow(storage, subscriber, "Cờ", is_followed=False)

    assert left == {"Thể thao", "Bóng đá", "Học tập"}


async def test_an_article_of_a_part_is_pushed_to_who_follows_the_whole(
    storage: Storage, ids: dict[str, CategoryId]
) -> None:
    follows, _ = await only(storage, "Thể thao"), await only(storage, "Học tập")
    article = await a_published(storage, "Trận đấu", category="Bóng đá", is_featured=True)

    counted = await storage.subscribers.count_for(ids["Bóng đá"], kind=DeliveryKind.FEATURED)
    await storage.broadcasts.announce_featured(NOW, expires_at=NOW + DAY)
    await storage.broadcasts.fan_out(NOW, quiet_until=lambda *_: None, limit=99)

    assert counted == 1
    assert [(it.subscriber_id, it.article_id) for it in await claimed(storage)] == [
        (follows.id, article.id)
    ]


@pytest.mark.usefixtures("ids")
async def test_a_digest_of_the_whole_holds_its_parts(storage: Storage) -> None:
    subscriber = await only(storage, "Thể thao")
    for name in ("Thể thao", "Bóng đá", "Học tập"):
        await a_published(storage, name, category=name, now=NOW)
    await storage.outbox.enqueue_digests(
        NOW + MINUTE, next_at=lambda now, *_: now + DAY, expires_at=NOW + DAY
    )

    (delivery,) = await claimed(storage, now=NOW + 2 * MINUTE)
    found = await storage.outbox.find_digest(delivery, limit=9)

    assert delivery.subscriber_id == subscriber.id
    assert {it.title for it in found} == {"Thể thao", "Bóng đá"}


async def test_a_part_that_comes_later_is_followed_with_the_whole(
    storage: Storage, ids: dict[str, CategoryId]
) -> None:
    follows, all_of_them = await only(storage, "Thể thao"), await a_subscriber(storage)
    other = await only(storage, "Học tập")
    swimming = await storage.categories.ensure("Bơi lội")

    await storage.categories.place(swimming.id, under=ids["Thể thao"], **BY)

    counted = await storage.subscribers.count_for(swimming.id, kind=DeliveryKind.FEATURED)
    assert counted == 2
    for subscriber, is_one in ((follows, True), (all_of_them, False), (other, False)):
        found = await storage.subscribers.find(subscriber.chat_id)
        assert found is not None
        assert (swimming.id in found.category_ids) is is_one
