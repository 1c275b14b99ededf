"""Statistics in the chat: what the picture shows, the same in words, the buttons (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.charts import ORANGE, Bars, Columns, Panel
from bot.i18n import text
from bot.numbers import format_number
from bot.press import Press, Verb
from bot.render.document import Mark
from bot.render.markup import html_of, line_of
from bot.render.screen import Keyboard, Look, Screen, in_rows, pressing, rows_of
from bot.royalty import month_name, month_number
from bot.statistics import Report, instant_of
from bot.text import shorten, squash
from storage.model import Category, Via
from storage.statistics import Scope

PERIODS: Final = (7, 30)
_TITLE_UNITS: Final = 120
_MOST_CATEGORIES: Final = 60


def title_of(report: Report, *, month: str, look: Look) -> str:
    """What the figures are about, and of which days."""
    if month:
        title = _t("month_title", look, month=month_name(month))
    else:
        title = _t("title", look, n=len(report.span.days))
    name = shorten(squash(report.name), limit=_TITLE_UNITS)
    return f"{title} · {name}" if name else title


def panels_of(report: Report, *, look: Look) -> list[Panel]:
    """The picture's parts: openings by day, the most opened, who receives, what was sent."""
    first, last = _day(report.span.first), _day(report.span.last)
    panels: list[Panel] = [
        Columns(title=_t("views_by_day", look), values=report.views, first=first, last=last)
    ]
    rows = [(it.title, it.views) for it in report.top] or _ways(report, look=look)
    title = "ways" if report.stats else "top"
    if rows:
        panels.append(Bars(title=_t(title, look), rows=_bars(rows, look=look)))
    if report.receiving:
        panels.append(
            Columns(
                title=_t("receiving", look),
                values=report.receiving,
                first=first,
                last=last,
                is_line=True,
            )
        )
    if report.due:
        rows = _funnel(report, look=look)
        panels.append(Bars(title=_t("messages", look), rows=_bars(rows, look=look), colour=ORANGE))
    return panels


def caption_of(report: Report, *, title: str, look: Look) -> str:
    """The title and four lines that say what the picture shows."""
    lines = [line_of(title, marks=Mark.BOLD), line_of(_views_line(report, look=look))]
    lines += [line_of(it, gap=1) for it in _middle_lines(report, look=look)]
    lines.append(line_of(_sent_line(report, look=look), gap=1))
    return html_of(lines)


def keyboard_of(report: Report, *, here: Press, months: Sequence[str], look: Look) -> Keyboard:
    """Other spans, other scopes, the same in words. `months`: those to offer."""
    scope = scope_letter(report.scope)
    spans = [
        pressing(
            _t("days", look, n=days), Press(verb=Verb.STATS, id=here.id, argument=f"{scope}{days}")
        )
        for days in PERIODS
    ]
    spans += [
        pressing(
            month_name(month),
            Press(verb=Verb.STATS, id=here.id, page=month_number(month), argument=f"{scope}0"),
        )
        for month in months
    ]
    everything = None
    if scope != "p":
        everything = pressing(_t("all", look), Press(verb=Verb.STATS, argument="p7"))
    sections = pressing(_t("categories", look), Press(verb=Verb.STATS_SECTIONS))
    words = pressing(
        _t("in_words", look),
        Press(verb=Verb.STATS_WORDS, id=here.id, page=here.page, argument=here.argument),
    )
    return (*in_rows(tuple(spans), width=4), *rows_of((everything, sections), (words,)))


