"""What a chat changes about what it receives, with what follows for its next digest."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.digest import EVERY_DAY, next_digest
from bot.newsroom import Newsroom
from bot.render.settings import BREAKING, DATA_SAVER, FEATURED, QUIET, SILENT
from storage.model import Subscriber

NIGHT = (22 * 60, 6 * 60)
MOST_HOURS = 3


async def turn(newsroom: Newsroom, subscriber: Subscriber, name: str) -> None:
    """Turns one thing on or off."""
    subscribers, it = newsroom.storage.subscribers, subscriber
    if name == FEATURED:
        await subscribers.change(it.id, wants_featured=not it.wants_featured)
    elif name == BREAKING:
        await subscribers.change(it.id, wants_breaking=not it.wants_breaking)
    elif name == SILENT:
        await subscribers.change(it.id, is_silent=not it.is_silent)
    elif name == DATA_SAVER:
        await subscribers.change(it.id, saves_data=not it.saves_data)
    elif name == QUIET:
        # Three states, one after another: none, the night, the night but for breaking news.
        is_quiet, wakes = it.quiet_minutes is not None, it.wakes_for_breaking
        await subscribers.set_quiet(
            it.id,
            minutes=None if is_quiet and wakes else NIGHT,
            wakes_for_breaking=is_quiet and not wakes,
        )


def hours_with(subscriber: Subscriber, minute: int) -> list[int] | None:
    """The digest's hours with one more or one fewer; None where that is one too many."""
    chosen = set(subscriber.digest_minutes) if subscriber.wants_digest else set()
    hours = sorted(chosen ^ {minute})
    return hours if len(hours) <= MOST_HOURS else None


async def set_hours(newsroom: Newsroom, subscriber: Subscriber, hours: Sequence[int]) -> None:
    """These hours of the digest; without any there is none."""
    await newsroom.storage.subscribers.change(subscriber.id, wants_digest=bool(hours))
    if hours:
        await _plan(newsroom, subscriber, hours=hours)


async def turn_day(newsroom: Newsroom, subscriber: Subscriber, day: int) -> bool:
    """Whether one day of the digest was turned on or off; the last one stays. 0 is Monday."""
    days = subscriber.digest_days ^ (1 << day)
    if not days & EVERY_DAY:
        return False
    changed = await newsroom.storage.subscribers.change(subscriber.id, digest_days=days)
    await _plan(newsroom, changed, hours=changed.digest_minutes)
    return True


async def set_zone(newsroom: Newsroom, subscriber: Subscriber, zone: str) -> None:
    """The chat's clock; its digest keeps the hours that it shows."""
    changed = await newsroom.storage.subscribers.change(subscriber.id, timezone=zone)
    await _plan(newsroom, changed, hours=changed.digest_minutes)


async def _plan(newsroom: Newsroom, subscriber: Subscriber, *, hours: Sequence[int]) -> None:
    zone, days, now = ZoneInfo(subscriber.timezone), subscriber.digest_days, newsroom.now()
    await newsroom.storage.subscribers.set_digest(
        subscriber.id,
        minutes=[(it, next_digest(now, minute=it, zone=zone, days=days)) for it in hours],
    )
