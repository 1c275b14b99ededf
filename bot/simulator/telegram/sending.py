"""sendMessage, sendRichMessage, copyMessage, forwardMessage, sendChatAction."""

from .errors import JsonObject, bad_request
from .flood import Flood
from .posting import post, receiving_chat
from .rich import rich_content
from .state import ChatRecord, Request, State, Stored
from .texts import caption_content, text_content

ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}
KINDS = ("photo", "document", "audio", "voice", "video", "animation")
CONTENT = (
    "text",
    "entities",
    "link_preview_options",
    "rich_message",
    "caption",
    "caption_entities",
    "show_caption_above_media",
    "has_media_spoiler",
    *KINDS,
)


async def send_message(state: State, flood: Flood, request: Request) -> JsonObject:
    """`sendMessage`: the message."""
    chat = receiving_chat(state, request.params["chat_id"])
    content = text_content(state, request.params)
    return post(state, flood, request, content, chat=chat)


async def send_rich_message(state: State, flood: Flood, request: Request) -> JsonObject:
    """`sendRichMessage`: the message."""
    chat = receiving_chat(state, request.params["chat_id"])
    content = await rich_content(state, request, chat=chat)
    return post(state, flood, request, content, chat=chat)


async def copy_message(state: State, flood: Flood, request: Request) -> JsonObject:
    """`copyMessage`: the new message's id."""
    params = request.params
    chat = receiving_chat(state, params["chat_id"])
    content = _content(_source(state, params, word="copy"))
    if "caption" in params and any(kind in content for kind in KINDS):
        content = {key: content[key] for key in content if not key.startswith("caption")}
        content |= caption_content(state, params)
    body = post(state, flood, request, content, chat=chat)
    return {"message_id": body["message_id"]}


async def forward_message(state: State, flood: Flood, request: Request) -> JsonObject:
    """`forwardMessage`: the message, with its origin."""
    params = request.params
    chat = receiving_chat(state, params["chat_id"])
    source = _source(state, params, word="forward")
    if source.body.get("has_protected_content"):
        raise bad_request("message has protected content and can't be forwarded")
    content = {**_content(source), "forward_origin": _origin(source)}
    return post(state, flood, request, content, chat=chat)


async def copy_messages(state: State, flood: Flood, request: Request) -> list[JsonObject]:
    """`copyMessages`: the new ids, in order; those that cannot be found are skipped."""
    return [{"message_id": each["message_id"]} for each in _several(state, flood, request)]


async def forward_messages(state: State, flood: Flood, request: Request) -> list[JsonObject]:
    """`forwardMessages`: the new ids, in order; those that cannot be found are skipped."""
    sent = _several(state, flood, request, is_forward=True)
    return [{"message_id": each["message_id"]} for each in sent]


def _several(
    state: State, flood: Flood, request: Request, *, is_forward: bool = False
) -> list[JsonObject]:
    params = request.params
    chat = receiving_chat(state, params["chat_id"])
    ids = params["message_ids"]
    if not 1 <= len(ids) <= 100 or sorted(set(ids)) != ids:
        raise bad_request("message identifiers must be in a strictly increasing order")
    source = state.chat(params["from_chat_id"]).messages
    found = [source[each] for each in ids if each in source and not source[each].is_deleted]
    if not found:
        raise bad_request(f"there are no messages to {'forward' if is_forward else 'copy'}")
    return [
        post(
            state,
            flood,
            request,
            _content(each) | ({"forward_origin": _origin(each)} if is_forward else {}),
            chat=chat,
        )
        for each in found
    ]


async def send_chat_action(state: State, flood: Flood, request: Request) -> bool:
    """`sendChatAction`: True."""
    chat = receiving_chat(state, request.params["chat_id"])
    if request.params["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.actions.append(request.params["action"])
    return True


def _source(state: State, params: JsonObject, *, word: str) -> Stored:
    chat: ChatRecord = state.chat(params["from_chat_id"])
    stored = chat.messages.get(params["message_id"])
    if stored is None or stored.is_deleted:
        raise bad_request(f"message to {word} not found")
    return stored


def _content(stored: Stored) -> JsonObject:
    return {key: stored.body[key] for key in CONTENT if key in stored.body}


def _origin(stored: Stored) -> JsonObject:
    body = stored.body
    if "sender_chat" in body:
        kind = {"type": "channel", "chat": body["sender_chat"], "message_id": body["message_id"]}
    else:
        kind = {"type": "user", "sender_user": body["from"]}
    return {**kind, "date": body["date"]}


SENDING = {
    "sendMessage": send_message,
    "sendRichMessage": send_rich_message,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
    "copyMessages": copy_messages,
    "forwardMessages": forward_messages,
    "sendChatAction": send_chat_action,
}
