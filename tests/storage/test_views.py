"""Openings are counted once, by nobody's name."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from storage import Storage
from storage.errors import NotFound
from storage.model import ArticleId, ArticleStats, ReaderId, Via
from tests.moments import NOW
from tests.storage.examples import DAY, MINUTE, NOBODY, a_draft, a_published

AN = ReaderId(101)
BINH = ReaderId(102)
TODAY = 20781


async def open_at(
    storage: Storage, article_id: ArticleId, reader: ReaderId, after: timedelta = timedelta()
) -> ArticleStats:
    return await storage.views.open(article_id, reader_id=reader, via=Via.PRESS, now=NOW + after)


async def test_every_opening_counts_and_every_person_once(storage: Storage) -> None:
    article = await a_published(storage)
    await open_at(storage, article.id, AN)
    await open_at(storage, article.id, BINH)

    stats = await open_at(storage, article.id, AN, 31 * MINUTE)

    assert stats == ArticleStats(article_id=article.id, view_count=3, reader_count=2)
    assert await storage.views.stats(article.id) == stats


async def test_a_second_press_within_half_an_hour_is_the_same_opening(storage: Storage) -> None:
    article = await a_published(storage)
    await open_at(storage, article.id, AN)

    within = await open_at(storage, article.id, AN, 30 * MINUTE - timedelta(microseconds=1))
    after = await open_at(storage, article.id, AN, 30 * MINUTE)

    assert within.view_count == 1
    assert after.view_count == 2
    assert after.reader_count == 1


async def test_presses_that_do_not_count_do_not_lengthen_the_half_hour(storage: Storage) -> None:
    article = await a_published(storage)

    for minutes in (0, 20, 40):
        stats = await open_at(storage, article.id, AN, minutes * MINUTE)

    assert stats.view_count == 2


async def test_ten_presses_at_once_by_one_person_are_one_opening(storage: Storage) -> None:
    article = await a_published(storage)

    await asyncio.gather(*(open_at(storage, article.id, AN) for _ in range(10)))
    first = await storage.views.stats(article.id)
    await asyncio.gather(*(open_at(storage, article.id, AN, DAY) for _ in range(10)))
    second = await storage.views.stats(article.id)

    assert (first.view_count, first.reader_count) == (1, 1)
    assert (second.view_count, second.reader_count) == (2, 1)


async def test_many_persons_at_once_are_all_counted(storage: Storage) -> None:
    article = await a_published(storage)

    await asyncio.gather(*(open_at(storage, article.id, ReaderId(n)) for n in range(40)))

    stats = await storage.views.stats(article.id)
    assert (stats.view_count, stats.reader_count) == (40, 40)


async def test_an_imported_figure_stands_apart(storage: Storage) -> None:
    article = await a_draft(storage, imported_view_count=1234)

    stats = await open_at(storage, article.id, AN)

    assert stats == ArticleStats(
        article_id=article.id, view_count=1, reader_count=1, imported_view_count=1234
    )


async def test_days_add_up_over_all_articles(storage: Storage) -> None:
    first, second = await a_published(storage), await a_published(storage)
    await open_at(storage, first.id, AN)
    await open_at(storage, second.id, AN)
    await open_at(storage, second.id, BINH, DAY)

    assert await storage.views.totals(TODAY) == [(TODAY, 2), (TODAY + 1, 1)]
    assert await storage.views.totals(TODAY + 1) == [(TODAY + 1, 1)]


async def test_after_thirty_days_the_counters_stay_and_the_hashes_go(storage: Storage) -> None:
    article = await a_published(storage)
    await open_at(storage, article.id, AN)
    await open_at(storage, article.id, BINH)

    early = await storage.views.fold_old(NOW + 30 * DAY - MINUTE)
    folded = await storage.views.fold_old(NOW + 30 * DAY)
    again = await storage.views.fold_old(NOW + 30 * DAY)

    assert (early, folded, again) == (0, 2, 0)
    assert (await storage.views.stats(article.id)).reader_count == 2


async def test_who_opens_after_the_key_is_gone_is_a_new_person(storage: Storage) -> None:
    article = await a_published(storage)
    await open_at(storage, article.id, AN)
    await storage.views.fold_old(NOW + 30 * DAY)

    stats = await open_at(storage, article.id, AN, 31 * DAY)

    assert (stats.view_count, stats.reader_count) == (2, 2)


async def test_an_unknown_article_cannot_be_opened(storage: Storage) -> None:
    with pytest.raises(NotFound):
        await open_at(storage, NOBODY, AN)
    with pytest.raises(NotFound):
        await storage.views.stats(NOBODY)
