"""A featured article in the outbox, without waiting for the hour of the push."""

from __future__ import annotations

from datetime import datetime

from storage import Storage
from storage.model import ArticleId, DeliveryKind, ReaderId


async def enqueue_featured(
    storage: Storage,
    article_id: ArticleId,
    *,
    by: ReaderId | None = None,
    due_at: datetime,
    expires_at: datetime,
    now: datetime,
) -> int:
    """How many messages were queued, to be sent from `due_at` on."""
    await storage.broadcasts.announce(
        DeliveryKind.FEATURED,
        article_id=article_id,
        by=by,
        due_at=due_at,
        expires_at=expires_at,
        now=now,
    )
    queued = 0
    while step := await storage.broadcasts.fan_out(due_at, quiet_until=lambda *_: None):
        queued += step.queued
    return queued
