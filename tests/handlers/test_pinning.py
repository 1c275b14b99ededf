"""Pinned: one featured article leads the others."""

from __future__ import annotations

from bot.simulator.telegram import Person
from tests.staging import Stage, published


async def test_the_pinned_article_leads_the_featured_ones(
    stage: Stage, editor: Person, member: Person
) -> None:
    now = stage.clock.now()
    await published(stage.storage, "Tin thứ nhất", now=now, is_featured=True)
    await stage.jump(minutes=1)
    await published(stage.storage, "Tin thứ hai", now=stage.clock.now(), is_featured=True)
    editor.open_link("d_1")
    await stage.rest()

    toast = await stage.pressed(editor, "Ghim tin")

    assert toast.text == "Đã ghim. Bài đứng đầu tin nổi bật và bản tin."
    member.write("/noibat")
    await stage.rest()
    words = member.phone.last.text
    assert words.index("Tin thứ nhất") < words.index("Tin thứ hai")
    await stage.pressed(editor, "Bỏ ghim")
    assert "Ghim tin" in editor.phone.last.labels


async def test_what_is_not_featured_cannot_be_pinned(stage: Stage, editor: Person) -> None:
    await published(stage.storage, "Tin", now=stage.clock.now())
    editor.open_link("d_1")
    await stage.rest()
    assert "Ghim tin" not in editor.phone.last.labels

    toast = await editor.press_data("1wi:1::1.0")

    assert toast is not None
    assert toast.text == "Việc này đã có người làm rồi."
