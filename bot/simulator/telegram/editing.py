"""editMessage…, deleteMessage(s), pins and reactions.

Bot API, "Updating messages": a bot edits its own messages; it deletes them within 48 hours.
"""

from datetime import timedelta

from .errors import JsonObject, bad_request
from .flood import Flood
from .keyboards import checked_inline_keyboard
from .media import media_content
from .posting import announce, receiving_chat
from .rich import rich_content
from .state import ChatRecord, Request, State, Stored
from .texts import caption_content, text_content

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
DELETABLE_FOR = timedelta(hours=48)
TEXT_FIELDS = ("text", "entities", "link_preview_options", "rich_message")
CAPTION_FIELDS = ("caption", "caption_entities", "show_caption_above_media")
MEDIA_FIELDS = ("photo", "document", "audio", "voice", "video", "animation", *CAPTION_FIELDS)
REACTIONS = set(
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤\u200d🔥 🌚"
    " 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 😨 🤝"
    " ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷\u200d♂ 🤷 🤷\u200d♀ 😡".split()
)


async def edit_message_text(state: State, flood: Flood, request: Request) -> JsonObject:
    """`editMessageText`, also with `rich_message`: the message."""
    chat, stored = editable(state, request.params)
    if "text" not in stored.body and "rich_message" not in stored.body:
        raise bad_request("there is no text in the message to edit")
    if "rich_message" in request.params:
        content = await rich_content(state, request, chat=chat)
    else:
        content = text_content(state, request.params)
    return _edit(state, chat, stored, request, content, replaced=TEXT_FIELDS)


async def edit_message_caption(state: State, flood: Flood, request: Request) -> JsonObject:
    """`editMessageCaption`: the message."""
    chat, stored = editable(state, request.params)
    if not any(kind in stored.body for kind in MEDIA_FIELDS):
        raise bad_request("there is no caption in the message to edit")
    content = caption_content(state, request.params)
    return _edit(state, chat, stored, request, content, replaced=CAPTION_FIELDS)


async def edit_message_media(state: State, flood: Flood, request: Request) -> JsonObject:
    """`editMessageMedia`: the message."""
    chat, stored = editable(state, request.params)
    content = await media_content(state, request, request.params["media"])
    replaced = (*MEDIA_FIELDS, *TEXT_FIELDS)
    return _edit(state, chat, stored, request, content, replaced=replaced)


async def edit_message_reply_markup(state: State, flood: Flood, request: Request) -> JsonObject:
    """`editMessageReplyMarkup`: the message."""
    chat, stored = editable(state, request.params)
    return _edit(state, chat, stored, request, {}, replaced=())


async def delete_message(state: State, flood: Flood, request: Request) -> bool:
    """`deleteMessage`: True."""
    chat = receiving_chat(state, request.params["chat_id"])
    stored = chat.messages.get(request.params["message_id"])
    if stored is None or stored.is_deleted:
        raise bad_request("message to delete not found")
    _check_deletable(state, chat, stored)
    _delete(state, chat, [request.params["message_id"]])
    return True


async def delete_messages(state: State, flood: Flood, request: Request) -> bool:
    """`deleteMessages`: True; those that cannot be found are skipped."""
    chat = receiving_chat(state, request.params["chat_id"])
    ids = request.params["message_ids"]
    if not 1 <= len(ids) <= 100:
        raise bad_request("too many message identifiers specified" if ids else "MESSAGE_IDS_EMPTY")
    found = [each for each in ids if each in chat.messages and not chat.messages[each].is_deleted]
    for each in found:
        _check_deletable(state, chat, chat.messages[each])
    _delete(state, chat, found)
    return True


async def pin_chat_message(state: State, flood: Flood, request: Request) -> bool:
    """`pinChatMessage`: True."""
    chat = receiving_chat(state, request.params["chat_id"])
    message_id = request.params["message_id"]
    if message_id not in chat.messages or chat.messages[message_id].is_deleted:
        raise bad_request("message to pin not found")
    _check_pin_rights(chat)
    chat.pinned = [each for each in chat.pinned if each != message_id] + [message_id]
    return True


