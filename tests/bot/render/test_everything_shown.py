"""An opened article has everything that its page on the portal has, in either form."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.render.classic import page
from bot.render.rich import rich
from bot.simulator.telegram.richplain import plain_of_blocks
from storage.model import ArticleId, Attachment, Content, Headline, Person, Related
from tests.bot.render.invented import LOOK, STATS, article_of, seen, taken

PORTAL = Content(
    title="Ra quân làm đường",
    summary="Sáng nay, ba xã ra quân.",
    body_html="<h2>Khởi công</h2><p>Đông vui.</p><ul><li>Xã An</li></ul><ol><li>Đắp nền</li></ol>"
    "<table><caption>Kết quả</caption><tr><th>Xã</th><td>1.200 m</td></tr></table>"
    "<blockquote><p>Ai cũng mừng.</p></blockquote>"
    "<figure><img src='https://a.example/2.jpg'><figcaption>Sáng. Ảnh: An</figcaption></figure>"
    "<figure><img src='https://a.example/3.jpg'><figcaption>Chiều. Ảnh: Lan</figcaption></figure>",
    image_url="https://a.example/1.jpg",
    image_caption="Lễ ra quân",
    image_credit="Bình",
    canonical_url="https://www.tinh.example/bai/1",
    published_at=datetime(2017, 8, 14, 3, tzinfo=UTC),
    is_featured=True,
    author=Person(name="Kiều Oanh"),
    category="Thông tin hoạt động",
    audio=(Attachment(name="Bản đọc", url="https://a.example/doc.mp3"),),
    attachments=(Attachment(name="Kế hoạch", url="https://a.example/k.pdf", size_bytes=700_000),),
)
AROUND = {
    "related": [Related(title="Chuyện đường cũ", article_id=ArticleId(8))],
    "others": [Headline(id=ArticleId(9), title="Giải bóng", category="", published_at=None)],
}
WEB = replace(LOOK, web_url="https://tin.example")
TOLD = (
    "Tin nổi bật | Thông tin hoạt động", "Ra quân làm đường", "Thứ 2, 14/08/2017 10:00 | Kiều Oanh",
    "Sáng nay, ba xã ra quân.", "Lễ ra quân", "Ảnh: Bình", "Khởi công", "Đông vui.", "• Xã An",
    "1. Đắp nền", "Kết quả", "1.200 m", "Ai cũng mừng.", "Sáng.", "Ảnh: An", "Chiều.", "Ảnh: Lan",
    "Kế hoạch (0,7 MB)", "Tin liên quan", "Chuyện đường cũ", "Tin khác", "Giải bóng",
    "Lượt xem: 1.234", "Nguồn: tinh.example",
)  # fmt: skip
PRESSED = (
    "Lưu tin", "Chia sẻ", "Tài liệu", "Sao chép liên kết", "Xem trên web", "Chuyện đường cũ",
    "Giải bóng",
)  # fmt: skip


def as_rich():
    there = {"https://a.example/doc.mp3": "FILE"}
    screen = rich(article_of(PORTAL), STATS, look=WEB, files=there, **AROUND)
    blocks = taken(screen.html)
    kinds = [it["type"] for it in blocks]
    assert {"heading", "list", "table", "blockquote", "photo", "slideshow"} <= set(kinds)
    assert '<audio src="tg://audio?id=a1">' in screen.html
    return screen, plain_of_blocks(blocks)


def as_plain():
    screen = page(article_of(PORTAL), 0, STATS, look=WEB, **AROUND)
    assert "Nghe" in [it.label for row in screen.keyboard for it in row]
    return screen, seen(screen.text)[0]


@pytest.mark.parametrize("form", [as_rich, as_plain])
def test_an_opened_article_has_all_that_the_portals_page_has(form):
    screen, text = form()

    assert [it for it in TOLD if it not in text] == []
    labels = [it.label for row in screen.keyboard for it in row]
    assert [it for it in PRESSED if it not in labels] == []
