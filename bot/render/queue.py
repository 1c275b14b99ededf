"""Entries of a feed that wait for an editor (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.dates import format_card
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.document import Mark
from bot.render.feeds import SURE, name_of
from bot.render.lists import numbered, paging_row
from bot.render.markup import html_of, line_of
from bot.render.screen import Button, Look, Screen, Style, in_rows, pressing, rows_of
from bot.text import base36
from storage.model import Feed, Headline

QUEUE_SIZE: Final = 10
"""Waiting entries on a page."""


def queue_screen(
    feed: Feed,
    headlines: Sequence[Headline],
    *,
    n: int,
    newest: int,
    has_more: bool,
    look: Look,
    page: int,
) -> Screen:
    """Entries that wait. The numbers open the desk's cards; one press lets all of them in.

    `newest`: the id of the last that came; what comes later is not meant by the presses.
    """
    language = look.language
    here = Press(verb=Verb.QUEUE, id=feed.id, page=page)
    title = text("feeds.queue", language, name=name_of(feed), n=n)
    lines = [line_of(title, marks=Mark.BOLD)]
    for number, it in enumerate(headlines, start=1):
        lines.append(numbered(number, it.title))
        if it.published_at is not None:
            at = format_card(it.published_at, zone=look.zone, language=language)
            lines.append(line_of(at, gap=1))
    if not headlines:
        lines.append(line_of(text("feeds.queue_empty", language)))
    cards = tuple(
        pressing(str(number), Press(verb=Verb.DRAFT, id=it.id))
        for number, it in enumerate(headlines, start=1)
    )

    decisions = (
        _all_of_it("feeds.admit", Verb.ADMIT, feed, n=n, newest=newest, look=look),
        _all_of_it("feeds.turn_down", Verb.TURN_DOWN, feed, n=n, newest=newest, look=look),
    )
    keyboard = rows_of(
        paging_row(here, has_more=has_more, look=look),
        decisions if headlines else (),
        (pressing(text("button.back", language), Press(verb=Verb.FEED, id=feed.id)),),
    )
    return Screen(text=html_of(lines), keyboard=(*in_rows(cards, width=5), *keyboard))


def ask_turn_down(feed: Feed, *, n: int, newest: str, look: Look) -> Screen:
    """The question before everything that waits is rejected."""
    sure = pressing(
        text("feeds.turn_down", look.language, n=n),
        Press(verb=Verb.TURN_DOWN, id=feed.id, argument=f"{newest}:{SURE}"),
        style=Style.DANGER,
    )
    cancel = pressing(text("button.cancel", look.language), Press(verb=Verb.QUEUE, id=feed.id))
    question = text("feeds.turn_down_ask", look.language, n=n)
    return Screen(text=html_of([line_of(question)]), keyboard=((sure, cancel),))


def _all_of_it(key: str, verb: Verb, feed: Feed, *, n: int, newest: int, look: Look) -> Button:
    # What came in since is not on the page, and so not meant.
    press = Press(verb=verb, id=feed.id, argument=base36(newest))
    style = Style.SUCCESS if verb is Verb.ADMIT else Style.DANGER
    return pressing(text(key, look.language, n=n), press, style=style)
