from dataclasses import replace
from datetime import timedelta

from storage import Storage
from storage.model import Hub
from tests.moments import NOW
from tests.storage.feeding import URL, add_feed

A_WEEK = timedelta(days=7)


async def hub(storage: Storage) -> Hub:
    feed = await add_feed(storage)
    return Hub(
        feed_id=feed.id,
        hub_url="https://hub.example/",
        topic_url=URL,
        token="t" * 32,
        secret="s" * 32,
    )


async def test_a_hub_is_asked_until_it_confirms_and_again_before_the_lease_ends(storage: Storage):
    offered = await storage.feeds.offer_hub(await hub(storage))
    first = await storage.feeds.hubs_to_ask(NOW)
    await storage.feeds.hub_asked(offered.feed_id, now=NOW)
    asked = await storage.feeds.hubs_to_ask(NOW + timedelta(hours=1))

    is_ours = await storage.feeds.confirm_hub(offered.token, topic_url=URL, until_at=NOW + A_WEEK)

    assert first == [offered]
    assert asked == []
    assert is_ours
    assert await storage.feeds.hubs_to_ask(NOW + timedelta(days=5)) == []
    assert len(await storage.feeds.hubs_to_ask(NOW + timedelta(days=6, hours=1))) == 1


async def test_a_hub_cannot_confirm_what_nobody_asked_for(storage: Storage):
    offered = await storage.feeds.offer_hub(await hub(storage))
    until_at = NOW + A_WEEK

    early = await storage.feeds.confirm_hub(offered.token, topic_url=URL, until_at=until_at)
    await storage.feeds.hub_asked(offered.feed_id, now=NOW)
    wrong = await storage.feeds.confirm_hub(offered.token, topic_url="x", until_at=until_at)
    stranger = await storage.feeds.confirm_hub("u" * 32, topic_url=URL, until_at=until_at)

    assert (early, wrong, stranger) == (False, False, False)


async def test_a_subscription_keeps_its_secret_until_the_feed_names_another_hub(storage: Storage):
    offered = await storage.feeds.offer_hub(await hub(storage))

    again = await storage.feeds.offer_hub(replace(offered, token="other", secret="other"))
    moved = await storage.feeds.offer_hub(
        replace(offered, hub_url="https://new.example/", token="new", secret="new")
    )

    assert again == offered
    assert (moved.token, moved.secret) == ("new", "new")
    assert await storage.feeds.find_hub(offered.token) == []
    assert await storage.feeds.find_hub("new") == [moved]
