"""What an editor is reminded of before an article goes out."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.linting import Slip, lint, references_of
from bot.simulator.publishers import SAMPLE_SLUG
from bot.simulator.publishers.library import load_articles
from storage.model import Attachment, Content, Person, Related
from tests.moments import NOW

GOOD = Content(
    title="Ra quân làm đường ở ba xã",
    summary="Hai trăm đoàn viên cùng người dân đắp hai cây số đường.",
    body_html="<p>Sáng nay, ba xã ra quân. Đường dài hai cây số.</p><p>Ai cũng vui.</p>",
    image_url="https://a.example/1.jpg",
    image_caption="Đoàn viên đắp đường.",
    category="Tình nguyện",
    author=Person(name="Kiều Oanh"),
)


def kinds(content: Content) -> list[str]:
    return [slip.kind for slip in lint(content, now=NOW)]


def body(html: str) -> Content:
    return replace(GOOD, body_html=html)


def of_library(slug: str) -> Content:
    """An article of the pretend publishers, as an editor would have it."""
    kept = next(it for it in load_articles(NOW) if it.slug == slug)
    return Content(
        title=kept.title,
        summary=kept.summary,
        body_html=kept.body_html,
        image_url=f"https://a.example{kept.image_path}",
        image_caption=kept.caption,
        category=kept.category,
        author=Person(name=kept.author),
        page_count=Decimal(kept.page_count.replace(",", ".") or "0"),
    )


def test_of_the_page_this_project_began_with_every_slip_is_named():
    # The page itself has no picture; the pretend publisher gave it one.
    sample = replace(of_library(SAMPLE_SLUG), image_url="", image_caption="")

    found = {slip.kind: slip for slip in lint(sample, now=NOW)}

    assert set(found) == {"lead_repeated", "byline_twice", "years", "blended", "picture_missing"}
    assert found["years"] == Slip(field="body_html", kind="years", words="2012-1017")
    assert found["byline_twice"].words == "Kiều Oanh"
    assert Slip(field="title", kind="blended", words="phát triển khai") in lint(sample, now=NOW)


@pytest.mark.parametrize("slug", [it.slug for it in load_articles(NOW) if it.slug != SAMPLE_SLUG])
def test_a_clean_article_is_left_alone(slug: str):
    assert kinds(of_library(slug)) == []


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (replace(GOOD, title=" "), "title_missing"),
        (replace(GOOD, title=f"Ra quân {'làm đường ở ba xã, ' * 12}"), "title_long"),
        (replace(GOOD, title="RA QUÂN LÀM ĐƯỜNG Ở BA XÃ"), "title_capitals"),
        (replace(GOOD, title="Lễ ra quân của của đoàn viên"), "doubled"),
        (replace(GOOD, title="Đoàn viên ra quân ra quân"), "doubled"),
        (replace(GOOD, title="Phát triển khai chương trình"), "blended"),
        (replace(GOOD, title="Ra  quân"), "spaces"),
        (body("<p>Ba xã , ra quân.</p>"), "spaces"),
        (replace(GOOD, title=f"Ra quân {unicodedata.normalize('NFD', 'đoàn')}"), "apart"),
        (replace(GOOD, summary=GOOD.title), "lead_is_title"),
        (body(f"<p>Hôm nay: {GOOD.summary} Hết.</p>"), "lead_repeated"),
        (body("<p>Ba xã ra quân.</p><p>KIỀU OANH</p>"), "byline_twice"),
        (body("<p>Tác giả: Kiều Oanh</p><p>Ba xã ra quân.</p>"), "byline_twice"),
        (body(""), "body_missing"),
        (body("<p>Giai đoạn 2012-1017.</p>"), "years"),
        (body("<p>Giai đoạn 2012 – 2107.</p>"), "years"),
        (body("<p>Ngày 31/02/2017.</p>"), "bad_day"),
        (body("<p>Anh nói: “Ra quân.</p>"), "quotes"),
        (body('<p>Phần mềm "Họp không giấy.</p>'), "quotes"),
        (body("<p>Ba xã (Một, Hai ra quân.</p>"), "quotes"),
        (body("<p>Lorem ipsum dolor sit amet.</p>"), "placeholder"),
        (body("<p>[Chèn ảnh ở đây]</p>"), "placeholder"),
        (body("<p>Nội dung đang cập nhật</p>"), "placeholder"),
        (replace(GOOD, image_url="", image_caption=""), "picture_missing"),
        (replace(GOOD, image_url="/anh/1.jpg"), "picture_bad"),
        (replace(GOOD, image_caption=" "), "caption_missing"),
        (body('<p>Ba xã.</p><img src="https://a.example/2.jpg">'), "captions_missing"),
        (replace(GOOD, category=""), "category_missing"),
        (replace(GOOD, published_at=NOW + timedelta(days=400)), "date_far"),
        (replace(GOOD, published_at=NOW - timedelta(days=400)), "date_old"),
        (replace(GOOD, featured_until_at=NOW - timedelta(days=1)), "featured_over"),
    ],
)
def test_each_slip_is_named(content: Content, kind: str):
    assert kinds(GOOD) == []

    assert kinds(content) == [kind]


@pytest.mark.parametrize(
    "words",
    [
        "Cây xanh xanh, luôn luôn, người người, từ từ, dần dần, ngày ngày, mãi mãi.",
        "Học sinh sinh viên thành công công trình; mỗi năm năm triệu đồng.",
        "Ông Nguyễn Nguyễn và chị Song Song.",
        "Kỷ niệm 130 năm (1890-2020), 1000 năm (1010-2010), giai đoạn 2020–2025.",
        "Gọi 0912-1017 hoặc 1900-1009 trước 29/02/2028.",
        "a) Ra quân; b) Làm đường; 1) Đắp đất.",
        'Anh nói: “Ra quân”. Màn hình 24" cho «ba xã» (hai trăm người).',
        "Chiều 5/11, tỉ số 2-1.",
    ],
)
def test_what_is_right_is_not_named(words: str):
    assert kinds(body(f"<p>{words}</p>")) == []


def test_a_quotation_may_go_on_over_paragraphs():
    assert kinds(body("<p>“Chúng tôi ra quân.</p><p>Rồi về”.</p>")) == []


def test_the_links_that_readers_may_follow_are_gathered_once():
    content = replace(
        GOOD,
        body_html='<p><a href="https://a.example/x">x</a> <a href="mailto:a@b.example">y</a></p>'
        '<ul><li><a href="https://a.example/z">z</a></li></ul>',
        alternate_url="https://a.example/x",
        related=(Related(title="Tin cũ", url="https://a.example/cu"), Related(title="Không")),
        attachments=(Attachment(name="a.pdf", url="https://a.example/a.pdf"),),
    )

    assert [(it.field, it.url.rpartition("/")[2]) for it in references_of(content)] == [
        ("body_html", "x"),
        ("body_html", "z"),
        ("image_url", "1.jpg"),
        ("related", "cu"),
        ("attachments", "a.pdf"),
    ]


@given(st.text(max_size=200), st.text(max_size=200))
@settings(max_examples=200)
def test_whatever_is_written_is_looked_over(title: str, html: str):
    lint(Content(title=title, summary=html, body_html=html), now=NOW)
