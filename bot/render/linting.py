"""What the linter found, in words (pure)."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from bot.i18n import text
from bot.linting import Slip
from bot.press import Press, Verb
from bot.render.document import Mark
from bot.render.markup import Line, html_of, line_of
from bot.render.screen import Look, Screen, pressing, rows_of
from bot.text import shorten, squash
from storage.model import Article

_MOST: Final = 25
_TITLE_UNITS: Final = 120
_WORDS_UNITS: Final = 100


def checked(
    article: Article, slips: Sequence[Slip], *, links: int, is_whole: bool, look: Look
) -> Screen:
    """The list, by field. `links` were looked at, or are being looked at until `is_whole`."""
    language = look.language
    title = shorten(squash(article.content.title), limit=_TITLE_UNITS)
    lines = [
        line_of(text("lint.title", language), marks=Mark.BOLD),
        line_of(title, gap=1),
        *_by_field(slips[:_MOST], look=look),
    ]
    if len(slips) > _MOST:
        lines.append(line_of(text("lint.more", language, n=len(slips) - _MOST)))
    if not slips:
        lines.append(line_of(text("lint.nothing", language)))
    if links:
        key = "lint.links_checked" if is_whole else "lint.links_waiting"
        lines.append(line_of(text(key, language, n=links), marks=Mark.ITALIC))
    lines.append(line_of(text("lint.never_blocks", language), marks=Mark.ITALIC))
    back = pressing(text("button.back", language), Press(verb=Verb.DRAFT, id=article.id))
    return Screen(text=html_of(lines), keyboard=rows_of((back,)))


def _by_field(slips: Sequence[Slip], *, look: Look) -> list[Line]:
    lines: list[Line] = []
    for field, group in groupby(slips, key=lambda it: it.field):
        lines.append(line_of(text(f"columns.{field}", look.language), marks=Mark.BOLD))
        for slip in group:
            words = shorten(slip.words, limit=_WORDS_UNITS)
            said = text(f"lint.slip_{slip.kind}", look.language, words=words)
            lines.append(line_of(f"• {said}", gap=1))
    return lines
