"""What a search found: headlines, the words that were asked for, what narrows it (pure)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from types import MappingProxyType
from typing import Final, Self

from bot.i18n import text
from bot.press import MOST_BYTES, Press, Verb
from bot.render.document import PLAIN, Mark, Span
from bot.render.lists import PAGE_SIZE, about_line, number_buttons, numbered, paging_row
from bot.render.markup import Line, html_of, line_of
from bot.render.screen import Button, Look, Screen, pressing, rows_of
from bot.search.carrying import carried
from bot.search.snippet import Piece
from bot.text import shorten, squash
from storage.model import ArticleId, CategoryId, Headline

SNIPPET_LETTERS: Final = 120
MOST_SECTIONS: Final = 3

_TITLE_UNITS: Final = 120
_QUERY_UNITS: Final = 80
_LABEL_UNITS: Final = 24
_ARGUMENT_BYTES: Final = MOST_BYTES - 20
"""Beside the verb, an id of up to seven digits in base 36, and the page."""
_MOST_ID: Final = 36**7

EVERY_SECTION: Final = CategoryId(0)


class Period(IntEnum):
    """How far back a search looks. The values travel in old messages: never reuse one."""

    ANY = 0
    WEEK = 1
    MONTH = 2
    YEAR = 3


DAYS: Final = MappingProxyType({Period.WEEK: 7, Period.MONTH: 30, Period.YEAR: 365})
_PERIODS: Final = MappingProxyType(
    {Period.WEEK: "search.week", Period.MONTH: "search.month", Period.YEAR: "search.year"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search as its buttons carry it.

    `category_id`: EVERY_SECTION, or the only one; `page` counts from 0.
    """

    query: str
    category_id: CategoryId = EVERY_SECTION
    period: Period = Period.ANY
    page: int = 0

    def press(self) -> Press:
        """The press that asks this again."""
        return Press(
            verb=Verb.SEARCH,
            id=min(self.category_id * len(Period) + self.period, _MOST_ID - 1),
            page=self.page,
            argument=carried(self.query, most_bytes=_ARGUMENT_BYTES),
        )

    @classmethod
    def of(cls, press: Press, *, query: str) -> Self:
        """What a press asks; `query` is what its argument says."""
        category_id, period = divmod(press.id, len(Period))
        return cls(
            query=query,
            category_id=CategoryId(category_id),
            period=Period(period),
            page=press.page,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One page of what was found.

    `sections`: of all that was found, the commonest, with their names and numbers.
    `suggestion`: what was probably meant; `is_whole`: something holds all that was asked.
    """

    headlines: Sequence[Headline] = ()
    snippets: Mapping[ArticleId, Sequence[Piece]] = field(default_factory=dict)
    total: int = 0
    sections: Sequence[tuple[CategoryId, str, int]] = ()
    suggestion: str = ""
    is_whole: bool = True


def found(asked: Asked, answer: Answer, *, look: Look) -> Screen:
    """The screen of a search, to be turned and narrowed in place."""
    shown = answer.headlines[:PAGE_SIZE]
    lines = [*_heading(asked, answer, look=look)]
    for number, it in enumerate(shown, start=1):
        lines.append(numbered(number, shorten(squash(it.title), limit=_TITLE_UNITS)))
        lines.append(about_line(it, look=look))
        if spans := _spans(answer.snippets.get(it.id, ())):
            lines.append(Line(spans=spans, gap=1))
    has_more = answer.total > (asked.page + 1) * PAGE_SIZE
    rows = rows_of(
        paging_row(asked.press(), has_more=has_more, look=look),
        (_suggestion_button(answer.suggestion),),
        _period_row(asked, answer, look=look),
        _section_row(asked, answer),
    )
    return Screen(text=html_of(lines), keyboard=(*number_buttons(shown), *rows))


def _heading(asked: Asked, answer: Answer, *, look: Look) -> Iterator[Line]:
    query = shorten(squash(asked.query), limit=_QUERY_UNITS)
    if not answer.headlines:
        yield line_of(text("search.none", look.language))
    elif answer.is_whole:
        yield line_of(
            text("search.results", look.language, n=answer.total, query=query), marks=Mark.BOLD
        )
    else:
        yield line_of(text("search.nearest", look.language, query=query), marks=Mark.BOLD)
    if answer.suggestion:
        meant = shorten(answer.suggestion, limit=_QUERY_UNITS)
        yield line_of(text("search.did_you_mean", look.language, query=meant), gap=1)


def _spans(pieces: Sequence[Piece]) -> tuple[Span, ...]:
    return tuple(Span(it.text, Mark.BOLD if it.is_marked else PLAIN) for it in pieces)


def _suggestion_button(suggestion: str) -> Button | None:
    return pressing(suggestion, Asked(query=suggestion).press()) if suggestion else None


def _period_row(asked: Asked, answer: Answer, *, look: Look) -> tuple[Button | None, ...]:
    if not answer.headlines and asked.period is Period.ANY:
        return ()
    return tuple(
        _choice(
            text(_PERIODS[period], look.language),
            replace(asked, period=Period.ANY if period is asked.period else period, page=0),
            is_chosen=period is asked.period,
        )
        for period in DAYS
    )


def _section_row(asked: Asked, answer: Answer) -> tuple[Button | None, ...]:
    if len(answer.sections) < 2 and not asked.category_id:
        return ()
    return tuple(
        _choice(
            f"{shorten(squash(name), limit=_LABEL_UNITS)} ({count})",
            replace(asked, category_id=EVERY_SECTION if id == asked.category_id else id, page=0),
            is_chosen=id == asked.category_id,
        )
        for id, name, count in answer.sections[:MOST_SECTIONS]
    )


def _choice(label: str, asked: Asked, *, is_chosen: bool) -> Button:
    return pressing(f"✓ {label}" if is_chosen else label, asked.press())
