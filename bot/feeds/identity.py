"""What names an entry, where the publisher's own names cannot be trusted."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.feeds.raw import RawFeed
from bot.feeds.urls import canonical_url
from storage import Storage
from storage.model import Candidate, Feed, FeedState, IdPolicy

_FEW: Final = 5
_OLD: Final = timedelta(days=1)


class Verdict(StrEnum):
    """What a round's names say of the feed."""

    SOUND = "sound"
    BY_URL = "by_url"
    """The publisher's names change, the addresses stay."""
    HELD = "held"
    """Everything has another name: what looks new is what we know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Familiar:
    """How many of a round's entries are known, each way of knowing counted for itself."""

    entries: int
    keys: int
    urls: int
    titles: int
    old: int


def names_repeat(raw: RawFeed, *, feed_url: str) -> bool:
    """Whether one id stands for several addresses, so that it names no entry."""
    names = [entry.id.strip() for entry in raw.entries]
    if len(set(names)) == len(names):
        return False
    led_to: dict[str, set[str]] = defaultdict(set)
    for entry in raw.entries:
        if entry.id.strip() and (url := canonical_url(entry.link, base_url=feed_url)):
            led_to[entry.id.strip()].add(url)
    return any(len(urls) > 1 for urls in led_to.values())


def judged(seen: Familiar) -> Verdict:
    """What it means when none of a round's names is known.

    >>> judged(Familiar(entries=20, keys=0, urls=20, titles=20, old=19))
    <Verdict.BY_URL: 'by_url'>
    >>> judged(Familiar(entries=20, keys=0, urls=0, titles=18, old=19))
    <Verdict.HELD: 'held'>
    >>> judged(Familiar(entries=20, keys=0, urls=0, titles=0, old=0))
    <Verdict.SOUND: 'sound'>
    """
    half = seen.entries / 2
    if seen.entries < _FEW or seen.keys:
        return Verdict.SOUND
    if seen.urls >= half:
        return Verdict.BY_URL
    return Verdict.HELD if seen.titles >= half or seen.old >= half else Verdict.SOUND


async def judge(
    feed: Feed, *, state: FeedState, candidates: Sequence[Candidate], storage: Storage
) -> Verdict:
    """What the names of a whole round say; a first round says nothing.

    A feed that was not looked at for long may have turned over: its entries are young.
    """
    if state.last_ok_at is None or len(candidates) < _FEW or feed.id_policy is IdPolicy.URL:
        return Verdict.SOUND
    seen = await storage.feeds.seen(feed.id, keys=[it.key for it in candidates])
    if seen:
        return Verdict.SOUND
    urls, titles = await storage.feeds.familiar(
        feed.id,
        urls=[it.content.canonical_url for it in candidates],
        titles=[it.content.title for it in candidates],
    )
    return judged(
        Familiar(
            entries=len(candidates),
            keys=0,
            urls=len(urls),
            titles=len(titles),
            old=_count_old(candidates, before=state.last_ok_at - _OLD),
        )
    )


def _count_old(candidates: Sequence[Candidate], *, before: datetime) -> int:
    dates = (it.content.published_at for it in candidates)
    return sum(date is not None and date < before for date in dates)