def words_screen(report: Report, *, title: str, look: Look) -> Screen:
    """Every number of the picture, then what each of them means."""
    lines = [line_of(title, marks=Mark.BOLD), line_of(_t("views_by_day", look), marks=Mark.BOLD)]
    days = (
        f"{_day(day)}: {_n(views, look)}"
        for day, views in zip(report.span.days, report.views, strict=True)
    )
    lines.append(line_of(" · ".join(days), gap=1))
    for key, rows in (
        ("top", [(it.title, it.views) for it in report.top]),
        ("ways", _ways(report, look=look)),
        ("messages", _funnel(report, look=look)),
    ):
        if rows:
            lines.append(line_of(_t(key, look), marks=Mark.BOLD))
            lines += [line_of(f"{_short(name)}: {_n(it, look)}", gap=1) for name, it in rows]
    if report.receiving:
        lines.append(line_of(_growth_line(report, look=look)))
    lines += [line_of(_t(f"about_{it}", look)) for it in ("views", "messages", "privacy")]
    return Screen(text=html_of(lines))


def sections_screen(sections: Sequence[Category], *, look: Look) -> Screen:
    """The categories, each with its figures behind it."""
    buttons = tuple(
        pressing(_short(it.name) or it.slug, Press(verb=Verb.STATS, id=it.id, argument="c7"))
        for it in sections[:_MOST_CATEGORIES]
    )
    key = "which" if buttons else "empty"
    return Screen(text=html_of([line_of(_t(key, look))]), keyboard=in_rows(buttons, width=2))


def scope_letter(scope: Scope) -> str:
    """How a button names a kind of scope."""
    if scope.article_id is not None:
        return "a"
    return "p" if scope.category_id is None else "c"


def _views_line(report: Report, *, look: Look) -> str:
    total = sum(report.views)
    if not total:
        return _t("no_views", look)
    most = max(report.views)
    day = _day(report.span.days[report.views.index(most)])
    return _t("views_line", look, n=total, most=most, day=day)


def _middle_lines(report: Report, *, look: Look) -> list[str]:
    if report.stats is not None:
        stats = report.stats
        ways = ", ".join(f"{name} {_n(it, look)}" for name, it in _ways(report, look=look))
        return [
            _t("ever", look, n=stats.view_count, readers=stats.reader_count),
            _t("ways_line", look, ways=ways) if ways else _t("empty", look),
        ]
    top = _t("empty", look)
    if report.top:
        top = _t("top_line", look, title=_short(report.top[0].title), n=report.top[0].views)
    if not report.receiving:
        return [top, _t("articles_line", look, n=len(report.top))]
    return [top, _growth_line(report, look=look)]


def _growth_line(report: Report, *, look: Look) -> str:
    growth = report.growth
    came, went = (sum(it.values()) for it in (growth.came, growth.went)) if growth else (0, 0)
    return _t("receiving_line", look, n=report.receiving[-1], came=came, went=went)


def _sent_line(report: Report, *, look: Look) -> str:
    if not report.due:
        return _t("nothing_due", look)
    return _t(
        "sent_line",
        look,
        n=report.sent,
        due=report.due,
        lost=report.not_arrived,
        uncertain=report.uncertain,
    )


def _ways(report: Report, *, look: Look) -> list[tuple[str, int]]:
    if report.stats is None:
        return []
    rows = [(_t(f"via_{via}", look), report.ways.get(via, 0)) for via in Via]
    return [row for row in rows if row[1]]


def _funnel(report: Report, *, look: Look) -> list[tuple[str, int]]:
    if not report.due:
        return []
    return [
        (_t("due", look), report.due),
        (_t("sent", look), report.sent),
        (_t("lost", look), report.not_arrived),
        (_t("uncertain", look), report.uncertain),
    ]


def _bars(rows: Sequence[tuple[str, int]], *, look: Look) -> tuple[tuple[str, int, str], ...]:
    return tuple((squash(name), number, _n(number, look)) for name, number in rows)


def _day(day: int) -> str:
    at = instant_of(day)
    return f"{at.day}/{at.month}"


def _n(number: int, look: Look) -> str:
    return format_number(number, language=look.language)


def _short(name: str) -> str:
    return shorten(squash(name), limit=_TITLE_UNITS)


def _t(key: str, look: Look, **values: object) -> str:
    return text(f"stats.{key}", look.language, **values)
