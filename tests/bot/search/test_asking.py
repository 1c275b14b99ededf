"""A question from what is typed to the articles that answer it, on both engines."""

import asyncio
from datetime import UTC, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.search.asking import ask
from bot.search.question import Part, Question, question_of
from bot.search.stages import (
    all_as_marked,
    all_but_one,
    all_in_title,
    all_of,
    one_slip,
    side_by_side,
    some_of,
)
from bot.search.terms import MOST_WAYS
from bot.search.understanding import known, understood, unfinished
from storage import Storage
from storage.database import Transaction
from storage.model import Person
from storage.search import PATIENCE_S
from storage.search_query import Narrowing
from tests.moments import NOW
from tests.storage.examples import DAY, a_published

PAPER = (
    "Xuất khẩu mũi nhọn của Việt Nam",
    "Đường sắt Cát Linh chạy thử",
    "Gucci màu hồng nhạt sải bước",
    "Lũ chồng lũ ở miền Trung",
    "Học bổng cho học sinh nghèo vượt khó",
    "Huấn luyện viên Park dự khán trận đấu",
    "UBND tỉnh khen thưởng đoàn viên",
    "Cảng biển quy mô 2.000 ha",
    "Kỷ niệm ngày thành lập Đoàn",
    "Hiến máu nhân đạo lần thứ ba",
)


async def a_paper(storage: Storage) -> None:
    for title in PAPER:
        await a_published(storage, title)


async def titles(storage: Storage, typed: str) -> list[str]:
    found = await ask(storage.search, question_of(typed, zone=UTC), now=NOW)
    ids = [it.candidate.id for it in found.articles]
    return [it.title for it in await storage.search.get_headlines(ids)]


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("xuat khau mui nhon", 0),
        ("xuat khau miu nhon", 0),
        ("duongsatcatlinh", 1),
        ("đườngsắt cát linh", 1),
        ("gucci màu hồng nhạc sải", 2),
        ("lũ chồn lũ", 3),
        ("hocj boongr", 4),
        ("ho5c bo63ng", 4),
        ("học bổng cho học s", 4),
        ("HLV Park", 5),
        ("ủy ban nhân dân tỉnh", 6),
        ("cảng biển 2000 ha", 7),
        ("2000ha", 7),
        ("kỉ niệm", 8),
        ("cho mình hỏi hiến máu ở đâu", 9),
        ("nhân máu hiến", 9),
    ],
)
async def test_it_is_found_however_it_is_written(storage: Storage, typed: str, place: int) -> None:
    await a_paper(storage)

    assert (await titles(storage, typed))[:1] == [PAPER[place]]


async def test_exact_marks_come_before_other_marks(storage: Storage) -> None:
    for title in ("Bảo vệ rừng", "Bão vào bờ", "Báo tường", "Bao thư"):
        await a_published(storage, title)

    assert (await titles(storage, "bão"))[0] == "Bão vào bờ"
    assert (await titles(storage, "báo"))[0] == "Báo tường"
    assert len(await titles(storage, "bao")) == 4


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.permutations(["bão", "bảo", "báo", "bào"]), st.integers(0, 3))
async def test_exact_never_ranks_below_folded(
    sqlite_storage: Storage, order: list[str], asked: int
) -> None:
    for word in order:
        await a_published(sqlite_storage, f"Tin {word} hôm nay")

    found = await titles(sqlite_storage, f"tin {order[asked]}")
    exact = [order[asked] in title for title in found]

    assert exact == sorted(exact, reverse=True)


async def test_title_comes_before_summary_and_body(storage: Storage) -> None:
    await a_published(storage, "Ba", body_html="<p>Nói về lũ lụt</p>")
    await a_published(storage, "Hai", summary="Sau trận lũ")
    await a_published(storage, "Lũ về trong đêm")

    assert await titles(storage, "lũ") == ["Lũ về trong đêm", "Hai", "Ba"]


async def test_neighbours_in_the_question_are_best_as_neighbours(storage: Storage) -> None:
    await a_published(storage, "Thanh niên tình nguyện mùa hè xanh")
    await a_published(storage, "Niên vụ mía của Thanh trong mùa hè")

    assert (await titles(storage, "thanh niên"))[0] == "Thanh niên tình nguyện mùa hè xanh"


async def test_whole_matches_hide_half_ones(storage: Storage) -> None:
    await a_published(storage, "Bão số 3")
    await a_published(storage, "Bão lũ miền Trung")

    assert await titles(storage, "bão số") == ["Bão số 3"]


async def test_the_nearest_is_offered_where_nothing_matches(storage: Storage) -> None:
    await a_paper(storage)

    found = await ask(storage.search, question_of("học bổng du học mặt trăng", zone=UTC), now=NOW)

    assert found.articles[0].lacks > 0


