"""The digest: the day's headlines by section, featured ones first (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Final

from bot.dates import format_day
from bot.i18n import text
from bot.press import Press
from bot.render.document import PLAIN, Mark
from bot.render.lists import PAGE_SIZE, number_buttons, numbered, paging_row
from bot.render.markup import Line, html_of, line_of
from bot.render.screen import Button, Keyboard, Look, Screen, pressing, rows_of
from bot.text import base36, shorten, squash
from storage.model import Headline

DIGEST_LINK: Final = "g_"
"""What `start=` begins with when it names a digest of a group or channel."""

_LEAD_UNITS: Final = 140
_NAME_UNITS: Final = 80


def digest(
    headlines: Sequence[Headline],
    *,
    at: datetime,
    look: Look,
    here: Press,
    has_more: bool = False,
    is_private: bool = True,
) -> Screen:
    """A page of "Bản tin {date}": a numbered list, a button each, "Xem thêm".

    Args:
        headlines: in the order of their weight, at most PAGE_SIZE, which always fit.
        at: the instant of the digest; its day in the reader's zone is the title's.
        look: for whom.
        here: the press that shows this page.
        has_more: there is a page after this one.
        is_private: else the pages are turned in the private chat, where nobody else sees.
    """
    title = text("digest.title", look.language, date=format_day(at, zone=look.zone))
    hint = line_of(text("digest.stop_hint", look.language), marks=Mark.ITALIC)
    first = here.page * PAGE_SIZE + 1
    lines = list(_lines(_grouped(headlines, look=look), first=first))
    if not lines:
        lines = [line_of(text("digest.nothing", look.language))]
    shown = [it for group in _grouped(headlines, look=look).values() for it in group]
    paging = _paging(here, has_more=has_more, is_private=is_private, look=look)
    return Screen(
        text=html_of([_bold(title), *lines, hint]),
        keyboard=(*number_buttons(shown, first=first), *paging),
    )


def digest_link(delivery_id: int, *, look: Look) -> str:
    """The deep link that turns a group's digest in the private chat; empty when unknown."""
    return f"{look.bot_url}?start={DIGEST_LINK}{base36(delivery_id)}" if look.bot_url else ""


def _paging(here: Press, *, has_more: bool, is_private: bool, look: Look) -> Keyboard:
    if here.page:
        return rows_of(paging_row(here, has_more=has_more, look=look))
    label = text("digest.more", look.language)
    if not has_more:
        return ()
    if is_private:
        return ((pressing(label, replace(here, page=1)),),)
    link = digest_link(here.id, look=look)
    return ((Button(label=label, url=link),),) if link else ()


def _grouped(headlines: Sequence[Headline], *, look: Look) -> dict[str, list[Headline]]:
    """Section to headlines: featured ones under a head of their own, then as they come."""
    groups: dict[str, list[Headline]] = {}
    for it in sorted(headlines, key=lambda it: not it.is_featured):
        section = shorten(squash(it.category), limit=_NAME_UNITS)
        name = text("featured.title", look.language) if it.is_featured else section
        groups.setdefault(name, []).append(it)
    return groups


def _lines(groups: dict[str, list[Headline]], *, first: int) -> Iterator[Line]:
    numbers = count(first)
    for name, headlines in groups.items():
        for at, headline in enumerate(headlines):
            if not at:
                yield _bold(name)
            yield from _entry(headline, number=next(numbers), is_first=not at)


def _entry(headline: Headline, *, number: int, is_first: bool) -> Iterator[Line]:
    gap = 1 if is_first or not headline.is_featured else 2
    yield numbered(number, headline.title, marks=PLAIN, gap=gap)
    if headline.is_featured:
        yield line_of(shorten(squash(headline.summary), limit=_LEAD_UNITS), gap=1)


def _bold(title: str) -> Line:
    return line_of(title, marks=Mark.BOLD)
