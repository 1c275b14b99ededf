from typing import Any

import pytest

from bot.simulator.telegram import Person
from bot.text import base36
from storage.model import Person as Author
from tests.staging import Stage, published


async def asked(person: Person, query: str, *, offset: str = "") -> dict[str, Any]:
    answer = await person.search(query, offset=offset)
    assert answer is not None
    return answer


async def test_an_empty_query_gives_the_newest_with_pictures(stage: Stage, member: Person) -> None:
    await published(stage.storage, "Tin cũ", now=stage.clock.now())
    picture = "https://doan.example/anh.jpg"
    newest = await published(
        stage.storage,
        "Ra quân <làm> đường",
        now=stage.clock.now(),
        image_url=picture,
        category="Hoạt động",
        summary="Sáng nay.",
    )

    answer = await asked(member, "")

    first, second = answer["results"]
    assert (first["title"], second["title"]) == ("Ra quân <làm> đường", "Tin cũ")
    assert first["description"].endswith("Sáng nay.")
    assert first["thumbnail_url"] == picture
    assert "thumbnail_url" not in second
    assert "Ra quân <làm> đường" in first["input_message_content"]["text"]
    (row,) = first["reply_markup"]["inline_keyboard"]
    assert row[0]["url"] == f"https://t.me/bantin_bot?start=i_{base36(newest.id)}"
    assert (answer["cache_time"], answer["is_personal"]) == (60, False)
    assert answer["button"]["start_parameter"]


async def test_words_find_what_search_finds(stage: Stage, member: Person) -> None:
    await published(stage.storage, "Hiến máu tình nguyện", now=stage.clock.now())
    await published(stage.storage, "Giải bóng đá", now=stage.clock.now())

    answer = await asked(member, "hien mau")

    assert [it["title"] for it in answer["results"]] == ["Hiến máu tình nguyện"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("hien mua", ["Hiến máu tình nguyện"]),
        ("hieens masu", ["Hiến máu tình nguyện"]),
        ("chuyenmuc:doan", ["Hiến máu tình nguyện"]),
        ("tacgia:lan hiến máu", ["Hiến máu tình nguyện"]),
        ("tacgia:minh", ["Giải bóng đá"]),
        ("den:1/1/2020", []),
    ],
)
async def test_inline_understands_what_the_search_in_the_chat_does(
    stage: Stage, member: Person, query: str, titles: list[str]
) -> None:
    now, lan, minh = stage.clock.now(), Author(name="Nguyễn Thị Lan"), Author(name="Minh")
    await published(stage.storage, "Hiến máu tình nguyện", now=now, category="Đoàn", author=lan)
    await published(stage.storage, "Giải bóng đá", now=now, category="Hội", author=minh)

    answer = await asked(member, query)

    assert [it["title"] for it in answer["results"]] == titles


async def test_nothing_found_says_so_on_the_button(stage: Stage, member: Person) -> None:
    answer = await asked(member, "khong co gi nhu vay")

    assert answer["results"] == []
    assert answer["button"]["text"] == "Không tìm thấy tin phù hợp"


async def test_many_results_come_in_pages(stage: Stage, member: Person) -> None:
    for number in range(23):
        await published(stage.storage, f"Tin {number:02}", now=stage.clock.now())

    first = await asked(member, "")
    second = await asked(member, "", offset=first["next_offset"])

    assert [len(it["results"]) for it in (first, second)] == [20, 3]
    assert second["next_offset"] == ""
    assert not {it["id"] for it in first["results"]} & {it["id"] for it in second["results"]}


async def test_the_share_button_gives_the_articles_own_card(stage: Stage, member: Person) -> None:
    slug = stage.press.all()[0].slug
    picture = f"{stage.press_url}/images/{slug}-1.jpg"
    article = await published(stage.storage, "Bài", now=stage.clock.now(), image_url=picture)
    await published(stage.storage, "Bài khác", now=stage.clock.now())
    query = f"a_{base36(article.id)}"

    (plain,) = (await asked(member, query))["results"]
    assert plain["type"] == "article"
    await stage.storage.media.remember(picture, file_id="AgAC-anh", now=stage.clock.now())
    (pictured,) = (await asked(member, query))["results"]

    assert (pictured["type"], pictured["photo_file_id"]) == ("photo", "AgAC-anh")
    assert "Bài" in pictured["caption"]
    (row,) = pictured["reply_markup"]["inline_keyboard"]
    assert [it["text"] for it in row] == ["Đọc tiếp"]


@pytest.mark.parametrize("query", ["a_zzzz", "a_", "a_!!", "a_1z141z4z"])
async def test_a_forged_share_gives_nothing_or_a_search(
    stage: Stage, member: Person, query: str
) -> None:
    assert (await asked(member, query))["results"] == []


async def test_a_retracted_article_is_not_shared(stage: Stage, member: Person) -> None:
    article = await published(stage.storage, "Rút lại", now=stage.clock.now())
    await stage.storage.articles.retract(
        article.id, by=Author(name="Ban biên tập"), note="", now=stage.clock.now()
    )

    assert (await asked(member, f"a_{base36(article.id)}"))["results"] == []
    assert (await asked(member, ""))["results"] == []


async def test_a_shared_card_counts_when_it_is_opened_not_when_it_is_sent(
    stage: Stage, member: Person, other: Person
) -> None:
    article = await published(stage.storage, "Được chia sẻ", now=stage.clock.now())
    answer = await asked(member, f"a_{base36(article.id)}")
    member.choose(answer["results"][0]["id"], query="")
    await stage.rest()
    assert (await stage.storage.views.stats(article.id)).view_count == 0
    link = answer["results"][0]["reply_markup"]["inline_keyboard"][0][0]["url"]

    other.open_link(link.partition("start=")[2])
    await stage.rest()

    assert "Views: 1" in other.phone.last.text
    assert 'bantin_views_total{via="inline"} 1.0' in stage.newsroom.metrics.text().decode()


async def test_asking_inline_makes_nobody_a_reader(stage: Stage, member: Person) -> None:
    await asked(member, "")
    await stage.rest()

    assert await stage.storage.readers.kept(member.id) == {}
