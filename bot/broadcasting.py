"""What goes to many: announced with its event, brought to its audience in steps."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from bot.newsroom import Newsroom
from bot.quiet import quiet_until
from storage.model import Article, BroadcastId, DeliveryKind, ReaderId

log = structlog.get_logger()

# Before the first message of a person's broadcast leaves, it can be called back.
UNDO = timedelta(seconds=30)
FEATURED_LIVES = timedelta(hours=12)
BREAKING_LIVES = timedelta(hours=6)
CORRECTION_LIVES = timedelta(hours=24)


async def push_featured(newsroom: Newsroom, now: datetime) -> None:
    """Announces what was featured since the last push, and brings it to everybody."""
    await newsroom.storage.broadcasts.announce_featured(now, expires_at=now + FEATURED_LIVES)
    await fan_out_due(newsroom, now)


async def announce_now(
    newsroom: Newsroom, article: Article, *, kind: DeliveryKind, by: ReaderId
) -> BroadcastId | None:
    """Breaking news, or a correction, on its way in half a minute; None when it was before.

    Of each version of an article there may be one correction.
    """
    now = newsroom.now()
    is_correction = kind is DeliveryKind.CORRECTION
    return await newsroom.storage.broadcasts.announce(
        kind,
        article_id=article.id,
        key=str(article.version) if is_correction else "",
        by=by,
        due_at=now + UNDO,
        expires_at=now + (CORRECTION_LIVES if is_correction else BREAKING_LIVES),
        now=now,
    )


async def fan_out_due(newsroom: Newsroom, now: datetime) -> None:
    """Queues what is due, in steps between which whoever else writes has a turn.

    First what was called back leaves the queue: it does not count as had.
    """
    while await newsroom.storage.outbox.sweep(now):
        newsroom.wake_sender()
    while True:
        step = await newsroom.storage.broadcasts.fan_out(now, quiet_until=quiet_until)
        if step is None:
            return
        newsroom.crash.reached("fanned_out")
        newsroom.wake_sender()
        if step.is_whole:
            log.info("broadcast_whole", kind=step.kind, article_id=step.article_id)


def duration_of(newsroom: Newsroom, audience: int) -> timedelta:
    """How long so many messages take at our pace."""
    return timedelta(seconds=audience / newsroom.config.messages_per_second)
