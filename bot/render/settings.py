"""What a chat can set, and help (pure)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.commands import ADMINISTERING, EDITING, OTHER, READING, RECEIVING
from bot.dates import WEEKDAYS
from bot.i18n import LANGUAGES, text
from bot.press import Press, Verb
from bot.render.document import Mark
from bot.render.guide import to_guide
from bot.render.markup import Line, html_of, line_of
from bot.render.screen import Button, Keyboard, Look, Screen, Style, in_rows, pressing
from bot.zones import zone_name
from storage.model import Reader, Role, Subscriber

FEATURED: Final = "featured"
BREAKING: Final = "breaking"
QUIET: Final = "quiet"
SILENT: Final = "silent"
DATA_SAVER: Final = "data"
FORM: Final = "form"
"""What `Verb.TOGGLE` turns, as its argument says."""

NO_DIGEST: Final = "off"
"""`Verb.HOUR` with this argument stops the digest; else the argument is minutes."""

HOURS: Final = tuple(60 * hour for hour in (5, 6, 7, 8, 11, 12, 17, 18, 19, 20, 21, 22))
_DESK: Final = frozenset({Role.WRITER, Role.EDITOR, Role.APPROVER})


def settings(subscriber: Subscriber | None, reader: Reader | None, *, look: Look) -> Screen:
    """The screen "Cài đặt": each button says how things stand, and changes it.

    Args:
        subscriber: this chat; none while it has not subscribed.
        reader: in a private chat the person; none in a group.
        look: for whom.
    """
    language = look.language
    lines = [
        line_of(text("settings.title", language), marks=Mark.BOLD),
        line_of(text("settings.data_saver_help", language)),
    ]
    rows: Keyboard = ()
    if subscriber is not None:
        hour, toggle = Press(verb=Verb.HOUR), Press(verb=Verb.TOGGLE)
        rows = receiving(subscriber, hour=hour, toggle=toggle, look=look)
    choosing = (
        pressing(text("categories.title", language), Press(verb=Verb.CATEGORIES)),
        pressing(_language_label(look), Press(verb=Verb.LANGUAGE)),
    )
    is_active = subscriber is not None and subscriber.is_active
    key, verb = ("stop_button", Verb.UNSUBSCRIBE) if is_active else ("button", Verb.SUBSCRIBE)
    style = None if is_active else Style.PRIMARY
    joining = pressing(text(f"subscribe.{key}", language), Press(verb=verb), style=style)
    forms = ((_form(reader, look=look),),) if reader else ()
    return Screen(text=html_of(lines), keyboard=(*rows, *forms, choosing, (joining,)))


def hours(chosen_minutes: Collection[int], *, look: Look) -> Screen:
    """The hour of the digest: common ones to press, any other to type."""
    buttons = tuple(
        pressing(
            f"✓ {hour_of(minute)}" if minute in chosen_minutes else hour_of(minute),
            Press(verb=Verb.HOUR, argument=str(minute)),
        )
        for minute in HOURS
    )
    stop = pressing(
        text("settings.digest_stop", look.language), Press(verb=Verb.HOUR, argument=NO_DIGEST)
    )
    keyboard = (*in_rows(buttons, width=4), (stop,), (_back(look),))
    return Screen(
        text=html_of([line_of(text("settings.ask_hour", look.language))]), keyboard=keyboard
    )


def languages(*, look: Look) -> Screen:
    """The languages, each in its own words."""
    rows = tuple(
        (pressing(text(f"languages.{it}", it), Press(verb=Verb.LANGUAGE, argument=it)),)
        for it in LANGUAGES
    )
    shown = line_of(text("settings.choose_language", look.language))
    return Screen(text=html_of([shown]), keyboard=(*rows, (_back(look),)))


def help_screen(roles: Collection[Role], *, look: Look) -> Screen:
    """The commands that this person may use, each with what it does."""
    parts = [("reading", READING), ("receiving", RECEIVING), ("other", OTHER)]
    parts += [("editing", EDITING)] if _DESK & set(roles) else []
    parts += [("administering", ADMINISTERING)] if Role.ADMINISTRATOR in roles else []
    lines = [it for title, commands in parts for it in _help_lines(title, commands, look=look)]
    return Screen(text=html_of(lines), keyboard=to_guide(look=look) if roles else ())


def hour_of(minute: int) -> str:
    """Minutes after midnight as a clock shows them.

    >>> hour_of(450)
    '07:30'
    """
    return f"{minute // 60:02}:{minute % 60:02}"


def _help_lines(title: str, commands: Sequence[str], *, look: Look) -> Iterator[Line]:
    yield line_of(text(f"help.{title}", look.language), marks=Mark.BOLD)
    for it in commands:
        name = text(f"command_names.{it}", look.language)
        yield line_of(f"/{name} {text(f'commands.{it}', look.language)}", gap=1)


def receiving(subscriber: Subscriber, *, hour: Press, toggle: Press, look: Look) -> Keyboard:
    """What a chat receives, as it stands; `toggle` with a name turns one of them."""
    language = look.language
    digest = text("settings.digest_off", language)
    if subscriber.wants_digest and subscriber.digest_minutes:
        times = ", ".join(map(hour_of, subscriber.digest_minutes))
        digest = text("settings.digest_at", language, time=times)
    featured = "featured_on" if subscriber.wants_featured else "featured_off"
    saver = "data_saver_on" if subscriber.saves_data else "data_saver_off"
    breaking = "breaking_on" if subscriber.wants_breaking else "breaking_off"
    silent = "silent_on" if subscriber.is_silent else "silent_off"
    return (
        (pressing(digest, hour),),
        when_row(subscriber, look=look),
        (
            _toggle(featured, replace(toggle, argument=FEATURED), look=look),
            _toggle(breaking, replace(toggle, argument=BREAKING), look=look),
        ),
        (_quiet(subscriber, press=replace(toggle, argument=QUIET), look=look),),
        (
            _toggle(silent, replace(toggle, argument=SILENT), look=look),
            _toggle(saver, replace(toggle, argument=DATA_SAVER), look=look),
        ),
    )


def when_row(subscriber: Subscriber, *, look: Look) -> tuple[Button, ...]:
    """Days and zone, as they stand."""
    here = Press(verb=Verb.CHAT_DAY, id=subscriber.id)
    names = [name for day, name in days_of(look) if subscriber.digest_days >> day & 1]
    shown = ", ".join(names)
    if len(names) == len(WEEKDAYS[look.language]):
        shown = text("settings.every_day", look.language)
    days = text("settings.days", look.language, days=shown)
    zone = text("settings.zone", look.language, zone=zone_name(subscriber.timezone))
    return pressing(days, here), pressing(zone, replace(here, verb=Verb.CHAT_ZONE))


def days_of(look: Look) -> list[tuple[int, str]]:
    """The days of the week by number, from Monday, which is 0."""
    return list(enumerate(WEEKDAYS[look.language]))


def _quiet(subscriber: Subscriber, *, press: Press, look: Look) -> Button:
    if subscriber.quiet_minutes is None:
        return pressing(text("settings.quiet_off", look.language), press)
    start, end = map(hour_of, subscriber.quiet_minutes)
    key = "quiet_but_breaking" if subscriber.wakes_for_breaking else "quiet_hours"
    return pressing(text(f"settings.{key}", look.language, start=start, end=end), press)


def _form(reader: Reader, *, look: Look) -> Button:
    press = Press(verb=Verb.TOGGLE, argument=FORM)
    return _toggle("form_classic" if reader.prefers_classic else "form_rich", press, look=look)


def _toggle(key: str, press: Press, *, look: Look) -> Button:
    return pressing(text(f"settings.{key}", look.language), press)


def _language_label(look: Look) -> str:
    name = text(f"languages.{look.language}", look.language)
    return text("settings.language", look.language, name=name)


def _back(look: Look) -> Button:
    return pressing(text("button.back", look.language), Press(verb=Verb.SETTINGS))
