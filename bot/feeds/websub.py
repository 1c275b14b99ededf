"""Hubs that tell us when a feed changed. Source: W3C, WebSub (2018).

What a hub delivers only makes the feed due: its publisher is asked, through our own door.
"""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Final

from bot.feeds.address import read_url
from bot.feeds.answers import Fetched
from bot.feeds.fetch import Fetcher
from bot.feeds.raw import RawFeed
from bot.feeds.round import Round
from bot.feeds.urls import whole_url
from storage import Storage
from storage.model import Feed, Hub

PATH: Final = "/hub"
"""Where hubs reach us, below our public address; a token follows."""

LEASE: Final = timedelta(days=10)
MOST_BYTES: Final = 1_000_000
"""More of a delivery need not be read."""

_SHORTEST: Final = timedelta(hours=1)
_LONGEST: Final = timedelta(days=90)
_METHODS: Final = ("sha256", "sha384", "sha512", "sha1")


async def offer_hub(feed: Feed, *, answer: Fetched, raw: RawFeed, this: Round) -> None:
    """Keeps the hub that a feed names, when there is an address at which it can reach us.

    W3C, "WebSub", 4: what the header `Link` names comes before what stands in the feed.
    """
    if not this.callback_url:
        return
    base_url = answer.final_url
    hub_url = whole_url(answer.hub_url or raw.hub_url, base_url=base_url)
    if not hub_url:
        return
    named = answer.self_url or raw.self_url
    # A topic is a name: spelt otherwise it is another one.
    topic_url = named if read_url(named) else whole_url(named, base_url=base_url)
    await this.storage.hubs.offer(
        Hub(
            feed_id=feed.id,
            hub_url=hub_url,
            topic_url=topic_url or feed.url,
            token=token_urlsafe(24),
            secret=token_urlsafe(32),
        )
    )


async def ask_hubs(storage: Storage, *, fetcher: Fetcher, callback_url: str, now: datetime) -> int:
    """Asks for subscriptions to begin, to go on or to end; how many hubs took the request."""
    await storage.hubs.forget_ended(now)
    taken = 0
    for hub in await storage.hubs.to_ask(now):
        # Written first: a hub may call back before it has answered.
        await storage.hubs.mark_asked(hub.token, now=now)
        form = {
            "hub.mode": "unsubscribe" if hub.feed_id is None else "subscribe",
            "hub.topic": hub.topic_url,
            "hub.callback": f"{callback_url}/{hub.token}",
            "hub.secret": hub.secret,
            "hub.lease_seconds": str(int(LEASE.total_seconds())),
        }
        taken += await fetcher.post(hub.hub_url, form=form)
    return taken


async def confirmed(
    storage: Storage, token: str, *, asked: Mapping[str, str], now: datetime
) -> str | None:
    """What to answer a hub that asks whether we want this; None when we do not.

    Args:
        storage: where subscriptions are.
        token: of the address that was called.
        asked: the query of the call.
        now: when the lease begins.
    """
    topic_url, challenge = asked.get("hub.topic", ""), asked.get("hub.challenge", "")
    lease = _lease_of(asked.get("hub.lease_seconds", ""))
    match asked.get("hub.mode"):
        case "subscribe" if challenge and lease >= _SHORTEST:
            until_at = now + min(lease, _LONGEST)
            is_wanted = await storage.hubs.confirm(token, topic_url=topic_url, until_at=until_at)
        case "unsubscribe" if challenge:
            is_wanted = await storage.hubs.end(token, topic_url=topic_url)
        case _:
            return None
    return challenge if is_wanted else None


async def delivered(
    storage: Storage, token: str, *, body: bytes, signature: str, now: datetime
) -> bool:
    """Whether the hub may go on calling this address; what it signed makes its feed due.

    A body that is not signed as it should be changes nothing, and its sender is not told:
    W3C, "WebSub", 8: locally ignored.

    Args:
        storage: where subscriptions are.
        token: of the address that was called.
        body: whole, as it came.
        signature: the header X-Hub-Signature.
        now: when it came.
    """
    for hub in await storage.hubs.find(token):
        if hub.feed_id is None:
            return False
        if is_signed(body, secret=hub.secret, signature=signature):
            await storage.hubs.make_due(hub.feed_id, now=now)
        return True
    return False


def is_signed(body: bytes, *, secret: str, signature: str) -> bool:
    """Whether a body was signed with our secret.

    >>> is_signed(b"a", secret="s", signature="sha1=6ba94a0c3c9d0b1a")
    False
    """
    method, _, digest = signature.partition("=")
    if method not in _METHODS:
        return False
    ours = hmac.new(secret.encode(), body, method).hexdigest()
    return hmac.compare_digest(ours.encode(), digest.strip().lower().encode())


def _lease_of(seconds: str) -> timedelta:
    is_number = seconds.isascii() and seconds.isdecimal() and len(seconds) < 10
    return timedelta(seconds=int(seconds)) if is_number else LEASE
