"""Articles, views and royalty for spreadsheets (CSV) and other programs (JSON Lines)."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import orjson

from bot.config import Config
from bot.export_columns import (
    APPROVALS,
    ARTICLE_HEADINGS,
    ROYALTY_HEADINGS,
    VIEW_HEADINGS,
    Cell,
    article_cells,
    royalty_cells,
    view_cells,
)
from bot.search.syllables import words
from storage import SQLITE, Storage, open_storage
from storage.copying import copy_file
from storage.exporting import Exported

PAGE = 200
# Excel takes a file without it for the machine's own code page.
BYTE_ORDER_MARK = "\ufeff"
# OWASP, "CSV Injection": what makes a spreadsheet read a cell as a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Noun(StrEnum):
    """What can be taken out."""

    ARTICLES = "articles"
    VIEWS = "views"
    ROYALTY = "royalty"


class Form(StrEnum):
    """How it is written."""

    CSV = "csv"
    JSON_LINES = "jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of an export: cells for a table, an object for programs."""

    cells: tuple[Cell, ...]
    value: object


HEADINGS = {
    Noun.ARTICLES: ARTICLE_HEADINGS,
    Noun.VIEWS: VIEW_HEADINGS,
    Noun.ROYALTY: ROYALTY_HEADINGS,
}


async def export(
    config: Config, *, noun: Noun, form: Form, to: BinaryIO, on_line: Callable[[], None]
) -> int:
    """Writes what there is as of now; how many lines. The bot may be running meanwhile.

    Raises:
        Unavailable: there is no database yet, or it is damaged.
    """
    count = 0
    async with _snapshot(config) as storage:
        if form is Form.CSV:
            to.write(BYTE_ORDER_MARK.encode() + csv_line(HEADINGS[noun]))
        async for line in _lines(storage, noun=noun, zone=config.zone):
            to.write(csv_line(line.cells) if form is Form.CSV else _json_line(line.value))
            count += 1
            on_line()
    return count


def csv_line(cells: Iterable[Cell]) -> bytes:
    r"""A line of RFC 4180. A text that a spreadsheet would compute gets an apostrophe.

    >>> csv_line(["=1+1", -5, None, "a, b"])
    b'\'=1+1,-5,,"a, b"\r\n'
    """
    written = io.StringIO()
    csv.writer(written).writerow([_harmless(cell) for cell in cells])
    return written.getvalue().encode()


def _harmless(cell: Cell) -> Cell:
    is_formula = isinstance(cell, str) and cell.startswith(FORMULA_STARTS)
    return f"'{cell}" if is_formula else cell


def _json_line(value: object) -> bytes:
    return orjson.dumps(value, default=str, option=orjson.OPT_APPEND_NEWLINE)


@asynccontextmanager
async def _snapshot(config: Config) -> AsyncIterator[Storage]:
    """The storage as of now. Of a file a copy: opening it would make a second writer."""
    if not config.database.startswith(SQLITE):
        storage = await open_storage(config.database, words=words)
        try:
            yield storage
        finally:
            await storage.close()
        return
    database = Path(config.database.removeprefix(SQLITE))
    with TemporaryDirectory(prefix=".export-", dir=database.parent) as folder:
        copy = Path(folder, "copy.db")
        await asyncio.to_thread(copy_file, database, to=copy)
        storage = await open_storage(f"{SQLITE}{copy}", words=words)
        try:
            yield storage
        finally:
            await storage.close()


def _lines(storage: Storage, *, noun: Noun, zone: tzinfo) -> AsyncIterator[Line]:
    match noun:
        case Noun.ARTICLES:
            return _articles(storage, zone=zone)
        case Noun.VIEWS:
            return _views(storage)
        case Noun.ROYALTY:
            return _royalty(storage, zone=zone)


async def _articles(storage: Storage, *, zone: tzinfo) -> AsyncIterator[Line]:
    after = 0
    while page := await storage.exports.articles(after, limit=PAGE):
        for exported in page:
            yield Line(cells=article_cells(exported, zone=zone), value=_article(exported))
        after = page[-1].article.id


def _article(exported: Exported) -> dict[str, object]:
    article, stats = exported.article, exported.stats
    return {
        "id": article.id,
        "status": article.status,
        "approval": APPROVALS[article.status],
        "version": str(article.version),
        "view_count": stats.view_count,
        "reader_count": stats.reader_count,
        "released_at": article.released_at,
        "featured_at": article.featured_at,
        "created_at": article.created_at,
        "created_by": article.created_by,
        "modified_at": article.modified_at,
        "modified_by": article.modified_by,
        "content": article.content,
        "history": [
            {
                "version": str(line.version),
                "at": line.at,
                "by": line.by,
                "note": line.note,
                "changed": line.changed,
            }
            for line in exported.history
        ],
    }


async def _views(storage: Storage) -> AsyncIterator[Line]:
    for day in await storage.exports.view_days():
        for line in await storage.exports.views(day):
            cells = view_cells(line)
            value = {
                "day": cells[0],
                "article_id": line.article_id,
                "title": line.title,
                "via": line.via,
                "views": line.views,
            }
            yield Line(cells=cells, value=value)


async def _royalty(storage: Storage, *, zone: tzinfo) -> AsyncIterator[Line]:
    for number, line in enumerate(await storage.exports.royalty(), start=1):
        yield Line(cells=royalty_cells(line, number=number, zone=zone), value=line)
