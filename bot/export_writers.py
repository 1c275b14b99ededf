"""Lines of an export into a file: CSV, JSON Lines, XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import BinaryIO, Final, Protocol

import orjson
from xlsxwriter import Workbook

from bot.export_columns import Cell, cell_text

# Excel takes a file without it for the machine's own code page.
BYTE_ORDER_MARK: Final = "\ufeff"
# OWASP, "CSV Injection": what makes a spreadsheet read a cell as a formula.
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
CELL_CHARACTERS: Final = 32_767
"""Most characters of a cell. Excel, "specifications and limits"."""
SHEET_ROWS: Final = 1_048_576
"""Most rows of a sheet, the headings' among them. The same page."""
_CUT: Final = "…"
_NARROWEST, _WIDEST = 8, 40


class Form(StrEnum):
    """How it is written. A semicolon is what spreadsheets set to Vietnamese expect."""

    CSV = "csv"
    SEMICOLON = "csv-semicolon"
    XLSX = "xlsx"
    JSON_LINES = "jsonl"


ENDINGS: Final = {Form.SEMICOLON: "csv"}
MIME_TYPES: Final = {
    Form.CSV: "text/csv",
    Form.SEMICOLON: "text/csv",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.JSON_LINES: "application/x-ndjson",
}


class TooLarge(Exception):
    """There is more than the form or the way can carry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of an export: cells for a table, an object for programs."""

    cells: tuple[Cell, ...]
    value: object


class Writer(Protocol):
    """A file that is being written. Nothing is whole before `close`."""

    def write(self, lines: Iterable[Line]) -> None:
        """Adds lines; TooLarge when the form holds no more."""

    def close(self) -> None:
        """Finishes the file."""


def writer_of(form: Form, *, headings: Sequence[str], to: BinaryIO) -> Writer:
    """A writer of this form that has begun."""
    match form:
        case Form.XLSX:
            return SheetWriter(to, headings=headings)
        case Form.JSON_LINES:
            return LineWriter(to, encode=_json_line)
    separator = ";" if form is Form.SEMICOLON else ","
    to.write(BYTE_ORDER_MARK.encode() + csv_line(headings, separator=separator))
    return LineWriter(to, encode=lambda line: csv_line(line.cells, separator=separator))


class LineWriter:
    """Text, line by line."""

    def __init__(self, to: BinaryIO, *, encode: Callable[[Line], bytes]) -> None:
        self._to = to
        self._encode = encode

    def write(self, lines: Iterable[Line]) -> None:
        """See `Writer`."""
        self._to.writelines(map(self._encode, lines))

    def close(self) -> None:
        """See `Writer`."""
        self._to.flush()


class SheetWriter:
    """One sheet. Rows go to the disk as they come; texts stay texts."""

    def __init__(self, to: BinaryIO, *, headings: Sequence[str]) -> None:
        options = {"constant_memory": True, "strings_to_urls": False}
        self._book = Workbook(to, options)
        self._sheet = self._book.add_worksheet()
        heading = self._book.add_format({"bold": True})
        self._day = self._book.add_format({"num_format": "dd/mm/yyyy"})
        self._instant = self._book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
        self._sheet.freeze_panes(1, 0)
        for at, name in enumerate(headings):
            self._sheet.set_column(at, at, min(max(len(name) + 2, _NARROWEST), _WIDEST))
            self._sheet.write_string(0, at, name, heading)
        self._row = 1

    def write(self, lines: Iterable[Line]) -> None:
        """See `Writer`. A text that no cell can hold ends in an ellipsis."""
        for line in lines:
            if self._row >= SHEET_ROWS:
                raise TooLarge
            for at, cell in enumerate(line.cells):
                self._write_cell(at, cell)
            self._row += 1

    def close(self) -> None:
        """See `Writer`."""
        self._book.close()

    def _write_cell(self, at: int, cell: Cell) -> None:
        match cell:
            case datetime():
                self._sheet.write_datetime(self._row, at, cell, self._instant)
            case date():
                midnight = datetime(cell.year, cell.month, cell.day)  # cells know no zones
                self._sheet.write_datetime(self._row, at, midnight, self._day)
            case int() | Decimal():
                self._sheet.write_number(self._row, at, float(cell))
            case str() if cell:
                shown = cell
                if len(cell) > CELL_CHARACTERS:
                    shown = cell[: CELL_CHARACTERS - 1] + _CUT
                self._sheet.write_string(self._row, at, shown)


def csv_line(cells: Iterable[Cell], *, separator: str = ",") -> bytes:
    r"""A line of RFC 4180. A text that a spreadsheet would compute gets an apostrophe.

    >>> csv_line(["=1+1", -5, None, "a, b"])
    b'\'=1+1,-5,,"a, b"\r\n'
    """
    written = io.StringIO()
    csv.writer(written, delimiter=separator).writerow([_harmless(cell) for cell in cells])
    return written.getvalue().encode()


def _harmless(cell: Cell) -> str | int:
    is_formula = isinstance(cell, str) and cell.startswith(FORMULA_STARTS)
    return f"'{cell}" if is_formula else cell_text(cell)


def _json_line(line: Line) -> bytes:
    return orjson.dumps(line.value, default=str, option=orjson.OPT_APPEND_NEWLINE)
