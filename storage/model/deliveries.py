"""Messages on their way to subscribers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.model.ids import ArticleId, BroadcastId, DeliveryId, SubscriberId


class DeliveryKind(StrEnum):
    """Why a message goes out."""

    FEATURED = "featured"
    MERGED = "merged"
    BREAKING = "breaking"
    DIGEST = "digest"
    CORRECTION = "correction"


class DeliveryState(StrEnum):
    """Where a message stands. What is `sending` after a crash is `uncertain`."""

    HELD = "held"
    QUEUED = "queued"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    GONE = "gone"
    UNCERTAIN = "uncertain"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message to one subscriber: references, never text.

    A digest covers what was released after `window_from_at` up to `window_until_at`. A merged
    card names what its broadcast holds. `timezone` is the subscriber's.
    """

    id: DeliveryId
    key: str
    kind: DeliveryKind
    state: DeliveryState
    subscriber_id: SubscriberId
    chat_id: int
    thread_id: int
    language: str
    timezone: str
    is_silent: bool
    saves_data: bool
    article_id: ArticleId | None
    broadcast_id: BroadcastId | None
    window_from_at: datetime | None
    window_until_at: datetime | None
    tries: int
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """The message on which somebody watches a broadcast go out."""

    broadcast_id: BroadcastId
    chat_id: int
    message_id: int
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a broadcast has come. `is_whole`: everybody it is for has been found."""

    broadcast_id: BroadcastId
    article_id: ArticleId | None
    kind: DeliveryKind
    due_at: datetime
    is_cancelled: bool
    is_whole: bool
    counts: dict[DeliveryState, int]
