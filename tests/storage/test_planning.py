"""What is to be published later."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import Storage, open_storage
from storage.errors import NotFound, Stale
from storage.model import Article, ArticleId, Status, Version
from tests.moments import NOW
from tests.storage.examples import LAN, MINH, a_draft, a_published

EVENING = NOW + timedelta(hours=3)
FIRST = Version(major=0, minor=1)


async def scheduled(storage: Storage, title: str = "Tin", *, hours: float = 3) -> Article:
    draft = await a_draft(storage, title)
    return await storage.planning.schedule(
        draft.id, expected=draft.version, at=NOW + timedelta(hours=hours), by=LAN, now=NOW
    )


async def test_what_is_scheduled_waits_for_its_hour_and_then_is_published(
    storage: Storage,
) -> None:
    article = await scheduled(storage)

    assert (article.status, article.version) == (Status.SCHEDULED, Version(major=1, minor=0))
    assert article.content.published_at == EVENING
    assert await storage.articles.release_due(EVENING - timedelta(seconds=1)) == []
    assert await storage.articles.release_due(EVENING) == [article.id]
    assert (await storage.articles.get(article.id)).status is Status.PUBLISHED
    acts = [it.action for it in await storage.audit.find(limit=9)]
    assert acts == ["release", "schedule"]
    assert (await storage.articles.history(article.id))[0].changed == ("published_at",)


async def test_an_hour_that_has_come_publishes_at_once(storage: Storage) -> None:
    article = await scheduled(storage, hours=0)

    assert article.status is Status.PUBLISHED
    assert article.released_at == NOW


async def test_what_is_put_off_keeps_its_major_number(storage: Storage) -> None:
    article = await scheduled(storage)

    later = await storage.planning.schedule(
        article.id,
        expected=article.version,
        at=EVENING + timedelta(days=1),
        by=MINH,
        now=NOW,
    )

    assert later.version == Version(major=1, minor=1)
    assert later.content.published_at == EVENING + timedelta(days=1)
    assert await storage.articles.release_due(EVENING) == []


async def test_what_is_unscheduled_is_a_draft_without_an_hour(storage: Storage) -> None:
    article = await scheduled(storage)

    draft = await storage.planning.unschedule(
        article.id, expected=article.version, by=MINH, now=NOW
    )

    assert (draft.status, draft.version) == (Status.DRAFT, Version(major=1, minor=1))
    assert draft.content.published_at is None
    assert await storage.articles.release_due(EVENING) == []
    assert (await storage.audit.find(limit=1))[0].action == "unschedule"


async def test_of_two_who_schedule_one_is_in_time(storage: Storage) -> None:
    draft = await a_draft(storage, "Tin")
    await storage.planning.schedule(draft.id, expected=FIRST, at=EVENING, by=LAN, now=NOW)

    with pytest.raises(Stale):
        await storage.planning.schedule(draft.id, expected=FIRST, at=NOW, by=MINH, now=NOW)
    with pytest.raises(Stale):
        await storage.planning.unschedule(draft.id, expected=FIRST, by=MINH, now=NOW)
    with pytest.raises(NotFound):
        await storage.planning.schedule(ArticleId(99), expected=FIRST, at=NOW, by=LAN, now=NOW)
    with pytest.raises(NotFound):
        await storage.planning.unschedule(ArticleId(99), expected=FIRST, by=LAN, now=NOW)


async def test_what_readers_have_is_not_scheduled(storage: Storage) -> None:
    article = await a_published(storage, "Tin")

    with pytest.raises(Stale):
        await storage.planning.schedule(
            article.id, expected=article.version, at=EVENING, by=LAN, now=NOW
        )
    with pytest.raises(Stale):
        await storage.planning.unschedule(article.id, expected=article.version, by=LAN, now=NOW)


async def test_without_its_approvals_nothing_is_scheduled_but_in_an_emergency(
    storage: Storage, storage_url: str
) -> None:
    draft = await a_draft(storage, "Tin")
    strict = await open_storage(storage_url, approvals=1)
    try:
        with pytest.raises(Stale):
            await strict.planning.schedule(draft.id, expected=FIRST, at=EVENING, by=LAN, now=NOW)

        article = await strict.planning.schedule(
            draft.id, expected=FIRST, at=EVENING, by=LAN, is_emergency=True, now=NOW
        )
    finally:
        await strict.close()
    assert article.status is Status.SCHEDULED
    acts = [it.action for it in await storage.audit.find(limit=2)]
    assert acts == ["schedule", "publish_unapproved"]


async def test_the_calendar_lists_the_soonest_first(storage: Storage) -> None:
    for title, hours in (("Mai", 20), ("Tối", 3), ("Kia", 50)):
        await scheduled(storage, title, hours=hours)
    await a_draft(storage, "Nháp")

    found = await storage.planning.find(NOW, until=NOW + timedelta(hours=50), limit=10)

    assert [it.title for it in found] == ["Tối", "Mai"]
    assert len(await storage.planning.find(NOW, until=NOW + timedelta(days=9), limit=2)) == 2
