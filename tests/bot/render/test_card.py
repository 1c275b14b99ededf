from dataclasses import replace

from hypothesis import given

from bot.press import Press, Verb
from bot.render.card import card, link_out
from storage.model import Attachment, Content, Person, Status
from tests.bot.render.invented import ARTICLES, LOOK, NOW, SAVING, STATS, article_of, seen, units

SAMPLE = Content(
    title="Ra quân",
    summary="Lời dẫn",
    body_html="<p>Đoạn một</p><p>Đoạn hai</p>",
    category="Thông tin hoạt động",
    author=Person(name="Kiều Oanh"),
    published_at=NOW,
)


def labels(screen):
    return [[it.label for it in row] for row in screen.keyboard]


@given(ARTICLES)
def test_every_card_is_accepted(article):
    for look in (LOOK, SAVING):
        screen = card(article, STATS, look=look)
        text, entities = seen(screen.text)
        assert 0 < units(text) <= (1024 if screen.photo else 4096)
        assert len(entities) <= 100


def test_a_card_shows_what_the_portal_shows():
    screen = card(article_of(SAMPLE), None, look=LOOK)

    assert screen.text == (
        "Thông tin hoạt động\n<b>Ra quân</b>\nThứ 3, 24/11/2026 07:00 | Kiều Oanh\n\nLời dẫn\n\n"
        "<blockquote expandable>Đoạn một\nĐoạn hai</blockquote>"
    )
    assert labels(screen) == [["Đọc tiếp"], ["Lưu tin", "Chia sẻ"]]
    assert screen.keyboard[0][0].style == "primary"
    assert screen.keyboard[1][1].switch_inline_chosen == "a_2n9c"


def test_a_picture_takes_the_place_of_the_first_paragraphs():
    content = replace(
        SAMPLE, image_url="https://a.example/1.jpg", image_caption="Lễ", image_credit="An"
    )

    screen = card(article_of(content), None, look=LOOK, files={content.image_url: "FILE"})

    assert screen.photo == "FILE"
    assert screen.text.endswith("Lời dẫn\n\n<i>Lễ Ảnh: An</i>")


def test_a_reader_who_saves_data_asks_for_the_picture():
    article = article_of(replace(SAMPLE, image_url="https://a.example/1.jpg"))

    screen = card(article, None, look=replace(LOOK, saves_data=True))

    assert screen.photo == ""
    assert labels(screen)[-1] == ["Xem ảnh"]


def test_what_comes_with_an_article_has_its_button():
    files = (Attachment(name="Kế hoạch.pdf", url="https://a.example/k.pdf"),)
    sound = (Attachment(name="Bản đọc", file_id="F", size_bytes=664_000),)

    screen = card(
        article_of(replace(SAMPLE, attachments=files, audio=sound)), None, look=LOOK, is_saved=True
    )

    assert labels(screen) == [["Đọc tiếp"], ["Bỏ lưu", "Chia sẻ"], ["Nghe (0,7 MB)", "Tài liệu"]]


def test_an_article_elsewhere_says_so_and_is_opened_through_us():
    article = article_of(replace(SAMPLE, alternate_url="https://b.example/"))

    screen = card(article, None, look=LOOK)

    assert "Bài này đọc ở trang nguồn." in screen.text
    assert screen.keyboard[0][0].label == "Mở trang"
    assert Press.decode(screen.keyboard[0][0].data) == Press(verb=Verb.READ, id=article.id)


def test_a_retracted_article_leaves_nothing_behind():
    content = replace(SAMPLE, image_url="https://a.example/1.jpg")

    screen = card(article_of(content, status=Status.RETRACTED), STATS, look=LOOK)

    assert screen.text == "Tin này đã được gỡ theo yêu cầu của Ban biên tập."
    assert (screen.photo, screen.keyboard) == ("", ())


def test_the_count_is_shown_when_it_is_given():
    assert "Lượt xem: 1.234" in card(article_of(SAMPLE), STATS, look=LOOK).text
    assert "Lượt xem" not in card(article_of(SAMPLE), None, look=LOOK).text


def test_an_address_that_telegram_would_refuse_is_no_button():
    article = article_of(replace(SAMPLE, alternate_url="nowhere"))

    assert link_out(article, STATS, look=LOOK).keyboard == ()
