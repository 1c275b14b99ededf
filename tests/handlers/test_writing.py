"""Writing an article field by field, on one card, one person at a time."""

import io
import zipfile

import pytest

from bot.press import Press, Verb
from bot.simulator.telegram import Person
from storage.model import Article, ArticleId, Role
from storage.model import Person as Author
from storage.model.ids import ReaderId
from tests.staging import Stage, published, staged


async def content_of(stage: Stage, article: Article):
    return (await stage.storage.articles.get(article.id)).content


async def ask(stage: Stage, person: Person, label: str) -> int:
    """Opens a field of the article whose card is there; the id of the question."""
    await stage.pressed(person, label)
    return person.phone.last.id


async def open_page(stage: Stage, person: Person) -> int:
    await stage.pressed(person, "Sửa bài")
    return person.phone.last.id


@pytest.mark.parametrize(
    ("label", "words", "field", "value"),
    [
        ("Tiêu đề", "Tên mới", "title", "Tên mới"),
        ("Tóm tắt", "Đoạn dẫn mới.", "summary", "Đoạn dẫn mới."),
        ("Chú thích ảnh", "Lễ ra quân", "image_caption", "Lễ ra quân"),
        ("Tác giả", "Kiều Oanh", "author", Author(name="Kiều Oanh")),
        ("Số ảnh", "2", "photo_count", 2),
        ("Nhuận bút", "1.053.000", "royalty_vnd", 1_053_000),
        ("Liên kết thay thế", "https://a.vn/b", "alternate_url", "https://a.vn/b"),
    ],
)
async def test_a_reply_fills_the_field_on_the_same_card(
    stage: Stage, editor: Person, draft: Article, label: str, words: str, field: str, value: object
) -> None:
    card = await open_page(stage, editor)
    question = await ask(stage, editor, label)

    editor.write(words, reply_to=question)
    await stage.rest()

    assert getattr(await content_of(stage, draft), field) == value
    assert editor.phone.last.id == card
    assert editor.phone.last.text.startswith("Bản nháp · 0.2")
    assert editor.phone.message(question).deleted


async def test_what_does_not_fit_is_explained_and_asked_again(
    stage: Stage, editor: Person, draft: Article
) -> None:
    await open_page(stage, editor)
    question = await ask(stage, editor, "Số trang")

    editor.write("nhiều", reply_to=question)
    await stage.rest()
    assert editor.phone.last.text.startswith("Cần một con số")
    editor.write("1,5", reply_to=question)
    await stage.rest()

    assert str((await content_of(stage, draft)).page_count) == "1.5"


async def test_the_body_keeps_the_looks_of_the_reply(
    stage: Stage, editor: Person, draft: Article
) -> None:
    await open_page(stage, editor)
    question = await ask(stage, editor, "Nội dung")

    editor.write(
        "Một hai\nBa", reply_to=question, looks=[{"type": "bold", "offset": 4, "length": 3}]
    )
    await stage.rest()

    assert (await content_of(stage, draft)).body_html == "<p>Một <b>hai</b></p><p>Ba</p>"


@pytest.mark.parametrize(
    ("name", "paper", "body"),
    [
        ("bai.md", "Một **hai**".encode(), "<p>Một <strong>hai</strong></p>"),
        ("bai.html", b"<p>x<script>y</script></p>", "<p>x</p>"),
    ],
)
async def test_the_body_comes_as_a_file(
    stage: Stage, editor: Person, draft: Article, name: str, paper: bytes, body: str
) -> None:
    await open_page(stage, editor)
    question = await ask(stage, editor, "Nội dung")

    editor.send_file(paper, name=name, reply_to=question)
    await stage.rest()

    assert (await content_of(stage, draft)).body_html == body


async def test_a_file_that_cannot_be_read_is_called_so(
    stage: Stage, editor: Person, draft: Article
) -> None:
    await open_page(stage, editor)
    question = await ask(stage, editor, "Nội dung")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("a", "b")

    editor.send_file(out.getvalue(), name="bai.docx", reply_to=question)
    editor.send_file(b"x", name="bai.doc", reply_to=question)
    await stage.rest()

    said = [it.text for it in editor.phone.received]
    assert any(it.startswith("Không đọc được tệp này") for it in said)
    assert said[-1].startswith("Chỉ đọc được tệp .docx")
    assert (await content_of(stage, draft)) == draft.content


async def test_a_picture_and_a_sound_and_a_file_come_as_replies(
    stage: Stage, editor: Person, draft: Article
) -> None:
    await open_page(stage, editor)
    editor.send_photo(reply_to=await ask(stage, editor, "Ảnh"))
    await stage.rest()
    await open_page_again(stage, editor)
    editor.send_file(b"OggS", kind="voice", reply_to=await ask(stage, editor, "Âm thanh"))
    await stage.rest()
    editor.send_file(b"%PDF", name="a.pdf", reply_to=await ask(stage, editor, "Tệp đính kèm"))
    await stage.rest()

    content = await content_of(stage, draft)
    assert content.image_url
    assert len(content.audio) == 1
    assert [it.name for it in content.attachments] == ["a.pdf"]


