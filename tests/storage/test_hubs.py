from dataclasses import replace
from datetime import timedelta

import pytest

from storage import Storage
from storage.model import Hub
from tests.moments import NOW
from tests.storage.feeding import URL, add_feed, ok, read_once

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
    offered = await storage.hubs.offer(await hub(storage))
    first = await storage.hubs.to_ask(NOW)
    await storage.hubs.mark_asked(offered.token, now=NOW)
    asked = await storage.hubs.to_ask(NOW + timedelta(hours=1))

    is_ours = await storage.hubs.confirm(offered.token, topic_url=URL, until_at=NOW + A_WEEK)

    assert first == [offered]
    assert asked == []
    assert is_ours
    assert await storage.hubs.to_ask(NOW + timedelta(days=5)) == []
    assert len(await storage.hubs.to_ask(NOW + timedelta(days=6, hours=1))) == 1


async def test_a_hub_cannot_confirm_what_nobody_asked_for(storage: Storage):
    offered = await storage.hubs.offer(await hub(storage))
    until_at = NOW + A_WEEK

    early = await storage.hubs.confirm(offered.token, topic_url=URL, until_at=until_at)
    await storage.hubs.mark_asked(offered.token, now=NOW)
    wrong = await storage.hubs.confirm(offered.token, topic_url="x", until_at=until_at)
    stranger = await storage.hubs.confirm("u" * 32, topic_url=URL, until_at=until_at)

    assert (early, wrong, stranger) == (False, False, False)


async def test_a_subscription_keeps_its_secret_until_the_feed_names_another_hub(storage: Storage):
    offered = await storage.hubs.offer(await hub(storage))

    again = await storage.hubs.offer(replace(offered, token="other", secret="other"))
    moved = await storage.hubs.offer(
        replace(offered, hub_url="https://new.example/", token="new", secret="new")
    )

    assert again == offered
    assert (moved.token, moved.secret) == ("new", "new")
    assert await storage.hubs.find("new") == [moved]


async def test_a_subscription_whose_feed_has_gone_is_ended_and_then_forgotten(storage: Storage):
    offered = await storage.hubs.offer(await hub(storage))
    await storage.hubs.mark_asked(offered.token, now=NOW)
    await storage.hubs.confirm(offered.token, topic_url=URL, until_at=NOW + A_WEEK)

    assert offered.feed_id is not None
    early = await storage.hubs.end(offered.token, topic_url=URL)
    await storage.feeds.remove(offered.feed_id)
    (leaving,) = await storage.hubs.to_ask(NOW + timedelta(days=2))
    late = await storage.hubs.confirm(offered.token, topic_url=URL, until_at=NOW + 2 * A_WEEK)
    other = await storage.hubs.end(offered.token, topic_url="x")
    ended = await storage.hubs.end(offered.token, topic_url=URL)

    assert (leaving.token, leaving.feed_id) == (offered.token, None)
    assert (early, late, other, ended) == (False, False, False, True)
    assert await storage.hubs.find(offered.token) == []


async def test_a_feed_that_names_another_hub_leaves_the_old_one(storage: Storage):
    offered = await storage.hubs.offer(await hub(storage))
    await storage.hubs.mark_asked(offered.token, now=NOW)

    await storage.hubs.offer(replace(offered, hub_url="https://new.example/", token="new"))

    asked = await storage.hubs.to_ask(NOW + timedelta(days=2))
    assert [(it.token, it.feed_id is None) for it in asked] == [("new", False), ("t" * 32, True)]


async def test_a_subscription_without_a_feed_is_forgotten_when_its_lease_is_over(storage: Storage):
    offered = await storage.hubs.offer(await hub(storage))
    await storage.hubs.mark_asked(offered.token, now=NOW)
    await storage.hubs.confirm(offered.token, topic_url=URL, until_at=NOW + A_WEEK)
    assert offered.feed_id is not None
    await storage.feeds.remove(offered.feed_id)

    before = await storage.hubs.forget_ended(NOW + timedelta(days=6))
    after = await storage.hubs.forget_ended(NOW + timedelta(days=8))

    assert (before, after) == (0, 1)


@pytest.mark.parametrize(("after_s", "due_s"), [(10, 60), (59, 60), (300, 300)])
async def test_a_feed_that_a_hub_calls_changed_is_due_a_minute_after_its_last_look(
    storage: Storage, after_s: int, due_s: int
):
    feed = await add_feed(storage)
    await read_once(storage, feed)

    await storage.hubs.make_due(feed.id, now=NOW + timedelta(seconds=after_s))

    _, state = await storage.feeds.get(feed.id)
    assert state.next_poll_at == NOW + timedelta(seconds=due_s)


async def test_a_feed_that_fails_keeps_its_back_off_whatever_a_hub_says(storage: Storage):
    feed = await add_feed(storage)
    failing = replace(ok(feed), failures=3)
    await storage.feeds.fail_round(feed.id, state=failing)

    await storage.hubs.make_due(feed.id, now=NOW + timedelta(minutes=2))

    _, state = await storage.feeds.get(feed.id)
    assert state.next_poll_at == failing.next_poll_at
