import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given, settings

from bot.press import Press, Verb
from bot.render.rich import parts_of, rich
from storage.model import ArticleId, Attachment, Content, Headline, Related, Status
from tests.bot.render.invented import (
    ARTICLES,
    HEADLINES,
    LOOK,
    RELATED,
    SAVING,
    STATS,
    article_of,
    taken,
    units,
)
from tests.bot.render.reading import rich_texts, told, unbroken

TAG = re.compile(r'<(/?)([a-z][a-z0-9-]*)((?: [a-z]+(?:="[^"]*")?)*)>')
VOID = {"br", "hr", "img"}
BLOCKS = {
    "h1", "h2", "h3", "h4", "p", "pre", "footer", "hr", "ul", "ol", "li", "blockquote", "details",
    "table", "tr", "img", "audio", "tg-slideshow",
}  # fmt: skip
MEDIA = {"img", "audio"}
ALLOWED = BLOCKS | {
    "b", "i", "u", "s", "code", "sub", "sup", "a", "br", "summary", "caption", "th", "td", "figure",
    "figcaption", "cite",
}  # fmt: skip


def held(html):
    """Counts of the message after a strict reading: units, blocks, media, deepest, widest."""
    assert "<" not in TAG.sub("", html)
    open_tags, blocks, media, deepest = [], 0, 0, 0
    for closing, name, _ in TAG.findall(html):
        assert name in ALLOWED
        if closing:
            assert open_tags.pop() == name
            continue
        blocks += name in BLOCKS
        media += name in MEDIA
        if name not in VOID:
            open_tags.append(name)
        deepest = max(deepest, len(open_tags))
    assert open_tags == []
    return units(unescape(TAG.sub("", html))), blocks, media, deepest


def every_part(article, *, look=LOOK, **around):
    count = len(parts_of(article, look=look, **around))
    return [rich(article, STATS, look=look, part=it, **around) for it in range(count)]


@settings(max_examples=50, deadline=None)
@given(ARTICLES, RELATED, HEADLINES)
def test_every_part_is_within_the_limits(article, related, others):
    for look in (LOOK, SAVING):
        screens = every_part(article, look=look, related=related, others=others)

        for screen in screens:
            taken(screen.html)
            characters, blocks, media, deepest = held(screen.html)
            assert characters <= 32_768
            assert blocks <= 500
            assert media <= 50
            assert deepest <= 16
            assert "<footer>" in screen.html


@pytest.mark.parametrize(
    "body",
    [
        "<p>Đoàn viên ra quân. " * 9000,
        "<ul>" + "<li>mục</li>" * 1700 + "</ul>",
        "<ul><li>" + "mục lớn. " * 9000 + "</li><li>hai</li></ul>",
        "<table>" + "<tr><td>ô</td><td>ô</td></tr>" * 1700 + "</table>",
        "<table>" + ("<tr>" + "<td>ô</td>" * 25 + "</tr>") * 30 + "</table>",
        "<table><tr><td rowspan='9' colspan='15'>a<td>b<tr><td colspan='9'>c<td>d</table>",
        "<table><tr><td>" + "dài " * 20_000 + "</td><td>b</td></tr></table>",
        "<blockquote>" + "<p>lời</p>" * 1200 + "</blockquote>",
        "<pre>" + "dòng\n" * 20_000 + "</pre>",
        "<h2>" + "dài " * 20_000 + "</h2>",
        "".join(f"<p><img src='https://a.example/{it}'></p>" for it in range(130)),
        "<ol><li><ul><li><blockquote><ol><li><table><tr><td><b><i><u><s><sub>x</table>" * 3,
        "<figure><img src='https://a.example/1'><figcaption>" + "dài " * 20_000,
        "<b>đ</b> <i>n</i> " * 8000,
    ],
)  # fmt: skip
def test_what_is_too_large_is_cut(body):
    article = article_of(Content(title="Tin", body_html=body))

    screens = every_part(article)

    for screen in screens:
        taken(screen.html)
        characters, blocks, media, deepest = held(screen.html)
        assert (characters <= 32_768, blocks <= 500, media <= 50, deepest <= 16) == (True,) * 4
        for row in re.findall("<tr>.*?</tr>", screen.html):
            spans = re.findall(r'<t[dh](?: colspan="(\d+)")?', row)
            assert sum(int(it or 1) for it in spans) <= 20
    assert unbroken(rich_texts(article), told(article.content.body_html))


SAMPLE = Content(
    title="Ra quân",
    summary="Lời dẫn",
    body_html=(
        "<p>Một</p>"
        "<figure><img src='https://a.example/2.jpg'><figcaption>Trại. Ảnh: An</figcaption></figure>"
        "<table><tr><th>Tên</th><th>Số</th></tr><tr><td>An</td><td>1</td></tr></table>"
    ),
    image_url="https://a.example/1.jpg",
    image_caption="Lễ",
    image_credit="Bình",
    canonical_url="https://www.b.example/1",
    attachments=(Attachment(name="k.pdf", url="https://a.example/k.pdf"),),
)


