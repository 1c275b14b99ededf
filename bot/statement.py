"""A month's royalty as a statement to sign: an XLSX file for the accountant."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import tzinfo
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bot.amounts import vnd_in_words
from bot.i18n import text
from bot.royalty import month_name, points_of
from storage.model import RoyaltyLine

_COLUMNS: Final = (
    ("number", 5),
    ("published_on", 11),
    ("article", 44),
    ("author", 20),
    ("genre", 15),
    ("pages", 8),
    ("photos", 7),
    ("coefficient", 8),
    ("unit_value", 12),
    ("amount", 14),
    ("signature", 16),
)
"""Columns by their sentences under `statement`, each with its width in characters."""

_SIGNERS: Final = ("maker", "accountant", "head")
_A4: Final = 9
_HEADER_ROW: Final = 3
_AMOUNT: Final = 9
_MONEY: Final = "#,##0"
_POINTS: Final = "General"


def statement(
    lines: Sequence[RoyaltyLine], *, month: str, organisation: str, zone: tzinfo, language: str
) -> bytes:
    """The file. Texts are written as texts: a spreadsheet computes nothing but the total."""
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(written, options) as book:
        book.set_properties({"title": f"{_t('title', language)} {month_name(month)}"})
        sheet = book.add_worksheet(month)
        formats = _formats(book)
        _set_up_print(sheet, language=language)
        _write_head(sheet, formats, month=month, organisation=organisation, language=language)
        for at, line in enumerate(lines):
            _write_line(sheet, formats, line, number=at + 1, zone=zone, language=language)
        _write_foot(sheet, formats, lines, language=language)
    return written.getvalue()


def _formats(book: Workbook) -> dict[str, Format]:
    cell = {"border": 1, "valign": "top", "font_name": "Times New Roman", "font_size": 11}
    bold = {"bold": True, "align": "center", "text_wrap": True}
    plain = {"font_name": "Times New Roman", "font_size": 11}
    return {
        "title": book.add_format({**plain, "bold": True, "align": "center", "font_size": 14}),
        "plain": book.add_format(plain),
        "signer": book.add_format({**plain, "bold": True, "align": "center"}),
        "hint": book.add_format({**plain, "italic": True, "align": "center"}),
        "words": book.add_format({**plain, "italic": True, "text_wrap": True}),
        "heading": book.add_format({**cell, **bold, "valign": "vcenter"}),
        "text": book.add_format({**cell, "text_wrap": True}),
        "day": book.add_format({**cell, "num_format": "dd/mm/yyyy", "align": "center"}),
        "points": book.add_format({**cell, "num_format": _POINTS}),
        "money": book.add_format({**cell, "num_format": _MONEY}),
        "total": book.add_format({**cell, "num_format": _MONEY, "bold": True}),
        "total_text": book.add_format({**cell, **bold}),
    }


def _set_up_print(sheet: Worksheet, *, language: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADER_ROW)
    sheet.freeze_panes(_HEADER_ROW + 1, 0)
    sheet.set_footer(f"&R{_t('page', language)} &P/&N")
    for at, (_, width) in enumerate(_COLUMNS):
        sheet.set_column(at, at, width)


def _write_head(
    sheet: Worksheet,
    formats: dict[str, Format],
    *,
    month: str,
    organisation: str,
    language: str,
) -> None:
    last = len(_COLUMNS) - 1
    sheet.write_string(0, 0, organisation, formats["plain"])
    title = f"{_t('title', language)} {month_name(month)}".upper()
    sheet.merge_range(1, 0, 1, last, title, formats["title"])
    for at, (name, _) in enumerate(_COLUMNS):
        sheet.write_string(_HEADER_ROW, at, _t(name, language), formats["heading"])


def _write_line(
    sheet: Worksheet,
    formats: dict[str, Format],
    line: RoyaltyLine,
    *,
    number: int,
    zone: tzinfo,
    language: str,
) -> None:
    row, part = _HEADER_ROW + number, line.part
    title = f"{line.title} ({_t('adjustment', language)})" if line.is_adjustment else line.title
    sheet.write_number(row, 0, number, formats["points"])
    if line.published_at is None:
        sheet.write_blank(row, 1, None, formats["day"])
    else:
        local = line.published_at.astimezone(zone)
        # Cells know no zones.
        day = local.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        sheet.write_datetime(row, 1, day, formats["day"])
    for at, words in ((2, title), (3, part.author.name), (4, part.genre), (10, "")):
        sheet.write_string(row, at, words, formats["text"])
    # A spreadsheet's numbers are binary; money is whole, and these are shown with two places.
    figures = (float(part.page_count), float(part.photo_count), float(points_of(part)))
    for at, figure in enumerate(figures, start=5):
        sheet.write_number(row, at, figure, formats["points"])
    sheet.write_number(row, 8, part.unit_vnd, formats["money"])
    sheet.write_number(row, _AMOUNT, part.amount_vnd, formats["money"])


def _write_foot(
    sheet: Worksheet,
    formats: dict[str, Format],
    lines: Sequence[RoyaltyLine],
    *,
    language: str,
) -> None:
    row, last = _HEADER_ROW + 1 + len(lines), len(_COLUMNS) - 1
    total = sum(line.part.amount_vnd for line in lines)
    sheet.merge_range(row, 0, row, _AMOUNT - 1, _t("total", language), formats["total_text"])
    # Excel's first row is 1: lines begin below the header.
    formula = f"=SUM(J{_HEADER_ROW + 2}:J{max(row, _HEADER_ROW + 2)})" if lines else "=0"
    sheet.write_formula(row, _AMOUNT, formula, formats["total"], total)
    sheet.write_blank(row, last, None, formats["text"])
    words = vnd_in_words(total, language=language)
    in_words = f"{_t('in_words', language)}: {words[0].upper()}{words[1:]}."
    sheet.merge_range(row + 1, 0, row + 1, last, in_words, formats["words"])
    sheet.write_string(row + 3, 8, _t("place_and_day", language), formats["hint"])
    for signer, at in zip(_SIGNERS, (2, 4, 9), strict=True):
        sheet.write_string(row + 4, at, _t(signer, language), formats["signer"])
        sheet.write_string(row + 5, at, _t("sign_here", language), formats["hint"])


def _t(key: str, language: str) -> str:
    return text(f"statement.{key}", language)
