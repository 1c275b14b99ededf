"""Updates are written down before Telegram hears that they arrived."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Hashable
from typing import Any

import orjson
import structlog
from telegram import Bot, Update
from telegram.ext import BaseUpdateProcessor

from bot.newsroom import Newsroom
from storage.errors import StorageError

log = structlog.get_logger()

RETRY_S = 1.0
MOST_TRIES = 3
AT_ONCE = 256


class DurableQueue(asyncio.Queue[object]):
    """The library's update queue, whose `put` returns once the update is on disk."""

    def __init__(self, newsroom: Newsroom) -> None:
        super().__init__()
        self._newsroom = newsroom
        self._inbox = newsroom.storage.inbox

    async def put(self, item: object) -> None:
        """Writes an update down, then queues it; one seen before is dropped.

        Never raises: an error here would end polling while it still claims to run. While
        the database is away it waits, and Telegram keeps what it has not been told about.
        """
        if isinstance(item, Update):
            await self.receive(item, body=item.to_json())
        else:
            await super().put(item)

    async def receive(self, update: Update, *, body: str) -> None:
        """The same for an update whose JSON is at hand, as Telegram wrote it."""
        if not await self._write_down(update, body=body):
            return
        self._newsroom.metrics.updates.labels(kind=_kind_of(update)).inc()
        self._newsroom.crash.reached("inbox")
        await super().put(update)

    async def _write_down(self, update: Update, *, body: str) -> bool:
        while True:
            try:
                return await self._inbox.receive(
                    update.update_id, body=body, now=self._newsroom.now()
                )
            except StorageError as error:
                log.error("inbox_unavailable", update_id=update.update_id, error=str(error))
                await asyncio.sleep(RETRY_S)

    async def restore(self, bot: Bot) -> int:
        """Queues again what was received and not handled; how many.

        An update that was open at three starts may be what kills the process: it is set aside.
        """
        restored = 0
        for update_id, body in await self._inbox.find_open():
            if await self._inbox.begin(update_id) > MOST_TRIES:
                log.error("update_set_aside", update_id=update_id)
                await self._inbox.handled(update_id, now=self._newsroom.now())
                continue
            await super().put(Update.de_json(orjson.loads(body), bot))
            restored += 1
        return restored


class InOrderPerChat(BaseUpdateProcessor):
    """Chats in parallel, one chat's updates in their order; each is then marked handled."""

    def __init__(self, newsroom: Newsroom) -> None:
        super().__init__(AT_ONCE)
        self._newsroom = newsroom
        self._inbox = newsroom.storage.inbox
        self._locks: dict[Hashable, tuple[asyncio.Lock, int]] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Waits for this chat's earlier updates, then handles this one."""
        key = _chat_of(update)
        lock, waiting = self._locks.get(key, (asyncio.Lock(), 0))
        self._locks[key] = (lock, waiting + 1)
        try:
            async with lock:
                await coroutine
        finally:
            lock, waiting = self._locks[key]
            if waiting == 1:
                del self._locks[key]
            else:
                self._locks[key] = (lock, waiting - 1)
        if isinstance(update, Update):
            await self._inbox.handled(update.update_id, now=self._newsroom.now())

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""


def _chat_of(update: object) -> Hashable:
    if not isinstance(update, Update):
        return None
    if update.effective_chat is not None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user is not None else update.update_id


def _kind_of(update: Update) -> str:
    for name in Update.ALL_TYPES:
        if getattr(update, name) is not None:
            return str(name)
    return "unknown"
