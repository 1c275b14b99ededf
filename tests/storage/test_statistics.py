"""Figures on both engines."""

from __future__ import annotations

from datetime import timedelta

from storage import Storage
from storage.model import ArticleId, DeliveryState, ReaderId, Via
from storage.statistics import Scope
from storage.views import day_of
from tests.moments import NOW
from tests.pushing import enqueue_featured
from tests.storage.examples import DAY, a_published, a_subscriber

TODAY = day_of(NOW)
WEEK = {"since_day": TODAY - 6, "until_day": TODAY}
ALL = Scope()


async def opened(storage: Storage, article_id: ArticleId, *readers: int, days_ago: int = 0) -> None:
    for reader in readers:
        await storage.views.open(
            article_id,
            reader_id=ReaderId(reader),
            via=Via.PRESS if reader % 2 else Via.PAGE,
            now=NOW - days_ago * DAY,
        )


async def test_openings_are_added_up_by_day_for_all_a_category_and_an_article(storage: Storage):
    hot = await a_published(storage, "Nóng", category="Văn hóa")
    cold = await a_published(storage, "Nguội", category="Thể thao")
    await opened(storage, hot.id, 1, 2, 3)
    await opened(storage, hot.id, 4, days_ago=2)
    await opened(storage, cold.id, 1, days_ago=2)
    await opened(storage, cold.id, 5, days_ago=7)

    everything = await storage.statistics.views_by_day(ALL, **WEEK)
    category = await storage.statistics.views_by_day(Scope(category_id=hot.category_id), **WEEK)
    article = await storage.statistics.views_by_day(Scope(article_id=cold.id), **WEEK)

    assert everything == {TODAY: 3, TODAY - 2: 2}
    assert category == {TODAY: 3, TODAY - 2: 1}
    assert article == {TODAY - 2: 1}


async def test_the_most_opened_come_first_and_ways_are_apart(storage: Storage):
    cold, hot = await a_published(storage, "Nguội"), await a_published(storage, "Nóng")
    await opened(storage, hot.id, 1, 2, 3)
    await opened(storage, cold.id, 1)

    top = await storage.statistics.top(ALL, **WEEK, limit=10)
    ways = await storage.statistics.views_by_way(ALL, **WEEK)
    of_hot = await storage.statistics.views_by_way(Scope(article_id=hot.id), **WEEK)

    assert [(it.title, it.views) for it in top] == [("Nóng", 3), ("Nguội", 1)]
    assert await storage.statistics.top(ALL, **WEEK, limit=1) == top[:1]
    assert ways == {"press": 3, "page": 1}
    assert of_hot == {"press": 2, "page": 1}


async def test_growth_is_from_the_chats_own_days(storage: Storage):
    await a_subscriber(storage, 1, now=NOW - 30 * DAY)
    await a_subscriber(storage, 2, now=NOW - 2 * DAY)
    await a_subscriber(storage, 3, now=NOW)
    await storage.subscribers.end(1, cause="left", now=NOW - DAY)

    growth = await storage.statistics.growth(**WEEK)

    assert growth.before == 1
    assert growth.came == {TODAY - 2: 1, TODAY: 1}
    assert growth.went == {TODAY - 1: 1}
    assert await storage.statistics.count_active() == 2


async def test_messages_are_counted_by_state_and_due_time(storage: Storage):
    article = await a_published(storage, "Tin", category="Văn hóa")
    for chat_id in (1, 2):
        await a_subscriber(storage, chat_id)
    await enqueue_featured(
        storage, article.id, due_at=NOW, expires_at=NOW + timedelta(hours=9), now=NOW
    )
    span = {"since": NOW - DAY, "until": NOW + DAY}

    everything = await storage.statistics.deliveries(ALL, **span)
    article_s = await storage.statistics.deliveries(Scope(article_id=article.id), **span)
    category = await storage.statistics.deliveries(Scope(category_id=article.category_id), **span)
    before = await storage.statistics.deliveries(ALL, since=NOW - 2 * DAY, until=NOW - DAY)

    assert everything == article_s == category == {DeliveryState.QUEUED: 2}
    assert before == {}
