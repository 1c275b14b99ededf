"""What differs between two versions of an article."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.comparing import (
    FIELDS,
    Change,
    Fate,
    Piece,
    compare,
    compare_lines,
    compare_words,
    shortened,
)
from storage.model import ArticleId, Attachment, Content, Person, Related

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LINES = st.lists(st.text("ab .,ềđ", max_size=12).map(lambda it: " ".join(it.split())), max_size=6)
OTHER = {
    "title": "Tin khác",
    "summary": "Tóm tắt",
    "body_html": "<p>Thân bài.</p>",
    "image_url": "https://a.example/1.jpg",
    "image_caption": "Chú thích",
    "image_credit": "Ảnh: Lan",
    "alternate_url": "https://a.example/2",
    "canonical_url": "https://a.example/3",
    "published_at": datetime(2017, 8, 14, 3, tzinfo=UTC),
    "is_featured": True,
    "featured_until_at": datetime(2017, 8, 20, tzinfo=UTC),
    "author": Person(name="Kiều Oanh"),
    "page_count": Decimal("3.5"),
    "photo_count": 2,
    "royalty_vnd": 1_053_000,
    "category": "Thông tin hoạt động",
    "genre": "Bài phản ánh",
    "content_type": "Tin Tức Mở Rộng",
    "language": "en",
    "imported_view_count": 54,
    "imported_version": "2.0",
    "imported_approval": 0,
    "created_at": datetime(2017, 8, 13, tzinfo=UTC),
    "created_by": Person(name="Lan"),
    "modified_at": datetime(2017, 8, 15, tzinfo=UTC),
    "modified_by": Person(name="Hoa"),
    "audio": (Attachment(name="doc.mp3", url="https://a.example/doc.mp3"),),
    "attachments": (Attachment(name="kh.pdf", file_id="x", size_bytes=12),),
    "related": (Related(title="Tin cũ", article_id=ArticleId(7)),),
    "extra": (("Audio", "a"), ("Audio", "b")),
}


def changes(before: Content, after: Content) -> tuple[Change, ...]:
    return compare(before, after, zone=ZONE, language="vi")


def signed(pieces: tuple[Piece, ...]) -> str:
    signs = {Fate.KEPT: "{}", Fate.ADDED: "+{}+", Fate.REMOVED: "-{}-"}
    return "".join(signs[it.fate].format(it.text) for it in pieces)


def test_every_field_has_an_example_here():
    assert set(OTHER) == {field.name for field in fields(Content)} == set(FIELDS)


@pytest.mark.parametrize("name", FIELDS)
def test_a_change_of_any_field_is_shown(name: str):
    before = Content(title="Tin")

    found = changes(before, replace(before, **{name: OTHER[name]}))

    assert [it.field for it in found] == [name]
    assert any(piece.fate is Fate.ADDED for line in found[0].lines for piece in line)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("Ba xã ra quân", "Bốn xã ra quân", "-Ba-+Bốn+ xã ra quân"),
        ("hai trăm người", "ba mươi người", "-hai trăm-+ba mươi+ người"),
        ("Ra quân", "Ra quân làm đường", "Ra quân+ làm đường+"),
        ("giai đoạn 2012-1017", "giai đoạn 2012-2017", "giai đoạn 2012--1017-+2017+"),
        ("Đoàn viên, thanh niên", "Đoàn viên và thanh niên", "Đoàn viên-,-+ và+ thanh niên"),
    ],
)
def test_words_are_compared_not_letters(before: str, after: str, shown: str):
    assert signed(compare_words(before, after)) == shown


def test_a_body_is_compared_by_its_blocks():
    before = "<p>Sáng nay ba xã ra quân.</p><p>Trời mưa.</p><ul><li>Xã một</li></ul>"
    after = "<h2>Tin</h2><p>Sáng nay bốn xã ra quân.</p><ul><li>Xã một</li></ul>"

    (change,) = changes(Content(title="T", body_html=before), Content(title="T", body_html=after))

    assert [signed(it) for it in change.lines] == [
        "+Tin+",
        "Sáng nay- ba-+ bốn+ xã ra quân.",
        "-Trời mưa.-",
    ]


def test_a_link_that_leads_elsewhere_is_a_change():
    before = Content(title="T", body_html='<p><a href="https://a.example/1">đây</a></p>')
    after = Content(title="T", body_html='<p><a href="https://a.example/2">đây</a></p>')

    (change,) = changes(before, after)

    assert signed(change.lines[0]) == "đây [https://a.example/-1-+2+]"


def test_other_looks_of_the_same_words_are_a_change_without_lines():
    before = Content(title="T", body_html="<p>Ra quân</p>")

    (change,) = changes(before, replace(before, body_html="<p><b>Ra quân</b></p>"))

    assert change == Change(field="body_html", lines=())


def test_of_a_long_line_the_surroundings_of_the_change_are_shown():
    words = " ".join(f"từ{number}" for number in range(60))

    shown = signed(shortened(compare_words(words, words.replace("từ30", "chữ"))))

    assert shown.startswith("… từ22")
    assert "từ29- từ30-+ chữ+ từ31" in shown
    assert shown.endswith("từ38 …")


@given(LINES, LINES)
@settings(max_examples=200, deadline=None)
def test_what_was_and_what_is_can_be_read_from_the_comparison(before, after):
    lines = compare_lines(before, after)

    for fate, own in ((Fate.REMOVED, before), (Fate.ADDED, after)):
        shown = ["".join(it.text for it in line if it.fate in (fate, Fate.KEPT)) for line in lines]
        bare = [line.replace(" ", "") for line in own]
        assert all(line.replace(" ", "") in (*bare, "") for line in shown)
    assert (lines == ()) or before != after


def test_an_endless_line_is_replaced_whole_and_at_once():
    before = " ".join(["a", "b"] * 5000)
    after = " ".join(["b", "c", "a"] * 5000)

    pieces = compare_words(before, after)

    assert [it.fate for it in pieces] == [Fate.REMOVED, Fate.ADDED]
