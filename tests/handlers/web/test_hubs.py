"""A hub of a feed and our web side, over real HTTP: asked, verified, told, left."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest

from bot.simulator.publishers import CATEGORIES
from storage.model import FeedState
from tests.handlers.test_web_side import port as port
from tests.staging import Stage, staged

PATH = f"/atom/{CATEGORIES[2].slug}.xml"
PUSHED = b"<feed/>"


@pytest.fixture
async def open_house(sqlite_url: str, port: int) -> AsyncIterator[Stage]:
    """The bot with a web side that hubs can reach, and one feed that has a hub."""
    async with staged(
        sqlite_url, web_port=port, web_url=f"http://127.0.0.1:{port}", feed_interval=86_400
    ) as stage:
        await stage.storage.feeds.add(
            f"{stage.press_url}{PATH}", is_trusted=True, now=stage.clock.now()
        )
        await stage.jump(seconds=6)
        await stage.jump(hours=1)
        yield stage


async def state_of(stage: Stage) -> FeedState:
    ((_, state),) = await stage.storage.feeds.all()
    return state


async def verified(stage: Stage) -> list[bool]:
    return await stage.press.hub.verify(now=stage.clock.now())


async def test_a_hub_is_asked_and_its_challenge_answered(open_house: Stage) -> None:
    (asked,) = open_house.press.hub.asked

    (is_meant,) = await verified(open_house)

    assert asked["hub.mode"] == "subscribe"
    assert asked["hub.callback"].startswith(f"{open_house.newsroom.web_url}/hub/")
    assert is_meant
    (subscription,) = open_house.press.hub.subscriptions.values()
    assert subscription.topic == f"{open_house.press_url}{PATH}"


async def test_what_a_hub_pushes_makes_us_look_at_the_feed_at_once(open_house: Stage) -> None:
    await verified(open_house)
    before = await state_of(open_house)
    open_house.press.publish(
        "tin-moi", title="Tin mới từ hub", category=CATEGORIES[2].name, summary="Tóm tắt"
    )

    answers = await open_house.press.hub.push(f"{open_house.press_url}{PATH}", PUSHED)
    await open_house.jump(seconds=6)

    assert answers == [202]
    assert before.next_poll_at > open_house.clock.now()
    newest = await open_house.storage.articles.find_latest(limit=3)
    assert "Tin mới từ hub" in [it.title for it in newest]


@pytest.mark.parametrize("secret", ["", "of-somebody-else"])
async def test_a_push_that_is_not_signed_with_our_secret_changes_nothing(
    open_house: Stage, secret: str
) -> None:
    await verified(open_house)
    before = await state_of(open_house)

    answers = await open_house.press.hub.push(
        f"{open_house.press_url}{PATH}", PUSHED, secret=secret
    )

    assert answers == [202]
    assert await state_of(open_house) == before


async def test_a_lease_is_renewed_before_it_ends(open_house: Stage) -> None:
    await verified(open_house)
    (first,) = open_house.press.hub.subscriptions.values()

    await open_house.jump(days=8)
    early = len(open_house.press.hub.asked)
    await open_house.jump(days=1, hours=1)
    (is_meant,) = await verified(open_house)

    (renewed,) = open_house.press.hub.subscriptions.values()
    assert early == 1
    assert is_meant
    assert renewed.callback == first.callback
    assert renewed.until_at - first.until_at > timedelta(days=8)


async def test_a_hub_is_left_when_its_feed_is_removed(open_house: Stage) -> None:
    await verified(open_house)
    await open_house.storage.feeds.remove((await state_of(open_house)).feed_id)

    await open_house.jump(days=1, hours=1)
    asked = open_house.press.hub.asked[-1]
    (is_meant,) = await verified(open_house)

    assert asked["hub.mode"] == "unsubscribe"
    assert is_meant
    assert open_house.press.hub.subscriptions == {}


async def test_a_hub_that_tells_of_a_removed_feed_hears_that_it_is_gone(open_house: Stage) -> None:
    await verified(open_house)
    await open_house.storage.feeds.remove((await state_of(open_house)).feed_id)

    answers = await open_house.press.hub.push(f"{open_house.press_url}{PATH}", PUSHED)

    assert answers == [410]


async def test_strangers_at_the_door_of_hubs_learn_and_change_nothing(
    open_house: Stage, port: int
) -> None:
    query = {"hub.mode": "subscribe", "hub.topic": "x", "hub.challenge": "<b>"}
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as web:
        async with web.get("/hub/unknown", params=query) as asked:
            assert (asked.status, await asked.read()) == (404, b"")
        async with web.post("/hub/unknown", data=PUSHED) as told:
            assert told.status == 410
        async with web.post("/hub/unknown", data=b"x" * (1024 * 1024 + 1)) as flood:
            assert flood.status == 413
