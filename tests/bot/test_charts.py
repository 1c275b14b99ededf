"""The picture: small, whole, with letters that are there."""

from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFont

from bot.charts import WIDTH, Bars, Columns, Panel, _font, picture
from bot.i18n import LANGUAGES, forms_of, keys

MOST_BYTES = 30_000
LONG = "Ra quân làm đường giao thông nông thôn ở ba xã vùng cao, ẵm ắp nghĩa tình quân dân số"


def panels(days: int = 31, *, n: int = 10) -> list[Panel]:
    """As full as a report can be."""
    values = tuple((at * 7919) % 1000 for at in range(days))
    rows = tuple((f"{at} {LONG[at:]}", 1000 - at * 61, f"{1000 - at * 61}") for at in range(n))
    ends = {"first": "26/10", "last": "24/11"}
    return [
        Columns(title="Lượt xem mỗi ngày", values=values, **ends),
        Bars(title="Đọc nhiều nhất", rows=rows),
        Columns(title="Nơi đang nhận tin", values=values, is_line=True, **ends),
        Bars(title="Tin gửi đi", rows=rows[:4]),
    ]


def test_the_fullest_picture_is_light():
    png = picture(LONG, panels())

    with Image.open(io.BytesIO(png)) as image:
        assert (image.format, image.width) == ("PNG", WIDTH)
        assert image.height < 2000
    assert len(png) <= MOST_BYTES


@pytest.mark.parametrize("values", [(0,), (0, 0, 0), (5,)])
def test_nothing_and_little_can_be_drawn(values: tuple[int, ...]):
    for is_line in (True, False):
        panel = Columns(title="x", values=values, first="", last="", is_line=is_line)

        assert picture("", [panel]).startswith(b"\x89PNG")


@given(st.lists(st.tuples(st.text(max_size=200), st.integers(0, 2**40)), max_size=3))
@settings(max_examples=20, deadline=None)
def test_any_words_can_be_drawn(rows: list[tuple[str, int]]):
    bars = Bars(title="x", rows=tuple((name, number, f"{number}") for name, number in rows))

    assert picture("x", [bars]).startswith(b"\x89PNG")


def drawn(font: ImageFont.FreeTypeFont, letter: str) -> bytes:
    return bytes(font.getmask(letter))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_of_ours_is_in_the_font(language: str):
    font = _font(40)
    missing = drawn(font, "\ue123")

    letters = {
        letter
        for key in keys(language)
        if key.startswith(("stats.", "numbers."))
        for form in forms_of(key, language)
        for letter in form + form.upper()
        if not letter.isspace()
    }

    assert [it for it in sorted(letters) if drawn(font, it) == missing] == []


def test_every_letter_of_vietnamese_is_in_the_font():
    font = _font(40)
    missing = drawn(font, "\ue123")
    vowels = "aăâeêioôơuưy"
    marks = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    letters = [unicodedata.normalize("NFC", vowel + mark) for vowel in vowels for mark in marks]
    letters += [*"đbcdghklmnpqrstvx", *"fjwz0123456789.,:;!?()%“”…·–₫"]

    lost = [it for each in letters for it in (each, each.upper()) if drawn(font, it) == missing]
    assert lost == []
