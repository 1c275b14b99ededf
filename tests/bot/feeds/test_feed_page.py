from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.page import content_of_page
from bot.simulator.publishers import SAMPLE_SLUG
from bot.simulator.publishers.broken import truncated
from bot.simulator.publishers.pages import article_page, display_form
from storage.model import Content
from tests.bot.feeds.conftest import Press

VN = ZoneInfo("Asia/Ho_Chi_Minh")


def read(html: str, *, url: str = "https://tin.example/tin/1.html") -> Content:
    found = content_of_page(html.encode(), url=url, zone=VN)
    assert found is not None
    return found


def test_a_newspapers_page_gives_its_article_and_nothing_around_it(press: Press) -> None:
    article = press.stand.find(SAMPLE_SLUG)
    assert article is not None

    found = read(article_page(article, base_url="https://tin.example"))

    assert found.title == article.title
    assert found.summary == article.summary
    assert found.published_at == article.published_at
    assert found.author.name == article.author
    assert found.canonical_url == f"https://tin.example{article.path}"
    assert found.image_url.endswith(article.image_path)
    assert "Trang chủ" not in found.body_html
    assert not found.body_html.endswith(f"<p>{article.author}</p>")
    assert f"<p><strong>{article.summary}" not in found.body_html


def test_the_portals_form_gives_every_column(press: Press) -> None:
    article = press.stand.find(SAMPLE_SLUG)
    assert article is not None

    found = read(display_form(article, others=[]))

    assert found.title == article.title
    assert found.summary == article.summary
    assert found.published_at == article.published_at
    assert found.category == article.category
    assert found.imported_view_count == article.view_count
    assert found.author.name == article.author
    assert found.content_type == "Tin Tức Mở Rộng"
    assert len(found.audio) == len(article.audio)
    assert "Manage Permissions" not in found.body_html


@pytest.mark.parametrize("body", [b"", b"words", truncated(), b"<html><body></body></html>"])
def test_what_is_no_article_gives_none(body: bytes) -> None:
    assert content_of_page(body, url="https://tin.example/", zone=VN) is None


@given(st.binary(max_size=300))
def test_any_bytes_are_an_article_or_none(body: bytes) -> None:
    page = b"<html><h1>T</h1><p>" + body + b"</p></html>"

    found = content_of_page(page, url="https://tin.example/", zone=VN)

    assert found is None or found.title