async def unpin_chat_message(state: State, flood: Flood, request: Request) -> bool:
    """`unpinChatMessage`: True; without an id the newest pin goes."""
    chat = receiving_chat(state, request.params["chat_id"])
    _check_pin_rights(chat)
    message_id = request.params.get("message_id", chat.pinned[-1] if chat.pinned else None)
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    return True


async def set_message_reaction(state: State, flood: Flood, request: Request) -> bool:
    """`setMessageReaction`: True; a bot sets one reaction at most."""
    chat = receiving_chat(state, request.params["chat_id"])
    stored = chat.messages.get(request.params["message_id"])
    if stored is None or stored.is_deleted:
        raise bad_request("message to react not found")
    reactions = request.params.get("reaction", [])
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    for each in reactions:
        if each["type"] != "emoji" or each["emoji"].rstrip("\ufe0f") not in REACTIONS:
            raise bad_request("REACTION_INVALID")
    return True


def editable(state: State, params: JsonObject) -> tuple[ChatRecord, Stored]:
    """The chat and the bot's own message that an edit names.

    Raises:
        Refusal: not found, or somebody else's.
    """
    if "inline_message_id" in params:
        raise bad_request("MESSAGE_ID_INVALID")
    if "chat_id" not in params:
        raise bad_request("chat_id is empty")
    if "message_id" not in params:
        raise bad_request("message identifier is not specified")
    chat = receiving_chat(state, params["chat_id"])
    stored = chat.messages.get(params["message_id"])
    if stored is None or stored.is_deleted:
        raise bad_request("message to edit not found")
    if not stored.by_bot or "forward_origin" in stored.body:
        raise bad_request("message can't be edited")
    return chat, stored


def _edit(
    state: State,
    chat: ChatRecord,
    stored: Stored,
    request: Request,
    content: JsonObject,
    *,
    replaced: tuple[str, ...],
) -> JsonObject:
    apply_edit(state, chat, stored, request.params, content, replaced=replaced)
    return stored.body


def apply_edit(
    state: State,
    chat: ChatRecord,
    stored: Stored,
    params: JsonObject,
    content: JsonObject,
    *,
    replaced: tuple[str, ...],
) -> None:
    """Replaces fields and keyboard of a message; a keyboard that is not given goes.

    Raises:
        Refusal: nothing would change.
    """
    markup = params.get("reply_markup")
    keyboard = checked_inline_keyboard(markup, chat=chat) if markup else {"inline_keyboard": []}
    body = {
        key: value
        for key, value in stored.body.items()
        if key not in replaced and key not in ("reply_markup", "edit_date")
    }
    body |= content
    if keyboard["inline_keyboard"]:
        body["reply_markup"] = keyboard
    if body == {key: value for key, value in stored.body.items() if key != "edit_date"}:
        raise bad_request(NOT_MODIFIED)
    stored.body = {**body, "edit_date": int(state.now().timestamp())}
    stored.edited += 1
    announce(state, chat, stored, kind="edit")


def _check_deletable(state: State, chat: ChatRecord, stored: Stored) -> None:
    if chat.type == "private" or stored.by_bot:
        if state.now() - stored.sent_at > DELETABLE_FOR:
            raise bad_request("message can't be deleted for everyone")
    elif chat.bot_status != "administrator":
        raise bad_request("message can't be deleted")


def _delete(state: State, chat: ChatRecord, ids: list[int]) -> None:
    for each in ids:
        chat.messages[each].is_deleted = True
    chat.pinned = [each for each in chat.pinned if each not in ids]
    if state.events.is_watched:
        state.events.publish({"type": "delete", "chat_id": chat.id, "message_ids": ids})


def _check_pin_rights(chat: ChatRecord) -> None:
    if chat.type != "private" and chat.bot_status != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")


EDITING = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "setMessageReaction": set_message_reaction,
}
