"""What Telegram's entities become in a body."""

import json
import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.entities import Kind, pieces_of
from bot.html import sanitise

CASES = json.loads(
    (Path(__file__).parents[1] / "simulator/telegram/tdlib_cases.json").read_text("utf-8")
)
KINDS = (
    *("bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre", "blockquote"),
    *("expandable_blockquote", "text_link", "url", "mention", "hashtag", "custom_emoji"),
)


def look(kind: str, offset: int, length: int, **more: str) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("text", "looks", "html"),
    [
        ("Tin 📰 mới", [look("bold", 7, 3)], "<p>Tin 📰 <b>mới</b></p>"),
        ("a\n\nb\n", [], "<p>a</p><p>b</p>"),
        ("một hai", [look("bold", 0, 7), look("italic", 4, 3)],
         "<p><b>một </b><i><b>hai</b></i></p>"),
        ("abcd", [look("bold", 0, 3), look("underline", 1, 3)],
         "<p><b>a</b><u><b>bc</b></u><u>d</u></p>"),
        ("đọc đây", [look("text_link", 4, 3, url="https://a.vn/?b=1&c")],
         '<p>đọc <a href="https://a.vn/?b=1&amp;c">đây</a></p>'),
        ("a.vn", [look("url", 0, 4)], '<p><a href="https://a.vn">a.vn</a></p>'),
        ("@tinhdoan", [look("mention", 0, 9)], '<p><a href="https://t.me/tinhdoan">@tinhdoan</a></p>'),
        ("a <b> & c", [look("code", 2, 3)], "<p>a <code>&lt;b&gt;</code> &amp; c</p>"),
        ("nói\nlời\nhay\nhết", [look("blockquote", 4, 7)],
         "<p>nói</p><blockquote><p>lời</p><p>hay</p></blockquote><p>hết</p>"),
        ("x\n  y", [look("pre", 0, 5)], "<pre>x\n  y</pre>"),
        ("mật", [look("spoiler", 0, 3), look("bold", 90, 4), look("bold", -2, 1)], "<p>mật</p>"),
        ("a\nb", [look("bold", 0, 3)], "<p><b>a</b></p><p><b>b</b></p>"),
    ],
)  # fmt: skip
def test_looks_become_tags(text: str, looks: list[dict[str, Any]], html: str):
    assert "".join(it.html for it in pieces_of(text, looks)) == html


@pytest.mark.parametrize("case", [it for it in CASES["html"] if "entities" in it])
def test_what_telegram_parses_keeps_its_words(case: Mapping[str, Any]):
    looks = [dict(it) for it in case["entities"]]

    pieces = pieces_of(case["text"], looks)

    assert squashed("".join(unescaped(it.html) for it in pieces)) == squashed(case["text"])


texts = st.text(st.sampled_from("aă <&>\n🎉đ\"'") | st.characters(codec="utf-8"), max_size=60)
entities = st.lists(
    st.builds(
        look,
        st.sampled_from(KINDS),
        st.integers(-3, 70),
        st.integers(-3, 70),
        url=st.sampled_from(["https://a.vn", "javascript:x", ""]),
    ),
    max_size=6,
)


@given(texts, entities)
def test_no_word_is_lost_or_made_whatever_the_looks(text: str, looks: list[dict[str, Any]]):
    pieces = pieces_of(text, looks)

    assert squashed("".join(unescaped(it.html) for it in pieces)) == squashed(text)
    assert squashed("".join(it.text for it in pieces)) == squashed(text)


@given(texts, entities)
def test_what_comes_out_is_clean_but_for_where_it_leads(text: str, looks: list[dict[str, Any]]):
    html = "".join(it.html for it in pieces_of(text, looks))

    assert "javascript:" not in sanitise(html)
    assert sanitise(sanitise(html)) == sanitise(html)


def test_a_quotation_is_one_piece():
    pieces = pieces_of("một\nhai", [look("expandable_blockquote", 0, 7)])

    assert [it.kind for it in pieces] == [Kind.QUOTATION]


def unescaped(html: str) -> str:
    return unescape(re.sub(r"</?[a-z]+(?: href=\"[^\"]*\")?>", "", html))


def squashed(text: str) -> str:
    return "".join(text.split())
