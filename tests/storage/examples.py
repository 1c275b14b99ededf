"""Short ways to the rows that a story begins with."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count

from storage import Storage
from storage.model import (
    Article,
    ArticleId,
    ChatKind,
    Content,
    Person,
    ReaderId,
    RoyaltyPart,
    Subscriber,
)
from tests.moments import NOW

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
LAN = Person(id=ReaderId(11), name="Lan")
MINH = Person(id=ReaderId(12), name="Minh")
NOBODY = ArticleId(404)
_chats = count(1000)


async def a_draft(storage: Storage, title: str = "Tin", **columns: object) -> Article:
    content = Content(title=title, **columns)  # type: ignore[arg-type]  # a test's shorthand
    return await storage.articles.draft(content, by=LAN, now=NOW)


async def a_published(
    storage: Storage, title: str = "Tin", *, now: datetime = NOW, **columns: object
) -> Article:
    draft = await a_draft(storage, title, **columns)
    return await storage.articles.publish(draft.id, expected=draft.version, by=MINH, now=now)


async def a_subscriber(
    storage: Storage,
    chat_id: int | None = None,
    *,
    now: datetime = NOW,
    next_digest_at: datetime = NOW + DAY,
    digest_minute: int = 420,
    thread_id: int = 0,
    kind: ChatKind = ChatKind.PRIVATE,
) -> Subscriber:
    return await storage.subscribers.subscribe(
        next(_chats) if chat_id is None else chat_id,
        thread_id=thread_id,
        kind=kind,
        language="vi",
        timezone="Asia/Ho_Chi_Minh",
        digest_minute=digest_minute,
        next_digest_at=next_digest_at,
        now=now,
    )


def a_part(author: str = "Kiều Oanh", **columns: object) -> RoyaltyPart:
    """3.5 points and two photos at half a point each, all of it this author's."""
    given: dict[str, object] = {
        "author": Person(name=author),
        "genre": "Bài phản ánh",
        "page_count": Decimal(1),
        "photo_count": 2,
        "per_photo": Decimal("0.5"),
        "coefficient": Decimal("3.5"),
        "share": Decimal(100),
        "unit_vnd": 234_000,
        "amount_vnd": 1_053_000,
    }
    return RoyaltyPart(**(given | columns))  # type: ignore[arg-type]  # a test's shorthand
