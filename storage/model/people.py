"""Readers (persons) and subscribers (chats)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from storage.model.ids import CategoryId, ReaderId, SubscriberId


class Role(StrEnum):
    """What a reader may do beyond reading."""

    WRITER = "writer"
    EDITOR = "editor"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"


class ChatKind(StrEnum):
    """Telegram's kinds of chats. Bot API, "Chat"."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A person who opens articles. `id` is Telegram's user id."""

    id: ReaderId
    language: str
    prefers_classic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """A chat that receives. Minutes count from midnight in `timezone`.

    `quiet_minutes`: from and until when nothing may ring, but breaking news where the
    subscriber agreed. `digest_days`: bit 0 is Monday.
    """

    id: SubscriberId
    chat_id: int
    thread_id: int
    kind: ChatKind
    title: str
    language: str
    timezone: str
    is_active: bool
    wants_featured: bool
    wants_digest: bool
    wants_breaking: bool
    is_silent: bool
    saves_data: bool
    digest_minutes: tuple[int, ...]
    category_ids: tuple[CategoryId, ...]
    quiet_minutes: tuple[int, int] | None = None
    wakes_for_breaking: bool = False
    digest_days: int = 127
