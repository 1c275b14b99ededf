"""Answers that fit a field, and those that do not."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fields import (
    REQUIRED,
    Field,
    Wrong,
    cleared,
    featured_for,
    featured_until,
    filled,
    is_filled,
)
from storage.model import Content

TIN = Content(title="Tin")
VN = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TYPED = [
    it
    for it in Field
    if it
    not in {Field.BODY, Field.IMAGE, Field.AUDIO, Field.ATTACHMENTS, Field.RELATED, Field.FEATURED}
]


@pytest.mark.parametrize(
    ("field", "words", "value"),
    [
        (Field.TITLE, "  Ra   quân ", "Ra quân"),
        (Field.PAGES, "1,5", Decimal("1.5")),
        (Field.PAGES, "2", Decimal(2)),
        (Field.PHOTOS, "3", 3),
        (Field.ROYALTY, "1.053.000 đ", 1_053_000),
        (Field.ROYALTY, "234000", 234_000),
        (Field.ALTERNATE, "https://tinhdoan.vn/a", "https://tinhdoan.vn/a"),
    ],
)
def test_an_answer_that_fits_is_kept(field: Field, words: str, value: object):
    content = filled(TIN, field, words)

    assert isinstance(content, Content)
    assert getattr(content, field.value) == value
    assert is_filled(content, field)


@pytest.mark.parametrize(
    ("field", "words", "key"),
    [
        (Field.TITLE, " ", "write.wrong_line"),
        (Field.TITLE, "a" * 301, "write.wrong_line"),
        (Field.PAGES, "hai", "write.wrong_number"),
        (Field.PAGES, "-1", "write.wrong_number"),
        (Field.PHOTOS, "1,5", "write.wrong_number"),
        (Field.ROYALTY, "nhiều", "write.wrong_amount"),
        (Field.ROYALTY, "", "write.wrong_amount"),
        (Field.ALTERNATE, "javascript:alert(1)", "write.wrong_address"),
    ],
)
def test_an_answer_that_does_not_fit_is_explained(field: Field, words: str, key: str):
    assert filled(TIN, field, words) == Wrong(key=key)


@given(st.sampled_from(TYPED), st.text(max_size=40))
def test_whatever_is_answered_fits_or_is_explained(field: Field, words: str):
    made = filled(TIN, field, words)

    assert isinstance(made, Wrong | Content)
    if isinstance(made, Content) and field not in REQUIRED:
        assert cleared(made, field) == TIN


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("24/11", datetime(2026, 11, 24, 17, tzinfo=UTC)),
        ("1/1", datetime(2027, 1, 1, 17, tzinfo=UTC)),
        ("31/12/2026", datetime(2026, 12, 31, 17, tzinfo=UTC)),
    ],
)
def test_featured_lasts_to_the_end_of_the_day(words: str, until: datetime):
    content = featured_until(TIN, words, now=NOW, zone=VN)

    assert isinstance(content, Content)
    assert content.featured_until_at == until


@pytest.mark.parametrize("words", ["", "mai", "31/2", "1/1/2020", "99/99"])
def test_a_day_that_is_none_is_explained(words: str):
    assert featured_until(TIN, words, now=NOW, zone=VN) == Wrong(key="write.wrong_day")


def test_featured_for_a_day_ends_at_midnight():
    assert featured_for(TIN, days=1, now=NOW, zone=VN).featured_until_at == datetime(
        2026, 11, 24, 17, tzinfo=UTC
    )
    assert featured_for(TIN, days=0, now=NOW, zone=VN).featured_until_at is None
