"""Amounts in words, checked by a reader of its own."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.amounts import in_words, vnd_in_words

SAID = [
    (0, "không đồng"),
    (5, "năm đồng"),
    (10, "mười đồng"),
    (11, "mười một đồng"),
    (14, "mười bốn đồng"),
    (15, "mười lăm đồng"),
    (20, "hai mươi đồng"),
    (21, "hai mươi mốt đồng"),
    (24, "hai mươi tư đồng"),
    (25, "hai mươi lăm đồng"),
    (55, "năm mươi lăm đồng"),
    (100, "một trăm đồng"),
    (101, "một trăm linh một đồng"),
    (104, "một trăm linh bốn đồng"),
    (105, "một trăm linh năm đồng"),
    (110, "một trăm mười đồng"),
    (1_000, "một nghìn đồng"),
    (1_005, "một nghìn không trăm linh năm đồng"),
    (10_000, "mười nghìn đồng"),
    (234_000, "hai trăm ba mươi tư nghìn đồng"),
    (1_000_000, "một triệu đồng"),
    (1_000_001, "một triệu không trăm linh một đồng"),
    (1_005_000, "một triệu không trăm linh năm nghìn đồng"),
    (1_053_000, "một triệu không trăm năm mươi ba nghìn đồng"),
    (21_021_021, "hai mươi mốt triệu không trăm hai mươi mốt nghìn không trăm hai mươi mốt đồng"),
    (2_000_000_005, "hai tỷ không trăm linh năm đồng"),
    (10**12, "một nghìn tỷ đồng"),
    (10**18, "một tỷ tỷ đồng"),
    (-526_500, "âm năm trăm hai mươi sáu nghìn năm trăm đồng"),
]

DIGITS = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5}
DIGITS |= {"lăm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}
SCALES = {"nghìn": 1_000, "triệu": 1_000_000}


def read(words: str) -> int:
    """A number from Vietnamese words, by adding up from the left."""
    whole, below, digit = 0, 0, 0
    group = 0
    for word in words.removeprefix("âm ").split():
        if word in DIGITS:
            digit = DIGITS[word]
        elif word == "mười":
            group += 10
        elif word == "mươi":
            group, digit = group + digit * 10, 0
        elif word == "trăm":
            group, digit = group + digit * 100, 0
        elif word in SCALES:
            below, group, digit = below + (group + digit) * SCALES[word], 0, 0
        elif word == "tỷ":
            whole, below, group, digit = (whole + below + group + digit) * 10**9, 0, 0, 0
        else:
            assert word == "linh", word
    number = whole + below + group + digit
    return -number if words.startswith("âm ") else number


@pytest.mark.parametrize(("amount", "words"), SAID)
def test_an_amount_is_said_as_a_cashier_says_it(amount: int, words: str):
    assert vnd_in_words(amount, language="vi") == words


@given(st.integers(-(10**15), 10**15))
def test_what_is_said_is_the_number(number: int):
    assert read(in_words(number, language="vi")) == number


@given(st.integers(0, 10**12))
def test_no_word_is_out_of_place(number: int):
    words = in_words(number, language="vi").split()

    for before, word in itertools.pairwise(words):
        assert (word in ("mốt", "tư")) <= (before == "mươi")
        assert (word == "lăm") <= (before in ("mươi", "mười"))
        assert (before in ("mươi", "mười")) <= (word not in ("năm", "linh"))


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "zero đồng"),
        (1_053_000, "one million fifty-three thousand đồng"),
        (234_019, "two hundred thirty-four thousand nineteen đồng"),
        (-20, "minus twenty đồng"),
        (2_000_000_100, "two billion one hundred đồng"),
    ],
)
def test_an_amount_is_said_in_english(amount: int, words: str):
    assert vnd_in_words(amount, language="en") == words
