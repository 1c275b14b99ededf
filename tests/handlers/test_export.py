"""Data taken out by an administrator, in every form."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest

from bot.simulator.telegram import Person
from storage.model import Article, ReaderId, Via
from tests.staging import Stage, published, subscribed


@pytest.fixture
async def article(stage: Stage) -> Article:
    """A title that a spreadsheet would compute, opened once."""
    now = stage.clock.now()
    article = await published(stage.storage, "=1+1 làm đường", now=now, photo_count=2)
    await stage.storage.views.open(article.id, reader_id=ReaderId(1), via=Via.PRESS, now=now)
    return article


async def taken(stage: Stage, person: Person, noun: str, form: str) -> tuple[str, bytes]:
    """The file's name and content, as it came after the two presses."""
    person.write("/xuatdulieu")
    await stage.rest()
    await stage.pressed(person, noun)
    await stage.pressed(person, form)
    document = next(it for it in reversed(person.phone.received) if "document" in it.json)
    stored = stage.telegram.state.files.by_id[document.json["document"]["file_id"]]
    return document.json["document"]["file_name"], stored.content


async def test_articles_come_as_a_table_for_spreadsheets(
    stage: Stage, administrator: Person, article: Article
) -> None:
    name, content = await taken(stage, administrator, "Bài viết", "CSV (;)")

    assert name == "articles-2026-11-24.csv"
    assert content.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    assert row["Tiêu đề"] == "'=1+1 làm đường"
    assert (row["Số Ảnh"], row["Ngày xuất bản"]) == ("2", "2026-11-24 12:00:00")


async def test_it_is_said_when_it_is_done_and_noted(
    stage: Stage, administrator: Person, article: Article
) -> None:
    await taken(stage, administrator, "Lượt xem theo ngày", "CSV")

    progress = administrator.phone.received[-2]
    assert progress.text == "Đã xuất xong: 1 dòng."
    (line,) = await stage.storage.audit.find(limit=1)
    assert (line.action, line.by_id) == ("export", administrator.id)
    assert line.detail == "views-2026-11-24.csv: 1"


async def test_a_workbook_holds_numbers_and_computes_nothing(
    stage: Stage, administrator: Person, article: Article
) -> None:
    name, content = await taken(stage, administrator, "Bài viết", "XLSX")

    assert name == "articles-2026-11-24.xlsx"
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "=1+1 làm đường" in sheet
    assert "<f>" not in sheet
    assert "<v>2</v>" in sheet


async def test_json_lines_are_for_programs(
    stage: Stage, administrator: Person, article: Article
) -> None:
    _, content = await taken(stage, administrator, "Bài viết", "JSON Lines")

    (line,) = content.splitlines()
    assert json.loads(line)["content"]["title"] == "=1+1 làm đường"


async def test_messages_are_counted_without_saying_to_whom(
    stage: Stage, administrator: Person, article: Article
) -> None:
    now = stage.clock.now()
    await subscribed(stage.storage, 987_654_321, now=now)
    await stage.storage.articles.feature(
        article.id, is_featured=True, by=article.created_by, now=now
    )
    await stage.jump(hours=6)

    _, content = await taken(stage, administrator, "Tin gửi đi", "CSV")

    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert (row["Loại tin"], row["Số tin"]) == ("featured", "1")
    assert b"987654321" not in content


async def test_royalty_can_be_taken_out_though_there_is_none(
    stage: Stage, administrator: Person
) -> None:
    _, content = await taken(stage, administrator, "Nhuận bút", "CSV")

    assert content.decode("utf-8-sig").count("\r\n") == 1


@pytest.mark.parametrize("data", ["1p", "1p::::views", "1pf::::views-c"])
async def test_nobody_but_administrators_takes_data_out(
    stage: Stage, member: Person, writer: Person, editor: Person, article: Article, data: str
) -> None:
    for person in (member, writer, editor):
        person.write("/export")
        await stage.rest()
        toast = await person.press_data(data)
        await stage.rest()

        assert toast is not None
        assert toast.text == "Chỉ quản trị viên dùng được lệnh này."
        assert not any("document" in it.json for it in person.phone.received)
    assert await stage.storage.audit.find(limit=9, subjects=("export",)) == []


async def test_a_forged_button_is_an_old_one(stage: Stage, administrator: Person) -> None:
    administrator.write("/xuatdulieu")
    await stage.rest()

    for data in ("1pf", "1pf::::views-z", "1pf::::readers-c"):
        toast = await administrator.press_data(data)

        assert toast is not None
        assert (toast.text or "").startswith("Nút này đã cũ")
