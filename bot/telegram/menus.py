"""The command menus, for each scope and language, sent only when they have changed."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from hashlib import blake2b

import orjson
import structlog
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.commands import ADMINISTERING, EDITING, IN_GROUPS, MEMBER
from bot.i18n import LANGUAGES, text
from bot.newsroom import Newsroom
from bot.telegram.calls import Calls, Fields
from storage.model import ReaderId, Role

log = structlog.get_logger()

REMEMBERED = "menus"


async def set_menus(calls: Calls, newsroom: Newsroom) -> None:
    """Tells Telegram every menu and what the bot says of itself, unless it knows them."""
    wanted = await _wanted(newsroom)
    mark = blake2b(orjson.dumps([newsroom.username, wanted]), digest_size=16).hexdigest()
    if await newsroom.storage.settings.get(REMEMBERED) == mark:
        return
    for method, fields in wanted:
        try:
            await calls.call(method, fields)
        except (BadRequest, Forbidden) as error:
            # An editor who has never written to the bot has no chat to put a menu into; the
            # first /start does it.
            log.warning("menu_refused", method=method, error=error.message)
        except TelegramError as error:
            # Not worth a start: the next one sends them, as nothing is remembered.
            log.warning("menus_not_set", method=method, error=error.message)
            return
    await newsroom.storage.settings.put(REMEMBERED, value=mark)


async def set_menu_of(calls: Calls, reader_id: ReaderId, *, roles: AbstractSet[Role]) -> None:
    """Puts the desk's menu into the private chat of somebody who works there."""
    await _change_menu(calls, _menu_of(reader_id, roles=roles))


async def take_menu_of(calls: Calls, reader_id: ReaderId) -> None:
    """The desk's menu goes with the roles."""
    scope = {"type": "chat", "chat_id": reader_id}
    fields = [{"scope": scope} | ({"language_code": it} if it else {}) for it in ("", *LANGUAGES)]
    await _change_menu(calls, [("deleteMyCommands", it) for it in fields])


async def _change_menu(calls: Calls, wanted: Sequence[tuple[str, Fields]]) -> None:
    for method, fields in wanted:
        try:
            await calls.call(method, fields)
        except TelegramError as error:
            # A menu is no reason to leave a greeting unanswered.
            log.warning("menus_not_set", method=method, error=error.message)
            return


async def _wanted(newsroom: Newsroom) -> list[tuple[str, Fields]]:
    roles = newsroom.storage.roles
    wanted = [
        *_menu(MEMBER, {"type": "all_private_chats"}),
        *_menu(IN_GROUPS, _GROUP_ADMINISTRATORS),
    ]
    held: dict[ReaderId, set[Role]] = {}
    for role in Role:
        for reader_id in await roles.holders(role):
            held.setdefault(reader_id, set()).add(role)
    for reader_id in sorted(held):
        wanted += _menu_of(reader_id, roles=held[reader_id])
    for code, language in _codes(newsroom.config.language):
        described = {"language_code": code} if code else {}
        wanted.append(
            ("setMyDescription", {"description": text("about.description", language)} | described)
        )
        wanted.append(
            (
                "setMyShortDescription",
                {"short_description": text("about.short", language)} | described,
            )
        )
    return wanted


_GROUP_ADMINISTRATORS = {"type": "all_chat_administrators"}


def _menu_of(reader_id: ReaderId, *, roles: AbstractSet[Role]) -> list[tuple[str, Fields]]:
    commands = MEMBER + EDITING + (ADMINISTERING if Role.ADMINISTRATOR in roles else ())
    return _menu(commands, {"type": "chat", "chat_id": reader_id})


def _menu(commands: tuple[str, ...], scope: Fields) -> list[tuple[str, Fields]]:
    menus = []
    for code, language in _codes("vi"):
        entries = [
            {
                "command": text(f"command_names.{name}", language),
                "description": text(f"commands.{name}", language),
            }
            for name in commands
        ]
        fields: Fields = {"commands": entries, "scope": scope}
        menus.append(("setMyCommands", fields | ({"language_code": code} if code else {})))
    return menus


def _codes(usual: str) -> list[tuple[str, str]]:
    """Telegram's language codes and ours; the empty code is for everybody else."""
    return [("", usual), *((language, language) for language in LANGUAGES)]
