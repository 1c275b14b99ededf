"""Sources and what comes out of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.model.articles import Content
from storage.model.ids import ArticleId, FeedId


class FeedStatus(StrEnum):
    """Whether a feed is looked at."""

    ACTIVE = "active"
    PAUSED = "paused"
    HELD = "held"
    GONE = "gone"


class IdPolicy(StrEnum):
    """What names an entry of a feed: what the publisher says, or where it leads."""

    GUID = "guid"
    URL = "url"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entry of a feed, cleaned and not yet stored.

    `key`: at least 128 bits that name the entry within its feed; `fingerprint`: the same
    for its content, so that an edit at the source shows. `shingles`: numbers that two
    reports of one story have in common, empty where none are sought.
    """

    key: bytes
    fingerprint: bytes
    guid: str = ""
    content: Content
    shingles: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A source as an editor set it up.

    `authorities`: further certificates to trust for it, as PEM, for incomplete chains.
    """

    id: FeedId
    url: str
    title: str = ""
    category: str = ""
    is_trusted: bool = False
    status: FeedStatus = FeedStatus.ACTIVE
    timezone: str = ""
    day_first: bool | None = None
    column_map: tuple[tuple[str, str], ...] = ()
    id_policy: IdPolicy = IdPolicy.GUID
    wants_full_text: bool = False
    authorities: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What polling knows of a feed. `cause` is a key of `locales`, empty when all is well.

    `tier`: the way a list is read, and since when. `page_url`: the page that shows the feed's
    entries. `asked_s`: between two looks, as the feed asks. `change_every_s`: between two
    changes, on average, 0 while unknown. `moved_seen`: how often in a row `moved_to` was named.
    """

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
    moved_seen: int = 0
    tier: str = ""
    tier_at: datetime | None = None
    page_url: str = ""
    asked_s: int = 0
    change_every_s: int = 0
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What one look at a feed brought, and where the feed stands after it."""

    feed_id: FeedId
    candidates: Sequence[Candidate]
    state: FeedState


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A feed that brought a story; `url`: where its report stands."""

    feed_id: FeedId
    title: str
    url: str
    first_seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A story as it was told before, for comparing."""

    article_id: ArticleId
    title: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """A subscription with a WebSub hub; `lease_until_at` None until the hub has confirmed.

    `feed_id`: None when the feed is gone or has another hub; then the subscription is to end.
    """

    feed_id: FeedId | None
    hub_url: str
    topic_url: str
    token: str
    secret: str
    asked_at: datetime | None = None
    lease_until_at: datetime | None = None
