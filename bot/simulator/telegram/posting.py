"""How a message of the bot gets into a chat."""

from .errors import JsonObject, Refusal, bad_request, forbidden
from .flood import Flood
from .keyboards import checked_markup
from .state import ChatRecord, PersonRecord, Request, State, Stored

KICKED = {"group": "group chat", "supergroup": "supergroup chat", "channel": "channel chat"}


def receiving_chat(state: State, chat_id: int | str) -> ChatRecord:
    """The chat, if the bot may write there.

    Raises:
        Refusal: not found, blocked, kicked, never started, or moved.
    """
    chat = state.chat(chat_id)
    if chat.migrated_to is not None:
        raise Refusal(
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to=chat.migrated_to,
        )
    if chat.type == "private":
        _check_person(state.people[chat.id])
    elif chat.bot_status == "kicked":
        raise forbidden(f"bot was kicked from the {KICKED[chat.type]}")
    elif chat.bot_status == "left":
        raise forbidden(f"bot is not a member of the {KICKED[chat.type]}")
    elif chat.is_bot_muted:
        raise bad_request("not enough rights to send text messages to the chat")
    elif chat.type == "channel" and chat.bot_status != "administrator":
        raise bad_request("need administrator rights in the channel chat")
    return chat


def _check_person(person: PersonRecord) -> None:
    if person.is_deactivated:
        raise forbidden("user is deactivated")
    if person.has_blocked:
        raise forbidden("bot was blocked by the user")
    if not person.has_started:
        raise forbidden("bot can't initiate conversation with a user")


def post(
    state: State,
    flood: Flood,
    request: Request,
    content: JsonObject,
    *,
    chat: ChatRecord,
    group_id: str | None = None,
) -> JsonObject:
    """Puts a message into the chat and gives it as the Bot API does.

    Args:
        content: the fields that make the kind of message (text, photo, rich_message …).
        group_id: of an album; its items are counted by the caller.
    """
    params = request.params
    extra, reply_keyboard = _markup(params, chat)
    extra |= _reply(chat, params) | _topic(chat, params)
    receiver = _receiver(state, chat, params)
    if group_id is None:
        flood.admit(chat, is_paid=params.get("allow_paid_broadcast", False))
    body = {**_head(state, chat, receiver), **extra, **content}
    if group_id is not None:
        body["media_group_id"] = group_id
    if params.get("protect_content"):
        body["has_protected_content"] = True
    if "message_effect_id" in params:
        body["effect_id"] = params["message_effect_id"]
    stored = Stored(
        body=body,
        sent_at=state.now(),
        by_bot=True,
        is_silent=params.get("disable_notification", False),
        receiver_id=receiver.id if receiver else None,
        reply_keyboard=reply_keyboard,
    )
    return keep(state, chat, stored)


def keep(state: State, chat: ChatRecord, stored: Stored) -> JsonObject:
    """Stores a message, counts the bot's, and tells who watches."""
    if stored.receiver_id is not None:
        chat.ephemeral[stored.body["ephemeral_message_id"]] = stored
    else:
        chat.messages[stored.body["message_id"]] = stored
    if stored.by_bot:
        chat.accepted += 1
    announce(state, chat, stored, kind="message")
    return stored.body


def announce(state: State, chat: ChatRecord, stored: Stored, *, kind: str) -> None:
    """A "message" or "edit" event for the phone page."""
    if state.events.is_watched:
        message = {**stored.body, "out": not stored.by_bot, "edited": stored.edited}
        state.events.publish({"type": kind, "chat_id": chat.id, "message": message})


def _head(state: State, chat: ChatRecord, receiver: PersonRecord | None) -> JsonObject:
    head: JsonObject = {"message_id": 0}
    if receiver is None:
        head["message_id"] = state.take_message_id(chat)
    else:
        head |= {"ephemeral_message_id": state.next_ephemeral_id, "receiver_user": receiver.user()}
        state.next_ephemeral_id += 1
    if chat.type == "channel":
        head["sender_chat"] = state.chat_json(chat)
    else:
        head["from"] = state.bot
    head |= {"chat": state.chat_json(chat), "date": int(state.now().timestamp())}
    return head


def _markup(params: JsonObject, chat: ChatRecord) -> tuple[JsonObject, JsonObject | None]:
    if "reply_markup" not in params:
        return {}, None
    markup, is_inline = checked_markup(params["reply_markup"], chat=chat)
    if is_inline:
        return ({"reply_markup": markup} if markup else {}), None
    return {}, markup


def _reply(chat: ChatRecord, params: JsonObject) -> JsonObject:
    """The message that is answered, without what it answers itself."""
    reply = params.get("reply_parameters")
    if reply is None:
        return {}
    answered = chat.messages.get(reply["message_id"])
    if answered is None or answered.is_deleted or reply.get("chat_id", chat.id) != chat.id:
        if reply.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    shown = {key: value for key, value in answered.body.items() if key != "reply_to_message"}
    return {"reply_to_message": shown}


def _topic(chat: ChatRecord, params: JsonObject) -> JsonObject:
    thread_id = params.get("message_thread_id")
    if thread_id is None:
        return {}
    if thread_id not in chat.topics:
        raise bad_request("message thread not found")
    return {"message_thread_id": thread_id, "is_topic_message": True}


def _receiver(state: State, chat: ChatRecord, params: JsonObject) -> PersonRecord | None:
    """Who alone sees an ephemeral message (Bot API 10.2 and 10.3); groups only."""
    ephemeral = params.get("ephemeral_message_parameters", params)
    receiver_id = ephemeral.get("receiver_user_id")
    if receiver_id is None:
        return None
    if chat.type not in ("group", "supergroup"):
        raise bad_request("ephemeral messages can be sent only to groups and supergroups")
    if receiver_id not in chat.members:
        raise bad_request("user not found")
    query_id = ephemeral.get("callback_query_id")
    if query_id is not None:
        press = state.presses.get(query_id)
        if press is None or press.person_id != receiver_id or press.chat_id != chat.id:
            raise bad_request("QUERY_ID_INVALID")
    return state.people[receiver_id]
