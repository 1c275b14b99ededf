"""Who may write an article: one person at a time, and not everybody."""

from bot.press import Press, Verb
from bot.simulator.telegram import Person
from storage.model import Article, ArticleId
from tests.handlers.test_writing import ask, content_of, open_page, open_page_by_press
from tests.staging import Stage


async def test_while_one_writes_another_waits_or_takes_over(
    stage: Stage, editor: Person, administrator: Person, draft: Article
) -> None:
    await open_page(stage, editor)
    question = await ask(stage, editor, "Tiêu đề")
    card = Press(verb=Verb.WRITE_CARD, id=draft.id).encode()
    administrator.write("/banthao")
    await stage.rest()
    await administrator.press_data(card)
    await stage.rest()

    await stage.pressed(administrator, "Sửa bài")
    assert administrator.phone.last.text == "Bình đang sửa bài này. Thử lại sau."
    await stage.pressed(administrator, "Sửa thay")
    assert "✓ Tiêu đề" in administrator.phone.last.labels

    editor.write("Tên của Bình", reply_to=question)
    await stage.rest()
    assert (await content_of(stage, draft)).title == draft.content.title
    assert editor.phone.last.text.startswith("Chi đang sửa bài này")


async def test_after_ten_minutes_or_when_done_others_may_write(
    stage: Stage, editor: Person, administrator: Person, draft: Article
) -> None:
    await open_page(stage, editor)
    await stage.pressed(editor, "Xong")
    assert editor.phone.last.text.startswith("Bản nháp · 0.1")
    assert "Đăng ngay" in editor.phone.last.labels
    administrator.write("x")
    await stage.rest()

    await administrator.press_data(Press(verb=Verb.WRITE, id=draft.id).encode())
    await stage.rest()
    assert "✓ Tiêu đề" in administrator.phone.last.labels

    await stage.jump(minutes=11)
    await open_page_by_press(stage, editor, draft)
    assert "✓ Tiêu đề" in editor.phone.last.labels


async def test_a_writer_writes_own_drafts_only(
    stage: Stage, writer: Person, editor: Person, draft: Article
) -> None:
    writer.write("/dangbai Tin của Dung\nMột đoạn.")
    await stage.rest()
    assert "Sửa bài" in writer.phone.last.labels

    toast = await writer.press_data(Press(verb=Verb.WRITE, id=draft.id).encode())
    assert toast is not None
    assert toast.show_alert

    own = await stage.storage.articles.get(ArticleId(2))
    await stage.storage.articles.publish(
        own.id, expected=own.version, by=own.created_by, now=stage.clock.now()
    )
    toast = await writer.press_data(Press(verb=Verb.WRITE, id=own.id).encode())
    assert toast is not None
    assert toast.show_alert


async def test_a_writer_sets_no_royalty_and_features_nothing(stage: Stage, writer: Person) -> None:
    writer.write("/dangbai Tin\nMột đoạn.")
    await stage.rest()
    await open_page(stage, writer)

    assert not {"Nhuận bút", "Nổi bật"} & set(writer.phone.last.labels)
    press = Press(verb=Verb.WRITE_FIELD, id=1, argument="royalty_vnd")
    toast = await writer.press_data(press.encode())
    assert toast is not None
    assert toast.show_alert