async def test_quoted_words_stand_together(storage: Storage) -> None:
    await a_published(storage, "Mùa hè xanh")
    await a_published(storage, "Xanh mùa hè")

    assert await titles(storage, '"hè xanh"') == ["Mùa hè xanh"]
    assert len(await titles(storage, "hè xanh")) == 2


async def test_what_was_meant_is_said_with_its_marks(storage: Storage) -> None:
    await a_paper(storage)

    slip = await ask(storage.search, question_of("xuat khau miu nhon", zone=UTC), now=NOW)
    sound = await ask(storage.search, question_of("xuat khau mui nhon", zone=UTC), now=NOW)

    assert slip.suggestion == "xuat khau mũi nhon"
    assert sound.suggestion == ""


async def test_the_newest_of_equals_comes_first(storage: Storage) -> None:
    await a_published(storage, "Hiến máu lần hai", published_at=NOW)
    await a_published(storage, "Hiến máu lần một", published_at=NOW - 90 * DAY)

    assert await titles(storage, "hiến máu") == ["Hiến máu lần hai", "Hiến máu lần một"]


def test_a_question_is_read() -> None:
    typed = 'Bão “số 3” chuyenmuc:"Tin tức" tác giả:x tacgia:lan từ:1/6/2026 den:30/6/2026'

    question = question_of(typed, zone=UTC)

    assert [part.text for part in question.parts] == ["bão", "số 3", "tác giả:x"]
    assert question.parts[1] == Part(text="số 3", is_phrase=True)
    assert (question.category, question.author) == ("tin tức", "lan")
    assert question.until - question.since == timedelta(days=30)


@pytest.mark.parametrize(
    ("typed", "days"), [("thang:6/2026", 30), ("nam:2026", 365), ("ngay:1/6/2026", 1)]
)
def test_days_months_and_years_narrow(typed: str, days: int) -> None:
    question = question_of(typed, zone=UTC)

    assert question.parts == ()
    assert question.until - question.since == timedelta(days=days)


def test_what_cannot_be_read_is_words() -> None:
    question = question_of('tu:hôm-qua http://x.vn " thang:13/2026', zone=UTC)

    assert question.since is None
    assert " ".join(part.text for part in question.parts) == "tu:hôm-qua http://x.vn thang:13/2026"


async def test_an_author_narrows(storage: Storage) -> None:
    await a_published(storage, "Bão", author=Person(name="Nguyễn Thị Lan"))
    await a_published(storage, "Bão lớn", author=Person(name="Trần Minh"))

    found = await ask(storage.search, Question(), narrowing=Narrowing(author="thi lan"), now=NOW)

    assert len(found.articles) == 1


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(typed=st.text(max_size=120))
@example(typed='" OR NEAR( * ^ title:x')
@example(typed="a" * 99)
@example(typed="'; DROP TABLE articles; --")
@example(typed="tu:1/1/0001 nam:9999 thang:12/9999 den:31/12/9999")
@example(typed="“”\" ' \\' :* & | !")
async def test_any_text_is_a_question(storage: Storage, typed: str) -> None:
    found = await ask(storage.search, question_of(typed, zone=UTC), now=NOW)

    assert not found.articles


async def endless(tx: Transaction) -> None:
    await tx.rows(
        "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) FROM n"
    )


async def test_no_question_waits_for_the_end_of_another(storage: Storage) -> None:
    await a_paper(storage)
    database = storage.search.database
    others = [asyncio.create_task(database.read(endless)) for _ in range(2)]

    found = await titles(storage, "hiến máu")

    assert found == ["Hiến máu nhân đạo lần thứ ba"]
    assert not any(other.done() for other in others)
    for other in others:
        other.cancel()
    await asyncio.wait(others)


async def test_a_question_without_end_is_ended(storage: Storage) -> None:
    with pytest.raises(TimeoutError):
        await storage.search.database.read(endless, timeout_s=PATIENCE_S)

    assert await titles(storage, "hiến máu") == []


async def test_of_a_long_question_only_so_much_reaches_the_index(storage: Storage) -> None:
    await a_paper(storage)
    typed = "cuar cacs trongg vaf laa cos dduocj choo xuatkhau muinhon hocj boongr vuot kho"
    counts, vocabulary = await storage.search.get_words([])
    terms = unfinished(
        [
            term
            for part in question_of(typed, zone=UTC).parts
            for term in understood(part.text, known(counts, vocabulary))
        ]
    )

    stages = [
        *(all_of(terms) + all_in_title(terms) + side_by_side(terms) + all_as_marked(terms)),
        *(all_but_one(terms) + some_of(terms) + one_slip(terms, terms)),
    ]

    assert len(terms) > 8
    assert all(len(sought.needs) <= 8 for sought in stages)
    assert all(len(need) <= MOST_WAYS for sought in stages for need in sought.needs)
