"""The short guide for people at the desk: pages turned by buttons (pure)."""

from typing import Final

from bot.i18n import text
from bot.press import Press, Verb
from bot.render.document import Mark
from bot.render.markup import html_of, line_of
from bot.render.screen import Button, Keyboard, Look, Screen, in_rows, pressing

PAGES: Final = ("write", "submit", "schedule", "correct", "feeds", "stats", "royalty")
"""What each page is about, in the order of an editor's day."""


def guide(page: str, *, look: Look) -> Screen:
    """One page; the first for a name that is none of them."""
    shown = page if page in PAGES else PAGES[0]
    lines = [
        line_of(text(f"guide.{shown}_title", look.language), marks=Mark.BOLD),
        line_of(text(f"guide.{shown}_text", look.language)),
    ]
    others = tuple(guide_button(it, look=look) for it in PAGES if it != shown)
    return Screen(text=html_of(lines), keyboard=in_rows(others, width=2))


def guide_button(page: str, *, look: Look) -> Button:
    """The way to a page, by its title."""
    label = text(f"guide.{page}_title", look.language)
    return pressing(label, Press(verb=Verb.GUIDE, argument=page))


def to_guide(*, look: Look) -> Keyboard:
    """The way into the guide, for those at the desk."""
    press = Press(verb=Verb.GUIDE, argument=PAGES[0])
    return ((pressing(text("guide.button", look.language), press),),)
