"""Members in numbers."""

from __future__ import annotations

from storage import Storage
from storage.members import Census, Chat
from storage.model import ChatKind
from tests.moments import NOW
from tests.staging import subscribed


async def test_chats_are_counted_by_kind(storage: Storage) -> None:
    for chat_id in (101, 102):
        await subscribed(storage, chat_id, now=NOW)
    await subscribed(storage, -1001, now=NOW, kind=ChatKind.SUPERGROUP)
    await storage.subscribers.end(102, cause="blocked", now=NOW)

    assert await storage.members.census() == [
        Census(kind=ChatKind.PRIVATE, active=1, ended=1),
        Census(kind=ChatKind.SUPERGROUP, active=1, ended=0),
    ]


async def test_groups_are_listed_and_people_are_not(storage: Storage) -> None:
    await subscribed(storage, 101, now=NOW)
    await subscribed(storage, -1001, now=NOW, kind=ChatKind.GROUP)
    await subscribed(storage, -1002, now=NOW, kind=ChatKind.CHANNEL)
    await storage.subscribers.end(-1001, cause="kicked", now=NOW)

    found = await storage.members.find_chats(limit=9)

    assert found == [Chat(title="", kind=ChatKind.CHANNEL)]
    assert await storage.members.find_chats(limit=9, offset=1) == []
