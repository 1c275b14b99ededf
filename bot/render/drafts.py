"""The list of what is being written, each to be opened as its card (pure)."""

from collections.abc import Sequence
from typing import Final

from bot.i18n import text
from bot.press import Press, Verb
from bot.render.document import Mark
from bot.render.lists import PAGE_SIZE, paging_row
from bot.render.markup import html_of, line_of
from bot.render.screen import Button, Look, Screen, pressing, rows_of
from bot.text import shorten, squash
from storage.model import Headline

MINE: Final = "mine"
ALL: Final = "all"
OUT: Final = "out"
_TITLE_UNITS: Final = 60


def drafts_list(
    headlines: Sequence[Headline], *, here: Press, has_more: bool, may_see_all: bool, look: Look
) -> Screen:
    """A page of drafts, a button for each; `here.argument`: whose, or what is before readers."""
    is_out = here.argument == OUT
    key = "desk.published_list" if is_out else "desk.drafts"
    title = line_of(text(key, look.language), marks=Mark.BOLD)
    empty = line_of(text("latest.empty" if is_out else "desk.no_drafts", look.language))
    rows = tuple((_row(it, look=look),) for it in headlines[:PAGE_SIZE])
    other = None
    if may_see_all and not is_out:
        whose = MINE if here.argument == ALL else ALL
        press = Press(verb=here.verb, argument=whose)
        other = pressing(text(f"write.drafts_{whose}", look.language), press)
    paging = rows_of(paging_row(here, has_more=has_more, look=look), (other,))
    return Screen(text=html_of([title if rows else empty]), keyboard=(*rows, *paging))


def _row(headline: Headline, *, look: Look) -> Button:
    name = squash(headline.title) or text("write.untitled", look.language)
    shown = shorten(name, limit=_TITLE_UNITS)
    return pressing(shown, Press(verb=Verb.WRITE_CARD, id=headline.id))
