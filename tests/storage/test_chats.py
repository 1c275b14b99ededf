"""Chats that know the bot and have not asked for anything yet."""

from __future__ import annotations

from storage import Storage
from storage.model import ChatKind, Subscriber
from tests.moments import NOW
from tests.storage.examples import DAY, a_subscriber

CHANNEL = ChatKind.CHANNEL


async def introduced(storage: Storage, chat_id: int, *, title: str = "Kênh") -> Subscriber:
    return await storage.chats.introduce(
        chat_id,
        thread_id=0,
        kind=CHANNEL,
        title=title,
        language="vi",
        timezone="Asia/Ho_Chi_Minh",
        digest_minute=420,
        next_digest_at=NOW + DAY,
        now=NOW,
    )


async def test_who_is_introduced_receives_nothing_yet(storage: Storage) -> None:
    found = await introduced(storage, -5)

    assert (found.is_active, found.digest_minutes, found.digest_days) == (False, (420,), 127)


async def test_who_receives_already_goes_on(storage: Storage) -> None:
    before = await a_subscriber(storage, -5, kind=CHANNEL)
    await storage.subscribers.change(before.id, digest_days=3, language="en")

    after = await introduced(storage, -5, title="Tên mới")

    assert (after.id, after.is_active, after.title) == (before.id, True, "Tên mới")
    assert (after.language, after.digest_days) == ("en", 3)


async def test_the_channels_are_those_that_the_bot_is_in(storage: Storage) -> None:
    await introduced(storage, -7, title="Bê")
    await introduced(storage, -6, title="A")
    await a_subscriber(storage, -5, kind=CHANNEL)
    await a_subscriber(storage, -4, kind=ChatKind.GROUP)
    await introduced(storage, -3)
    await storage.subscribers.subscribe(
        -3, kind=CHANNEL, language="vi", timezone="Asia/Ho_Chi_Minh", digest_minute=420,
        next_digest_at=NOW + DAY, now=NOW,
    )  # fmt: skip
    await storage.subscribers.end(-3, cause="left", now=NOW)

    found = await storage.chats.find_channels(limit=9)

    assert [it.chat_id for it in found] == [-5, -6, -7]
