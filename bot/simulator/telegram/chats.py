"""getChat and its kin: what a bot may ask about a chat and its members."""

from .errors import JsonObject, bad_request, forbidden
from .flood import Flood
from .posting import KICKED
from .state import ChatRecord, Request, State


async def get_chat(state: State, flood: Flood, request: Request) -> JsonObject:
    """`getChat`: the chat in full."""
    chat = _visible(state, request)
    full = {
        **state.chat_json(chat),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    if chat.pinned:
        full["pinned_message"] = chat.messages[chat.pinned[-1]].body
    return full


async def get_chat_member(state: State, flood: Flood, request: Request) -> JsonObject:
    """`getChatMember`: the bot's or a person's place in the chat."""
    chat = _visible(state, request)
    user_id = request.params["user_id"]
    if user_id == state.bot["id"]:
        return bot_member(state, chat)
    if user_id not in state.people:
        raise bad_request("user not found")
    return person_member(state, chat, user_id)


async def get_chat_administrators(state: State, flood: Flood, request: Request) -> list[JsonObject]:
    """`getChatAdministrators`: people only, the creator first."""
    chat = _visible(state, request)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    admins = [person_member(state, chat, each) for each in sorted(chat.admins)]
    if chat.bot_status == "administrator":
        admins.append(bot_member(state, chat))
    return admins


async def get_chat_member_count(state: State, flood: Flood, request: Request) -> int:
    """`getChatMemberCount`: the bot included."""
    chat = _visible(state, request)
    return 2 if chat.type == "private" else len(chat.members) + 1


async def leave_chat(state: State, flood: Flood, request: Request) -> bool:
    """`leaveChat`: True."""
    chat = _visible(state, request)
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.bot_status = "left"
    return True


def _visible(state: State, request: Request) -> ChatRecord:
    chat = state.chat(request.params["chat_id"])
    if chat.bot_status == "kicked":
        raise forbidden(f"bot was kicked from the {KICKED[chat.type]}")
    if chat.bot_status == "left":
        raise forbidden(f"bot is not a member of the {KICKED[chat.type]}")
    return chat


def person_member(state: State, chat: ChatRecord, user_id: int) -> JsonObject:
    """A person as ChatMember; the lowest admin id counts as the creator."""
    user = state.people[user_id].user()
    if chat.admins and user_id == min(chat.admins):
        return {"status": "creator", "user": user, "is_anonymous": False}
    if user_id in chat.admins:
        return {"status": "administrator", "user": user, **_rights(chat)}
    if user_id in chat.members or chat.id == user_id:
        return {"status": "member", "user": user}
    return {"status": "left", "user": user}


def bot_member(state: State, chat: ChatRecord, *, status: str | None = None) -> JsonObject:
    """The bot as ChatMember."""
    status = status or chat.bot_status
    member = {"status": status, "user": state.bot}
    if status == "administrator":
        return {**member, **_rights(chat)}
    if status == "kicked":
        return {**member, "until_date": 0}
    return member


def _rights(chat: ChatRecord) -> JsonObject:
    granted = dict.fromkeys(
        (
            "can_manage_chat",
            "can_delete_messages",
            "can_manage_video_chats",
            "can_restrict_members",
            "can_promote_members",
            "can_change_info",
            "can_invite_users",
            "can_post_stories",
            "can_edit_stories",
            "can_delete_stories",
        ),
        True,
    )
    if chat.type == "channel":
        granted |= {"can_post_messages": True, "can_edit_messages": True}
    else:
        granted |= {"can_pin_messages": True}
    return {"can_be_edited": False, "is_anonymous": False, **granted}


CHATS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
}
