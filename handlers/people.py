"""/phanquyen and /thanhvien: who works here, by number and by invitation, never by @name."""

from __future__ import annotations

import re

import structlog
from telegram import Update
from telegram.error import TelegramError

from bot.desk import Act
from bot.i18n import text
from bot.invitations import LINK, VALID, hash_of, new_code
from bot.press import Press, Verb
from bot.render import people as screens
from bot.render.markup import escape
from bot.render.screen import Screen
from bot.telegram.menus import set_menu_of, take_menu_of
from bot.telegram.outgoing import send as send_to
from bot.text import clean
from handlers.context import Context
from handlers.desk import may_now
from handlers.showing import look_for, say, send, show, toast
from storage.errors import NotFound
from storage.model import Reader, ReaderId, Role
from storage.roles import Colleague

log = structlog.get_logger()

NUMBER = re.compile(r"[1-9][0-9]{0,15}")


async def people(update: Update, context: Context) -> None:
    """/phanquyen: everybody at the desk; with a number, that person."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.MANAGE_PEOPLE):
        return
    given = clean(context.args[0], limit=64) if context.args else ""
    if not given:
        await send(update, context, await _list(update, context, reader, page=0))
        return
    if not NUMBER.fullmatch(given):
        await say(update, context, text("people.not_a_number", reader.language))
        return
    try:
        screen = await _person(update, context, reader, ReaderId(int(given)))
    except NotFound:
        await say(update, context, text("admin.person_unknown", reader.language))
        return
    await send(update, context, screen)


async def press_people(update: Update, context: Context, press: Press) -> None:
    """A page of the list."""
    reader = await context.reader(update)
    if await may_now(update, context, reader, Act.MANAGE_PEOPLE):
        await toast(update)
        await show(update, context, await _list(update, context, reader, page=press.page))


async def press_person(update: Update, context: Context, press: Press) -> None:
    """One person and his roles."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.MANAGE_PEOPLE):
        return
    try:
        screen = await _person(update, context, reader, ReaderId(press.id))
    except NotFound:
        await toast(update, text("admin.person_unknown", reader.language), is_alert=True)
        return
    await toast(update)
    await show(update, context, screen)


async def press_role(update: Update, context: Context, press: Press) -> None:
    """Gives a role or takes it; asks once where it is the right to everything."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.MANAGE_PEOPLE):
        return
    name, _, sure = press.argument.partition(":")
    subject = ReaderId(press.id)
    try:
        colleague = await _colleague(context, subject)
    except NotFound:
        await toast(update, text("admin.person_unknown", reader.language), is_alert=True)
        return
    if name not in set(Role) or _is_settled(context, subject, role=Role(name)):
        await toast(update, text("errors.old_button", reader.language), is_alert=True)
        return
    role = Role(name)
    is_held = role in colleague.roles
    if role is Role.ADMINISTRATOR and sure != screens.SURE:
        look = await look_for(context, update, reader)
        await toast(update)
        asked = screens.ask_administrator(colleague, is_held=is_held, look=look)
        await show(update, context, asked)
        return
    await _change(update, context, reader, colleague, role=role)
    await show(update, context, await _person(update, context, reader, subject))


async def press_invite(update: Update, context: Context, press: Press) -> None:
    """Asks for which role, then makes the link."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.MANAGE_PEOPLE):
        return
    look = await look_for(context, update, reader)
    await toast(update)
    if press.argument not in set(Role):
        await show(update, context, screens.which_role(look=look))
        return
    role, code, now = Role(press.argument), new_code(), context.newsroom.now()
    await context.newsroom.storage.invitations.invite(
        hash_of(code), role=role, by=reader.id, expires_at=now + VALID, now=now
    )
    url = f"{context.newsroom.bot_url}?start={LINK}{code}"
    await show(update, context, screens.invitation(url, role=role, look=look))


async def press_call_back(update: Update, context: Context, press: Press) -> None:
    """Every link that was not used yet is over."""
    del press
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.MANAGE_PEOPLE):
        return
    n = await context.newsroom.storage.invitations.call_back(
        by=reader.id, now=context.newsroom.now()
    )
    await toast(update, text("people.called_back", reader.language, n=n), is_alert=True)
    await show(update, context, await _list(update, context, reader, page=0))


