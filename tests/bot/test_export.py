"""Tables and JSON Lines: every column, and nothing that a spreadsheet would run."""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Config, rehearsal_config
from bot.export import Noun, export, export_from
from bot.export_columns import APPROVALS, ARTICLE_HEADINGS
from bot.export_writers import FORMULA_STARTS, Form, TooLarge, csv_line
from bot.search.syllables import words
from storage import Storage, open_storage
from storage.content_json import content_from_json
from storage.errors import Unavailable
from storage.model import ArticleId, Attachment, Content, Person, ReaderId, Related, Status, Via
from tests.bot.conftest import Run
from tests.moments import NOW
from tests.storage.examples import LAN, MINH, a_part

PORTALS = (
    "Tiêu đề|Hình ảnh|Hình ảnh mô tả|Tóm tắt|Nội dung|Link thay thế nội dung|Ngày xuất bản|"
    "Tin nổi bật|Tác giả|Số Trang|Số Ảnh|Số tiền|Trạng thái|Lịch sử|Số lượt người đọc|Phân loại|"
    "Loại bài viết|Tin liên quan|Audio|Approval Status|Attachments|Content Type|Version|Created|"
    "Created By|Modified|Modified By"
).split("|")

FULL = Content(
    title="=Đoàn viên ra quân",
    summary="Tóm tắt",
    body_html="<p>Nội dung, có dấu phẩy\nvà xuống dòng</p>",
    image_url="https://a.vn/1.jpg",
    image_caption="Chú thích",
    image_credit="Kiều Oanh",
    alternate_url="https://a.vn/khac",
    canonical_url="https://a.vn/tin/1",
    published_at=datetime(2017, 8, 14, 3, tzinfo=UTC),
    is_featured=True,
    author=Person(name="Kiều Oanh"),
    page_count=Decimal("3.5"),
    photo_count=2,
    royalty_vnd=1_053_000,
    category="Thông tin hoạt động",
    genre="Bài phản ánh",
    content_type="Tin Tức Mở Rộng",
    imported_view_count=54,
    imported_version="1.0",
    imported_approval=0,
    audio=(Attachment(name="Phần 1", url="https://a.vn/1.mp3", mime_type="audio/mpeg"),),
    attachments=(Attachment(name="Kế hoạch", url="https://a.vn/1.pdf", size_bytes=9),),
    related=(Related(title="Tin khác", url="https://a.vn/tin/2"),),
    extra=(("Audio", ""), ("Tin liên quan", "x"), ("Tin liên quan", "y")),
)

PART = a_part("Kiều Oanh")


@pytest.fixture
def settings(sqlite_url: str) -> Config:
    return rehearsal_config(database=sqlite_url)


async def put(storage: Storage, content: Content = FULL) -> None:
    draft = await storage.articles.draft(content, by=LAN, now=NOW)
    await storage.articles.publish(draft.id, expected=draft.version, by=MINH, now=NOW)


async def heard(count: int) -> None:
    assert count >= 0


async def taken_out(settings: Config, noun: Noun, form: Form = Form.CSV) -> bytes:
    out = io.BytesIO()
    await export(settings, noun=noun, form=form, to=out, on_lines=heard)
    return out.getvalue()


def databases(folder: Path) -> list[str]:
    """Every database and folder there; logs may stay."""
    return sorted(path.name for path in folder.iterdir() if path.suffix == ".db" or path.is_dir())


