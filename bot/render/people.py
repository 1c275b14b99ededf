"""Who works at the desk, an invitation, the members in numbers (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from bot.i18n import text
from bot.press import Press, Verb
from bot.render.document import Mark
from bot.render.lists import paging_row
from bot.render.markup import html_of, line_of
from bot.render.screen import Button, Look, Screen, Style, in_rows, pressing, rows_of
from bot.text import shorten, squash
from storage.members import Census, Chat
from storage.model import ReaderId, Role
from storage.roles import Colleague

PAGE_SIZE: Final = 8
"""People, or chats, on a page."""

SURE: Final = "yes"

_NAME_UNITS: Final = 60
_SHARE: Final = "https://t.me/share/url?url="


def name_of(colleague: Colleague) -> str:
    """His name, or his number while nobody knows it."""
    return shorten(squash(colleague.name), limit=_NAME_UNITS) or str(colleague.id)


def people_screen(people: Sequence[Colleague], *, n_open: int, look: Look, page: int) -> Screen:
    """Everybody at the desk. `n_open`: links that would still let somebody in."""
    language = look.language
    shown = people[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    lines = [line_of(text("people.title", language), marks=Mark.BOLD)]
    lines += [line_of(f"{name_of(it)}: {_roles_of(it, look=look)}", gap=1) for it in shown]
    if n_open:
        lines.append(line_of(text("people.open_invitations", language, n=n_open)))
    lines.append(line_of(text("people.by_id", language)))
    persons = tuple(pressing(name_of(it), Press(verb=Verb.PERSON, id=it.id)) for it in shown)
    invite = pressing(text("people.invite", language), Press(verb=Verb.INVITE), style=Style.PRIMARY)
    back = pressing(text("people.call_back", language), Press(verb=Verb.CALL_BACK))
    has_more = len(people) > (page + 1) * PAGE_SIZE
    paging = paging_row(Press(verb=Verb.PEOPLE, page=page), has_more=has_more, look=look)
    return Screen(
        text=html_of(lines),
        keyboard=(
            *in_rows(persons, width=2),
            *rows_of(paging, (invite, back if n_open else None)),
        ),
    )


def person_screen(colleague: Colleague, *, is_settled: bool, look: Look) -> Screen:
    """One person and a button for each role. `is_settled`: the settings name him."""
    language = look.language
    lines = [
        line_of(name_of(colleague), marks=Mark.BOLD),
        line_of(text("people.number", language, id=str(colleague.id)), gap=1),
        line_of(_roles_of(colleague, look=look), gap=1),
    ]
    if is_settled:
        lines.append(line_of(text("people.from_settings", language)))
    buttons = tuple(
        _role_button(role, colleague, look=look)
        for role in Role
        if not (is_settled and role is Role.ADMINISTRATOR)
    )
    return Screen(text=html_of(lines), keyboard=(*in_rows(buttons, width=1), _back(look)))


def ask_administrator(colleague: Colleague, *, is_held: bool, look: Look) -> Screen:
    """The question before somebody may do everything here, or may no longer."""
    key = "people.take_administrator" if is_held else "people.make_administrator"
    press = Press(verb=Verb.ROLE, id=colleague.id, argument=f"{Role.ADMINISTRATOR}:{SURE}")
    sure = pressing(text("button.confirm", look.language), press, style=Style.DANGER)
    cancel = pressing(
        text("button.cancel", look.language), Press(verb=Verb.PERSON, id=colleague.id)
    )
    question = text(key, look.language, name=name_of(colleague))
    return Screen(text=html_of([line_of(question)]), keyboard=((sure, cancel),))


def which_role(*, look: Look) -> Screen:
    """For which role the invitation is."""
    buttons = tuple(
        pressing(text(f"roles.{role}", look.language), Press(verb=Verb.INVITE, argument=role))
        for role in Role
    )
    words = html_of([line_of(text("people.invite_as", look.language))])
    return Screen(text=words, keyboard=(*in_rows(buttons, width=2), _back(look)))


def invitation(url: str, *, role: Role, look: Look) -> Screen:
    """The link, whom it lets in, and for how long."""
    language = look.language
    words = text("people.invitation", language, role=text(f"roles.{role}", language))
    lines = [line_of(words), line_of(url)]
    copy = Button(label=text("card.copy_link", language), copy_text=url)
    share = Button(label=text("card.share", language), url=_SHARE + quote(url, safe=""))
    return Screen(text=html_of(lines), keyboard=((share, copy), _back(look)))


def members_screen(
    census: Sequence[Census], chats: Sequence[Chat], *, has_more: bool, look: Look, page: int
) -> Screen:
    """How many receive, by kind of chat; then the groups and channels by name."""
    language = look.language
    active, ended = sum(it.active for it in census), sum(it.ended for it in census)
    lines = [
        line_of(text("members.title", language), marks=Mark.BOLD),
        line_of(text("members.active", language, n=active), gap=1),
    ]
    lines += [
        line_of(text(f"members.{it.kind}", language, n=it.active), gap=1)
        for it in census
        if it.active
    ]
    lines.append(line_of(text("members.ended", language, n=ended), gap=1))
    if chats:
        lines.append(line_of(text("members.chats", language), marks=Mark.BOLD))
        lines += [line_of(f"• {_title_of(it)}", gap=1) for it in chats]
    paging = paging_row(Press(verb=Verb.MEMBERS, page=page), has_more=has_more, look=look)
    return Screen(text=html_of(lines), keyboard=rows_of(paging))


def colleague_of(people: Sequence[Colleague], reader_id: ReaderId, *, name: str) -> Colleague:
    """One of them, or somebody without any role yet."""
    found = [it for it in people if it.id == reader_id]
    return found[0] if found else Colleague(id=reader_id, name=name, roles=frozenset())


def _role_button(role: Role, colleague: Colleague, *, look: Look) -> Button:
    is_held = role in colleague.roles
    key = "people.take_role" if is_held else "people.give_role"
    label = text(key, look.language, role=text(f"roles.{role}", look.language))
    press = Press(verb=Verb.ROLE, id=colleague.id, argument=role)
    return pressing(label, press, style=Style.DANGER if is_held else None)


def _roles_of(colleague: Colleague, *, look: Look) -> str:
    held = [text(f"roles.{role}", look.language) for role in Role if role in colleague.roles]
    return ", ".join(held) or text("people.no_role", look.language)


def _title_of(chat: Chat) -> str:
    return shorten(squash(chat.title), limit=_NAME_UNITS) or "…"


def _back(look: Look) -> tuple[Button, ...]:
    return (pressing(text("button.back", look.language), Press(verb=Verb.PEOPLE)),)