async def accept(update: Update, context: Context, code: str) -> None:
    """Somebody follows an invitation: the first one comes to the desk."""
    reader, newsroom = await context.reader(update), context.newsroom
    try:
        role = await newsroom.storage.invitations.accept(
            hash_of(code), reader_id=reader.id, now=newsroom.now()
        )
    except NotFound:
        await say(update, context, text("people.invitation_over", reader.language))
        return
    roles = await newsroom.storage.roles.of(reader.id)
    await set_menu_of(context.calls, reader.id, roles=roles)
    named = text(f"roles.{role}", reader.language)
    await say(update, context, text("people.welcome", reader.language, role=named))


async def members(update: Update, context: Context) -> None:
    """/thanhvien: how many receive."""
    await press_members(update, context, Press(verb=Verb.MEMBERS))


async def press_members(update: Update, context: Context, press: Press) -> None:
    """The numbers, and a page of the groups and channels."""
    reader = await context.reader(update)
    if not await may_now(update, context, reader, Act.MANAGE_PEOPLE):
        return
    shelf = context.newsroom.storage.members
    chats = await shelf.find_chats(
        limit=screens.PAGE_SIZE + 1, offset=press.page * screens.PAGE_SIZE
    )
    screen = screens.members_screen(
        await shelf.census(),
        chats[: screens.PAGE_SIZE],
        has_more=len(chats) > screens.PAGE_SIZE,
        look=await look_for(context, update, reader),
        page=press.page,
    )
    await toast(update)
    await (send if update.callback_query is None else show)(update, context, screen)


async def _change(
    update: Update, context: Context, reader: Reader, colleague: Colleague, *, role: Role
) -> None:
    """Gives or takes, tells both, and changes the menu in that person's chat."""
    shelf, now = context.newsroom.storage.roles, context.newsroom.now()
    is_given = role not in colleague.roles
    if is_given:
        await shelf.grant(colleague.id, role=role, by=reader.id, now=now)
    elif not await shelf.revoke(colleague.id, role=role, by=reader.id, now=now):
        await toast(update, text("people.last_administrator", reader.language), is_alert=True)
        return
    key = "admin.role_given" if is_given else "admin.role_taken"
    named = text(f"roles.{role}", reader.language)
    name = screens.name_of(colleague)
    await toast(update, text(key, reader.language, name=name, role=named))
    await _tell(context, colleague.id, role=role, is_given=is_given)


async def _tell(context: Context, subject: ReaderId, *, role: Role, is_given: bool) -> None:
    roles = await context.newsroom.storage.roles.of(subject)
    if roles:
        await set_menu_of(context.calls, subject, roles=roles)
    else:
        await take_menu_of(context.calls, subject)
    language = (await context.newsroom.storage.readers.get(subject)).language
    key = "people.welcome" if is_given else "people.goodbye"
    words = text(key, language, role=text(f"roles.{role}", language))
    try:
        await send_to(context.calls, Screen(text=escape(words)), chat_id=subject)
    except TelegramError as error:
        # Who has blocked the bot has his role all the same.
        log.warning("colleague_not_told", error=error.message)


async def _list(update: Update, context: Context, reader: Reader, *, page: int) -> Screen:
    storage = context.newsroom.storage
    return screens.people_screen(
        await storage.roles.people(),
        n_open=await storage.invitations.count_open(context.newsroom.now()),
        look=await look_for(context, update, reader),
        page=page,
    )


async def _person(update: Update, context: Context, reader: Reader, subject: ReaderId) -> Screen:
    return screens.person_screen(
        await _colleague(context, subject),
        is_settled=_is_settled(context, subject, role=Role.ADMINISTRATOR),
        look=await look_for(context, update, reader),
    )


async def _colleague(context: Context, subject: ReaderId) -> Colleague:
    storage = context.newsroom.storage
    name = await storage.readers.name_of(subject)
    return screens.colleague_of(await storage.roles.people(), subject, name=name)


def _is_settled(context: Context, subject: ReaderId, *, role: Role) -> bool:
    """Whether the settings say so: then it would be back at the next start."""
    return role is Role.ADMINISTRATOR and subject in context.newsroom.config.admins
