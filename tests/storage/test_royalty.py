"""Royalty on both engines: lines, months that close, adjustments."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.royalty_profile import example_profile
from storage import Storage
from storage.errors import NotFound, Stale
from storage.model import ArticleId, ReaderId, RoyaltyState
from tests.moments import NOW
from tests.storage.examples import DAY, NOBODY, a_draft, a_part, a_published

CHI = ReaderId(3001)
MONTH = "2026-11"


async def set_royalty(storage: Storage, article_id: ArticleId, *authors: str) -> None:
    share = Decimal(100) / len(authors)
    parts = [a_part(it, share=share, amount_vnd=1_053_000 // len(authors)) for it in authors]
    await storage.royalty.set(article_id, parts, month=MONTH, by=CHI, now=NOW)


async def test_the_example_is_read_into_an_empty_database_once(storage: Storage):
    profile = example_profile()

    added = await storage.royalty.add_profile(profile.units, profile.scales, only_first=True)
    again = await storage.royalty.add_profile(profile.units, profile.scales, only_first=True)
    unit, scale = await storage.royalty.rule("Bài phản ánh", on=date(2026, 11, 24))

    assert added == len(profile.units) + len(profile.scales)
    assert again == 0
    assert unit == profile.units[0]
    assert scale is not None
    assert (scale.least, scale.most) == (Decimal(2), Decimal(5))
    assert await storage.royalty.rule("Thơ", on=date(2026, 11, 24)) == (unit, None)
    assert await storage.royalty.rule("Tin", on=date(2017, 8, 14)) == (None, None)


async def test_a_later_unit_holds_from_its_day_and_an_earlier_one_stays(storage: Storage):
    old = example_profile().units[0]
    new = replace(old, effective_on=date(2026, 7, 1), base_salary_vnd=2_530_000, unit_vnd=253_000)
    other = replace(old, unit_vnd=1)
    await storage.royalty.add_profile([old], [], only_first=False)

    added = await storage.royalty.add_profile([new, other], [], only_first=False)

    assert added == 1
    assert (await storage.royalty.rule("", on=date(2026, 6, 30)))[0] == old
    assert (await storage.royalty.rule("", on=date(2026, 7, 1)))[0] == new


async def test_an_article_has_the_parts_that_were_set_last(storage: Storage):
    article = await a_published(storage, "Ra quân")

    await set_royalty(storage, article.id, "Kiều Oanh")
    await set_royalty(storage, article.id, "Kiều Oanh", "Trần Bình")

    lines = await storage.royalty.of(article.id)
    assert [(it.part.author.name, it.part.amount_vnd) for it in lines] == [
        ("Kiều Oanh", 526_500),
        ("Trần Bình", 526_500),
    ]
    assert {(it.month, it.state, it.title) for it in lines} == {
        (MONTH, RoyaltyState.EXPECTED, "Ra quân")
    }
    assert [line.action for line in await storage.audit.find(limit=2)] == ["royalty_set"] * 2


async def test_months_add_up_and_come_newest_first(storage: Storage):
    first, second = await a_published(storage), await a_published(storage)
    await set_royalty(storage, first.id, "Kiều Oanh")
    await storage.royalty.set(second.id, [a_part()], month="2026-12", by=CHI, now=NOW)

    months = await storage.royalty.months(limit=10)

    assert [(it.month, it.lines, it.amount_vnd) for it in months] == [
        ("2026-12", 1, 1_053_000),
        (MONTH, 1, 1_053_000),
    ]
    assert await storage.royalty.months(limit=1, offset=1) == months[1:]
    assert (await storage.royalty.month("2020-01")).lines == 0
    assert len(await storage.royalty.lines(MONTH, limit=10)) == 1


async def test_a_closed_month_is_changed_by_an_adjustment_alone(storage: Storage):
    article = await a_published(storage)
    await set_royalty(storage, article.id, "Kiều Oanh")

    closed = await storage.royalty.close(MONTH, by=CHI, now=NOW)
    with pytest.raises(Stale):
        await set_royalty(storage, article.id, "Kiều Oanh")
    more = a_part(coefficient=Decimal(4), amount_vnd=1_170_000, note="đo lại")
    change = await storage.royalty.adjust(article.id, [more], month="2026-12", by=CHI, now=NOW)

    assert (closed.state, closed.amount_vnd) == (RoyaltyState.LOCKED, 1_053_000)
    assert change == 117_000
    first, second = await storage.royalty.of(article.id)
    assert (first.part.amount_vnd, first.state) == (1_053_000, RoyaltyState.LOCKED)
    assert (second.month, second.is_adjustment, second.part.note) == ("2026-12", True, "đo lại")
    assert (second.part.coefficient, second.part.photo_count) == (Decimal("0.5"), 0)


async def test_an_adjustment_takes_back_from_who_is_left_out(storage: Storage):
    article = await a_published(storage)
    await set_royalty(storage, article.id, "Kiều Oanh")
    await storage.royalty.close(MONTH, by=CHI, now=NOW)

    change = await storage.royalty.adjust(
        article.id, [a_part("Trần Bình", note="nhầm tên")], month="2026-12", by=CHI, now=NOW
    )

    assert change == 0
    amounts = {
        it.part.author.name: it.part.amount_vnd
        for it in await storage.royalty.lines("2026-12", limit=9)
    }
    assert amounts == {"Trần Bình": 1_053_000, "Kiều Oanh": -1_053_000}


async def test_what_changes_nothing_writes_nothing(storage: Storage):
    article = await a_published(storage)
    await set_royalty(storage, article.id, "Kiều Oanh")
    await storage.royalty.close(MONTH, by=CHI, now=NOW)

    change = await storage.royalty.adjust(article.id, [a_part()], month="2026-12", by=CHI, now=NOW)

    assert change == 0
    assert len(await storage.royalty.of(article.id)) == 1


async def test_a_month_is_closed_once_then_paid_once(storage: Storage):
    article = await a_published(storage)
    await set_royalty(storage, article.id, "Kiều Oanh")
    with pytest.raises(Stale):
        await storage.royalty.pay(MONTH, by=CHI, now=NOW)

    await storage.royalty.close(MONTH, by=CHI, now=NOW)
    with pytest.raises(Stale):
        await storage.royalty.close(MONTH, by=CHI, now=NOW)
    paid = await storage.royalty.pay(MONTH, by=CHI, now=NOW)
    with pytest.raises(Stale):
        await storage.royalty.pay(MONTH, by=CHI, now=NOW)
    with pytest.raises(Stale):
        await storage.royalty.adjust(article.id, [a_part()], month=MONTH, by=CHI, now=NOW)

    assert paid.state is RoyaltyState.PAID
    assert await storage.royalty.closed_months("2026-01") == {MONTH}
    assert await storage.royalty.closed_months("2026-12") == frozenset()
    assert [it.state for it in await storage.royalty.of(article.id)] == [RoyaltyState.PAID]
    actions = [line.action for line in await storage.audit.find(limit=2)]
    assert actions == ["royalty_paid", "royalty_locked"]


async def test_an_empty_month_is_not_closed(storage: Storage):
    with pytest.raises(NotFound):
        await storage.royalty.close("2026-01", by=CHI, now=NOW)


async def test_ours_without_a_royalty_are_listed(storage: Storage):
    rated = await a_published(storage, "Đã chấm")
    await a_published(storage, "Chưa chấm", now=NOW + timedelta(hours=1))
    await a_published(storage, "Tháng sau", now=NOW + 30 * DAY)
    await a_draft(storage, "Còn viết")
    await set_royalty(storage, rated.id, "Kiều Oanh")
    span = {"since": NOW - DAY, "until": NOW + DAY}

    found = await storage.royalty.unrated(**span, limit=10)

    assert [it.title for it in found] == ["Chưa chấm"]
    assert await storage.royalty.count_unrated(**span) == 1
    assert await storage.royalty.unrated(**span, limit=10, offset=1) == []
    assert await storage.royalty.of(NOBODY) == []


async def test_lines_are_exported_by_month(storage: Storage):
    article = await a_published(storage)
    part = a_part("Kiều Oanh")
    await storage.royalty.set(article.id, [part], month=MONTH, by=CHI, now=NOW)

    assert await storage.exports.royalty() == await storage.royalty.lines(MONTH, limit=9)


async def test_a_closing_and_a_number_at_the_same_moment_do_not_cross(storage: Storage):
    first, late = await a_published(storage), await a_published(storage)
    await set_royalty(storage, first.id, "Kiều Oanh")

    await asyncio.gather(
        storage.royalty.close(MONTH, by=CHI, now=NOW),
        *(set_royalty(storage, late.id, f"Tác giả {n}") for n in range(8)),
        return_exceptions=True,
    )

    month = await storage.royalty.month(MONTH)
    lines = await storage.royalty.lines(MONTH, limit=99)
    assert month.state is RoyaltyState.LOCKED
    assert {line.state for line in lines} == {RoyaltyState.LOCKED}
    assert len([line for line in lines if line.article_id == late.id]) <= 1
