"""What the phone page is shown, as plain JSON."""

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from .errors import JsonObject
from .profile import menu_of
from .state import ChatRecord, State, Stored

if TYPE_CHECKING:
    from .simulator import Simulator

VIETNAM = timezone(timedelta(hours=7))


def state_view(simulator: "Simulator") -> JsonObject:
    """Bot, people and roles, groups and channels, commands by scope and language, menus."""
    state = simulator.state
    profile = state.profile
    return {
        "bot": {
            "name": profile.names.get("vi", profile.names.get("", state.bot["first_name"])),
            "username": state.bot["username"],
            "description": profile.descriptions.get("vi", profile.descriptions.get("", "")),
        },
        "people": [
            {
                "id": each.id,
                "name": each.first_name,
                "role": simulator.roles.get(each.id, "member"),
                "language": each.language_code,
                "blocked": each.has_blocked,
            }
            for each in state.people.values()
        ],
        "chats": [
            {"id": each.id, "type": each.type, "title": each.title, "members": sorted(each.members)}
            for each in state.chats.values()
            if each.type != "private"
        ],
        "now": state.now().isoformat(),
        "rich": state.dialect.rich,
        "commands": {
            f"{scope}|{language}": commands
            for (scope, language), commands in profile.commands.items()
        },
        "menus": {str(each.id): menu_of(state, each) for each in state.people.values()},
    }


def chat_view(state: State, chat: ChatRecord, person_id: int) -> list[JsonObject]:
    """The messages this person sees, oldest first."""
    shown = [*chat.messages.values(), *chat.ephemeral.values()]
    if chat.ephemeral:
        shown.sort(key=lambda each: each.sent_at)
    return [
        message_view(each, person_id)
        for each in shown
        if not each.is_deleted and each.receiver_id in (None, person_id)
    ]


def message_view(stored: Stored, person_id: int) -> JsonObject:
    """A Message with what only the page needs: `out`, `edited`, `pressed`."""
    sender = stored.body.get("from", {}).get("id")
    return {
        **stored.body,
        "out": not stored.by_bot and sender == person_id,
        "edited": stored.edited,
        "pressed": stored.pressed,
    }


def next_local_time(now: datetime, *, to: str | None, seconds: float) -> datetime:
    """`seconds` from now, or the next instant when a clock in Vietnam shows `to` ("07:00").

    >>> from datetime import UTC
    >>> next_local_time(datetime(2026, 1, 1, 0, 30, tzinfo=UTC), to="07:00", seconds=0).isoformat()
    '2026-01-02T07:00:00+07:00'
    """
    if to is None:
        return now + timedelta(seconds=seconds)
    hour, minute = (int(part) for part in to.split(":"))
    local = now.astimezone(VIETNAM)
    target = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return target if target > local else target + timedelta(days=1)
