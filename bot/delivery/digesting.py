"""Digests and merged cards: which headlines one holds for its subscriber, page by page."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.delivery.keywording import Keywording
from bot.newsroom import Newsroom
from bot.press import Press, Verb
from bot.render.digest import digest
from bot.render.lists import PAGE_SIZE
from bot.render.screen import Look, Screen
from storage.merging import SHOWN_ALREADY
from storage.model import Delivery, Headline


async def page_of_digest(
    newsroom: Newsroom, delivery: Delivery, keywords: Keywording, *, page: int, look: Look
) -> Screen | None:
    """A page of what the digest holds, from 0; None when that page is empty."""
    found = await keywords.digest(delivery, limit=PAGE_SIZE + 1, offset=page * PAGE_SIZE)
    if not found:
        return None
    return digest(
        found[:PAGE_SIZE],
        at=delivery.window_until_at or newsroom.now(),
        # The day of a digest is the day on its subscriber's clock.
        look=replace(look, zone=ZoneInfo(delivery.timezone)),
        here=Press(verb=Verb.DIGEST, id=delivery.id, page=page),
        has_more=len(found) > PAGE_SIZE,
        is_private=delivery.chat_id > 0,
    )


async def merged_headlines(
    newsroom: Newsroom, delivery: Delivery, keywords: Keywording
) -> list[Headline]:
    """What a merged card names for its subscriber.

    Of one that has not been sent, what keywords hold back is noted as not had.
    """
    broadcasts = newsroom.storage.broadcasts
    found = await broadcasts.find_merged(delivery, now=newsroom.now())
    if delivery.state in SHOWN_ALREADY or not await keywords.are_set(delivery):
        return found
    shown = await keywords.let_through(delivery, found)
    held = [it.id for it in found if it not in shown]
    await broadcasts.withhold(delivery.id, article_ids=held)
    return shown
