import pytest

from bot.simulator.telegram import Person
from tests.staging import Stage, published


@pytest.fixture
async def articles(stage: Stage) -> None:
    await published(stage.storage, "Đoàn viên ra quân làm đường", now=stage.clock.now())
    for number in range(11):
        await published(stage.storage, f"Hiến máu lần {number}", now=stage.clock.now())


@pytest.mark.usefixtures("articles")
@pytest.mark.parametrize(
    "query",
    ["/timkiem làm đường", "/search lam duong", "LÀM ĐƯỜNG", "lam  duong", "/timkiem đường"],
)
async def test_marks_and_capitals_do_not_matter(stage: Stage, member: Person, query: str) -> None:
    member.write(query)
    await stage.rest()

    assert member.phone.last.text.startswith("Có 1 tin cho")
    assert "1. Đoàn viên ra quân làm đường" in member.phone.last.text


@pytest.mark.usefixtures("articles")
async def test_more_than_a_page_is_turned_in_place(stage: Stage, member: Person) -> None:
    member.write("/timkiem hiến máu")
    await stage.rest()
    first = member.phone.last

    await member.press("Trang sau")
    await stage.rest()

    assert member.phone.last.id == first.id
    assert member.phone.last.text.startswith("Có 11 tin cho")
    assert len([label for label in member.phone.last.labels if label.isdecimal()]) == 1


@pytest.mark.usefixtures("articles")
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("/timkiem", "Bạn muốn tìm gì"),
        ("/timkiem a", "Từ khóa quá ngắn"),
        ("a", "Từ khóa quá ngắn"),
        ("/timkiem " + "dài " * 40, "Câu tìm quá dài"),
        ("x" * 4096, "Câu tìm quá dài"),
        ("/timkiem vũ trụ", "Không tìm thấy tin phù hợp"),
        ('/timkiem " OR NEAR( * ^', "Không tìm thấy tin phù hợp"),
    ],
)
async def test_a_query_that_finds_nothing_is_told_why(
    stage: Stage, member: Person, query: str, words: str
) -> None:
    member.write(query)
    await stage.rest()

    assert words in member.phone.last.text
