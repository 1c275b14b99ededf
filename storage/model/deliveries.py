"""Messages on their way to subscribers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.model.ids import ArticleId, DeliveryId, SubscriberId


class DeliveryKind(StrEnum):
    """Why a message goes out."""

    FEATURED = "featured"
    BREAKING = "breaking"
    DIGEST = "digest"


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

    A digest covers what was released after `window_from_at` up to `window_until_at`.
    """

    id: DeliveryId
    key: str
    kind: DeliveryKind
    state: DeliveryState
    subscriber_id: SubscriberId
    chat_id: int
    thread_id: int
    language: str
    is_silent: bool
    saves_data: bool
    article_id: ArticleId | None
    window_from_at: datetime | None
    window_until_at: datetime | None
    tries: int
    expires_at: datetime
