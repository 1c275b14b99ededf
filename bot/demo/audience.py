"""An audience for the demo: members who subscribed, and two weeks of their reading."""

from __future__ import annotations

import asyncio
import random
from datetime import datetime, timedelta

from bot.digest import next_digest
from bot.newsroom import Newsroom
from bot.simulator.telegram import Simulator
from storage.model import ChatKind, ReaderId, Role, Via

FIRST_ID = 10_001
EDITOR_ID, APPROVER_ID = 2001, 2002
SEED = 20171408
WEEKS_OF_VIEWS = 2
OPENINGS_A_DAY = 60
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ")
MIDDLE = ("Thị", "Văn", "Minh", "Ngọc", "Hoài", "Thanh", "Quốc", "Bảo", "Gia", "Đức")
GIVEN = ("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Khánh", "Linh", "Nam", "Phúc", "Quyên", "Vy")
HOURS = (6 * 60, 7 * 60, 7 * 60, 7 * 60, 12 * 60, 18 * 60, 20 * 60)
WAYS = (Via.PRESS, Via.PRESS, Via.PRESS, Via.LINK, Via.SEARCH)


async def seed_members(newsroom: Newsroom, telegram: Simulator, *, n: int) -> None:
    """`n` members with their digest hours, and the roles of the two at the desk."""
    chance = random.Random(SEED)  # the same audience at each start, no secret
    now = newsroom.now()
    for id, role in ((EDITOR_ID, Role.EDITOR), (APPROVER_ID, Role.APPROVER)):
        await newsroom.storage.roles.grant(ReaderId(id), role=role, by=None, now=now)
    members = [_name(chance) for _ in range(n)]
    minutes = [chance.choice(HOURS) for _ in range(n)]
    ages = [timedelta(days=chance.randrange(7 * WEEKS_OF_VIEWS)) for _ in range(n)]
    for at, name in enumerate(members):
        telegram.person(FIRST_ID + at, first_name=name, language_code="vi", started=True)
    await asyncio.gather(
        *(
            _subscribe(
                newsroom, FIRST_ID + at, name=name, minute=minutes[at], age=ages[at], now=now
            )
            for at, name in enumerate(members)
        )
    )


async def seed_views(newsroom: Newsroom, *, start: datetime) -> None:
    """Two weeks of openings of what is there, more of the newer articles."""
    chance = random.Random(SEED)  # the same readings at each start, no secret
    headlines = await newsroom.storage.articles.find_latest(limit=100)
    days = 7 * WEEKS_OF_VIEWS
    begin = start.astimezone(newsroom.config.zone)
    openings = []
    for _ in range(days * OPENINGS_A_DAY if headlines else 0):
        place = min(int(chance.expovariate(0.18)), len(headlines) - 1)
        at = begin - timedelta(minutes=chance.randrange(1, days * 24 * 60))
        reader = FIRST_ID + chance.randrange(200)
        openings.append((at, headlines[place].id, ReaderId(reader), chance.choice(WAYS)))
    # In the order of time, as they would have come.
    openings.sort(key=lambda opening: opening[0])
    await asyncio.gather(
        *(
            newsroom.storage.views.open(article_id, reader_id=reader_id, via=via, now=at)
            for at, article_id, reader_id, via in openings
        )
    )


def _name(chance: random.Random) -> str:
    return f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}"


async def _subscribe(
    newsroom: Newsroom, chat_id: int, *, name: str, minute: int, age: timedelta, now: datetime
) -> None:
    await newsroom.storage.readers.welcome(ReaderId(chat_id), name=name, language="vi", now=now)
    zone = newsroom.config.zone
    await newsroom.storage.subscribers.subscribe(
        chat_id,
        kind=ChatKind.PRIVATE,
        title=name,
        language="vi",
        timezone=zone.key,
        digest_minute=minute,
        next_digest_at=next_digest(now, minute=minute, zone=zone),
        now=now - age,
    )
