"""What is taken out whole, on both engines."""

from __future__ import annotations

from datetime import timedelta

from storage import Storage
from storage.database import EPOCH
from storage.model import ReaderId, Via
from tests.moments import NOW
from tests.pushing import enqueue_featured
from tests.storage.examples import LAN, MINH, a_draft, a_published, a_subscriber


async def test_articles_come_page_by_page_whatever_their_status(storage: Storage):
    ids = [(await a_draft(storage)).id, (await a_published(storage)).id]

    first = await storage.exports.articles(limit=1)
    second = await storage.exports.articles(first[-1].article.id, limit=1)
    third = await storage.exports.articles(second[-1].article.id, limit=1)

    assert [it.article.id for it in (*first, *second, *third)] == ids
    assert await storage.exports.count_articles() == 2


async def test_an_article_comes_with_its_counts_and_its_history(storage: Storage):
    article = await a_published(storage, "Tin", imported_view_count=54)
    await storage.views.open(article.id, reader_id=ReaderId(1), via=Via.PRESS, now=NOW)

    (exported,) = await storage.exports.articles(limit=10)

    assert exported.article == article
    assert exported.stats == await storage.views.stats(article.id)
    assert exported.stats.imported_view_count == 54
    assert [(str(it.version), it.by) for it in exported.history] == [("0.1", LAN), ("1.0", MINH)]


async def test_views_come_by_day_article_and_way(storage: Storage):
    article = await a_published(storage, "Tin")
    tomorrow = NOW + timedelta(days=1)
    for reader, via, now in ((1, Via.PRESS, NOW), (2, Via.PRESS, NOW), (3, Via.PAGE, tomorrow)):
        await storage.views.open(article.id, reader_id=ReaderId(reader), via=via, now=now)

    days = await storage.exports.view_days()
    lines = [line for day in days for line in await storage.exports.views(day)]

    today = (NOW - EPOCH).days
    assert days == [today, today + 1]
    assert [(it.day, it.title, it.via, it.views) for it in lines] == [
        (today, "Tin", "press", 2),
        (today + 1, "Tin", "page", 1),
    ]


async def test_royalty_is_empty_until_somebody_enters_it(storage: Storage):
    await a_published(storage)

    assert await storage.exports.royalty() == []


async def test_messages_come_by_day_article_kind_and_state(storage: Storage):
    article = await a_published(storage, "Tin")
    for chat_id in (1, 2):
        await a_subscriber(storage, chat_id)
    await enqueue_featured(
        storage, article.id, due_at=NOW, expires_at=NOW + timedelta(hours=9), now=NOW
    )

    (line,) = await storage.exports.deliveries()

    assert line.day == (NOW - EPOCH).days
    assert (line.article_id, line.title, line.messages) == (article.id, "Tin", 2)
    assert (line.kind, line.state) == ("featured", "queued")


async def test_who_took_something_out_is_noted(storage: Storage):
    await storage.exports.note("articles.csv: 2", by=ReaderId(7), now=NOW)

    (line,) = await storage.audit.find(limit=1)

    assert (line.action, line.by_id, line.detail) == ("export", 7, "articles.csv: 2")
