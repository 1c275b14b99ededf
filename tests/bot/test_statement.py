"""The statement as a spreadsheet reads it: numbers, days, a sum, nothing that runs."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from bot.statement import statement
from storage.model import ArticleId, RoyaltyLine, RoyaltyState
from tests.storage.examples import a_part

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
HEADINGS = [
    "STT", "Ngày đăng", "Tên bài", "Tác giả", "Thể loại", "Số trang", "Số ảnh", "Hệ số", "Đơn giá",
    "Thành tiền", "Ký nhận",
]  # fmt: skip


def a_line(title: str = "Ra quân", **columns: object) -> RoyaltyLine:
    return RoyaltyLine(
        id=1,
        article_id=ArticleId(1),
        title=title,
        published_at=datetime(2026, 11, 11, 18, 30, tzinfo=UTC),
        month="2026-11",
        state=RoyaltyState.LOCKED,
        is_adjustment=bool(columns.pop("is_adjustment", False)),
        part=a_part(**columns),  # type: ignore[arg-type]  # a test's shorthand
    )


class Sheet:
    """A worksheet's cells by their names, and its XML."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            self.xml = book.read("xl/worksheets/sheet1.xml").decode()
            self.styles = book.read("xl/styles.xml").decode()
            self.names = book.read("xl/workbook.xml").decode()
            shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        texts = ["".join(it.itertext()) for it in shared]
        self.cells: dict[str, object] = {}
        self.formulas: dict[str, str] = {}
        for cell in ElementTree.fromstring(self.xml).iter(f"{MAIN}c"):
            name, value = cell.attrib["r"], cell.find(f"{MAIN}v")
            formula = cell.find(f"{MAIN}f")
            if formula is not None:
                self.formulas[name] = formula.text or ""
            if value is not None and value.text is not None:
                is_text = cell.attrib.get("t") == "s"
                self.cells[name] = texts[int(value.text)] if is_text else float(value.text)

    def row(self, number: int) -> list[object]:
        return [self.cells.get(f"{column}{number}", "") for column in "ABCDEFGHIJK"]


def written(*lines: RoyaltyLine) -> Sheet:
    return Sheet(
        statement(lines, month="2026-11", organisation="Tỉnh đoàn", zone=VIETNAM, language="vi")
    )


def test_a_line_is_numbers_and_a_day():
    sheet = written(a_line())

    assert sheet.row(4) == HEADINGS
    # Excel counts days from the end of 1899; on Vietnam's clock it was the 12th.
    day = (datetime(2026, 11, 12, tzinfo=UTC) - datetime(1899, 12, 30, tzinfo=UTC)).days
    assert sheet.row(5)[:5] == [1.0, day, "Ra quân", "Kiều Oanh", "Bài phản ánh"]
    assert sheet.row(5)[5:] == [1.0, 2.0, 4.5, 234_000.0, 1_053_000.0, ""]


def test_whole_points_have_no_comma_behind_them():
    # Excel writes 2 in the format 0.## as "2,".
    assert "0.##" not in written(a_line()).styles


def test_the_total_is_a_sum_in_figures_and_words():
    half = {"share": Decimal(50), "amount_vnd": 527_000}
    sheet = written(a_line(), a_line(**half), a_line(**half))

    assert sheet.formulas == {"J8": "SUM(J5:J7)"}
    assert sheet.cells["J8"] == 2_107_000
    assert sheet.cells["A9"] == "Bằng chữ: Hai triệu một trăm linh bảy nghìn đồng."
    assert sheet.row(6)[7] == 2.25


def test_it_is_to_be_signed_on_paper():
    sheet = written(a_line())

    assert sheet.cells["A2"] == "BẢNG KÊ NHUẬN BÚT THÁNG 11/2026"
    assert {"Người lập", "Kế toán", "Thủ trưởng"} <= set(sheet.cells.values())
    assert 'paperSize="9"' in sheet.xml
    assert 'orientation="landscape"' in sheet.xml
    assert "$4:$4" in sheet.names


def test_no_text_of_others_is_computed():
    title = '=HYPERLINK("http://evil.example","x")'
    sheet = written(a_line(title, author="@SUM(1)"))

    assert sheet.row(5)[2:4] == [title, "@SUM(1)"]
    assert list(sheet.formulas) == ["J6"]
    assert "hyperlink" not in sheet.xml.lower().replace("hyperlink(", "")


def test_an_adjustment_takes_away():
    sheet = written(a_line(is_adjustment=True, amount_vnd=-117_000))

    assert sheet.row(5)[2] == "Ra quân (điều chỉnh)"
    assert sheet.cells["J6"] == -117_000
    assert sheet.cells["A7"] == "Bằng chữ: Âm một trăm mười bảy nghìn đồng."


def test_an_empty_month_adds_up_to_nothing():
    sheet = written()

    assert sheet.cells["J5"] == 0
    assert sheet.cells["A6"] == "Bằng chữ: Không đồng."
