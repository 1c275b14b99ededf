"""Articles: stored word for word, moved with care, listed in order."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from storage import Storage
from storage.content_json import changed_fields, content_from_json, content_to_json
from storage.errors import NotFound, Stale
from storage.model import (
    Content,
    DeliveryState,
    Status,
    Version,
)
from tests.moments import NOW
from tests.pushing import enqueue_featured
from tests.searching import hits
from tests.storage.contents import CONTENTS, MANY
from tests.storage.examples import (
    DAY,
    LAN,
    MINH,
    MINUTE,
    NOBODY,
    a_draft,
    a_published,
    a_subscriber,
)


@MANY
@given(content=CONTENTS)
async def test_every_column_comes_back_as_it_was_stored(storage: Storage, content: Content) -> None:
    draft = await storage.articles.draft(content, by=LAN, now=NOW)

    assert draft.content == content
    assert str(draft.content.page_count) == str(content.page_count)
    assert (await storage.articles.content_at(draft.id, version=draft.version)) == content


@MANY
@given(before=CONTENTS, after=CONTENTS)
async def test_a_revision_replaces_every_column(
    storage: Storage, before: Content, after: Content
) -> None:
    draft = await storage.articles.draft(before, by=LAN, now=NOW)

    revised = await storage.articles.revise(
        draft.id, expected=draft.version, content=after, by=MINH, now=NOW
    )

    assert revised.content == after
    assert await storage.articles.content_at(draft.id, version=draft.version) == before
    assert (await storage.articles.history(draft.id))[0].changed == changed_fields(before, after)


@given(content=CONTENTS)
def test_a_snapshot_keeps_every_field(content: Content) -> None:
    assert content_from_json(content_to_json(content)) == content


def test_a_snapshot_of_an_earlier_version_has_defaults_for_newer_fields() -> None:
    assert content_from_json('{"title":"Tin","no_longer_known":1}') == Content(title="Tin")


async def test_the_portals_sample_columns_keep_their_repeats_and_order(storage: Storage) -> None:
    extra = (("Audio", ""), ("Tin liên quan", "1"), ("Audio", "x.mp3"), ("Tin liên quan", ""))

    draft = await a_draft(storage, extra=extra, page_count=Decimal("2.50"))

    assert (await storage.articles.get(draft.id)).content.extra == extra
    assert str((await storage.articles.get(draft.id)).content.page_count) == "2.50"


async def test_a_draft_is_the_first_minor_version_of_its_maker(storage: Storage) -> None:
    draft = await a_draft(storage)

    assert draft.status is Status.DRAFT
    assert str(draft.version) == "0.1"
    assert draft.created_by == LAN
    assert draft.created_at == NOW
    assert draft.released_at is None


async def test_the_same_origin_is_the_same_draft(storage: Storage) -> None:
    first = await storage.articles.draft(Content(title="A"), by=LAN, origin="7:9", now=NOW)

    second = await storage.articles.draft(Content(title="B"), by=LAN, origin="7:9", now=NOW)

    assert second == first


async def test_revisions_count_minor_before_and_major_after_publishing(storage: Storage) -> None:
    draft = await a_draft(storage)
    second = await storage.articles.revise(
        draft.id, expected=draft.version, content=Content(title="Hai"), by=LAN, now=NOW
    )
    published = await storage.articles.publish(
        draft.id, expected=second.version, by=MINH, now=NOW + MINUTE
    )

    corrected = await storage.articles.revise(
        draft.id,
        expected=published.version,
        content=replace(published.content, title="Ba"),
        by=LAN,
        note="Đính chính",
        now=NOW + 2 * MINUTE,
    )

    history = await storage.articles.history(draft.id)
    assert [str(revision.version) for revision in history] == ["2.0", "1.0", "0.2", "0.1"]
    assert [revision.changed for revision in history[:2]] == [("title",), ("published_at",)]
    assert history[0].note == "Đính chính"
    assert history[0].by == LAN
    assert corrected.status is Status.PUBLISHED
    assert corrected.released_at == published.released_at == NOW + MINUTE
    assert corrected.modified_at == NOW + 2 * MINUTE


async def test_a_revision_of_what_changed_meanwhile_is_refused(storage: Storage) -> None:
    draft = await a_draft(storage)
    await storage.articles.revise(
        draft.id, expected=draft.version, content=Content(title="Hai"), by=LAN, now=NOW
    )

    with pytest.raises(Stale):
        await storage.articles.revise(
            draft.id, expected=draft.version, content=Content(title="Ba"), by=MINH, now=NOW
        )

    assert (await storage.articles.get(draft.id)).content.title == "Hai"


async def test_of_two_editors_at_once_one_is_in_time(storage: Storage) -> None:
    draft = await a_draft(storage)

    outcomes = await asyncio.gather(
        *(
            storage.articles.publish(draft.id, expected=draft.version, by=LAN, now=NOW)
            for _ in range(5)
        ),
        return_exceptions=True,
    )

    assert sum(isinstance(outcome, Stale) for outcome in outcomes) == 4
    assert str((await storage.articles.get(draft.id)).version) == "1.0"


async def test_publishing_without_a_date_takes_the_hour_of_publishing(storage: Storage) -> None:
    published = await a_published(storage)

    assert published.status is Status.PUBLISHED
    assert published.content.published_at == published.released_at == NOW
    assert published.featured_at is None
    assert (await storage.audit.find(limit=9))[0].action == "publish"


async def test_a_known_date_stays_the_date(storage: Storage) -> None:
    published = await a_published(storage, published_at=NOW - 9 * DAY)

    assert published.content.published_at == NOW - 9 * DAY
    assert published.released_at == NOW


async def test_an_article_with_a_future_date_waits_for_its_hour(storage: Storage) -> None:
    scheduled = await a_published(storage, published_at=NOW + DAY, is_featured=True)
    early = await storage.articles.release_due(NOW + DAY - MINUTE)

    due = await storage.articles.release_due(NOW + DAY)
    again = await storage.articles.release_due(NOW + DAY)

    released = await storage.articles.get(scheduled.id)
    assert scheduled.status is Status.SCHEDULED
    assert scheduled.released_at is None
    assert (early, due, again) == ([], [scheduled.id], [])
    assert released.status is Status.PUBLISHED
    assert released.released_at == released.featured_at == NOW + DAY
    assert released.version == scheduled.version


async def test_featuring_has_an_hour_and_an_end(storage: Storage) -> None:
    article = await a_published(storage)

    featured = await storage.articles.feature(
        article.id, is_featured=True, until_at=NOW + DAY, by=MINH, now=NOW + MINUTE
    )

    assert featured.content.is_featured
    assert featured.content.featured_until_at == NOW + DAY
    assert featured.featured_at == NOW + MINUTE
    assert await storage.articles.find_featured(NOW, limit=9)
    assert not await storage.articles.find_featured(NOW + DAY, limit=9)


async def test_what_is_featured_no_longer_is_not_sent(storage: Storage) -> None:
    await a_subscriber(storage)
    article = await a_published(storage, is_featured=True)
    await enqueue_featured(storage, article.id, due_at=NOW, expires_at=NOW + DAY, now=NOW)

    plain = await storage.articles.feature(article.id, is_featured=False, by=MINH, now=NOW)

    assert plain.featured_at is None
    assert await storage.outbox.claim("sender", limit=9, now=NOW) == []
    assert await storage.outbox.counts() == {DeliveryState.CANCELLED: 1}
    assert [line.action for line in await storage.audit.find(limit=1)] == ["unfeature"]


async def test_a_retracted_article_leaves_lists_search_and_outbox(storage: Storage) -> None:
    await a_subscriber(storage)
    article = await a_published(storage, "Bão số 3", is_featured=True)
    await enqueue_featured(storage, article.id, due_at=NOW, expires_at=NOW + DAY, now=NOW)

    retracted = await storage.articles.retract(article.id, by=MINH, note="Sai số", now=NOW)

    assert retracted.status is Status.RETRACTED
    assert await storage.articles.find_latest(limit=9) == []
    assert len(await hits(storage, "bão")) == 0
    assert await storage.outbox.claim("sender", limit=9, now=NOW) == []
    assert await storage.outbox.counts() == {DeliveryState.CANCELLED: 1}
    assert (await storage.audit.find(limit=1))[0].detail == "Sai số"


async def test_a_retracted_article_stays_retracted(storage: Storage) -> None:
    article = await a_published(storage, "Bão số 3")
    await storage.articles.retract(article.id, by=MINH, note="", now=NOW)

    with pytest.raises(Stale):
        await storage.articles.publish(article.id, expected=article.version, by=MINH, now=NOW + DAY)

    assert len(await hits(storage, "bão")) == 0


async def test_an_article_published_twice_is_found_once(storage: Storage) -> None:
    article = await a_published(storage, "Bão số 3")

    again = await storage.articles.publish(
        article.id, expected=article.version, by=MINH, now=NOW + DAY
    )

    assert str(again.version) == "2.0"
    assert again.released_at == NOW
    assert len(await hits(storage, "bão")) == 1


async def test_an_unknown_article_is_not_found(storage: Storage) -> None:
    for asked in (
        storage.articles.get(NOBODY),
        storage.articles.content_at(NOBODY, version=Version()),
        storage.articles.publish(NOBODY, expected=Version(), by=LAN, now=NOW),
        storage.articles.revise(
            NOBODY, expected=Version(), content=Content(title=""), by=LAN, now=NOW
        ),
        storage.articles.feature(NOBODY, is_featured=True, by=LAN, now=NOW),
        storage.articles.retract(NOBODY, by=LAN, note="", now=NOW),
    ):
        with pytest.raises(NotFound):
            await asked
