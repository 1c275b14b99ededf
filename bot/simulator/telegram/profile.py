"""What a bot says about itself: name, descriptions, commands, menu button.

Bot API, "setMyCommands" and the rest; commands fall back as "BotCommandScope" describes it:
the narrowest scope that has commands wins, and in each scope the person's language before none.
"""

import re

from .errors import JsonObject, bad_request
from .flood import Flood
from .state import PersonRecord, Request, State

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"[a-z]{2}")
MOST_COMMANDS = 100


async def get_me(state: State, flood: Flood, request: Request) -> JsonObject:
    """`getMe`: the bot."""
    return {
        **state.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def set_my_commands(state: State, flood: Flood, request: Request) -> bool:
    """`setMyCommands`: True; an empty list deletes."""
    commands = request.params["commands"]
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    key = (_scope_key(state, request.params), _language(request.params))
    checked = [_command(each) for each in commands]
    if checked:
        state.profile.commands[key] = checked
    else:
        state.profile.commands.pop(key, None)
    state.events.publish({"type": "menu"})
    return True


async def get_my_commands(state: State, flood: Flood, request: Request) -> list[JsonObject]:
    """`getMyCommands`: exactly this scope and language, no fallback."""
    key = (_scope_key(state, request.params), _language(request.params))
    return state.profile.commands.get(key, [])


async def delete_my_commands(state: State, flood: Flood, request: Request) -> bool:
    """`deleteMyCommands`: True."""
    key = (_scope_key(state, request.params), _language(request.params))
    state.profile.commands.pop(key, None)
    state.events.publish({"type": "menu"})
    return True


def _command(command: JsonObject) -> JsonObject:
    name = command["command"].removeprefix("/")
    if COMMAND.fullmatch(name) is None:
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(command["description"].strip()) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": command["description"].strip()}


def _language(params: JsonObject) -> str:
    language: str = params.get("language_code", "")
    if language and LANGUAGE.fullmatch(language) is None:
        raise bad_request("LANG_CODE_INVALID")
    return language


def _scope_key(state: State, params: JsonObject) -> str:
    scope = params.get("scope", {"type": "default"})
    kind: str = scope["type"]
    if "chat_id" not in scope:
        return kind
    chat = state.chat(scope["chat_id"])
    if kind in ("chat_administrators", "chat_member") and chat.type == "private":
        raise bad_request("can't change commands in private chats this way")
    if kind == "chat_member":
        return f"{kind}:{chat.id}:{scope['user_id']}"
    return f"{kind}:{chat.id}"


def menu_of(state: State, person: PersonRecord, *, chat_id: int | None = None) -> list[JsonObject]:
    """The commands this person sees in a chat (their private one when none is named)."""
    chat = state.chats.get(chat_id or person.id)
    if chat is None or chat.type == "private":
        scopes = [f"chat:{person.id}", "all_private_chats", "default"]
    else:
        is_admin = person.id in chat.admins
        scopes = [f"chat_member:{chat.id}:{person.id}"]
        scopes += [f"chat_administrators:{chat.id}"] if is_admin else []
        scopes += [f"chat:{chat.id}"]
        scopes += ["all_chat_administrators"] if is_admin else []
        scopes += ["all_group_chats", "default"]
    for scope in scopes:
        for language in (person.language_code or "", ""):
            if commands := state.profile.commands.get((scope, language)):
                return commands
    return []


def _set_text(texts: dict[str, str], request: Request, *, key: str, longest: int) -> bool:
    text: str = request.params.get(key, "")
    if len(text) > longest:
        raise bad_request(f"{key.replace('_', ' ')} is too long")
    language = _language(request.params)
    if text:
        texts[language] = text
    else:
        texts.pop(language, None)
    return True


def _get_text(texts: dict[str, str], request: Request, *, default: str = "") -> str:
    return texts.get(_language(request.params), texts.get("", default))


async def set_my_name(state: State, flood: Flood, request: Request) -> bool:
    """`setMyName`: True; up to 64 characters."""
    return _set_text(state.profile.names, request, key="name", longest=64)


async def get_my_name(state: State, flood: Flood, request: Request) -> JsonObject:
    """`getMyName`: in this language, else for everybody."""
    return {"name": _get_text(state.profile.names, request, default=state.bot["first_name"])}


async def set_my_description(state: State, flood: Flood, request: Request) -> bool:
    """`setMyDescription`: True; up to 512 characters."""
    return _set_text(state.profile.descriptions, request, key="description", longest=512)


async def get_my_description(state: State, flood: Flood, request: Request) -> JsonObject:
    """`getMyDescription`: in this language, else for everybody."""
    return {"description": _get_text(state.profile.descriptions, request)}


async def set_my_short_description(state: State, flood: Flood, request: Request) -> bool:
    """`setMyShortDescription`: True; up to 120 characters."""
    return _set_text(
        state.profile.short_descriptions, request, key="short_description", longest=120
    )


async def get_my_short_description(state: State, flood: Flood, request: Request) -> JsonObject:
    """`getMyShortDescription`: in this language, else for everybody."""
    return {"short_description": _get_text(state.profile.short_descriptions, request)}


async def set_chat_menu_button(state: State, flood: Flood, request: Request) -> bool:
    """`setChatMenuButton`: True; for one private chat or for all."""
    button = request.params.get("menu_button", {"type": "default"})
    if button["type"] == "web_app" and not button["web_app"]["url"].startswith("https://"):
        raise bad_request(
            f"menu button Web App URL '{button['web_app']['url']}' is invalid: "
            "Only HTTPS links are allowed"
        )
    chat_id = request.params.get("chat_id")
    if chat_id is None:
        state.profile.menu_button = {"type": "commands"} if button["type"] == "default" else button
        return True
    chat = state.chat(chat_id)
    if chat.type != "private":
        raise bad_request("chat not found")
    chat.menu_button = None if button["type"] == "default" else button
    return True


async def get_chat_menu_button(state: State, flood: Flood, request: Request) -> JsonObject:
    """`getChatMenuButton`: of the chat, else the default."""
    chat_id = request.params.get("chat_id")
    own = state.chat(chat_id).menu_button if chat_id is not None else None
    return own or state.profile.menu_button


PROFILE = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": set_my_name,
    "getMyName": get_my_name,
    "setMyDescription": set_my_description,
    "getMyDescription": get_my_description,
    "setMyShortDescription": set_my_short_description,
    "getMyShortDescription": get_my_short_description,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
