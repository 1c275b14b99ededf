"""Words: letters and marks, written out again, left-overs of typing, carried by a button."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.carrying import carried, uncarried
from bot.search.snippet import snippet
from bot.search.splitting import splits
from bot.search.syllables import letters_of, places, words
from bot.search.telex import decoded
from bot.search.terms import Form, Term, likeness
from bot.search.writing import written
from bot.text import clean, fold
from storage.search_words import Vocabulary

NUCLEI = (
    "a ă â e ê i o ô ơ u ư y ia iê ua uô ưa ươ oa oă oe uê uy ai ao au ay âu ây eo êu iu".split()
)
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
ONSETS = ["", "b", "đ", "ngh", "th", "tr", "kh", "m", "v", "x"]
CODAS = ["", "n", "ng", "c", "t", "m"]


def syllables():
    def made(onset, nucleus, tone, coda):
        place = max(nucleus.rfind(it) for it in "ăâêôơư") if set(nucleus) & set("ăâêôơư") else 0
        return unicodedata.normalize(
            "NFC", onset + nucleus[: place + 1] + tone + nucleus[place + 1 :] + coda
        )

    return st.builds(made, *map(st.sampled_from, (ONSETS, NUCLEI, TONES, CODAS)))


@given(st.text(max_size=80))
def test_taking_words_apart_twice_changes_nothing(text):
    once = [letters_of(word) for word in words(text)]

    assert [letters_of(word) for word in words(" ".join(once))] == once


@given(st.text(max_size=80))
def test_letters_are_those_of_folding(text):
    assert (
        words(fold(clean(text))) == [letters_of(word) for word in words(text)]
        or not fold(text).isascii()
    )


@given(syllables())
def test_where_a_mark_stands_does_not_matter(syllable):
    assert words(unicodedata.normalize("NFD", syllable)) == words(syllable)
    assert words(syllable.upper()) == words(syllable)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hoà"),
        ("thúy", "thuý"),
        ("kỉ niệm", "kỷ niệm"),
        ("quý", "quí"),
        ("2.000 ha", "2000ha"),
        ("20GB", "20 gb"),
        ("27/4", "27-4"),
        ("TP.HCM", "TP HCM"),
        ("Đo\u0061\u0300n", "đoàn"),
        ("đo\u200bàn", "ĐOÀN"),
    ],
)
def test_two_ways_of_writing_are_one_word(one, other):
    assert words(one) == words(other)


@given(syllables())
def test_a_word_is_written_as_it_was_read(syllable):
    [word] = words(syllable)

    assert words(written(word)) == [word]


@given(st.text(max_size=60))
def test_places_are_those_of_the_words(text):
    cleaned = clean(text).lower()

    assert [word for _, _, word in places(cleaned)] == words(text)
    assert all(0 <= start < end <= len(cleaned) for start, end, _ in places(cleaned))


@pytest.mark.parametrize(
    ("keys", "meant"),
    [
        ("nieemf", "niềm"),
        ("dduowngf", "đường"),
        ("khans", "khán"),
        ("traanj", "trận"),
        ("uwngs", "ứng"),
        ("vowis", "với"),
        ("vawcs", "vắc"),
        ("ddawms", "đắm"),
        ("thuyeenf", "thuyền"),
        ("tawcj", "tặc"),
        ("ddooj", "độ"),
        ("nie6m2", "niềm"),
        ("d9u7o7ng2", "đường"),
    ],
)
def test_left_overs_of_typing_are_read(keys, meant):
    assert decoded(keys) == tuple(words(meant))


@pytest.mark.parametrize("keys", ["i6", "y8", "e7", "an9"])
def test_a_mark_that_no_letter_carries_is_none(keys):
    assert decoded(keys) == ()


@given(st.text(st.characters(codec="ascii"), max_size=20))
def test_any_keys_can_be_looked_at(keys):
    assert all(words(written(word)) == [word] for word in decoded(keys.lower()))


@given(st.text(max_size=80), st.integers(4, 60))
def test_any_question_fits_a_button(query, most):
    argument = carried(query, most_bytes=most)

    assert len(argument.encode()) <= most
    assert len(carried(uncarried(argument), most_bytes=most).encode()) <= most


@given(st.lists(syllables(), min_size=1, max_size=4))
def test_a_carried_question_keeps_its_marks(some):
    query = " ".join(some)

    assert words(uncarried(carried(query, most_bytes=99))) == words(query)


def test_words_run_together_are_taken_apart():
    counts = {"duong": 9, "sat": 8, "cat": 7, "linh": 9, "du": 2, "ong": 1}
    vocabulary = Vocabulary(
        articles=10,
        counts=counts,
        spellings={it: {it: count} for it, count in counts.items()},
        in_order=sorted(counts),
    )

    assert splits("duongsatcatlinh", vocabulary)[0] == ("duong", "sat", "cat", "linh")
    assert splits("xyzzyx", vocabulary) == []


def test_a_word_answers_the_better_the_more_its_marks_agree():
    answers = [likeness("bao·3", it) for it in ("bao·3", "bao", "bao·2", "tin")]

    assert answers == sorted(answers, reverse=True)
    assert answers[0] == 1.0
    assert answers[-1] == 0.0


TERMS = [Term(typed="bao", forms=(Form(words=("bao",)),))]


@given(st.text(max_size=300), st.integers(60, 160))
def test_a_snippet_is_a_piece_of_the_text(text, limit):
    pieces = snippet(f"{text} bão {text}", TERMS, limit=limit)
    shown = "".join(it.text for it in pieces).strip("…")

    assert any(it.is_marked for it in pieces)
    assert len(shown) <= limit + 24
    assert shown in " ".join(clean(f"{text} bão {text}").split())


def test_a_snippet_marks_the_word_as_the_article_writes_it():
    pieces = snippet("Gió giật mạnh. " * 30 + "Sáng nay Bão số 3 vào bờ.", TERMS, limit=60)

    assert [it.text for it in pieces if it.is_marked] == ["Bão"]
    assert pieces[0].text == "…"


def test_a_text_without_the_words_has_no_snippet():
    assert snippet("Trời nắng", TERMS, limit=60) == ()
