"""The guide for people at the desk."""

from __future__ import annotations

import pytest

from bot.i18n import text
from bot.press import Press, Verb
from bot.render.guide import PAGES
from bot.simulator.telegram import Person
from tests.staging import Stage

FORGED = Press(verb=Verb.GUIDE, argument="khong-co").encode()


async def test_an_editor_leafs_through_the_whole_guide(stage: Stage, editor: Person) -> None:
    editor.write("/trogiup")
    await stage.rest()
    await stage.pressed(editor, "Hướng dẫn biên tập")

    read = [editor.phone.last.text.partition("\n")[0]]
    for page in PAGES[1:]:
        await stage.pressed(editor, text(f"guide.{page}_title", "vi"))
        read.append(editor.phone.last.text.partition("\n")[0])

    assert read == [
        "Viết bài", "Gửi duyệt", "Hẹn giờ và gửi tin", "Đính chính và gỡ tin", "Nguồn tin",
        "Thống kê", "Nhuận bút",
    ]  # fmt: skip
    assert "Viết bài" in editor.phone.last.labels


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_fits_a_phones_screen(page: str, language: str) -> None:
    shown = text(f"guide.{page}_text", language)

    assert len(shown) < 900
    assert all(line.startswith("• ") for line in shown.splitlines())


async def test_a_forged_page_is_the_first(stage: Stage, editor: Person) -> None:
    editor.write("/trogiup")
    await stage.rest()

    await editor.press_data(FORGED, message_id=editor.phone.last.id)
    await stage.rest()

    assert editor.phone.last.text.startswith("Viết bài")


async def test_a_reader_is_offered_no_guide(stage: Stage, member: Person) -> None:
    member.write("/trogiup")
    await stage.rest()
    assert "Hướng dẫn biên tập" not in member.phone.last.labels

    toast = await member.press_data(FORGED)

    assert toast is not None
    assert toast.text == "Chỉ biên tập viên dùng được lệnh này."
