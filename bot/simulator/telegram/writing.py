"""What people do becomes updates for the bot."""

from collections.abc import Sequence

from .detect import find_entities
from .entities import utf16_length
from .errors import JsonObject
from .posting import announce, keep
from .state import ChatRecord, PersonRecord, State, Stored


def written(
    state: State,
    person: PersonRecord,
    chat: ChatRecord,
    content: JsonObject,
    *,
    reply_to: int | None = None,
    thread_id: int | None = None,
) -> int | None:
    """Stores a person's message and queues it for the bot.

    Returns:
        The update's id; None when the bot does not hear it (privacy mode, or not asked for).

    Raises:
        RuntimeError: they cannot write there.
    """
    _check_may_write(person, chat)
    body: JsonObject = {
        "message_id": state.take_message_id(chat),
        "from": person.user(),
        "chat": state.chat_json(chat),
        "date": int(state.now().timestamp()),
        **content,
    }
    answered = chat.messages.get(reply_to) if reply_to is not None else None
    if answered is not None:
        shown = {key: value for key, value in answered.body.items() if key != "reply_to_message"}
        body["reply_to_message"] = shown
    if thread_id is not None:
        chat.topics.add(thread_id)
        body |= {"message_thread_id": thread_id, "is_topic_message": True}
    keep(state, chat, Stored(body=body, sent_at=state.now(), by_bot=False))
    if chat.type != "private" and not _is_heard(state, chat, body):
        return None
    return state.updates.add("message", body)


def _check_may_write(person: PersonRecord, chat: ChatRecord) -> None:
    if chat.type == "private":
        if person.has_blocked:
            raise RuntimeError(f"{person.first_name} has blocked the bot: unblock first")
        person.has_started = True
    elif person.id not in chat.members:
        raise RuntimeError(f"{person.first_name} is not in {chat.title}")


def text_of_person(text: str, *, looks: Sequence[JsonObject] = ()) -> JsonObject:
    """`text` and its entities: `looks`, which the person applied, and what Telegram finds."""
    content: JsonObject = {"text": text}
    found: list[JsonObject] = [
        {
            "type": each.kind,
            "offset": utf16_length(text[: each.start]),
            "length": utf16_length(text[each.start : each.end]),
        }
        for each in find_entities(text)
    ]
    # Bot API gives the outer entity first.
    entities = sorted((*looks, *found), key=lambda it: (it["offset"], -it["length"]))
    if entities:
        content["entities"] = entities
    return content


def _is_heard(state: State, chat: ChatRecord, body: JsonObject) -> bool:
    """Bots, "Privacy mode": commands meant for the bot, answers to it, mentions of it."""
    if chat.bot_status not in ("member", "administrator"):
        return False
    if chat.bot_status == "administrator":
        return True
    if body.get("reply_to_message", {}).get("from", {}).get("id") == state.bot["id"]:
        return True
    text: str = body.get("text", "") or body.get("caption", "")
    name = "@" + state.bot["username"].lower()
    if text.startswith("/"):
        command, _, target = text.split(maxsplit=1)[0].partition("@")
        return len(command) > 1 and (not target or "@" + target.lower() == name)
    return name in text.lower()


def edited(state: State, chat: ChatRecord, stored: Stored, content: JsonObject) -> int | None:
    """A person changes their message: an `edited_message` update."""
    kept = {key: value for key, value in stored.body.items() if key not in ("text", "entities")}
    stored.body = {**kept, **content, "edit_date": int(state.now().timestamp())}
    stored.edited += 1
    announce(state, chat, stored, kind="edit")
    if chat.type != "private" and not _is_heard(state, chat, stored.body):
        return None
    return state.updates.add("edited_message", stored.body)


def reacted(
    state: State, person: PersonRecord, chat: ChatRecord, message_id: int, emoji: str | None
) -> int | None:
    """A person reacts: a `message_reaction` update, for a bot that asked for it."""
    mark = f"{person.id}:{message_id}"
    old = chat.reactions.pop(mark, None)
    if emoji is not None:
        chat.reactions[mark] = emoji
    change = {
        "chat": state.chat_json(chat),
        "message_id": message_id,
        "user": person.user(),
        "date": int(state.now().timestamp()),
        "old_reaction": [{"type": "emoji", "emoji": old}] if old else [],
        "new_reaction": [{"type": "emoji", "emoji": emoji}] if emoji else [],
    }
    return state.updates.add("message_reaction", change)


def status_changed(
    state: State,
    chat: ChatRecord,
    actor: PersonRecord,
    *,
    kind: str,
    old: JsonObject,
    new: JsonObject,
) -> int | None:
    """Queues a `my_chat_member` or `chat_member` update; both states as ChatMember."""
    change = {
        "chat": state.chat_json(chat),
        "from": actor.user(),
        "date": int(state.now().timestamp()),
        "old_chat_member": old,
        "new_chat_member": new,
    }
    return state.updates.add(kind, change)
