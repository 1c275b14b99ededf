"""Where a story came from, and what may stand beside it (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.dates import format_card
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.document import Mark
from bot.render.markup import html_of, line_of
from bot.render.screen import Look, Screen, in_rows, pressing
from bot.text import base36, shorten, squash
from storage.model import Article, Related, Source

_UNITS: Final = 200
_MOST: Final = 10


def origins_screen(
    article: Article, sources: Sequence[Source], suggested: Sequence[Related], *, look: Look
) -> Screen:
    """The feeds that told this story, and articles that speak of the same, to add by a press."""
    language = look.language
    lines = [line_of(text("origins.sources", language), marks=Mark.BOLD)]
    for source in sources[:_MOST]:
        at = format_card(source.first_seen_at, zone=look.zone, language=language)
        lines.append(line_of(f"• {shorten(squash(source.title), limit=_UNITS)}, {at}", gap=1))
        lines.append(line_of(source.url, gap=1))
    if not sources:
        lines.append(line_of(text("origins.ours", language), gap=1))
    lines.append(line_of(text("origins.related", language), marks=Mark.BOLD))
    for number, it in enumerate(suggested, start=1):
        lines.append(line_of(f"{number}. {shorten(squash(it.title), limit=_UNITS)}", gap=1))
    if not suggested:
        lines.append(line_of(text("origins.none", language), gap=1))
    buttons = tuple(
        pressing(
            text("origins.add", language, number=str(number)),
            Press(
                verb=Verb.RELATE,
                id=article.id,
                version=article.version,
                argument=base36(it.article_id or 0),
            ),
        )
        for number, it in enumerate(suggested, start=1)
    )
    back = pressing(text("button.back", language), Press(verb=Verb.DRAFT, id=article.id))
    return Screen(text=html_of(lines), keyboard=(*in_rows(buttons, width=2), (back,)))