async def open_page_again(stage: Stage, person: Person) -> None:
    await stage.rest()
    assert "✓ Tiêu đề" in person.phone.last.labels


async def test_category_and_genre_are_chosen_or_typed(
    stage: Stage, editor: Person, draft: Article
) -> None:
    await stage.storage.categories.ensure("Phong trào")
    for genre in ("Đối thoại", "Xã luận", "Ảnh bìa"):
        await published(stage.storage, "Tin cũ", now=stage.clock.now(), genre=genre)
    await open_page(stage, editor)
    await stage.pressed(editor, "Chuyên mục")
    await stage.pressed(editor, "Phong trào")
    assert (await content_of(stage, draft)).category == "Phong trào"

    await stage.pressed(editor, "Thể loại")
    genres = [it for it in editor.phone.last.labels if it in ("Đối thoại", "Xã luận", "Ảnh bìa")]
    assert genres == ["Ảnh bìa", "Đối thoại", "Xã luận"]
    await stage.pressed(editor, "Nhập khác…")
    editor.write("Phóng sự", reply_to=editor.phone.last.id)
    await stage.rest()

    assert (await content_of(stage, draft)).genre == "Phóng sự"


async def test_a_field_is_emptied(stage: Stage, editor: Person, draft: Article) -> None:
    await open_page(stage, editor)
    await stage.pressed(editor, "Tóm tắt")

    await stage.pressed(editor, "Xóa")

    assert (await content_of(stage, draft)).summary == ""


async def test_featured_lasts_as_long_as_was_pressed(
    stage: Stage, editor: Person, draft: Article
) -> None:
    await open_page(stage, editor)
    await stage.pressed(editor, "Nổi bật")
    await stage.pressed(editor, "3 ngày")

    content = await content_of(stage, draft)
    assert content.is_featured
    assert content.featured_until_at is not None


async def test_related_articles_are_found_and_chosen(
    stage: Stage, editor: Person, draft: Article
) -> None:
    other = await published(stage.storage, "Hội trại mùa hè", now=stage.clock.now())
    await open_page(stage, editor)
    question = await ask(stage, editor, "Tin liên quan")
    editor.write("hội trại", reply_to=question)
    await stage.rest()

    await stage.pressed(editor, "Hội trại mùa hè")

    assert [it.article_id for it in (await content_of(stage, draft)).related] == [other.id]


async def test_a_question_survives_a_restart(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        editor = await an_editor(stage)
        editor.write("/dangbai Tin\nMột đoạn.")
        await stage.rest()
        await open_page(stage, editor)
        question = editor.phone.message(await ask(stage, editor, "Tiêu đề")).json
        start = stage.clock.now()
    async with staged(sqlite_url, start=start) as stage:
        # Telegram goes on counting where it was.
        stage.telegram.state.updates.next_id += 100
        editor = await an_editor(stage)
        editor.send({"text": "Tên mới", "reply_to_message": question})
        await stage.rest()

        assert (await stage.storage.articles.get(ArticleId(1))).content.title == "Tên mới"


async def an_editor(stage: Stage) -> Person:
    await stage.storage.roles.grant(
        ReaderId(2001), role=Role.EDITOR, by=None, now=stage.clock.now()
    )
    return stage.telegram.person(2001, first_name="Bình", language_code="vi", started=True)


async def open_page_by_press(stage: Stage, person: Person, article: Article) -> None:
    await person.press_data(Press(verb=Verb.WRITE, id=article.id).encode())
    await stage.rest()


async def test_the_preview_is_what_members_will_see(stage: Stage, editor: Person) -> None:
    editor.send_photo(caption="Lễ ra quân\nSáng nay.\n\nCó hai trăm đoàn viên.")
    await stage.rest()
    await open_page(stage, editor)

    await stage.pressed(editor, "Xem trước")

    shown, opened = editor.phone.received[-2:]
    assert shown.photo is not None
    assert "Lễ ra quân" in shown.caption
    assert opened.rich is not None


async def test_a_published_article_is_corrected_in_place(
    stage: Stage, editor: Person, draft: Article
) -> None:
    await stage.pressed(editor, "Đăng ngay")
    await open_page_by_press(stage, editor, draft)
    question = await ask(stage, editor, "Tiêu đề")

    editor.write("Tên đúng", reply_to=question)
    await stage.rest()

    article = await stage.storage.articles.get(draft.id)
    assert article.content.title == "Tên đúng"
    assert str(article.version) == "2.0"