def table(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


@given(st.text(st.characters(codec="utf-8")))
def test_no_text_in_a_cell_is_a_formula(text: str):
    line = csv_line([text]).decode()

    (cell,) = next(csv.reader(io.StringIO(line, newline="")))

    assert not cell.startswith(FORMULA_STARTS)
    assert cell.removeprefix("'") == text.removeprefix("'") or cell == text


def test_a_negative_amount_stays_a_number():
    assert csv_line([-5]) == b"-5\r\n"


def test_every_status_has_sharepoints_number():
    assert set(APPROVALS) == set(Status)


def test_every_column_of_the_portal_has_its_heading():
    assert set(PORTALS) <= set(ARTICLE_HEADINGS)


async def test_every_column_of_an_article_is_in_the_table(settings: Config):
    storage = await open_storage(settings.database, words=words)
    await put(storage)

    (row,) = table(await taken_out(settings, Noun.ARTICLES))

    await storage.close()
    assert row["Tiêu đề"] == "'=Đoàn viên ra quân"
    assert row["Nội dung"] == FULL.body_html
    assert row["Ngày xuất bản"] == "2017-08-14 10:00:00"
    assert (row["Số Trang"], row["Số Ảnh"], row["Số tiền"]) == ("3.5", "2", "1053000")
    assert (row["Trạng thái"], row["Approval Status"], row["Version"]) == ("Đã đăng", "0", "1.0")
    assert (row["Số lượt người đọc"], row["Số lượt người đọc ở nguồn"]) == ("0", "54")
    assert row["Audio"] == "Phần 1 | https://a.vn/1.mp3 | audio/mpeg"
    assert row["Attachments"] == "Kế hoạch | https://a.vn/1.pdf | 9"
    assert row["Tin liên quan"] == "Tin khác | https://a.vn/tin/2"
    assert row["Cột khác"] == "Audio: \nTin liên quan: x\nTin liên quan: y"
    assert row["Lịch sử"].splitlines()[0].startswith("0.1 | 2026-11-24 12:00:00 | Lan")


async def test_a_table_begins_as_excel_wants_it(settings: Config):
    body = await taken_out(settings, Noun.ARTICLES)

    assert body.startswith(b"\xef\xbb\xbfM\xc3\xa3 b\xc3\xa0i,")


async def test_json_lines_hold_the_content_exactly(settings: Config):
    storage = await open_storage(settings.database, words=words)
    await put(storage)

    (line,) = (await taken_out(settings, Noun.ARTICLES, Form.JSON_LINES)).splitlines()

    await storage.close()
    exported = json.loads(line)
    assert content_from_json(json.dumps(exported["content"])) == FULL
    assert (exported["status"], exported["version"]) == ("published", "1.0")
    assert [it["version"] for it in exported["history"]] == ["0.1", "1.0"]


async def test_views_are_by_day(settings: Config):
    storage = await open_storage(settings.database, words=words)
    await put(storage)
    for reader in (1, 2):
        await storage.views.open(
            (await storage.articles.find_latest(limit=1))[0].id,
            reader_id=ReaderId(reader),
            via=Via.PRESS,
            now=NOW + timedelta(minutes=reader),
        )

    (row,) = table(await taken_out(settings, Noun.VIEWS))

    await storage.close()
    assert (row["Ngày"], row["Cách mở"], row["Lượt xem"]) == ("2026-11-24", "press", "2")


async def test_royalty_lines_have_their_figures(settings: Config):
    storage = await open_storage(settings.database, words=words)
    await put(storage)
    await storage.royalty.set(ArticleId(1), [PART], month="2017-08", by=ReaderId(1), now=NOW)
    await storage.royalty.close("2017-08", by=ReaderId(1), now=NOW)
    await storage.close()

    (row,) = table(await taken_out(settings, Noun.ROYALTY))

    assert (row["Hệ số"], row["Số ảnh"], row["Thành tiền"]) == ("3.5", "2", "1053000")
    assert (row["Tên bài"], row["Trạng thái"]) == ("'=Đoàn viên ra quân", "Đã chốt")


async def test_a_file_above_its_limit_is_given_up(storage: Storage):
    for _ in range(3):
        await put(storage)
    given = {"noun": Noun.ARTICLES, "zone": UTC, "on_lines": heard}

    for form in Form:
        with pytest.raises(TooLarge):
            await export_from(storage, to=io.BytesIO(), form=form, most_bytes=500, **given)
        whole = io.BytesIO()
        assert await export_from(storage, to=whole, form=form, most_bytes=50_000, **given) == 3


async def test_a_text_longer_than_a_cell_ends_in_an_ellipsis(storage: Storage):
    await put(storage, Content(title="Dài", body_html=f"<p>{'a' * 40_000}</p>"))
    book = io.BytesIO()

    await export_from(
        storage, noun=Noun.ARTICLES, form=Form.XLSX, to=book, zone=UTC, on_lines=heard
    )

    with zipfile.ZipFile(book) as opened:
        sheet = opened.read("xl/worksheets/sheet1.xml").decode()
    assert f"{'a' * 100}…" in sheet
    assert "a" * 32_767 not in sheet


async def test_a_semicolon_parts_cells_where_asked_for(settings: Config):
    storage = await open_storage(settings.database, words=words)
    await put(storage)
    await storage.close()

    body = await taken_out(settings, Noun.ARTICLES, Form.SEMICOLON)

    (row,) = csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";")
    assert (row["Số Trang"], row["Số tiền"]) == ("3.5", "1053000")


async def test_an_export_leaves_nothing_behind(settings: Config, tmp_path: Path):
    before = databases(tmp_path)

    await taken_out(settings, Noun.ARTICLES)

    assert databases(tmp_path) == before


async def test_a_database_on_a_server_is_taken_out_too(postgres_url: str):
    settings = rehearsal_config(database=postgres_url)
    storage = await open_storage(settings.database, words=words)
    await put(storage)

    rows = table(await taken_out(settings, Noun.ARTICLES))

    await storage.close()
    assert [row["Tiêu đề"] for row in rows] == ["'=Đoàn viên ra quân"]


async def test_there_must_be_a_database(tmp_path: Path):
    settings = rehearsal_config(database=f"sqlite:///{tmp_path}/none.db")

    with pytest.raises(Unavailable):
        await taken_out(settings, Noun.ARTICLES)


async def test_the_command_writes_a_file_or_the_terminal(bantin: Run, tmp_path: Path):
    await bantin("migrate")

    to_file = await bantin("export", "articles", "--to", "tin.csv")
    to_terminal = await bantin("export", "views", "--format", "jsonl")
    unknown = await bantin("export", "readers")
    book = await bantin("export", "deliveries", "--format", "xlsx", "--to", "gui.xlsx")

    assert (to_file.code, to_terminal.code, unknown.code, book.code) == (0, 0, 2, 0)
    assert zipfile.is_zipfile(tmp_path / "gui.xlsx")
    assert (tmp_path / "tin.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert to_terminal.text == ""
