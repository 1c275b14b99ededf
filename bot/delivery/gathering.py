"""Questions of many tasks, asked together while the ones before are under way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")
A = TypeVar("A")


class Gathering(Generic[T, A]):
    """Puts the questions of many tasks into as few rounds as can be.

    `act` answers a list of questions at once, and is never run twice at a time. What it
    raises, each of those who asked gets.
    """

    def __init__(self, act: Callable[[list[T]], Awaitable[A]]) -> None:
        self._act = act
        self._waiting: list[tuple[T, asyncio.Future[A]]] = []
        self._asked: list[tuple[T, asyncio.Future[A]]] = []
        self._round: asyncio.Task[None] | None = None

    async def ask(self, question: T) -> A:
        """The answer of the round that holds the question; it is asked whoever stops waiting."""
        future: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, future))
        if self._round is None:
            self._round = asyncio.create_task(self._rounds())
        return await future

    def stop(self) -> None:
        """Gives up what is under way, and whoever waits for it."""
        if self._round is not None:
            self._round.cancel()
        for _, future in (*self._asked, *self._waiting):
            future.cancel()

    async def _rounds(self) -> None:
        while self._waiting:
            self._asked, self._waiting = self._waiting, []
            (answer,) = await asyncio.gather(
                self._act([question for question, _ in self._asked]), return_exceptions=True
            )
            for _, future in self._asked:
                if future.done():
                    continue
                if isinstance(answer, BaseException):
                    future.set_exception(answer)
                else:
                    future.set_result(answer)
        self._round = None
