"""Lists of feeds as files: OPML both ways, TOML in."""

from pathlib import Path

import pytest

from bot.feeds_file import BadFile, opml_of, read_feeds
from storage.model import Feed, FeedId

TAGGED = """<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0"><body>
  <outline text="Hoạt động"><outline type="rss" text="Tin tức" xmlUrl="https://a.vn/rss?x=1&amp;y=2"/></outline>
  <outline type="rss" text="Đào tạo" xmlUrl="HTTPS://B.vn/rss"/>
  <outline type="rss" text="Lặp" xmlUrl="https://b.vn/rss"/>
</body></opml>"""


def test_an_opml_file_names_each_feed_once(tmp_path: Path):
    file = tmp_path / "nguon.opml"
    file.write_text(TAGGED, encoding="utf-8")

    lines = read_feeds(file)

    assert [(it.url, it.title, it.category) for it in lines] == [
        ("https://a.vn/rss?x=1&y=2", "Tin tức", "Hoạt động"),
        ("https://b.vn/rss", "Đào tạo", ""),
    ]


def test_an_opml_file_without_a_declaration_is_utf_8(tmp_path: Path):
    file = tmp_path / "nguon.opml"
    file.write_text(TAGGED.partition("\n")[2], encoding="utf-8")

    assert read_feeds(file)[1].title == "Đào tạo"


def test_what_is_written_as_opml_reads_back(tmp_path: Path):
    feeds = [
        Feed(id=FeedId(1), url="https://a.vn/rss?x=1&y=2", title="Tin <tức>", category="Hoạt động"),
        Feed(id=FeedId(2), url="https://b.vn/rss"),
    ]
    file = tmp_path / "nguon.opml"

    file.write_bytes(opml_of(feeds, title="Bản Tin"))

    assert [(it.url, it.title, it.category) for it in read_feeds(file)] == [
        ("https://a.vn/rss?x=1&y=2", "Tin <tức>", "Hoạt động"),
        ("https://b.vn/rss", "", ""),
    ]


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("a.opml", "hello", "not OPML"),
        ("a.opml", "", "not OPML"),
        ("a.toml", "[[feeds]", "not TOML"),
        ("a.toml", 'feed = "x"', "[[feeds]]"),
        ("a.toml", '[[feeds]]\nurl = "https://a.vn"\ntitel = "x"', "feed 1: titel"),
        ("a.toml", '[[feeds]]\ntitle = "x"', "feed 1: url"),
        ("a.toml", '[[feeds]]\nurl = "file:///etc/passwd"', "no address"),
    ],
)
def test_a_bad_file_says_what_is_wrong(tmp_path: Path, name: str, body: str, said: str):
    file = tmp_path / name
    file.write_text(body)

    with pytest.raises(BadFile) as raised:
        read_feeds(file)

    assert said in str(raised.value)


def test_an_opml_file_cannot_read_other_files(tmp_path: Path):
    secret = tmp_path / "secret"
    secret.write_text("mật khẩu")
    file = tmp_path / "a.opml"
    file.write_text(
        f'<!DOCTYPE opml [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
        '<opml version="2.0"><body><outline text="&e;" xmlUrl="https://a.vn"/></body></opml>'
    )

    assert "mật khẩu" not in read_feeds(file)[0].title
