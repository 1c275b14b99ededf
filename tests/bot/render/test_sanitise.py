import re
import unicodedata
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.html import TAGS, plain_text, sanitise

WORDS = st.text(max_size=6) | st.sampled_from(["Đoàn", "&amp;", "&#769;", "\u0338", " ", "\n"])
NAMES = st.sampled_from(
    [*sorted(TAGS), "div", "span", "h1", "section", "thead", "script", "svg", "form", "button", "q"]
)
ATTRIBUTES = st.sampled_from(
    ["", ' href="https://a.example/?a=1&b=2"', ' href="javascript:x()"', ' src="https://a.example/>"',
     ' style="x"', ' alt="a > b"', ' colspan="2"', " onclick=x()", ' class="y"']
)  # fmt: skip
PIECES = st.one_of(
    WORDS,
    st.builds("<{}{}>".format, NAMES, ATTRIBUTES),
    st.builds("</{}>".format, NAMES),
)
MESSES = st.lists(PIECES, max_size=25).map("".join)


@given(MESSES | st.text())
@example("<pre>\n\n\nx</pre>")
@example("<b>\u0338x</b>")
@example("<div>a<div>b</div>c</div>")
@example("<p><button><p>x")
def test_sanitising_twice_changes_nothing(html):
    once = sanitise(html)

    assert sanitise(once) == once


@given(MESSES | st.text())
def test_only_the_short_list_is_left(html):
    tags = re.findall(r"<[^>\"]*(?:\"[^\"]*\"[^>\"]*)*>", sanitise(html))

    for tag in tags:
        name = re.match(r"</?([a-z0-9]+)", tag)[1]
        attributes = re.findall(r' ([a-z]+)="', tag)
        assert name in TAGS | {"tbody"}
        assert set(attributes) <= {"href", "src", "alt", "colspan", "rowspan"}
        for address in re.findall(r'(?:href|src)="([^"]*)"', tag):
            assert re.match("https?://", unescape(address))


@given(MESSES)
def test_text_is_normal_and_can_be_sent(html):
    pieces = re.split(r"<[^>]*>", sanitise(html))

    assert all(unicodedata.is_normalized("NFC", it) for it in pieces)
    assert not any("\ud800" <= it <= "\udfff" or it == "\x00" for it in "".join(pieces))


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<div>Một</div><div>Hai</div>", "<p>Một</p><p>Hai</p>"),
        ("<h1>Tên</h1>", "<h2>Tên</h2>"),
        ('<p style="x" class="y" id="z">Chữ</p>', "<p>Chữ</p>"),
        ('<a href="javascript:x()">Đây</a>', "<a>Đây</a>"),
        ('<a href="java&#8203;script:x()">Đây</a>', "<a>Đây</a>"),
        ("<p>Trước<script>alert(1)</script> sau</p>", "<p>Trước sau</p>"),
        ("Ho&#769;a", "Hóa"),
        ("<pre>\n\n\n\n\n\n\n\n\n dòng</pre>", "<pre> dòng</pre>"),
        ("<del>cũ</del> <ins>mới</ins>", "<s>cũ</s> <u>mới</u>"),
    ],
)
def test_what_feeds_write_becomes_what_we_store(html, kept):
    assert sanitise(html) == kept


def test_relative_addresses_need_a_base():
    html = '<img src="/anh/1.jpg">'

    assert sanitise(html) == "<img>"
    assert (
        sanitise(html, base_url="https://a.example/tin/")
        == '<img src="https://a.example/anh/1.jpg">'
    )


def test_deep_nesting_is_no_trouble():
    assert "đáy" in sanitise("<div>" * 5000 + "đáy")


@given(MESSES)
def test_plain_text_is_one_line(html):
    assert "\n" not in plain_text(html)
