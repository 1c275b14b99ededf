"""The royalty rule: points, ranges, rounding, shares."""

import itertools
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.royalty import (
    STEP,
    Measure,
    Verdict,
    amount_vnd,
    judged,
    read_points,
    read_shares,
    suggested,
)
from bot.royalty_profile import BadProfile, example_profile, read_profile
from tests.bot.conftest import ROOT, Run

PROFILE = example_profile()
UNIT = PROFILE.units[0]
SCALES = {scale.genre: scale for scale in PROFILE.scales}
FEATURE = SCALES["Bài phản ánh"]
points = st.decimals(0, 50, places=2)


def measure(coefficient: str, *, photos: int = 0, per_photo: str = "0.5") -> Measure:
    return Measure(
        coefficient=Decimal(coefficient),
        page_count=Decimal(1),
        photo_count=photos,
        per_photo=Decimal(per_photo),
    )


def test_the_worked_check_holds():
    whole = measure("3.5", photos=2)

    amount = amount_vnd(whole.points, share=Decimal(100), unit_vnd=UNIT.unit_vnd, rounding_vnd=1000)

    assert UNIT.unit_vnd == 234_000
    assert whole.points == Decimal("4.5")
    assert amount == 1_053_000


@pytest.mark.parametrize(
    ("points", "share", "amount"),
    [
        ("0.5", 100, 117_000),
        ("2.25", 100, 527_000),  # 526.500
        ("4.5", 50, 527_000),  # 526.500
        ("4.5", 33, 347_000),  # 347.490
        ("0", 100, 0),
    ],
)
def test_amounts_are_rounded_half_up_to_a_thousand(points: str, share: int, amount: int):
    found = amount_vnd(Decimal(points), share=Decimal(share), unit_vnd=234_000, rounding_vnd=1000)

    assert found == amount


@given(points, st.lists(st.integers(1, 99), min_size=1, max_size=9))
def test_shares_of_an_amount_add_up_to_it_but_for_rounding(whole: Decimal, cuts: list[int]):
    borders = sorted({0, 100, *cuts})
    shares = [Decimal(b - a) for a, b in itertools.pairwise(borders)]

    parts = [
        amount_vnd(whole, share=share, unit_vnd=234_000, rounding_vnd=1000) for share in shares
    ]

    exact = whole * 234_000
    assert all(part % 1000 == 0 for part in parts)
    assert abs(sum(parts) - exact) <= 500 * len(parts)


@pytest.mark.parametrize(
    ("genre", "pages", "points"),
    [
        ("Bài phản ánh", "0", "3.5"),
        ("Bài phản ánh", "1", "3.5"),
        ("Bài phản ánh", "2.1", "4"),
        ("Bài phản ánh", "9", "5"),
        ("Tin", "0.4", "0.5"),
        ("Ảnh", "0", "0"),
    ],
)
def test_a_suggestion_comes_from_genre_and_length(genre: str, pages: str, points: str):
    assert suggested(SCALES[genre], page_count=Decimal(pages)) == Decimal(points)


@given(st.sampled_from(sorted(SCALES)), st.decimals(0, 100, places=1))
def test_a_suggestion_never_needs_a_reason(genre: str, pages: Decimal):
    scale = SCALES[genre]

    coefficient = suggested(scale, page_count=pages)

    assert scale.least <= coefficient <= scale.most
    assert coefficient % STEP == 0 or coefficient in (scale.least, scale.most)


@pytest.mark.parametrize(
    ("whole", "verdict"),
    [
        (measure("2"), Verdict.FINE),
        (measure("5"), Verdict.FINE),
        (measure("5.5"), Verdict.NEEDS_REASON),
        (measure("1.5"), Verdict.NEEDS_REASON),
        (measure("30"), Verdict.NEEDS_REASON),
        (measure("30.5"), Verdict.TOO_MUCH),
        (measure("5", photos=91), Verdict.TOO_MUCH),
    ],
)
def test_a_number_is_judged_by_range_and_ceiling(whole: Measure, verdict: Verdict):
    assert judged(whole, scale=FEATURE, unit=UNIT) is verdict


def test_a_genre_without_a_range_has_the_ceiling_of_all():
    assert judged(measure("50"), scale=None, unit=UNIT) is Verdict.FINE
    assert judged(measure("50.5"), scale=None, unit=UNIT) is Verdict.TOO_MUCH


@pytest.mark.parametrize("text", ["", "nhiều", "-1", "1e3", "٣", "1.2.3", "4,555"])
def test_what_is_no_number_is_none(text: str):
    assert read_points(text) is None


@pytest.mark.parametrize(
    "text", ["", "Oanh 50", "Oanh 50, Bình 60", "Oanh 0, Bình 100", "Oanh 50, Bình"]
)
def test_shares_that_do_not_make_a_whole_are_none(text: str):
    assert read_shares(text) is None


def test_shares_may_have_commas_and_lines():
    assert read_shares("Oanh 33,5; Bình 66.5%") == [
        ("Oanh", Decimal("33.5")),
        ("Bình", Decimal("66.5")),
    ]
    assert read_shares("Oanh 50\nBình 50") == [("Oanh", Decimal(50)), ("Bình", Decimal(50))]


@pytest.mark.parametrize(
    "text",
    [
        "[[unit]]",
        "no toml",
        '[[genre]]\nnames = ["Tin"]\neffective_on = 2024-07-01\nleast = "3"\nmost = "2"\n'
        'usual = "1"\nper_page = "0"\nper_photo = "0"\nceiling = "10"',
    ],
)
def test_a_file_that_is_no_profile_is_refused(text: str):
    with pytest.raises(BadProfile):
        read_profile(text)


async def test_an_organisation_adds_its_own_figures(bantin: Run, tmp_path: Path):
    page = (ROOT / "docs/royalty.md").read_text(encoding="utf-8")
    (tmp_path / "ours.toml").write_text(page.split("```toml")[1].split("```")[0], encoding="utf-8")
    (tmp_path / "bad.toml").write_text("[[unit]]", encoding="utf-8")

    first = await bantin("royalty", "ours.toml")
    again = await bantin("royalty", "ours.toml")
    bad = await bantin("royalty", "bad.toml")
    missing = await bantin("royalty", "none.toml")

    assert (first.code, first.text.strip()) == (0, "✓ 3 of 3 rows were new")
    assert (again.code, again.text.strip()) == (0, "✓ 0 of 3 rows were new")
    assert bad.code == missing.code == 1
    assert "is no royalty profile" in bad.text
