"""An article looked over before it goes out."""

from __future__ import annotations

from dataclasses import replace

from bot.press import Press, Verb
from bot.simulator.telegram import Person
from storage.model import Article, Content
from storage.model import Person as Author
from tests.staging import Stage


async def with_content(stage: Stage, article: Article, content: Content) -> Article:
    return await stage.storage.articles.revise(
        article.id,
        expected=article.version,
        content=content,
        by=Author(name="Hoa"),
        now=stage.clock.now(),
    )


async def test_the_card_counts_what_is_worth_a_second_look_and_the_list_names_it(
    stage: Stage, editor: Person, draft: Article
) -> None:
    content = replace(draft.content, title="Ra quân của của đoàn viên")
    await with_content(stage, draft, content)
    press = Press(verb=Verb.DRAFT, id=draft.id).encode()
    await editor.press_data(press, message_id=editor.phone.last.id)
    await stage.rest()

    await stage.pressed(editor, "Kiểm tra (3)")

    assert editor.phone.last.text == (
        "Kiểm tra bài\n"
        "Ra quân của của đoàn viên\n\n"
        "Tiêu đề\n"
        "• Từ lặp: của của\n\n"
        "Hình ảnh\n"
        "• Bài chưa có ảnh.\n\n"
        "Chuyên mục\n"
        "• Chưa chọn chuyên mục.\n\n"
        "Đây là lời nhắc; bài vẫn gửi duyệt và đăng được."
    )
    await stage.pressed(editor, "Quay lại")
    await stage.pressed(editor, "Đăng ngay")
    assert editor.phone.last.text.startswith("Đã đăng · 1.0")


async def test_links_are_tried_and_the_dead_ones_named(
    stage: Stage, editor: Person, draft: Article
) -> None:
    html = (
        f'<p><a href="{stage.press_url}/khong-co">mất</a> '
        f'<a href="{stage.press_url}/">còn</a> '
        '<a href="http://10.0.0.1/">riêng</a></p>'
    )
    await with_content(stage, draft, replace(draft.content, body_html=html))
    press = Press(verb=Verb.CHECK, id=draft.id).encode()

    await editor.press_data(press, message_id=editor.phone.last.id)
    await stage.rest()

    shown = editor.phone.last.text
    assert "Đã thử 3 liên kết." in shown
    assert f"• Liên kết không mở được: {stage.press_url}/khong-co (404)" in shown
    assert "http://10.0.0.1/ (private_address)" in shown
    assert shown.count("Liên kết không mở được") == 2


async def test_a_writer_does_not_look_over_what_others_wrote(
    stage: Stage, writer: Person, member: Person, draft: Article
) -> None:
    for person, words in (
        (writer, "Bạn không có quyền làm việc này."),
        (member, "Chỉ biên tập viên dùng được lệnh này."),
    ):
        person.write("/start")
        await stage.rest()
        toast = await person.press_data(Press(verb=Verb.CHECK, id=draft.id).encode())
        assert toast is not None
        assert toast.text == words
