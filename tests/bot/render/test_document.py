import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.html import sanitise
from bot.render.document import (
    Heading,
    ListBlock,
    Mark,
    Paragraph,
    Picture,
    Preformatted,
    Quotation,
    Slideshow,
    Span,
    Table,
    plain,
    texts,
)
from bot.render.parse import blocks_of
from tests.bot.render.invented import BODIES, LETTERS, bare


def paragraph(text):
    return Paragraph(spans=(Span(text),))


@given(BODIES.map(sanitise))
def test_no_text_of_a_stored_body_is_lost(html):
    written = bare(unescape(re.sub(r'<[^>"]*(?:"[^"]*"[^>"]*)*>', "", html)))

    assert bare("".join(texts(blocks_of(html)))) == written


@given(st.text(LETTERS))
def test_any_text_at_all_can_be_read(html):
    for text in texts(blocks_of(html)):
        assert isinstance(text, str)


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("Một", (paragraph("Một"),)),
        ("<p> Một \n hai&nbsp;</p>", (paragraph("Một hai"),)),
        ("<p>&nbsp;</p><p></p>", ()),
        ("<p>Một<br>hai</p>", (paragraph("Một\nhai"),)),
        ("<p>Một<br><br>Hai</p>", (paragraph("Một"), paragraph("Hai"))),
        ("<div>Một</div>Hai<div>Ba</div>", (paragraph("Một"), paragraph("Hai"), paragraph("Ba"))),
        ("<h1>Một</h1>", (Heading(level=2, spans=(Span("Một"),)),)),
        ("<blockquote>Lời</blockquote>", (Quotation(blocks=(paragraph("Lời"),)),)),
        ("<pre>\n a\n  b\n</pre>", (Preformatted(text=" a\n  b"),)),
        (
            "<ul><li>Một</li><li>Hai</li></ul>",
            (ListBlock(is_ordered=False, items=((paragraph("Một"),), (paragraph("Hai"),))),),
        ),
        ('<p><img src="https://a.example/1"></p>', (Picture(url="https://a.example/1"),)),
        ('<img src="javascript:x()">', ()),
    ],
)
def test_html_becomes_blocks(html, blocks):
    assert blocks_of(html) == blocks


def test_looks_and_links_are_kept():
    (block,) = blocks_of('<p>Tin <b>rất <i>mới</i></b> <a href="https://a.example/">đây</a></p>')

    assert block.spans == (
        Span("Tin "),
        Span("rất ", Mark.BOLD),
        Span("mới", Mark.BOLD | Mark.ITALIC),
        Span(" "),
        Span("đây", url="https://a.example/"),
    )


def test_a_caption_and_its_credit_are_told_apart():
    html = '<figure><img src="https://a.example/1"><figcaption>Lễ. Ảnh: An</figcaption></figure>'

    assert blocks_of(html) == (Picture(url="https://a.example/1", caption="Lễ.", credit="Ảnh: An"),)


def test_a_table_around_a_picture_and_its_caption_is_dissolved():
    image = "<img src='https://a.example/1'>"
    html = f"<table><tr><td>{image}</td></tr><tr><td>Lễ ra quân</td></tr></table>"

    assert blocks_of(html) == (Picture(url="https://a.example/1", caption="Lễ ra quân"),)


def test_a_table_of_data_stays():
    html = (
        "<table><tr><th>Tên</th><th>Số</th></tr><tr><td>An</td><td colspan='99'>1</td></tr></table>"
    )

    (table,) = blocks_of(html)

    assert isinstance(table, Table)
    assert [[plain(cell.spans) for cell in row] for row in table.rows] == [
        ["Tên", "Số"],
        ["An", "1"],
    ]
    assert table.rows[0][0].is_header
    assert table.rows[1][1].colspan == 20


def test_pictures_in_a_row_are_a_slideshow():
    html = "".join(f'<p><img src="https://a.example/{it}"></p>' for it in range(3))

    (show,) = blocks_of(html)

    assert isinstance(show, Slideshow)
    assert [it.url[-1] for it in show.pictures] == ["0", "1", "2"]


@pytest.mark.parametrize("tag", ["<b>", "<div>", "<ul><li>", "<blockquote>", "<table><tr><td>"])
def test_deep_nesting_keeps_its_text(tag):
    assert "đáy" in "".join(texts(blocks_of(tag * 2000 + "đáy")))
