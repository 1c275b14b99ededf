import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.text import (
    MOST_MARKS,
    alphabetical,
    base36,
    clean,
    cut_utf16,
    fold,
    from_base36,
    shorten,
    slug,
    squash,
    utf16_length,
)

FAMILY = "👨\u200d👩\u200d👧"
VIETNAM = "🇻🇳"
AWKWARD = (
    "aăâđĐéẹ \n\t\r.-\u0301\u0323\u0302\u200d\u200b\ufe0f📰❤👨🏽"
    "🇻🇳\ud800\udc00\x00\u202e\u0f73\u0344"
)
anything = st.text(alphabet=st.characters(codec=None), max_size=60)
awkward = st.text(alphabet=st.one_of(st.sampled_from(AWKWARD), st.characters()), max_size=60)
texts = st.one_of(anything, awkward)


@pytest.mark.parametrize(
    ("arrived", "kept"),
    [
        ("Đoa\u0300n viên", "Đoàn viên"),
        ("một\r\nhai\rba\u2028bốn\x0bnăm\x85sáu", "một\nhai\nba\nbốn\nnăm\nsáu"),
        ("tab\tđược giữ", "tab\tđược giữ"),
        ("a\x00b\x07c\x9fd\x7fe", "abcde"),
        ("a\ud83db\udcf0c", "abc"),
        ("\ufeffthanh\u200b ni\u2060ên\u00ad", "thanh niên"),
        ("\u202egnp.exe\u202c \u2066x\u2069\u200f", "gnp.exe x"),
        ("a\ufffeb\uffffc\ufdd0d", "abcd"),
        ("hidden\U000e0041\U000e0042", "hidden"),
        (FAMILY, FAMILY),
        ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
        ("đoàn\u200dviên", "đoànviên"),
        ("👨\u200d\u200d👩\u200d", "👨👩"),
        ("z" + "\u0335" * 1000, "z" + "\u0335" * MOST_MARKS),
        ("", ""),
    ],
)
def test_text_is_cleaned_at_the_door(arrived, kept):
    assert clean(arrived) == kept


def test_what_cannot_be_seen_makes_no_difference_to_any_letter_beside_it():
    for letter in map(chr, range(0x3000)):
        assert clean(f"e{letter}") == clean(f"\u200be{letter}")


@given(texts)
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


@given(texts, st.integers(0, 40))
def test_cleaning_within_a_limit_twice_changes_nothing(text, limit):
    once = clean(text, limit=limit)

    assert utf16_length(once) <= limit
    assert clean(once, limit=limit) == once


@given(texts)
def test_clean_text_can_be_stored_and_sent(text):
    kept = clean(text)

    assert kept.encode().decode() == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert not any(unicodedata.category(it) in ("Cc", "Cs") and it not in "\n\t" for it in kept)


@given(texts)
def test_squashed_text_is_one_line(text):
    line = squash(text)

    assert len(line.splitlines()) <= 1
    assert squash(line) == line == line.strip()


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Đoàn viên", "doan vien"),
        ("TRƯỜNG ĐẠI HỌC", "truong dai hoc"),
        ("hoà hòa hoa\u0300", "hoa hoa hoa"),
        ("thúy thuý", "thuy thuy"),
        ("Ðảng", "dang"),
        ("ắằẳẵặ ấầẩẫậ ơớ ưự ỹ", "aaaaa aaaaa oo uu y"),
        ("İstanbul", "istanbul"),
        ("한국 が", "한국 が"),
        ("14/08/2017", "14/08/2017"),
    ],
)
def test_vietnamese_folds_to_plain_letters(written, folded):
    assert fold(written) == folded


@given(texts)
@example("\u0f73" * 10)
@example("İ\u0307")
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_folding_does_not_care_how_text_was_composed(text):
    short = clean(text)

    assert fold(unicodedata.normalize("NFD", short)) == fold(short)


@given(texts)
def test_length_is_counted_as_telegram_does(text):
    assert utf16_length(text) == sum(2 if ord(it) > 0xFFFF else 1 for it in text)


@given(texts, st.integers(-1, 70))
def test_a_cut_text_is_a_beginning_within_the_limit(text, limit):
    head = cut_utf16(text, limit=limit)

    assert text.startswith(head)
    assert utf16_length(head) <= max(limit, 0)


@given(texts)
def test_text_that_fits_is_not_cut(text):
    assert cut_utf16(text, limit=utf16_length(text)) == text
    assert shorten(text, limit=utf16_length(text)) == text


