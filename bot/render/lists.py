"""Lists of headlines: numbers in the text, a button for each number (pure)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.dates import format_card
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.document import Mark, Span
from bot.render.markup import Line, html_of, line_of
from bot.render.screen import Button, Keyboard, Look, Screen, in_rows, pressing, rows_of
from bot.text import shorten, squash
from storage.model import Category, Headline

PAGE_SIZE: Final = 10
"""Headlines on a page of a list."""

_TITLE_UNITS: Final = 200
_NAME_UNITS: Final = 80
_NUMBERS_IN_ROW: Final = 5
_MOST_PARTS: Final = 20


def latest(headlines: Sequence[Headline], *, look: Look, page: int, has_more: bool) -> Screen:
    """The list "Tin mới nhất". `page` counts from 0, here and below."""
    here = Press(verb=Verb.LATEST, page=page)
    return _list("latest", headlines, here=here, has_more=has_more, look=look)


def featured(headlines: Sequence[Headline], *, look: Look, page: int, has_more: bool) -> Screen:
    """The list "Tin nổi bật"."""
    here = Press(verb=Verb.FEATURED, page=page)
    return _list("featured", headlines, here=here, has_more=has_more, look=look)


def saved(headlines: Sequence[Headline], *, look: Look, page: int, has_more: bool) -> Screen:
    """The list "Tin đã lưu"."""
    here = Press(verb=Verb.SAVED, page=page)
    return _list("saved", headlines, here=here, has_more=has_more, look=look)


def category(
    section: Category,
    headlines: Sequence[Headline],
    *,
    look: Look,
    page: int,
    has_more: bool,
    is_followed: bool,
    parts: Sequence[Category] = (),
) -> Screen:
    """The newest of one section with its own sections, and whether to follow it."""
    here = Press(verb=Verb.CATEGORY, id=section.id, page=page)
    title = shorten(squash(section.name), limit=_NAME_UNITS)
    screen = list_screen(
        title, "categories.empty", headlines, here=here, has_more=has_more, look=look
    )
    following = (follow_button(section, is_followed=is_followed, look=look),)
    inner = in_rows(tuple(_section_button(it) for it in parts[:_MOST_PARTS]), width=2)
    return replace(screen, keyboard=(*screen.keyboard, *inner, following))


def follow_button(section: Category, *, is_followed: bool, look: Look) -> Button:
    """Follow a section, or no longer."""
    key, verb = ("unfollow", Verb.UNFOLLOW) if is_followed else ("follow", Verb.FOLLOW)
    return pressing(text(f"categories.{key}", look.language), Press(verb=verb, id=section.id))


def numbered(number: int, title: str, *, marks: Mark = Mark.BOLD, gap: int = 2) -> Line:
    """A headline with the number of its button."""
    shown = shorten(squash(title), limit=_TITLE_UNITS)
    return Line(spans=(Span(f"{number}. "), Span(shown, marks)) if shown else (), gap=gap)


def number_buttons(headlines: Iterable[Headline], *, first: int = 1) -> Keyboard:
    """A button for each headline that opens its article: 1, 2, 3 …"""
    buttons = (
        pressing(str(number), Press(verb=Verb.READ, id=it.id))
        for number, it in enumerate(headlines, start=first)
    )
    return in_rows(tuple(buttons), width=_NUMBERS_IN_ROW)


def paging_row(here: Press, *, has_more: bool, look: Look) -> tuple[Button | None, ...]:
    """To the page before and the page after, where there is one."""
    before, after = None, None
    if here.page:
        label = text("button.previous_page", look.language)
        before = pressing(f"◀ {label}", replace(here, page=here.page - 1))
    if has_more:
        label = text("button.next_page", look.language)
        after = pressing(f"{label} ▶", replace(here, page=here.page + 1))
    return before, after


def list_screen(
    title: str,
    empty: str,
    headlines: Sequence[Headline],
    *,
    here: Press,
    has_more: bool,
    look: Look,
) -> Screen:
    """A page under a title, with the key of what is said when there is nothing."""
    shown = headlines[:PAGE_SIZE]
    paging = rows_of(paging_row(here, has_more=has_more, look=look))
    if not shown:
        return Screen(text=html_of([line_of(text(empty, look.language))]), keyboard=paging)
    lines = [line_of(title, marks=Mark.BOLD), *_entries(shown, look=look)]
    return Screen(text=html_of(lines), keyboard=(*number_buttons(shown), *paging))


def merged(headlines: Sequence[Headline], *, look: Look) -> Screen:
    """The card of several articles featured at once, at most PAGE_SIZE; no paging."""
    here = Press(verb=Verb.FEATURED)
    return _list("featured", headlines, here=here, has_more=False, look=look)


def _section_button(section: Category) -> Button:
    name = shorten(squash(section.name), limit=_NAME_UNITS) or section.slug or "…"
    return pressing(name, Press(verb=Verb.CATEGORY, id=section.id))


def _list(
    name: str, headlines: Sequence[Headline], *, here: Press, has_more: bool, look: Look
) -> Screen:
    title = text(f"{name}.title", look.language)
    return list_screen(title, f"{name}.empty", headlines, here=here, has_more=has_more, look=look)


def about_line(it: Headline, *, look: Look) -> Line:
    """Its section and its date."""
    about = [shorten(squash(it.category), limit=_NAME_UNITS)]
    if it.published_at is not None:
        about.append(format_card(it.published_at, zone=look.zone, language=look.language))
    return line_of(" | ".join(filter(None, about)), gap=1)


def _entries(headlines: Iterable[Headline], *, look: Look) -> Iterator[Line]:
    for number, it in enumerate(headlines, start=1):
        yield numbered(number, it.title)
        yield about_line(it, look=look)
