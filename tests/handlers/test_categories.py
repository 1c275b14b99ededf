"""Administrators make, name and nest the sections; who follows a whole gets its parts."""

from datetime import time

import pytest

from bot.simulator.telegram import Person
from storage.model import CategoryId
from tests.staging import Stage, published, subscribed


@pytest.fixture
async def sections(stage: Stage) -> dict[str, CategoryId]:
    """Three sections with an article each."""
    for name in ("Thể thao", "Bóng đá", "Học tập"):
        await published(stage.storage, f"Tin {name}", now=stage.clock.now(), category=name)
    return {it.name: it.id for it in await stage.storage.categories.all()}


async def wrote(stage: Stage, person: Person, words: str, **more: int) -> str:
    person.write(words, **more)
    await stage.rest()
    return person.phone.last.text


async def opened(stage: Stage, administrator: Person, name: str) -> None:
    await wrote(stage, administrator, "/chuyenmuc")
    await stage.pressed(administrator, "Sắp xếp chuyên mục")
    await stage.pressed(administrator, name)


@pytest.mark.usefixtures("sections")
async def test_an_administrator_puts_a_section_inside_another_and_takes_it_out(
    stage: Stage, administrator: Person
) -> None:
    await opened(stage, administrator, "Bóng đá")
    await stage.pressed(administrator, "Đặt vào chuyên mục khác")
    assert administrator.phone.last.labels == ["Thể thao", "Học tập", "Quay lại"]

    toast = await stage.pressed(administrator, "Thể thao")

    assert toast.text == "Bóng đá nay thuộc Thể thao."
    assert administrator.phone.last.text == "Bóng đá\nThuộc chuyên mục Thể thao."
    await stage.pressed(administrator, "Quay lại")
    await stage.pressed(administrator, "Thể thao")
    assert administrator.phone.last.text == "Thể thao\nGồm: Bóng đá."
    assert administrator.phone.last.labels == ["Đổi tên", "Quay lại"]
    await stage.pressed(administrator, "Quay lại")
    await stage.pressed(administrator, "› Bóng đá")
    await stage.pressed(administrator, "Đưa ra khỏi Thể thao")
    assert administrator.phone.last.text == "Bóng đá"


async def test_a_section_is_renamed_by_answering(
    stage: Stage, administrator: Person, sections: dict[str, CategoryId]
) -> None:
    await opened(stage, administrator, "Học tập")
    await stage.pressed(administrator, "Đổi tên")
    question = administrator.phone.last
    assert question.text == "Tên mới của chuyên mục “Học tập”:"

    await wrote(stage, administrator, "  Học  đường ", reply_to=question.id)

    assert "“Học đường”" in administrator.phone.messages[-2].text
    assert administrator.phone.last.text == "Học đường"
    # A source that still says the old name does not bring the old section back.
    article = await published(stage.storage, "Nguồn cũ", now=stage.clock.now(), category="Học tập")
    assert article.category_id == sections["Học tập"]


@pytest.mark.usefixtures("sections")
async def test_a_name_that_is_taken_or_none_changes_nothing(
    stage: Stage, administrator: Person
) -> None:
    for name, said in (("Thể thao", "Đã có chuyên mục mang tên này"), ("x" * 81, "từ 1 đến 80")):
        await opened(stage, administrator, "Học tập")
        await stage.pressed(administrator, "Đổi tên")

        await wrote(stage, administrator, name, reply_to=administrator.phone.last.id)

        assert said in administrator.phone.messages[-2].text
        assert administrator.phone.last.text == "Học tập"


async def test_a_section_is_made(stage: Stage, administrator: Person) -> None:
    await wrote(stage, administrator, "/chuyenmuc")
    await stage.pressed(administrator, "Sắp xếp chuyên mục")
    await stage.pressed(administrator, "Tạo chuyên mục")

    await wrote(stage, administrator, "Gương sáng", reply_to=administrator.phone.last.id)

    assert [it.name for it in await stage.storage.categories.all()] == ["Gương sáng"]


@pytest.mark.parametrize("data", ["1n", "1ne:1", "1na", "1nr:1", "1np:1::: -", "1np:1:::2"])
@pytest.mark.usefixtures("sections")
async def test_nobody_else_arranges_sections(stage: Stage, editor: Person, data: str) -> None:
    before = await stage.storage.categories.all()
    await wrote(stage, editor, "/chuyenmuc")
    assert "Sắp xếp chuyên mục" not in editor.phone.last.labels

    toast = await editor.press_data(data.replace(" ", ""))
    await stage.rest()

    assert toast is not None
    assert toast.show_alert
    assert await stage.storage.categories.all() == before


@pytest.mark.usefixtures("sections")
@pytest.mark.parametrize(
    "data", ["1ne:zz", "1nr:zz", "1np:zz", "1np:1:::zz", "1np:1:::!", "1np:1:::1"]
)
async def test_a_press_on_a_section_that_is_not_there_says_so(
    stage: Stage, administrator: Person, data: str
) -> None:
    before = await stage.storage.categories.all()
    await opened(stage, administrator, "Học tập")

    assert await administrator.press_data(data) is not None
    await stage.rest()

    assert "Có lỗi" not in administrator.phone.last.text
    assert await stage.storage.categories.all() == before


async def test_who_follows_a_whole_gets_its_parts(
    stage: Stage, member: Person, sections: dict[str, CategoryId]
) -> None:
    now = stage.clock.now()
    await stage.storage.categories.place(
        sections["Bóng đá"], under=sections["Thể thao"], by=None, now=now
    )
    await subscribed(stage.storage, member.id, now=now)
    await wrote(stage, member, "/chuyenmuc")
    for name in ("Thể thao", "Học tập"):
        await member.press_data(f"1fu:{sections[name]}")
        await stage.rest()
    assert "cuối cùng" in member.phone.toasts[-1]
    await member.press_data(f"1f:{sections['Thể thao']}")
    await member.press_data(f"1fu:{sections['Học tập']}")
    await stage.rest()
    for name in ("Bóng đá", "Học tập"):
        await published(
            stage.storage, f"Nổi bật {name}", now=stage.clock.now(), category=name, is_featured=True
        )

    await stage.jump_to(time(17, 0))

    assert "Nổi bật Bóng đá" in member.phone.last.text
    assert "Nổi bật Học tập" not in member.phone.text