def test_an_article_is_laid_out_like_a_page():
    screen = rich(article_of(SAMPLE), STATS, look=LOOK, files={"https://a.example/1.jpg": "FILE"})

    assert screen.html.replace("><", ">\n<").replace(">\n</", "></").splitlines() == [
        "<h1>Ra quân</h1>",
        "<p>",
        "<b>Lời dẫn</b></p>",
        "<figure>",
        '<img src="tg://photo?id=p1">',
        "<figcaption>Lễ <cite>Ảnh: Bình</cite></figcaption></figure>",
        "<p>Một</p>",
        "<figure>",
        '<img src="https://a.example/2.jpg">',
        "<figcaption>Trại. <cite>Ảnh: An</cite></figcaption></figure>",
        "<table bordered striped>",
        "<tr>",
        "<th>Tên</th>",
        "<th>Số</th></tr>",
        "<tr>",
        "<td>An</td>",
        "<td>1</td></tr></table>",
        "<details>",
        "<summary>Tệp đính kèm</summary>",
        "<ul>",
        "<li>",
        '<a href="https://a.example/k.pdf">k.pdf</a></li></ul></details>',
        '<footer>Lượt xem: 1.234 | <a href="https://www.b.example/1">Nguồn: b.example</a></footer>',
    ]
    assert [(it.id, it.kind, it.file_id) for it in screen.media] == [("p1", "photo", "FILE")]


def test_a_rich_article_offers_the_plain_form_last():
    screen = rich(article_of(SAMPLE), STATS, look=LOOK)

    assert [[it.label for it in row] for row in screen.keyboard] == [
        ["Lưu tin", "Chia sẻ"],
        ["Tài liệu", "Sao chép liên kết"],
        ["Không xem được? Xem dạng thường"],
    ]


def test_a_long_article_goes_on_in_the_next_part():
    article = article_of(Content(title="Tin", body_html="<p>Đoàn viên ra quân.</p>" * 1100))

    screen = rich(article, STATS, look=LOOK)

    assert screen.keyboard[0][0].label == "Đọc tiếp (2/3)"
    assert Press.decode(screen.keyboard[0][0].data) == Press(verb=Verb.PART, id=article.id, page=1)
    assert "Lượt xem: 1.234 | Trang 1/3" in screen.html


def test_every_part_leads_back_and_on():
    article = article_of(Content(title="Tin", body_html="<p>Đoàn viên ra quân.</p>" * 1100))

    middle, last = (rich(article, STATS, look=LOOK, part=it) for it in (1, 2))

    assert [it.label for it in middle.keyboard[0]] == ["◀ Trang trước", "Đọc tiếp (3/3)"]
    assert [it.label for it in last.keyboard[0]] == ["◀ Trang trước"]


def test_a_retracted_article_is_a_notice():
    screen = rich(article_of(SAMPLE, status=Status.RETRACTED), STATS, look=LOOK)

    assert screen.html == "<p>Tin này đã được gỡ theo yêu cầu của Ban biên tập.</p>"
    assert (screen.media, screen.keyboard) == ((), ())


def test_sounds_play_in_the_message_unless_data_is_saved():
    sound = (Attachment(name="Bản đọc", file_id="F", size_bytes=664_000),)
    article = article_of(Content(title="Tin", audio=sound))

    assert '<audio src="tg://audio?id=a1"></audio>' in rich(article, STATS, look=LOOK).html
    saving = rich(article, STATS, look=replace(LOOK, saves_data=True))
    assert "audio" not in saving.html
    assert saving.keyboard[1][0].label == "Nghe (0,7 MB)"


def test_news_of_ours_beside_the_article_is_a_press_away():
    related = [Related(title="Liên quan", article_id=ArticleId(5))]
    others = [
        Headline(id=ArticleId(it), title=f"Tin {it}", category="", published_at=None)
        for it in (5, 6)
    ]

    screen = rich(
        article_of(Content(title="Tin")), STATS, look=LOOK, related=related, others=others
    )

    link = '<li><a href="https://t.me/bantin_bot?start=a_{}">{}</a></li>'
    assert f"<h4>Tin liên quan</h4><ul>{link.format(5, 'Liên quan')}</ul>" in screen.html
    assert f"<h4>Tin khác</h4><ul>{link.format(6, 'Tin 6')}</ul>" in screen.html
    assert [row[0].label for row in screen.keyboard[-3:-1]] == ["Liên quan", "Tin 6"]


def test_each_opening_shows_its_own_count_and_a_correction_at_once():
    article = article_of(Content(title="Hội trại", body_html="<p>Sai.</p>"))
    corrected = replace(article, content=replace(article.content, body_html="<p>Đúng.</p>"))

    first = rich(article, STATS, look=LOOK)
    second = rich(article, replace(STATS, view_count=STATS.view_count + 1), look=LOOK)
    third = rich(corrected, STATS, look=LOOK)

    assert first.html != second.html
    assert "Sai." in second.html
    assert "Đúng." in third.html
    assert "Sai." not in third.html
