"""What the columns of a feed mean, as an editor says it (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

from bot.feeds.columns import COLUMNS
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.document import Mark
from bot.render.markup import html_of, line_of
from bot.render.screen import Look, Screen, in_rows, pressing
from bot.text import shorten
from storage.model import Feed

_MOST_COLUMNS: Final = 24
_TITLE_UNITS: Final = 200
_MAPPABLE: Final = tuple(name for name in COLUMNS if name not in {"attachments", "content_type"})


def columns_screen(feed: Feed, unknown: Sequence[str], *, look: Look) -> Screen:
    """The columns of this feed that mean nothing to us, and those that were given a meaning."""
    language = look.language
    given = dict(feed.column_map)
    names = list(dict.fromkeys([*given, *unknown]))[:_MOST_COLUMNS]
    key = "feeds.columns_ask" if names else "feeds.columns_none"
    lines = [line_of(text("feeds.columns", language), marks=Mark.BOLD)]
    lines.append(line_of(text(key, language)))
    buttons = tuple(
        pressing(
            f"{shorten(name, limit=30)} = {text(f'columns.{given[name]}', language)}"
            if name in given
            else name,
            Press(verb=Verb.COLUMN, id=feed.id, argument=mark_of(name)),
        )
        for name in names
    )
    back = pressing(text("button.back", language), Press(verb=Verb.FEED, id=feed.id))
    return Screen(text=html_of(lines), keyboard=(*in_rows(buttons, width=2), (back,)))


def column_screen(feed: Feed, column: str, *, look: Look) -> Screen:
    """Which of our fields a column means."""
    language = look.language
    fields = tuple(
        pressing(
            text(f"columns.{name}", language),
            Press(verb=Verb.COLUMN, id=feed.id, argument=f"{mark_of(column)}:{number:x}"),
        )
        for number, name in enumerate(_MAPPABLE)
    )
    nothing = pressing(
        text("feeds.means_nothing", language),
        Press(verb=Verb.COLUMN, id=feed.id, argument=f"{mark_of(column)}:-"),
    )
    back = pressing(text("button.back", language), Press(verb=Verb.COLUMNS, id=feed.id))
    question = text("feeds.column_ask", language, name=shorten(column, limit=_TITLE_UNITS))
    return Screen(
        text=html_of([line_of(question)]),
        keyboard=(*in_rows(fields, width=2), (nothing, back)),
    )


def mark_of(column: str) -> str:
    """A column's name as a button carries it.

    >>> len(mark_of("Ngày xuất bản"))
    12
    """
    return blake2b(column.encode(), digest_size=6).hexdigest()


def field_at(place: str) -> str | None:
    """The field that a button of `column_screen` names; empty for none, None for no button.

    >>> field_at("0"), field_at("-"), field_at("zz")
    ('title', '', None)
    """
    if place == "-":
        return ""
    known = {f"{number:x}": name for number, name in enumerate(_MAPPABLE)}
    return known.get(place)
