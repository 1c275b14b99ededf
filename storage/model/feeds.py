"""Sources and what comes out of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.model.articles import Content
from storage.model.ids import FeedId


class FeedStatus(StrEnum):
    """Whether a feed is looked at."""

    ACTIVE = "active"
    PAUSED = "paused"
    HELD = "held"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entry of a feed, cleaned and not yet stored.

    `key`: at least 128 bits that name the entry within its feed; `fingerprint`: the same
    for its content, so that an edit at the source shows.
    """

    key: bytes
    fingerprint: bytes
    guid: str = ""
    content: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A source as an editor set it up."""

    id: FeedId
    url: str
    title: str = ""
    category: str = ""
    is_trusted: bool = False
    status: FeedStatus = FeedStatus.ACTIVE
    timezone: str = ""
    day_first: bool | None = None
    column_map: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What polling knows of a feed. `cause` is a key of `locales`, empty when all is well."""

    feed_id: FeedId
    etag: str = ""
    last_modified: str = ""
    body_hash: bytes = b""
    next_poll_at: datetime
    last_polled_at: datetime | None = None
    last_ok_at: datetime | None = None
    failures: int = 0
    cause: str = ""
    detail: str = ""
    moved_to: str = ""
