"""The digest: the day's headlines by section, featured ones first (pure)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from bot.dates import format_day
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.document import PLAIN, Mark
from bot.render.lists import number_buttons, numbered
from bot.render.markup import Cost, Line, cost_of, html_of, line_of
from bot.render.screen import MOST_ENTITIES, TEXT_UNITS, Look, Screen, pressing
from bot.text import shorten, squash
from storage.model import Headline

MOST_HEADLINES: Final = 40
"""Headlines in one digest; more are behind "Xem thêm"."""

_LEAD_UNITS: Final = 180
_NAME_UNITS: Final = 80


def digest(headlines: Sequence[Headline], *, at: datetime, look: Look) -> Screen:
    """The message "Bản tin {date}": a numbered list, a button each, "Xem thêm".

    Args:
        headlines: in the order of their weight; those that do not fit are left out.
        at: the instant of the digest; its day in the reader's zone is the title's.
        look: for whom.
    """
    groups = _grouped(headlines[:MOST_HEADLINES], look=look)
    title = text("digest.title", look.language, date=format_day(at, zone=look.zone))
    hint = line_of(text("digest.stop_hint", look.language), marks=Mark.ITALIC)
    more = pressing(text("digest.more", look.language), Press(verb=Verb.LATEST))
    if not headlines:
        lines = [_bold(title), line_of(text("digest.nothing", look.language)), hint]
        return Screen(text=html_of(lines), keyboard=((more,),))
    left = Cost(TEXT_UNITS, MOST_ENTITIES).minus(cost_of(_bold(title)) + cost_of(hint))
    shown, lines = _within(groups, room=left)
    return Screen(
        text=html_of([_bold(title), *lines, hint]),
        keyboard=(*number_buttons(shown), (more,)),
    )


def _grouped(headlines: Sequence[Headline], *, look: Look) -> dict[str, list[Headline]]:
    """Section to headlines: featured ones under a head of their own, then as they come."""
    groups: dict[str, list[Headline]] = {}
    for it in sorted(headlines, key=lambda it: not it.is_featured):
        section = shorten(squash(it.category), limit=_NAME_UNITS)
        name = text("featured.title", look.language) if it.is_featured else section
        groups.setdefault(name, []).append(it)
    return groups


def _within(groups: dict[str, list[Headline]], *, room: Cost) -> tuple[list[Headline], list[Line]]:
    shown: list[Headline] = []
    lines: list[Line] = []
    for name, headlines in groups.items():
        for at, headline in enumerate(headlines):
            head = [] if at else [_bold(name)]
            entry = [*head, *_entry(headline, number=len(shown) + 1, is_first=not at)]
            cost = sum(map(cost_of, entry), Cost())
            if not cost.fits(room):
                return shown, lines
            room = room.minus(cost)
            shown.append(headline)
            lines += entry
    return shown, lines


def _entry(headline: Headline, *, number: int, is_first: bool) -> Iterator[Line]:
    gap = 1 if is_first or not headline.is_featured else 2
    yield numbered(number, headline.title, marks=PLAIN, gap=gap)
    if headline.is_featured:
        yield line_of(shorten(squash(headline.summary), limit=_LEAD_UNITS), gap=1)


def _bold(title: str) -> Line:
    return line_of(title, marks=Mark.BOLD)
