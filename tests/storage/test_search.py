"""Search: published articles by their words, whatever is typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import partial

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.search.syllables import words
from storage import Storage
from storage.article_rows import load
from storage.database import Transaction, stamp
from storage.model import Article, ArticleId, Person
from storage.search_index import Index
from storage.search_query import Narrowing, Sought
from storage.search_tokens import pair
from tests.moments import NOW
from tests.searching import hits
from tests.storage.examples import DAY, MINH, a_draft, a_published

ODD = (
    '" OR 1',
    "C++",
    "a-b",
    "50%",
    "AND",
    "NEAR(a b)",
    "title:bão",
    "bão*",
    "'; DROP TABLE articles; --",
    "!& | :* <->",
    "\ud800",
    "\x00",
    "ﬁ ² Ⅳ İ",
    "a·b",
    "\\'",
)


async def found(storage: Storage, query: str) -> list[str]:
    """The titles, the newest first, of what holds all the words, marks or not."""
    return [it.title for it in await hits(storage, query)]


async def candidates(storage: Storage, sought: Sought) -> list[str]:
    return [it.title.strip() for it in await storage.search.find_candidates([sought])]


async def test_words_are_found_without_their_marks(storage: Storage) -> None:
    await a_published(storage, "Đoàn viên hiến máu")

    assert await found(storage, "doan vien") == ["Đoàn viên hiến máu"]
    assert await found(storage, "ĐOÀN VIÊN") == ["Đoàn viên hiến máu"]
    assert await found(storage, "bóng đá") == []


async def test_title_summary_and_body_are_searched(storage: Storage) -> None:
    await a_published(storage, "Ba", body_html="<p>Nói về <b>lũ</b> lụt</p>")
    await a_published(storage, "Hai", summary="Sau trận lũ")
    await a_published(storage, "Lũ về trong đêm")

    assert await found(storage, "lũ") == ["Lũ về trong đêm", "Hai", "Ba"]


async def test_markup_is_not_text(storage: Storage) -> None:
    await a_published(storage, "Một", body_html='<p class="strong">B&atilde;o</p>')

    assert await found(storage, "bão") == ["Một"]
    assert await found(storage, "strong") == []


async def test_every_need_is_met_or_all_but_some(storage: Storage) -> None:
    await a_published(storage, "Bão số 3")
    await a_published(storage, "Bão lũ miền Trung")
    needs = ((("fbao",),), (("fso",),), (("fmien",),))

    none = await candidates(storage, Sought(needs=needs))
    both = await candidates(storage, Sought(needs=needs, may_lack=1))

    assert none == []
    assert both == ["bao·3 lu·3 mien·1c trung", "bao·3 so·4c 3"]


async def test_a_need_can_be_met_in_several_ways(storage: Storage) -> None:
    await a_published(storage, "Huấn luyện viên Park")
    await a_published(storage, "HLV Kim")
    await a_published(storage, "Viên chức luyện thi")
    long, short = ("phuan·luyen", "pluyen·vien"), ("fhlv",)

    hits = await candidates(storage, Sought(needs=((long, short),)))

    assert hits == ["hlv kim", "huan·4c luyen·5c vien·c park"]


async def test_marks_can_be_asked_for(storage: Storage) -> None:
    await a_published(storage, "Bảo vệ")
    await a_published(storage, "Bão về")

    hits = await candidates(storage, Sought(needs=((("ebao·3",),),)))

    assert hits == ["bao·3 ve·1c"]


async def test_a_beginning_can_be_asked_for(storage: Storage) -> None:
    await a_published(storage, "Đường sắt Cát Linh")

    assert await candidates(storage, Sought(needs=((("psat·ca*",),),))) != []
    assert await candidates(storage, Sought(needs=((("psat·cu*",),),))) == []


async def test_the_title_alone_can_be_asked_for(storage: Storage) -> None:
    await a_published(storage, "Bão", summary="Gió giật")
    await a_published(storage, "Gió", summary="Sau bão")
    asked = Sought(needs=((("tgio",), ("tgi*",)),))

    assert await candidates(storage, asked) == ["gio·4"]


async def test_a_search_is_narrowed(storage: Storage) -> None:
    lan = Person(name="Nguyễn Thị Lan")
    article = await a_published(storage, "Bão", category="Đoàn", author=lan, published_at=NOW - DAY)
    await a_published(storage, "Bão", category="Hội", published_at=NOW)
    asked = Sought(needs=((("fbao",),),))

    for narrowing in (
        Narrowing(category_ids=(article.category_id,)),
        Narrowing(author="thi lan"),
        Narrowing(until=NOW),
        Narrowing(since=NOW - DAY, until=NOW),
    ):
        for sought in (asked, Sought(needs=())):
            hits = await storage.search.find_candidates([sought], narrowing=narrowing)

            assert [hit.id for hit in hits] == [article.id], narrowing


@pytest.mark.parametrize(
    ("since", "until", "hits"),
    [
        (None, None, ["2030", "2026", "1999"]),
        ("2026-11-01", None, ["2030", "2026"]),
        (None, "2026-12-01", ["2026", "1999"]),
        ("2026-11-24", "2026-11-25", ["2026"]),
        ("1999-12-31", "2000-01-01", ["1999"]),
        ("2000-01-01", "2026-11-01", []),
        ("1900-01-01", "2100-01-01", ["2030", "2026", "1999"]),
        ("0001-01-01", "0002-01-01", []),
    ],
)
async def test_days_narrow_whatever_the_zone(
    storage: Storage, since: str | None, until: str | None, hits: list[str]
) -> None:
    zone = timezone(timedelta(hours=7))
    for day in ("1999-12-31", "2026-11-24", "2030-01-01"):
        at = datetime.fromisoformat(day).replace(hour=1, tzinfo=zone)
        article = await a_published(storage, day[:4], published_at=min(at, NOW))
        await storage.search.database.write(
            partial(shown_at, id=article.id, at=at, storage=storage)
        )
    narrowing = Narrowing(
        since=datetime.fromisoformat(since).replace(tzinfo=zone) if since else None,
        until=datetime.fromisoformat(until).replace(tzinfo=zone) if until else None,
    )

    for needs in ((), ((("f1999",), ("f2026",), ("f2030",)),)):
        if needs or since or until:
            found = await storage.search.find_candidates([Sought(needs=needs)], narrowing=narrowing)

            assert [it.title.strip() for it in found] == hits


async def shown_at(tx: Transaction, *, id: ArticleId, at: datetime, storage: Storage) -> None:
    """As if it had been published then, also when that is to come."""
    content = (await load(tx, id)).content
    await storage.search.index.remove(tx, id)
    await tx.run("UPDATE articles SET published_at = :at WHERE id = :id", at=stamp(at), id=id)
    await storage.search.index.add(tx, id, content)


async def test_drafts_are_not_found(storage: Storage) -> None:
    await a_draft(storage, "Bão")

    assert await found(storage, "bão") == []


async def test_a_scheduled_article_is_found_from_its_hour_on(storage: Storage) -> None:
    await a_published(storage, "Bão", published_at=NOW + DAY)
    before = await found(storage, "bão")

    await storage.articles.release_due(NOW + DAY)

    assert before == []
    assert await found(storage, "bão") == ["Bão"]


async def revised(storage: Storage, article: Article, title: str) -> Article:
    return await storage.articles.revise(
        article.id,
        expected=article.version,
        content=replace(article.content, title=title),
        by=MINH,
        now=NOW,
    )


async def test_a_corrected_article_is_found_by_its_new_words_alone(storage: Storage) -> None:
    article = await a_published(storage, "Bão số ba")

    await revised(storage, article, "Gió mùa")

    assert await found(storage, "bão") == []
    assert await found(storage, "gió") == ["Gió mùa"]


async def test_odd_queries_find_what_their_words_find(storage: Storage) -> None:
    await a_published(storage, "C++ cho người mới")

    for query in ODD:
        await found(storage, query)

    assert await found(storage, "C++") == ["C++ cho người mới"]
    assert await found(storage, "") == []
    assert await found(storage, "?!") == []


async def test_an_endless_query_is_answered(storage: Storage) -> None:
    await a_published(storage, "Bão")

    assert await found(storage, "bão " * 2000) == ["Bão"]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=st.text(max_size=150))
@example(query="a" * 99 + " b")
async def test_any_text_is_a_query(storage: Storage, query: str) -> None:
    assert await found(storage, query) == []


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=200))
async def test_any_text_can_be_indexed_found_and_withdrawn(storage: Storage, text: str) -> None:
    terms = words(text)
    article = await a_published(storage, text, summary=text, body_html=text)

    hits = await found(storage, text)
    await storage.articles.retract(article.id, by=MINH, note="", now=NOW)

    assert hits == ([article.content.title] if terms else [])
    assert await found(storage, text) == []


async def test_very_long_and_strange_articles_can_be_indexed(storage: Storage) -> None:
    strange = " ".join(chr(0x4E00 + number % 20_000) for number in range(60_000))

    await a_published(storage, "Một", body_html=strange)
    await a_published(storage, "Hai", body_html="x" * 70_000, summary="𝕏" * 20_000)

    assert await found(storage, chr(0x4E00)) == ["Một"]


async def test_what_is_shown_of_articles_comes_in_the_order_asked_for(storage: Storage) -> None:
    first = await a_published(storage, "Một", body_html="<p>Đoàn viên</p>")
    second = await a_published(storage, "Hai")

    shown = await storage.search.get_headlines([second.id, first.id])
    bodies = await storage.search.get_bodies([first.id, second.id])
    texts = await storage.search.get_texts([first.id])

    assert [headline.title for headline in shown] == ["Hai", "Một"]
    assert bodies == {first.id: " doan·1d vien·c ", second.id: "  "}
    assert texts == {first.id: "<p>Đoàn viên</p>"}
    assert await storage.search.get_headlines([]) == []


def test_no_word_can_be_mistaken_for_neighbours() -> None:
    assert words(pair("hoa", "binh")) == ["phoa", "binh"]


def test_an_index_is_a_value() -> None:
    assert Index("sqlite", str.split) == Index("sqlite", str.split)
