import re
from dataclasses import replace

from hypothesis import given, settings

from bot.press import Press, Verb
from bot.render.classic import page, pages
from storage.model import ArticleId, Content, Headline, Related, Status
from tests.bot.render.invented import (
    ARTICLES,
    LOOK,
    RELATED,
    STATS,
    article_of,
    seen,
    units,
)

FOOT = re.compile(r"\s*Lượt xem: 1\.234( \| Trang \d+/\d+)?$")
LONG = "".join(f"<h3>Phần {it}</h3>" + "<p>Đoàn viên ra quân. </p>" * 60 for it in range(8))


@settings(max_examples=60, deadline=None)
@given(ARTICLES, RELATED)
def test_every_page_is_accepted(article, related):
    shown = [seen(it) for it in pages(article, STATS, look=LOOK, related=related)]

    for text, entities in shown:
        assert 0 < units(text) <= 4096
        assert len(entities) <= 100
        assert FOOT.search(text)


def test_a_short_article_is_one_page():
    article = article_of(Content(title="Ra quân", summary="Lời dẫn", body_html="<p>Thân bài</p>"))

    screen = page(article, 0, STATS, look=LOOK)

    assert screen.text == "<b>Ra quân</b>\n\n<i>Lời dẫn</i>\n\nThân bài\n\nLượt xem: 1.234"
    assert [[it.label for it in row] for row in screen.keyboard] == [
        ["Lưu tin", "Chia sẻ"],
        ["Sao chép liên kết"],
    ]


def test_a_long_article_is_turned_page_by_page():
    article = article_of(Content(title="Ra quân", body_html=LONG))

    first, second = (page(article, it, STATS, look=LOOK) for it in (0, 1))

    count = len(pages(article, STATS, look=LOOK))
    assert [it.label for it in first.keyboard[0]] == [f"1/{count}", "Trang sau ▶"]
    assert [it.label for it in second.keyboard[0]] == [
        "◀ Trang trước",
        f"2/{count}",
        "Trang sau ▶",
    ]
    assert Press.decode(second.keyboard[0][2].data) == Press(verb=Verb.TURN, id=article.id, page=2)


def test_no_page_has_more_entities_than_telegram_keeps():
    article = article_of(Content(title="Tin", body_html="<b>đ</b> <i>n</i> " * 200))

    shown = [seen(it) for it in pages(article, STATS, look=LOOK)]

    assert max(len(entities) for _, entities in shown) <= 100
    assert sum(len(entities) for _, entities in shown) == 401


def test_no_page_ends_with_a_heading():
    article = article_of(Content(title="Ra quân", body_html=LONG))

    for html in pages(article, STATS, look=LOOK):
        assert not FOOT.sub("", html).endswith("</b>")


def test_a_page_number_past_the_end_is_the_last_page():
    article = article_of(Content(title="Ra quân", body_html=LONG))

    assert page(article, 999, STATS, look=LOOK) == page(article, 4, STATS, look=LOOK)


def test_related_articles_of_ours_are_buttons_on_the_last_page():
    related = [Related(title="Tin kia", article_id=ArticleId(9)), Related(title="Tin xa")]

    screen = page(article_of(Content(title="Tin")), 0, STATS, look=LOOK, related=related)

    link = '<a href="https://t.me/bantin_bot?start=a_9">Tin kia</a>'
    assert f"Tin liên quan</b>\n• {link}\n• Tin xa" in screen.text
    assert [it.label for it in screen.keyboard[-1]] == ["Tin kia"]


def test_other_news_stands_under_it_without_what_is_related():
    related = [Related(title="Tin kia", article_id=ArticleId(9))]
    others = [
        Headline(id=ArticleId(it), title=title, category="", published_at=None, is_featured=False)
        for it, title in ((9, "Tin kia"), (10, "Tin mới"))
    ]

    screen = page(
        article_of(Content(title="Tin")), 0, STATS, look=LOOK, related=related, others=others
    )

    link = '<a href="https://t.me/bantin_bot?start=a_a">Tin mới</a>'
    assert f"Tin khác</b>\n• {link}" in screen.text
    assert [row[0].label for row in screen.keyboard[-2:]] == ["Tin kia", "Tin mới"]


def test_whoever_chose_the_plain_form_can_go_back():
    article = article_of(Content(title="Tin"))

    screen = page(article, 0, STATS, look=LOOK, offers_rich=True)

    assert [it.label for it in screen.keyboard[-1]] == ["Xem dạng đầy đủ"]
    assert "Xem dạng đầy đủ" not in str(page(article, 0, STATS, look=LOOK))


def test_a_raised_figure_does_not_become_another_number():
    article = article_of(
        Content(title="Tin", body_html="<p>10<sup>6</sup> m<sup>2</sup> 2<sup>x</sup></p>")
    )

    assert "10⁶ m² 2^x" in pages(article, STATS, look=LOOK)[0]


def test_only_markup_is_escaped():
    article = article_of(Content(title="\"A\" & 'B' <C>", body_html="<p>1 &lt; 2 &quot;</p>"))

    html = pages(article, STATS, look=LOOK)[0]

    assert html.startswith('<b>"A" &amp; \'B\' &lt;C&gt;</b>\n\n1 &lt; 2 "')


def test_a_list_reads_as_a_list():
    body = "<p>Gồm:</p><ol><li>Một<ul><li>Nhỏ</li></ul></li><li>Hai</li></ol><p>Hết</p>"

    html = pages(article_of(Content(title="Tin", body_html=body)), STATS, look=LOOK)[0]

    assert "Gồm:\n\n1. Một\n\u2003◦ Nhỏ\n2. Hai\n\nHết" in html


def test_a_retracted_article_is_a_notice():
    article = replace(article_of(Content(title="Tin")), status=Status.RETRACTED)

    screen = page(article, 0, STATS, look=LOOK)

    assert screen.text == "Tin này đã được gỡ theo yêu cầu của Ban biên tập."
    assert screen.keyboard == ()


def test_an_article_elsewhere_is_a_link_and_a_count():
    article = article_of(Content(title="Tin", alternate_url="https://b.example/"))

    screen = page(article, 0, STATS, look=LOOK)

    assert "Lượt xem: 1.234" in screen.text
    assert screen.keyboard[0][0].url == "https://b.example/"
