"""The queue of updates, and long polling.

Follows tdlib/telegram-bot-api (Client.cpp, `do_get_updates`): a second poller wins, the older one
gets a 409, at once or three seconds later; an offset confirms what is below it; a negative offset
throws away all but the last.
"""

import asyncio
import time
from collections import deque

from .errors import JsonObject, Refusal, bad_request

FIRST_ID = 100_000_001
OPT_IN = {"chat_member", "message_reaction", "message_reaction_count"}
CONFLICT_POLLERS = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
CONFLICT_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
CONFLICT_PAUSE_S = 3.0
REPEAT_S = 0.5


class UpdateQueue:
    """Updates that the bot has not confirmed, in order; ids count from `FIRST_ID`."""

    def __init__(self) -> None:
        self.waiting: deque[JsonObject] = deque()
        self.allowed: set[str] | None = None
        self.next_id = FIRST_ID
        self.fetched_below = FIRST_ID
        self.arrived = asyncio.Event()
        self._poller: asyncio.Event | None = None
        self._next_conflict_at = 0.0
        self._last_poll: tuple[int, float] = (0, 0.0)

    def add(self, kind: str, content: JsonObject) -> int | None:
        """Queues an update; its id, or None when the bot does not want this kind."""
        if not self.wants(kind):
            return None
        update_id = self.next_id
        self.next_id += 1
        self.waiting.append({"update_id": update_id, kind: content})
        self.arrived.set()
        return update_id

    def wants(self, kind: str) -> bool:
        """Whether `allowed_updates` lets this kind through."""
        return kind not in OPT_IN if self.allowed is None else kind in self.allowed

    def allow(self, kinds: list[str] | None) -> None:
        """Remembers `allowed_updates`; absent keeps the setting, empty means the default."""
        if kinds is not None:
            self.allowed = set(kinds) or None

    def confirm(self, offset: int) -> None:
        """Forgets the updates below the offset, or all but the last -offset ones."""
        if offset < 0:
            while len(self.waiting) > -offset:
                self.waiting.popleft()
            return
        while self.waiting and self.waiting[0]["update_id"] < offset:
            self.waiting.popleft()

    def clear(self) -> None:
        """Drops everything."""
        self.waiting.clear()

    async def poll(self, params: JsonObject) -> list[JsonObject]:
        """`getUpdates`.

        Raises:
            Refusal: 409 when a newer poller took over.
        """
        limit = params.get("limit", 100)
        offset = params.get("offset", 0)
        if not 1 <= limit <= 100:
            limit = 100
        self.allow(params.get("allowed_updates"))
        if self._poller is not None:
            self._poller.set()
            self._poller = None
        self.confirm(offset)
        if self.waiting or not params.get("timeout", 0):
            return self._batch(offset, limit)
        await self._wait(min(float(params["timeout"]), 50.0))
        return self._batch(offset, limit)

    def _batch(self, offset: int, limit: int) -> list[JsonObject]:
        now = time.monotonic()
        if offset and self._last_poll[0] == offset and now < self._last_poll[1] + REPEAT_S:
            limit = 1
        self._last_poll = (offset, now)
        batch = [self.waiting[at] for at in range(min(limit, len(self.waiting)))]
        if batch:
            self.fetched_below = batch[-1]["update_id"] + 1
        return batch

    async def _wait(self, timeout_s: float) -> None:
        self._poller = taken_over = asyncio.Event()
        self.arrived.clear()
        tasks = [asyncio.ensure_future(each.wait()) for each in (self.arrived, taken_over)]
        try:
            await asyncio.wait(tasks, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            if self._poller is taken_over:
                self._poller = None
        if taken_over.is_set():
            await self._pause_before_conflict()
            raise Refusal(CONFLICT_POLLERS, code=409)

    async def _pause_before_conflict(self) -> None:
        now = time.monotonic()
        if now < self._next_conflict_at:
            await asyncio.sleep(CONFLICT_PAUSE_S)
            return
        self._next_conflict_at = now + CONFLICT_PAUSE_S


def check_allowed(kinds: list[str] | None, known: set[str]) -> None:
    """Refuses kinds of update that do not exist; ours, the real server ignores them."""
    for kind in kinds or []:
        if kind not in known:
            raise bad_request(f'unknown update type "{kind}" in allowed_updates')
