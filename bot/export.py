"""Articles, views, messages and royalty for spreadsheets and for other programs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import tzinfo
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, Final

from bot.config import Config
from bot.export_columns import (
    APPROVALS,
    ARTICLE_HEADINGS,
    DELIVERY_HEADINGS,
    ROYALTY_HEADINGS,
    VIEW_HEADINGS,
    article_cells,
    delivery_cells,
    royalty_cells,
    view_cells,
)
from bot.export_writers import Form, Line, TooLarge, Writer, writer_of
from bot.search.syllables import words
from storage import SQLITE, Storage, open_storage
from storage.copying import copy_file
from storage.exporting import DeliveryLine, Exported, ViewLine
from storage.model import RoyaltyLine

PAGE: Final = 200


class Noun(StrEnum):
    """What can be taken out."""

    ARTICLES = "articles"
    VIEWS = "views"
    DELIVERIES = "deliveries"
    ROYALTY = "royalty"


Item = Exported | ViewLine | DeliveryLine | RoyaltyLine
OnLines = Callable[[int], Awaitable[None]]

HEADINGS: Final = {
    Noun.ARTICLES: ARTICLE_HEADINGS,
    Noun.VIEWS: VIEW_HEADINGS,
    Noun.DELIVERIES: DELIVERY_HEADINGS,
    Noun.ROYALTY: ROYALTY_HEADINGS,
}


async def export(config: Config, *, noun: Noun, form: Form, to: BinaryIO, on_lines: OnLines) -> int:
    """Writes what there is as of now; how many lines. The bot may be running meanwhile.

    Raises:
        Unavailable: there is no database yet, or it is damaged.
        TooLarge: the form cannot hold it all.
    """
    async with _snapshot(config) as storage:
        return await export_from(
            storage, noun=noun, form=form, to=to, zone=config.zone, on_lines=on_lines
        )


async def export_from(
    storage: Storage,
    *,
    noun: Noun,
    form: Form,
    to: BinaryIO,
    zone: tzinfo,
    on_lines: OnLines,
    most_bytes: int | None = None,
) -> int:
    """The same from an open storage; the file is written on threads, a page at a time.

    `on_lines` hears how many lines there are so far. `to` must know its place when there is
    a limit of bytes.

    Raises:
        TooLarge: the form cannot hold it all, or it grows above `most_bytes`.
    """
    writer = writer_of(form, headings=HEADINGS[noun], to=to)
    count = 0
    async for page in _pages(storage, noun=noun):
        await asyncio.to_thread(_write, writer, page, first=count + 1, zone=zone)
        count += len(page)
        _check_size(to, most_bytes)
        await on_lines(count)
    await asyncio.to_thread(writer.close)
    _check_size(to, most_bytes)
    return count


def _check_size(to: BinaryIO, most_bytes: int | None) -> None:
    if most_bytes is not None and to.tell() > most_bytes:
        raise TooLarge


def _write(writer: Writer, page: Sequence[Item], *, first: int, zone: tzinfo) -> None:
    writer.write(_line_of(item, number=at, zone=zone) for at, item in enumerate(page, start=first))


def _line_of(item: Item, *, number: int, zone: tzinfo) -> Line:
    match item:
        case Exported():
            return Line(cells=article_cells(item, zone=zone), value=_article(item))
        case ViewLine():
            return _view(item)
        case DeliveryLine():
            cells = delivery_cells(item)
            names = ("day", "article_id", "title", "kind", "state", "messages")
            return Line(cells=cells, value=dict(zip(names, cells, strict=True)))
        case RoyaltyLine():
            return Line(cells=royalty_cells(item, number=number, zone=zone), value=item)


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


async def _pages(storage: Storage, *, noun: Noun) -> AsyncIterator[Sequence[Item]]:
    exports = storage.exports
    match noun:
        case Noun.ARTICLES:
            after = 0
            while page := await exports.articles(after, limit=PAGE):
                yield page
                after = page[-1].article.id
        case Noun.VIEWS:
            for day in await exports.view_days():
                yield await exports.views(day)
        case Noun.DELIVERIES:
            for messages in _cut(await exports.deliveries()):
                yield messages
        case Noun.ROYALTY:
            for amounts in _cut(await exports.royalty()):
                yield amounts


def _cut(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (items[at : at + PAGE] for at in range(0, len(items), PAGE))


def _view(line: ViewLine) -> Line:
    cells = view_cells(line)
    value = {
        "day": cells[0],
        "article_id": line.article_id,
        "title": line.title,
        "via": line.via,
        "views": line.views,
    }
    return Line(cells=cells, value=value)


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