@pytest.mark.parametrize(
    ("text", "limit", "head"),
    [
        ("a📰b", 2, "a"),
        ("a📰b", 3, "a📰"),
        ("a" + FAMILY, 6, "a"),
        (FAMILY + "a", 8, FAMILY),
        (VIETNAM * 3, 4, VIETNAM),
        (VIETNAM * 3, 7, VIETNAM),
        (VIETNAM * 100, 7 + 4 * 40, VIETNAM * 41),
        ("a👍🏽", 3, "a"),
        ("ne\u0301t", 2, "n"),
        ("❤\ufe0f", 1, ""),
        ("a\r\nb", 2, "a"),
        ("x\ud83d\udcf0", 2, "x\ud83d"),
    ],
)
def test_a_cut_splits_no_letter_and_no_emoji(text, limit, head):
    assert cut_utf16(text, limit=limit) == head


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("Ra quân Chiến dịch Mùa hè", 25, "Ra quân Chiến dịch Mùa hè"),
        ("Ra quân Chiến dịch Mùa hè", 24, "Ra quân Chiến dịch Mùa…"),
        ("Ra quân Chiến dịch Mùa hè", 19, "Ra quân Chiến dịch…"),
        ("Ra quân, chiến dịch", 9, "Ra quân…"),
        ("Xem https://example.vn/mot-duong-dan-rat-dai", 20, "Xem https://example…"),
        ("ấấấấấấấấ", 5, "ấấấấ…"),
        ("tin", 1, "…"),
        ("tin", 0, ""),
        ("📰📰📰", 5, "📰📰…"),
    ],
)
def test_long_text_ends_at_a_word(text, limit, short):
    assert shorten(text, limit=limit) == short


@given(texts, st.integers(0, 70))
def test_shortened_text_never_exceeds_its_limit(text, limit):
    short = shorten(text, limit=limit)

    assert utf16_length(short) <= limit
    assert short == text or short in ("", "…") or text.startswith(short.removesuffix("…"))


@given(texts, st.integers(0, 70))
def test_shortened_clean_text_splits_no_surrogate_pair_and_no_letter(text, limit):
    whole = clean(text)

    head = shorten(whole, limit=limit).removesuffix("…")

    head.encode()
    rest = whole[len(head) :]
    assert not head or not rest or unicodedata.category(rest[0])[0] != "M"


@pytest.mark.parametrize(
    ("title", "limit", "part"),
    [
        ("Đoàn viên: ra quân “Mùa hè xanh” 2017!", 80, "doan-vien-ra-quan-mua-he-xanh-2017"),
        ("một hai ba", 7, "mot-hai"),
        ("một hai ba", 9, "mot-hai"),
        ("motmotmot", 4, "motm"),
        ("!?", 80, ""),
        ("新闻", 80, ""),
    ],
)
def test_a_title_becomes_part_of_an_address(title, limit, part):
    assert slug(title, limit=limit) == part


@given(texts, st.integers(1, 90))
def test_a_slug_is_plain_and_stable(text, limit):
    part = slug(text, limit=limit)

    assert len(part) <= limit
    assert set(part) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug(part, limit=limit) == part


@given(st.integers(0, 2**63 - 1))
def test_base_36_survives_the_trip(number):
    assert from_base36(base36(number)) == number
    assert len(base36(number)) <= 13


@pytest.mark.parametrize(
    "text", ["", " 1", "1 ", "+1", "-1", "1_0", "१", "ạ", "z" * 13, "1\n", "0" * 14]
)
def test_what_is_not_base_36_is_no_number(text):
    assert from_base36(text) is None


def test_a_negative_number_has_no_base_36():
    with pytest.raises(ValueError, match="-1"):
        base36(-1)


@given(st.lists(st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxy"), max_size=8))
def test_names_are_sorted_by_the_vietnamese_alphabet(letters):
    alphabet = "aăâbcdđeêghiklmnoôơpqrstuưvxy"

    names = sorted((f"{it}n" for it in letters), key=alphabetical)

    assert [it[0] for it in names] == sorted(letters, key=alphabet.index)


def test_tones_part_only_names_that_are_equal_without_them():
    names = ["Bà Ân", "Ba An", "Bá Ăn", "Ba 2", "Bà An"]

    assert sorted(names, key=alphabetical) == ["Ba 2", "Ba An", "Bà An", "Bá Ăn", "Bà Ân"]
