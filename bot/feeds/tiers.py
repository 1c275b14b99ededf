"""The ways into a SharePoint list, tried in order and remembered: items, feed, page."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import quote, urlsplit

from bot.feeds.address import read_url
from bot.feeds.answers import Answer, Fetched, Gone, NotModified, Refused
from bot.feeds.causes import Cause
from bot.feeds.fetch import Fetcher
from bot.feeds.list_items import looks_like_items
from bot.feeds.sharepoint import list_id_of
from bot.feeds.sniff import page_cause
from bot.text import squash
from storage.model import Feed, FeedState

JSON: Final = "application/json;odata=verbose, application/json;q=0.9"
# A door that was shut may be opened: the better ways are tried again.
AGAIN: Final = timedelta(days=7)
_NEVER: Final = datetime.min.replace(tzinfo=UTC)
_LAYOUTS: Final = re.compile(r"/_layouts/(?:\d{2}/)?listfeed\.aspx\Z", re.IGNORECASE)
_LIST_PAGE: Final = re.compile(r"/Lists/[^/]{1,200}/[^/]{1,100}\.aspx\Z", re.IGNORECASE)
_OF_A_LIST: Final = re.compile(r"/_layouts/|/Lists/", re.IGNORECASE)
_NOT_IN_NAME: Final = re.compile(r"[^\w]+")
_SHUT: Final = (Cause.LOGIN, Cause.STATUS, Cause.HTML, Cause.CHALLENGE, Cause.ADDRESS)


class Tier(StrEnum):
    """A way into a list; FEED also stands for everything that is no list."""

    ITEMS = "items"
    LIST_DATA = "list_data"
    FEED = "feed"
    PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was answered, and to what. `is_chosen`: there were several ways."""

    answer: Answer
    tier: Tier
    url: str
    is_chosen: bool

    @property
    def is_open(self) -> bool:
        """Whether this way leads into the list."""
        match self.answer:
            case NotModified():
                return True
            case Fetched(body=body) if self.tier in (Tier.ITEMS, Tier.LIST_DATA):
                return looks_like_items(body)
            case Fetched(body=body) if self.tier is Tier.FEED:
                return page_cause(body) is None
            case Fetched():
                return True
        return False


def addresses_of(feed: Feed, *, state: FeedState) -> dict[Tier, str]:
    """Where each way begins, the best first; one way only for what is no list.

    >>> from datetime import UTC
    >>> from storage.model import FeedId
    >>> portal = Feed(id=FeedId(1), url="https://p.example/tin/_layouts/15/listfeed.aspx?List={7B}")
    >>> state = FeedState(feed_id=FeedId(1), next_poll_at=datetime(2026, 1, 1, tzinfo=UTC))
    >>> addresses_of(portal, state=state)[Tier.ITEMS][:54]
    "https://p.example/tin/_api/web/lists(guid'7B')/items?$"
    """
    own = state.moved_to if state.moved_to and state.moved_seen > 1 else feed.url
    # Asked at every look, and few feeds are lists.
    if not _OF_A_LIST.search(feed.url):
        return {Tier.FEED: own}
    path = urlsplit(feed.url).path
    if _LIST_PAGE.search(path):
        return {Tier.PAGE: own}
    list_id = list_id_of(feed.url)
    if not list_id or not _LAYOUTS.search(path):
        return {Tier.FEED: own}
    site = feed.url[: feed.url.index(path)] + _LAYOUTS.sub("", path)
    found = {
        Tier.ITEMS: f"{site}/_api/web/lists(guid'{list_id}')/items"
        "?$select=*,FileDirRef,Author/Title,Editor/Title"
        "&$expand=Author,Editor,AttachmentFiles,FieldValuesAsText&$orderby=Id desc&$top=100"
    }
    if name := list_name_of(feed.title):
        found[Tier.LIST_DATA] = (
            f"{site}/_vti_bin/ListData.svc/{quote(name)}"
            "?$expand=Attachments,CreatedBy,ModifiedBy&$orderby=Id desc&$top=100"
        )
    found[Tier.FEED] = own
    if state.page_url:
        found[Tier.PAGE] = state.page_url
    return found


def list_name_of(feed_title: str) -> str:
    """What ListData.svc calls a list whose feed is titled "Site: List".

    >>> list_name_of("Tỉnh đoàn: Tin tức"), list_name_of("Tin")
    ('TinTức', '')
    """
    _, mark, name = feed_title.rpartition(": ")
    words = _NOT_IN_NAME.sub(" ", squash(name)).split()
    return "".join(word[:1].upper() + word[1:] for word in words) if mark else ""


async def ask(feed: Feed, *, state: FeedState, fetcher: Fetcher, now: datetime) -> Asked:
    """The answer of the best way that is open; of the last one tried when none is."""
    ways = addresses_of(feed, state=state)
    asked: Asked | None = None
    for tier, url in _in_order(ways, state=state, now=now):
        is_known = len(ways) == 1 or tier == state.tier
        answer = await fetcher.fetch(
            url,
            # Validators belong to the way they came by.
            etag=state.etag if is_known else "",
            last_modified=state.last_modified if is_known else "",
            accept=JSON if tier in (Tier.ITEMS, Tier.LIST_DATA) else "",
            authorities=feed.authorities,
        )
        asked = Asked(answer=answer, tier=tier, url=url, is_chosen=len(ways) > 1)
        if not asked.is_chosen or asked.is_open or not _is_shut(answer):
            return asked
    assert asked is not None  # there is one way at least
    return asked


async def open_way(feed: Feed, *, fetcher: Fetcher) -> Fetched | None:
    """The items of a list whose feed is shut; None where they are shut too, or it is no list."""
    if read_url(feed.url) is None:
        return None
    ways = addresses_of(feed, state=FeedState(feed_id=feed.id, next_poll_at=_NEVER))
    for tier in (Tier.ITEMS, Tier.LIST_DATA):
        if tier in ways:
            answer = await fetcher.fetch(ways[tier], accept=JSON, authorities=feed.authorities)
            if isinstance(answer, Fetched) and looks_like_items(answer.body):
                return replace(answer, moved_to="")
    return None


def _in_order(ways: dict[Tier, str], *, state: FeedState, now: datetime) -> list[tuple[Tier, str]]:
    known = next((tier for tier in ways if tier == state.tier), None)
    is_fresh = state.tier_at is not None and now - state.tier_at < AGAIN
    if known is None or not is_fresh:
        return list(ways.items())
    return [(known, ways[known]), *((it, url) for it, url in ways.items() if it != known)]


def _is_shut(answer: Answer) -> bool:
    """Whether another way may be open: a host that does not answer has none."""
    return isinstance(answer, Fetched | Gone) or (
        isinstance(answer, Refused) and answer.cause in _SHUT
    )
