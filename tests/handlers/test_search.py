import unicodedata

import pytest

from bot.simulator.telegram import Person
from storage.model import Person as Author
from tests.staging import Stage, published
from tests.storage.examples import DAY


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


@pytest.fixture
async def paper(stage: Stage) -> None:
    now = stage.clock.now()
    lan = Author(name="Nguyễn Thị Lan")
    await published(stage.storage, "Xuất khẩu mũi nhọn", now=now, category="Kinh tế", author=lan)
    await published(stage.storage, "UBND TP.HCM hoà giải", now=now, category="Tin tức")
    await published(stage.storage, "Mùa hè xanh ở xã đảo", now=now, category="Đoàn")
    await published(stage.storage, "Xanh mãi mùa hè", now=now - 400 * DAY, category="Đoàn")


@pytest.mark.usefixtures("paper")
@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("xuất khẩu", "Xuất khẩu mũi nhọn"),
        ("xuat khau", "Xuất khẩu mũi nhọn"),
        ("XUẤT KHẨU", "Xuất khẩu mũi nhọn"),
        (unicodedata.normalize("NFD", "xuất khẩu mũi nhọn"), "Xuất khẩu mũi nhọn"),
        ("hòa giải", "UBND TP.HCM hoà giải"),
        ("xa dao", "Mùa hè xanh ở xã đảo"),
        ("xã đảo", "Mùa hè xanh ở xã đảo"),
        ("ủy ban nhân dân thành phố hồ chí minh", "UBND TP.HCM hoà giải"),
        ("xuaast khaaur", "Xuất khẩu mũi nhọn"),
        ("xua61t kha63u", "Xuất khẩu mũi nhọn"),
        ("xuatkhau", "Xuất khẩu mũi nhọn"),
        ('"hè xanh"', "Mùa hè xanh ở xã đảo"),
        ("mùa hè chuyenmuc:doan tu:1/1/2026", "Mùa hè xanh ở xã đảo"),
        ("tacgia:lan", "Xuất khẩu mũi nhọn"),
        ('chuyenmuc:"Tin tức"', "UBND TP.HCM hoà giải"),
        ("nam:2025", "Xanh mãi mùa hè"),
        ("mùa hè den:31/12/2025", "Xanh mãi mùa hè"),
    ],
)
async def test_the_one_article_is_found_however_it_is_asked_for(
    stage: Stage, member: Person, query: str, title: str
) -> None:
    member.write(query)
    await stage.rest()

    assert member.phone.last.text.startswith("Có 1 tin cho")
    assert f"1. {title}" in member.phone.last.text


@pytest.mark.usefixtures("paper")
async def test_a_slip_is_answered_and_what_was_meant_is_one_press_away(
    stage: Stage, member: Person
) -> None:
    member.write("xuất khẩu mũi nhọm")
    await stage.rest()
    slip = member.phone.last.text

    await member.press("xuất khẩu mũi nhọn")
    await stage.rest()

    assert "Có phải bạn tìm “xuất khẩu mũi nhọn”?" in slip
    assert "1. Xuất khẩu mũi nhọn" in slip
    assert member.phone.last.text.startswith("Có 1 tin cho “xuất khẩu mũi nhọn”")
    assert "Có phải" not in member.phone.last.text


@pytest.mark.usefixtures("paper")
async def test_buttons_narrow_by_time_and_by_section(stage: Stage, member: Person) -> None:
    member.write("mùa hè")
    await stage.rest()
    both = member.phone.last.text

    await member.press("30 ngày")
    await stage.rest()

    assert both.startswith("Có 2 tin cho")
    assert member.phone.last.text.startswith("Có 1 tin cho")
    assert "Mùa hè xanh ở xã đảo" in member.phone.last.text


@pytest.mark.usefixtures("paper")
async def test_the_nearest_is_offered_where_nothing_has_all_the_words(
    stage: Stage, member: Person
) -> None:
    member.write("xuất khẩu thiên thạch")
    await stage.rest()

    assert "Gần nhất" in member.phone.last.text
    assert "1. Xuất khẩu mũi nhọn" in member.phone.last.text
