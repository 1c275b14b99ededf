"""How common words are: counted in the article's own transaction."""

from __future__ import annotations

from functools import partial

from storage import Storage
from storage.database import Transaction
from storage.search_index import COMMON, SAMPLED
from tests.moments import NOW
from tests.storage.examples import MINH, a_published


async def test_words_are_counted_as_articles_come_and_go(storage: Storage) -> None:
    await a_published(storage, "Đoàn viên", summary="Đoàn")
    article = await a_published(storage, "Doãn đoán")

    before = (await storage.search.get_words(["doan", "vien"])).counts
    await storage.articles.retract(article.id, by=MINH, note="", now=NOW)
    after = (await storage.search.get_words(["doan", "vien"])).counts

    assert before == {"doan·1d": 1, "vien·c": 1, "doan·3": 1, "doan·4d": 1}
    assert after == {"doan·1d": 1, "vien·c": 1}


async def test_a_word_of_very_many_articles_is_counted_about(storage: Storage) -> None:
    await a_published(storage, "Và hiếm")
    await storage.search.database.write(partial(many_articles_hold, word="va·1"))

    for _ in range(2 * SAMPLED):
        await a_published(storage, "Và hiếm")

    counts = (await storage.search.get_words(["va", "hiem"])).counts
    assert counts == {"va·1": COMMON + 2 * SAMPLED, "hiem·4c": 1 + 2 * SAMPLED}


async def many_articles_hold(tx: Transaction, *, word: str) -> None:
    await tx.run(
        "UPDATE search_words SET articles = :many WHERE word = :word", many=COMMON, word=word
    )


async def test_neighbours_are_counted_up_to_a_bound(storage: Storage) -> None:
    for _ in range(3):
        await a_published(storage, "Thanh niên xung phong")

    counts = await storage.search.count_tokens(["pthanh·nien", "pnien·thanh"], most=2)

    assert counts == {"pthanh·nien": 2, "pnien·thanh": 0}


async def test_the_vocabulary_grows_with_the_articles(storage: Storage) -> None:
    empty = (await storage.search.get_words([])).vocabulary
    await a_published(storage, "Đoàn đoan đoàn")

    known = (await storage.search.get_words([])).vocabulary

    assert empty.articles == 0
    assert known.articles == 1
    assert dict(known.spellings_of("doan")) == {"doan·1d": 1, "doan·d": 1}
    assert known.beginning_with("do", most=9) == ["doan"]
