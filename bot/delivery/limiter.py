"""One budget for every message that leaves: per bot, per chat, per group."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from enum import IntEnum
from heapq import heappop, heappush
from itertools import count
from math import inf
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

# Bots FAQ, "My bot is hitting limits": about one message a second to a chat, 20 a minute to
# a group; short bursts pass.
CHAT_EVERY_S, CHAT_BURST = 1.0, 3
GROUP_EVERY_S, GROUP_BURST = 3.0, 10
# A timer may be this late; a slot missed by less is caught up, so that the pace is kept.
LATE_S = 0.02
# What is queued leaves three at a time, where that makes nobody wait for longer than this: they
# share a commit, and at 28 a second no second holds more than 30.
TOGETHER, TOGETHER_S = 3, 0.08
LONGEST_WAIT_S = 30
MOST_TRIES = 3
# 28 a second and these two are the 30 that the FAQ names.
ANSWERS_AHEAD = 2
MOST_CHATS = 20_000

COUNTED = ("send", "copy", "forward", "edit")
FREE = frozenset({"sendChatAction", "sendMessageDraft"})


class Lane(IntEnum):
    """Who goes first: an answer to somebody overtakes any number of queued messages."""

    REPLY = 0
    BULK = 1
    EDIT = 2


class Limiter(BaseRateLimiter[Lane]):
    """The generic cell rate algorithm for the bot and each chat, with two lanes.

    `per_second`: messages a second in all; None or infinity for no limit (rehearsals).
    """

    def __init__(self, *, per_second: float | None) -> None:
        self._every_s = None if per_second in (None, inf) else 1 / per_second
        self._together_s = min((TOGETHER - 1) * (self._every_s or 0), TOGETHER_S)
        self._next = 0.0
        self._paused_until = 0.0
        self._chats: dict[int, float] = {}
        self._waiting: list[tuple[Lane, int, asyncio.Future[bool]]] = []
        self._order = count()
        self._timer: asyncio.TimerHandle | None = None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Lets go of the timer."""
        if self._timer is not None:
            self._timer.cancel()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,  # noqa: ANN401  # the library's own signature
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Lane | None,
    ) -> Any:  # noqa: ANN401  # the library's own signature
        """The library's call, at its turn; a short flood wait is sat out and tried again.

        Raises:
            RetryAfter: Telegram asks for more than half a minute.
        """
        if not is_counted(endpoint):
            return await callback(*args, **kwargs)
        for tries_left in range(MOST_TRIES - 1, -1, -1):
            await self.slot(chat_id=data.get("chat_id"), lane=rate_limit_args or Lane.REPLY)
            if isinstance(album := data.get("media"), list):
                # Telegram counts each part of an album; the others wait that much longer.
                self._next += (len(album) - 1) * (self._every_s or 0)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                wait_s = seconds_of(error)
                self.pause(wait_s)
                if wait_s > LONGEST_WAIT_S or not tries_left:
                    raise
        raise AssertionError("the last try returns or raises")

    def pause(self, seconds: float) -> None:
        """Nothing that counts leaves for so long: Telegram said so."""
        until = asyncio.get_running_loop().time() + seconds
        self._paused_until = max(self._paused_until, until)
        for lane, _, turn in self._waiting:
            if lane is Lane.BULK and not turn.done():
                turn.set_result(False)

    @property
    def paused_s(self) -> float:
        """Seconds until sending may go on; 0 when it may."""
        return max(0.0, self._paused_until - asyncio.get_running_loop().time())

    def chat_wait_s(self, chat_id: int) -> float:
        """Seconds until this chat may have another message; 0 when it may."""
        if self._every_s is None:
            return 0.0
        now = asyncio.get_running_loop().time()
        every_s, burst = _pace_of(chat_id)
        return max(0.0, self._chats.get(chat_id, now) - every_s * (burst - 1) - now)

    async def slot(self, *, chat_id: object, lane: Lane) -> bool:
        """Waits until a message to this chat may leave, and whether it may.

        In the bulk lane False: Telegram wants silence, and a claim is not slept on.
        """
        if lane is Lane.BULK and self.paused_s:
            return False
        if self._every_s is None and not self.paused_s:
            return True
        loop = asyncio.get_running_loop()
        if isinstance(chat_id, int) and self._every_s is not None:
            chat_at = self._chat_turn(chat_id, now=loop.time())
            if chat_at > loop.time():
                await asyncio.sleep(chat_at - loop.time())
                if lane is Lane.BULK and self.paused_s:
                    return False
        turn: asyncio.Future[bool] = loop.create_future()
        heappush(self._waiting, (lane, next(self._order), turn))
        self._grant()
        return await turn

    def _chat_turn(self, chat_id: int, *, now: float) -> float:
        every_s, burst = _pace_of(chat_id)
        arrival = max(self._chats.get(chat_id, now), now)
        self._chats[chat_id] = arrival + every_s
        if len(self._chats) > MOST_CHATS:
            self._chats = {chat: at for chat, at in self._chats.items() if at > now}
        return arrival - every_s * (burst - 1)

    def _grant(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            now = loop.time()
            turn_at = max(self._next - self._ahead_s(), self._paused_until)
            if turn_at > now:
                is_queued = self._waiting[0][0] is not Lane.REPLY
                self._wake_at(turn_at + self._together_s * is_queued)
                return
            _, _, turn = heappop(self._waiting)
            if turn.done():
                continue
            self._next = self._kept(now) + (self._every_s or 0)
            turn.set_result(True)

    def _kept(self, now: float) -> float:
        # What was late on purpose or by little is caught up; what was idle is not.
        is_caught_up = now - self._next <= self._together_s + LATE_S
        return self._next if is_caught_up else now - LATE_S

    def _ahead_s(self) -> float:
        # An answer leaves at once, on account: what is queued waits for that much longer.
        is_answer = self._waiting[0][0] is Lane.REPLY
        return ANSWERS_AHEAD * (self._every_s or 0) if is_answer else 0.0

    def _wake_at(self, when: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_at(when, self._grant)


def _pace_of(chat_id: int) -> tuple[float, int]:
    return (GROUP_EVERY_S, GROUP_BURST) if chat_id < 0 else (CHAT_EVERY_S, CHAT_BURST)


def is_counted(endpoint: str) -> bool:
    """Whether Telegram counts this method as a message.

    >>> is_counted("sendMessage"), is_counted("answerCallbackQuery")
    (True, False)
    """
    return endpoint.startswith(COUNTED) and endpoint not in FREE


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks us to wait, and a little more."""
    wait = error.retry_after
    return (wait if isinstance(wait, int) else wait.total_seconds()) + 0.1
