"""Saved articles."""

from __future__ import annotations

import pytest

from storage import Storage
from storage.errors import NotFound
from storage.model import ReaderId
from tests.moments import NOW
from tests.storage.examples import MINH, MINUTE, NOBODY, a_published

AN = ReaderId(101)
BINH = ReaderId(102)


async def test_a_reader_finds_what_he_saved_the_last_first(storage: Storage) -> None:
    first, second = await a_published(storage), await a_published(storage)
    await storage.saved.save(AN, article_id=second.id, now=NOW)
    await storage.saved.save(AN, article_id=first.id, now=NOW + MINUTE)

    saved = await storage.saved.find(AN, limit=9)

    assert [headline.id for headline in saved] == [first.id, second.id]
    assert await storage.saved.find(AN, limit=1, offset=1) == saved[1:]
    assert await storage.saved.holds(AN, article_id=first.id)


async def test_saving_twice_is_saving_once(storage: Storage) -> None:
    article = await a_published(storage)

    await storage.saved.save(AN, article_id=article.id, now=NOW)
    await storage.saved.save(AN, article_id=article.id, now=NOW + MINUTE)

    assert len(await storage.saved.find(AN, limit=9)) == 1


async def test_what_is_dropped_is_gone_for_this_reader_alone(storage: Storage) -> None:
    article = await a_published(storage)
    await storage.saved.save(AN, article_id=article.id, now=NOW)
    await storage.saved.save(BINH, article_id=article.id, now=NOW)

    await storage.saved.drop(AN, article_id=article.id)
    await storage.saved.drop(AN, article_id=article.id)

    assert not await storage.saved.holds(AN, article_id=article.id)
    assert await storage.saved.holds(BINH, article_id=article.id)


async def test_a_retracted_article_is_not_shown_among_the_saved(storage: Storage) -> None:
    article = await a_published(storage)
    await storage.saved.save(AN, article_id=article.id, now=NOW)

    await storage.articles.retract(article.id, by=MINH, note="", now=NOW)

    assert await storage.saved.find(AN, limit=9) == []


async def test_an_unknown_article_cannot_be_saved(storage: Storage) -> None:
    with pytest.raises(NotFound):
        await storage.saved.save(AN, article_id=NOBODY, now=NOW)
