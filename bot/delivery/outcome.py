"""What a send that ended in an error means. (pure)"""

from __future__ import annotations

from dataclasses import dataclass

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.delivery.limiter import seconds_of
from bot.telegram.request import NotSent

BACKOFF_S = 15.0
LONG_BACKOFF_S = 60.0
# How the library tells of a 429 without its wait and of a 413: as of any 5xx.
FLOOD_TEXT = "too many requests"
TOO_LARGE_TEXTS = ("request entity too large", "content too large")
# Telegram's words for a chat that will never take a message again.
GONE_TEXTS = (
    "chat not found",
    "user is deactivated",
    "group chat was deactivated",
    "bot was kicked",
    "not enough rights to send",
    "have no rights to send",
    "need administrator rights",
    "topic_closed",
    "topic_deleted",
    "message thread not found",
    "peer_id_invalid",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Telegram confirmed it. `mark`: a hash of what it says."""

    message_id: int
    mark: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """This chat takes no more messages."""

    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Telegram will not take this message; another try would end the same."""

    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """It was not sent; try later. `pauses_all`: nobody may send meanwhile."""

    after_s: float
    cause: str
    pauses_all: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The group became a supergroup under another id; it was not sent."""

    chat_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertain:
    """Telegram may have taken it: never repeated on our own."""

    cause: str


Outcome = Sent | Gone | Refused | Again | Moved | Uncertain


def outcome_of(error: Exception) -> Outcome:
    """What this error says about the message.

    Source: the library's error classes as they were measured against every way in which an
    HTTP exchange can end; the order matters, as most of them are `NetworkError`s too.
    """
    match error:
        case RetryAfter():
            return Again(after_s=seconds_of(error), cause="flood", pauses_all=True)
        case NetworkError() if error.message.lower().startswith(FLOOD_TEXT):
            return Again(after_s=BACKOFF_S, cause="flood", pauses_all=True)
        case NetworkError() if error.message.lower().startswith(TOO_LARGE_TEXTS):
            return Refused(cause=error.message[:200])
        case Forbidden() | BadRequest() if error.__cause__ is not None:
            # The page of a gateway before Telegram, which says nothing of the chat.
            return Again(after_s=LONG_BACKOFF_S, cause="gateway", pauses_all=True)
        case ChatMigrated():
            return Moved(chat_id=error.new_chat_id)
        case Forbidden():
            return Gone(cause=error.message)
        case BadRequest():
            return _of_bad_request(error.message)
        case InvalidToken() | Conflict():
            return Again(after_s=LONG_BACKOFF_S, cause=error.message, pauses_all=True)
        case NetworkError() if isinstance(error.__cause__, NotSent):
            return Again(after_s=BACKOFF_S, cause=error.message)
        case TelegramError():
            return Uncertain(cause=f"{type(error).__name__}: {error.message}"[:200])
        case _:
            return Uncertain(cause=type(error).__name__)


def _of_bad_request(message: str) -> Gone | Refused:
    lowered = message.lower()
    if any(text in lowered for text in GONE_TEXTS):
        return Gone(cause=message[:200])
    return Refused(cause=message[:200])
