"""A royalty month for the demo: most of it set, some of it waiting."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from bot.demo.audience import EDITOR_ID
from bot.newsroom import Newsroom
from bot.royalty import WHOLE, month_of, span_of
from bot.royalty_desk import rate, rating_of
from storage.model import Person, ReaderId

WAITING: Final = 2
HALF: Final = WHOLE / 2
ABOVE: Final = Decimal("2.5")
REASON: Final = "Khảo sát ba ngày ở bốn xã"


async def seed_royalty(newsroom: Newsroom, *, start: datetime) -> None:
    """The month's articles as suggested; one shared, one above its range with the reason."""
    storage, zone = newsroom.storage, newsroom.config.zone
    begins, ends = span_of(month_of(start, zone=zone), zone=zone)
    waiting = await storage.royalty.unrated(begins, until=ends, limit=100)
    for at, headline in enumerate(waiting[:-WAITING]):
        rating = await rating_of(storage, headline.id, zone=zone)
        if rating is None or rating.suggestion is None:
            continue
        measure, reason, shares = rating.suggestion, "", rating.shares
        if at == 0:
            shares = ((shares[0][0], HALF), (Person(name="Trần Minh Khôi"), HALF))
        if at == 1:
            measure, reason = replace(measure, coefficient=ABOVE), REASON
        await rate(
            storage,
            rating,
            measure,
            shares=shares,
            reason=reason,
            by=ReaderId(EDITOR_ID),
            now=start,
            zone=zone,
        )
