"""An open article: all that its reader sees, from one question."""

from __future__ import annotations

import pytest

from storage import Storage
from storage.errors import NotFound
from storage.model import ArticleId, ArticleStats, ReaderId, Related, Status, Via
from storage.reading import OTHERS, OpenArticle
from tests.moments import NOW
from tests.storage.examples import (
    DAY,
    MINH,
    MINUTE,
    NOBODY,
    a_draft,
    a_published,
    a_subscriber,
)

AN = ReaderId(101)
BINH = ReaderId(102)


async def read(storage: Storage, article_id: ArticleId) -> OpenArticle:
    return await storage.reading.get(article_id, reader_id=AN, chat_id=AN)


async def test_an_article_lies_open_with_all_that_this_reader_sees(storage: Storage) -> None:
    article = await a_published(storage)
    await storage.views.open(article.id, reader_id=BINH, via=Via.PRESS, now=NOW)
    await storage.saved.save(AN, article_id=article.id, now=NOW)
    topic = await a_subscriber(storage, AN, thread_id=7)
    await storage.subscribers.change(topic.id, saves_data=True)

    mine = await storage.reading.get(article.id, reader_id=AN, chat_id=AN, thread_id=7)
    his = await storage.reading.get(article.id, reader_id=BINH, chat_id=AN)

    stats = ArticleStats(article_id=article.id, view_count=1, reader_count=1)
    assert mine == OpenArticle(article=article, stats=stats, is_saved=True, saves_data=True)
    assert his == OpenArticle(article=article, stats=stats)


async def test_an_opening_is_counted_in_what_is_seen(storage: Storage) -> None:
    article = await a_published(storage)

    opened = await storage.reading.open(
        article.id, reader_id=AN, chat_id=AN, via=Via.PRESS, now=NOW
    )

    assert opened.stats == ArticleStats(article_id=article.id, view_count=1, reader_count=1)
    assert opened == await read(storage, article.id)


async def test_opening_a_retracted_article_counts_nothing(storage: Storage) -> None:
    article = await a_published(storage)
    await storage.articles.retract(article.id, by=MINH, note="", now=NOW)

    opened = await storage.reading.open(
        article.id, reader_id=AN, chat_id=AN, via=Via.PRESS, now=NOW
    )

    assert opened.stats == ArticleStats(article_id=article.id)


async def test_a_retracted_article_is_known_to_have_been_there(storage: Storage) -> None:
    article = await a_published(storage)
    await storage.articles.retract(article.id, by=MINH, note="", now=NOW)

    assert (await read(storage, article.id)).article.status is Status.RETRACTED


async def test_what_never_was_before_the_readers_is_not_found(storage: Storage) -> None:
    draft = await a_draft(storage)

    for article_id in (draft.id, NOBODY):
        with pytest.raises(NotFound):
            await read(storage, article_id)


async def test_no_more_others_are_named_than_are_shown(storage: Storage) -> None:
    articles = [await a_published(storage) for _ in range(OTHERS + 2)]

    assert len((await read(storage, articles[0].id)).others) == OTHERS


async def test_others_are_the_newest_of_the_category_but_not_itself(storage: Storage) -> None:
    first, second, third = [
        await a_published(storage, category="Đoàn", now=NOW + hour * MINUTE) for hour in range(3)
    ]
    await a_published(storage, category="Hội", now=NOW + DAY)

    others = (await read(storage, second.id)).others

    assert [headline.id for headline in others] == [third.id, first.id]


async def test_related_lines_lead_to_published_articles_of_ours(storage: Storage) -> None:
    chosen = await a_published(storage, "Chọn")
    imported = await a_published(storage, "Nhập", canonical_url="https://tinhdoan.example/1")
    hidden = await a_draft(storage, "Nháp", canonical_url="https://tinhdoan.example/2")
    article = await a_published(
        storage,
        related=(
            Related(title="Chọn", article_id=chosen.id),
            Related(title="Nhập", url="https://tinhdoan.example/1"),
            Related(title="Nháp", url="https://tinhdoan.example/2"),
            Related(title="Nháp", article_id=hidden.id),
            Related(title="Ngoài", url="https://elsewhere.example/"),
        ),
    )

    related = (await read(storage, article.id)).related

    assert [line.article_id for line in related] == [chosen.id, imported.id, None, None, None]
    assert [line.title for line in related] == ["Chọn", "Nhập", "Nháp", "Nháp", "Ngoài"]
