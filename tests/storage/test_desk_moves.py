"""What an editor takes back, and chats that come back."""

from __future__ import annotations

import pytest

from storage import Storage
from storage.errors import NotFound, Stale
from storage.model import ArticleId, ChatKind, Content, Person, ReaderId, Status
from tests.moments import NOW

LAN = Person(id=ReaderId(1), name="Lan")


async def test_a_draft_thrown_away_is_rejected_and_cannot_be_published(storage: Storage) -> None:
    draft = await storage.articles.draft(Content(title="Nháp"), by=LAN, now=NOW)

    await storage.articles.discard(draft.id, by=LAN, now=NOW)

    assert (await storage.articles.get(draft.id)).status is Status.REJECTED
    with pytest.raises(Stale):
        await storage.articles.publish(draft.id, expected=draft.version, by=LAN, now=NOW)


async def test_what_is_published_is_not_thrown_away(storage: Storage) -> None:
    draft = await storage.articles.draft(Content(title="Tin"), by=LAN, now=NOW)
    await storage.articles.publish(draft.id, expected=draft.version, by=LAN, now=NOW)

    with pytest.raises(Stale):
        await storage.articles.discard(draft.id, by=LAN, now=NOW)
    with pytest.raises(NotFound):
        await storage.articles.discard(ArticleId(999), by=LAN, now=NOW)


@pytest.mark.parametrize(("cause", "expected"), [("403", 1), ("left", 1), ("asked", 0)])
async def test_a_chat_comes_back_unless_it_asked_to_stop(
    storage: Storage, cause: str, expected: int
) -> None:
    subscribed = await storage.subscribers.subscribe(
        7,
        kind=ChatKind.PRIVATE,
        language="vi",
        timezone="Asia/Ho_Chi_Minh",
        digest_minute=420,
        next_digest_at=NOW,
        now=NOW,
    )
    await storage.subscribers.end(7, cause=cause, now=NOW)

    returned = await storage.subscribers.come_back(7, now=NOW)

    assert returned == expected
    assert (await storage.subscribers.get(subscribed.id)).is_active is bool(expected)
