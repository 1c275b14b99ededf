"""The settings of a group, a topic or a channel; days and zone of any chat (pure)."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from bot.i18n import LANGUAGES, text
from bot.press import Press, Verb
from bot.render.document import Mark
from bot.render.lists import paging_row
from bot.render.markup import html_of, line_of
from bot.render.screen import Button, Keyboard, Look, Screen, Style, in_rows, pressing, rows_of
from bot.render.settings import HOURS, NO_DIGEST, days_of, hour_of, receiving
from bot.text import shorten, squash
from bot.zones import USUAL
from storage.model import Category, CategoryId, ChatKind, Subscriber

ON, OFF = "on", "off"
"""What `Verb.CHAT_JOIN` does, as its argument says."""

CATEGORIES_ON_PAGE: Final = 20
_TITLE_UNITS: Final = 100


def chat_card(subscriber: Subscriber, *, look: Look) -> Screen:
    """The card "Cài đặt: {chat}": each button says how things stand, and changes it."""
    language, here = look.language, Press(verb=Verb.CHAT, id=subscriber.id)
    title = shorten(squash(subscriber.title), limit=_TITLE_UNITS)
    lines = [
        line_of(text("settings.of_chat", language, title=title), marks=Mark.BOLD),
        line_of(text("settings.admins_press", language)),
    ]
    hour, toggle = replace(here, verb=Verb.CHAT_HOUR), replace(here, verb=Verb.CHAT_TOGGLE)
    choosing = (
        _button("categories.title", replace(here, verb=Verb.CHAT_CATEGORY), look=look),
        _button("settings.languages", replace(here, verb=Verb.CHAT_LANGUAGE), look=look),
    )
    joining = replace(here, verb=Verb.CHAT_JOIN, argument=OFF if subscriber.is_active else ON)
    label = text(f"subscribe.{'stop_button' if subscriber.is_active else 'button'}", language)
    style = None if subscriber.is_active else Style.PRIMARY
    return Screen(
        text=html_of(lines),
        keyboard=(
            *receiving(subscriber, hour=hour, toggle=toggle, look=look),
            choosing,
            (pressing(label, joining, style=style),),
        ),
    )


def chat_hours(subscriber: Subscriber, *, look: Look) -> Screen:
    """The hours of the digest, those chosen ticked."""
    here = Press(verb=Verb.CHAT_HOUR, id=subscriber.id)
    chosen = subscriber.digest_minutes if subscriber.wants_digest else ()
    buttons = tuple(
        _ticked(hour_of(it), replace(here, argument=str(it)), is_on=it in chosen) for it in HOURS
    )
    stop = _button("settings.digest_stop", replace(here, argument=NO_DIGEST), look=look)
    return _screen(
        "settings.ask_hours", (*in_rows(buttons, width=4), (stop,)), subscriber, look=look
    )


def chat_days(subscriber: Subscriber, *, look: Look) -> Screen:
    """The days of the digest, those chosen ticked."""
    here, chosen = Press(verb=Verb.CHAT_DAY, id=subscriber.id), subscriber.digest_days
    buttons = tuple(
        _ticked(name, replace(here, argument=str(day)), is_on=bool(chosen >> day & 1))
        for day, name in days_of(look)
    )
    return _screen("settings.ask_days", in_rows(buttons, width=4), subscriber, look=look)


def chat_zones(subscriber: Subscriber, *, look: Look) -> Screen:
    """The zones that many need; any other is written as a reply to this message."""
    here = Press(verb=Verb.CHAT_ZONE, id=subscriber.id)
    buttons = tuple(
        _ticked(label, replace(here, argument=zone), is_on=zone == subscriber.timezone)
        for zone, label in USUAL.items()
    )
    return _screen("settings.ask_zone", in_rows(buttons, width=3), subscriber, look=look)


def chat_languages(subscriber: Subscriber, *, look: Look) -> Screen:
    """The languages, each in its own words."""
    here = Press(verb=Verb.CHAT_LANGUAGE, id=subscriber.id)
    buttons = tuple(
        _ticked(
            text(f"languages.{it}", it),
            replace(here, argument=it),
            is_on=it == subscriber.language,
        )
        for it in LANGUAGES
    )
    return _screen("settings.choose_language", in_rows(buttons, width=1), subscriber, look=look)


def chat_categories(
    subscriber: Subscriber, sections: Sequence[Category], *, look: Look, page: int
) -> Screen:
    """The sections, those that this chat follows ticked; a press changes one."""
    here = Press(verb=Verb.CHAT_CATEGORY, id=subscriber.id, page=page)
    followed = _followed(subscriber, sections)
    start = page * CATEGORIES_ON_PAGE
    buttons = tuple(
        _ticked(
            shorten(squash(it.name), limit=40) or it.slug,
            replace(here, argument=str(it.id)),
            is_on=it.id in followed,
        )
        for it in sections[start : start + CATEGORIES_ON_PAGE]
    )
    has_more = len(sections) > start + CATEGORIES_ON_PAGE
    paging = rows_of(paging_row(here, has_more=has_more, look=look))
    keyboard = (*in_rows(buttons, width=2), *paging)
    return _screen("settings.ask_categories", keyboard, subscriber, look=look)


def channels(found: Sequence[Subscriber], *, look: Look) -> Screen:
    """The channels that somebody may set up, a button each."""
    key = "groups.channels" if found else "groups.no_channels"
    rows = tuple(
        (pressing(squash(it.title) or str(it.chat_id), Press(verb=Verb.CHAT, id=it.id)),)
        for it in found
    )
    return Screen(text=html_of([line_of(text(key, look.language))]), keyboard=rows)


def _followed(subscriber: Subscriber, sections: Sequence[Category]) -> Collection[CategoryId]:
    return set(subscriber.category_ids) or {it.id for it in sections}


def _screen(key: str, rows: Keyboard, subscriber: Subscriber, *, look: Look) -> Screen:
    back = Press(verb=Verb.CHAT, id=subscriber.id)
    if subscriber.kind is ChatKind.PRIVATE:
        back = Press(verb=Verb.SETTINGS)
    keyboard = (*rows, (_button("button.back", back, look=look),))
    return Screen(text=html_of([line_of(text(key, look.language))]), keyboard=keyboard)


def _button(key: str, press: Press, *, look: Look) -> Button:
    return pressing(text(key, look.language), press)


def _ticked(label: str, press: Press, *, is_on: bool) -> Button:
    return pressing(f"✓ {label}" if is_on else label, press)
