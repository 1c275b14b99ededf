"""Royalty by month in the chat: totals, lines, what waits, closing and paying (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.i18n import text
from bot.numbers import format_vnd
from bot.press import Press, Verb
from bot.render.document import Mark
from bot.render.lists import numbered, paging_row
from bot.render.markup import Line, html_of, line_of
from bot.render.screen import Keyboard, Look, Screen, Style, in_rows, pressing, rows_of
from bot.royalty import month_name, month_number, points_of, shown
from bot.text import shorten, squash
from storage.model import Headline, RoyaltyLine, RoyaltyMonth, RoyaltyState

PAGE_SIZE: Final = 10
"""Months or lines on a page."""

_NAME_UNITS: Final = 60


def months_screen(
    months: Sequence[RoyaltyMonth], *, page: int, has_more: bool, look: Look
) -> Screen:
    """The months with their totals, a button for each."""
    lines = [line_of(_t("title", look), marks=Mark.BOLD)]
    for number, month in enumerate(months):
        lines.append(line_of(_month_line(month, look=look), gap=1 if number else 2))
    buttons = tuple(
        pressing(month_name(it.month), Press(verb=Verb.ROYALTY_MONTH, id=month_number(it.month)))
        for it in months
    )
    here = Press(verb=Verb.ROYALTY_MONTHS, page=page)
    paging = rows_of(paging_row(here, has_more=has_more, look=look))
    return Screen(text=html_of(lines), keyboard=(*in_rows(buttons, width=3), *paging))


def month_screen(
    month: RoyaltyMonth,
    lines: Sequence[RoyaltyLine],
    *,
    unrated: int,
    page: int,
    has_more: bool,
    may_close: bool,
    asks: Verb | None = None,
    look: Look,
) -> Screen:
    """A month: its total, its lines, and what may be done with it."""
    told = [
        line_of(_t("title", look), marks=Mark.BOLD),
        line_of(_month_line(month, look=look), gap=1),
    ]
    if unrated:
        told.append(line_of(_t("unrated", look, n=unrated), gap=1))
    if not lines:
        told.append(line_of(_t("empty", look)))
    for place, line in enumerate(lines, start=1):
        told += [numbered(place, line.title), line_of(_part_line(line, look=look), gap=1)]
    if asks is not None:
        return _asking(month, told, verb=asks, look=look)
    opening = tuple(
        pressing(str(place), Press(verb=Verb.ROYALTY, id=line.article_id))
        for place, line in enumerate(lines, start=1)
    )
    here = Press(verb=Verb.ROYALTY_MONTH, id=month_number(month.month), page=page)
    return Screen(
        text=html_of(told),
        keyboard=(
            *in_rows(opening, width=5),
            *rows_of(paging_row(here, has_more=has_more, look=look)),
            *_month_buttons(month, unrated=unrated, may_close=may_close, look=look),
        ),
    )


def _asking(month: RoyaltyMonth, told: Sequence[Line], *, verb: Verb, look: Look) -> Screen:
    label, key = ("close", "close_ask") if verb is Verb.ROYALTY_CLOSE else ("pay", "pay_ask")
    number = month_number(month.month)
    amount = format_vnd(month.amount_vnd, language=look.language)
    question = _t(key, look, month=month_name(month.month), amount=amount)
    sure = pressing(
        _t(label, look), Press(verb=verb, id=number, argument="yes"), style=Style.DANGER
    )
    back = pressing(text("button.cancel", look.language), Press(verb=Verb.ROYALTY_MONTH, id=number))
    return Screen(text=html_of([*told, line_of(question)]), keyboard=((sure, back),))


def unrated_screen(
    month: str, headlines: Sequence[Headline], *, page: int, has_more: bool, look: Look
) -> Screen:
    """Ours of the month that have no royalty yet; a number opens one."""
    here = Press(verb=Verb.ROYALTY_UNRATED, id=month_number(month), page=page)
    title = _t("unrated_title", look, month=month_name(month))
    lines = [line_of(title, marks=Mark.BOLD)]
    lines += [numbered(place, it.title) for place, it in enumerate(headlines, start=1)]
    if not headlines:
        lines.append(line_of(_t("none_unrated", look)))
    buttons = tuple(
        pressing(str(place), Press(verb=Verb.ROYALTY, id=it.id))
        for place, it in enumerate(headlines, start=1)
    )
    back = pressing(month_name(month), Press(verb=Verb.ROYALTY_MONTH, id=month_number(month)))
    paging = rows_of(paging_row(here, has_more=has_more, look=look), (back,))
    return Screen(text=html_of(lines), keyboard=(*in_rows(buttons, width=5), *paging))


def _month_line(month: RoyaltyMonth, *, look: Look) -> str:
    return _t(
        "month_line",
        look,
        month=month_name(month.month),
        state=_t(month.state, look),
        n=month.lines,
        amount=format_vnd(month.amount_vnd, language=look.language),
    )


def _part_line(line: RoyaltyLine, *, look: Look) -> str:
    part = line.part
    pieces = [
        shorten(squash(part.author.name), limit=_NAME_UNITS),
        f"{_t('coefficient', look)} {shown(points_of(part), language=look.language)}",
        format_vnd(part.amount_vnd, language=look.language),
    ]
    if line.is_adjustment:
        pieces.append(_t("adjustment", look))
    return " · ".join(filter(None, pieces))


def _month_buttons(month: RoyaltyMonth, *, unrated: int, may_close: bool, look: Look) -> Keyboard:
    number = month_number(month.month)
    rest = close = pay = file = None
    if unrated:
        label = _t("unrated_button", look, n=unrated)
        rest = pressing(label, Press(verb=Verb.ROYALTY_UNRATED, id=number))
    if may_close and month.lines:
        file = pressing(_t("file", look), Press(verb=Verb.ROYALTY_FILE, id=number))
        if month.state is RoyaltyState.EXPECTED:
            close = pressing(_t("close", look), Press(verb=Verb.ROYALTY_CLOSE, id=number))
        if month.state is RoyaltyState.LOCKED:
            pay = pressing(_t("pay", look), Press(verb=Verb.ROYALTY_PAY, id=number))
    months = pressing(_t("months", look), Press(verb=Verb.ROYALTY_MONTHS))
    return rows_of((rest,), (close, pay, file), (months,))


def _t(key: str, look: Look, **values: object) -> str:
    return text(f"royalty.{key}", look.language, **values)
