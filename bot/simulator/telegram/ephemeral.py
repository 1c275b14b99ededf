"""Editing and deleting messages that one member of a group alone can see (Bot API 10.2)."""

from .editing import TEXT_FIELDS, apply_edit
from .errors import JsonObject, bad_request
from .flood import Flood
from .posting import receiving_chat
from .rich import rich_content
from .state import ChatRecord, Request, State, Stored
from .texts import text_content


async def edit_ephemeral_text(state: State, flood: Flood, request: Request) -> bool:
    """`editEphemeralMessageText`: True."""
    chat, stored = _own(state, request.params)
    if "rich_message" in request.params:
        content = await rich_content(state, request, chat=chat)
    else:
        content = text_content(state, request.params)
    apply_edit(state, chat, stored, request.params, content, replaced=TEXT_FIELDS)
    return True


async def edit_ephemeral_markup(state: State, flood: Flood, request: Request) -> bool:
    """`editEphemeralMessageReplyMarkup`: True."""
    chat, stored = _own(state, request.params)
    apply_edit(state, chat, stored, request.params, {}, replaced=())
    return True


async def delete_ephemeral(state: State, flood: Flood, request: Request) -> bool:
    """`deleteEphemeralMessage`: True."""
    _, stored = _own(state, request.params)
    stored.is_deleted = True
    return True


def _own(state: State, params: JsonObject) -> tuple[ChatRecord, Stored]:
    chat = receiving_chat(state, params["chat_id"])
    stored = chat.ephemeral.get(params["ephemeral_message_id"])
    if stored is None or stored.is_deleted or stored.receiver_id != params["receiver_user_id"]:
        raise bad_request("message to edit not found")
    return chat, stored


EPHEMERAL = {
    "editEphemeralMessageText": edit_ephemeral_text,
    "editEphemeralMessageReplyMarkup": edit_ephemeral_markup,
    "deleteEphemeralMessage": delete_ephemeral,
}
