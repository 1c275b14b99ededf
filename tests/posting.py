"""A sender of our own before the pretend Telegram: nothing else of the bot runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from bot.broadcasting import push_featured
from bot.clock import ShiftedClock
from bot.delivery.limiter import Limiter
from bot.delivery.sender import Sender
from bot.newsroom import Newsroom
from bot.simulator.publishers import Publishers, publishers
from bot.simulator.telegram import Limits, Person, Simulator, served
from bot.telegram.calls import Calls
from bot.telegram.request import FastRequest
from bot.wiring import open_newsroom
from storage import Storage
from storage.model import Article, DeliveryState
from tests.moments import NOW
from tests.staging import OPEN, TOKEN, eventually, published, settings, subscribed

# Long enough for any answer that is meant to come.
ANSWER_S = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """The sender, who gets what it sends, and what came of it."""

    clock: ShiftedClock
    newsroom: Newsroom
    telegram: Simulator
    press: Publishers
    press_url: str
    calls: Calls
    sender: Sender

    @property
    def storage(self) -> Storage:
        return self.newsroom.storage

    async def subscribers(self, n: int) -> list[Person]:
        """People who receive."""
        people = [self.telegram.person(each, started=True) for each in range(1001, 1001 + n)]
        for person in people:
            await subscribed(self.storage, person.id, now=self.clock.now())
        return people

    async def is_active(self, chat_id: int) -> bool:
        """Whether the chat still receives."""
        subscriber = await self.storage.subscribers.find(chat_id)
        return subscriber is not None and subscriber.is_active

    async def push(self, title: str = "Tin nổi bật", **content: object) -> Article:
        """An article on its way to everybody, not yet sent."""
        now = self.clock.now()
        article = await published(self.storage, title, now=now, is_featured=True, **content)
        await push_featured(self.newsroom, now)
        self.sender.wake()
        return article

    async def jump(self, **length: float) -> None:
        """Time passes for whoever waits to be tried again."""
        self.clock.jump(timedelta(**length))
        self.sender.wake()

    async def settled(self) -> dict[DeliveryState, int]:
        """How many deliveries ended how, once none is due or under way."""
        await eventually(self.is_settled, what="settling every delivery")
        return await self.states()

    async def is_settled(self) -> bool:
        # In this order: what is claimed between the two questions still shows in the second.
        if await self.storage.outbox.oldest_due(self.clock.now()) is not None:
            return False
        counts = await self.states()
        return not any(state in counts for state in OPEN[1:])

    async def states(self) -> dict[DeliveryState, int]:
        """The states that there are, and how often."""
        counts = await self.storage.outbox.counts()
        return {state: n for state, n in counts.items() if n}


@asynccontextmanager
async def posted(
    database: str,
    *,
    per_second: float | None = None,
    telegram_url: str = "",
    answer_s: float = ANSWER_S,
    **given: object,
) -> AsyncIterator[Post]:
    """A running sender. `telegram_url`: where it sends to instead of the simulator."""
    clock = ShiftedClock(start=NOW)
    telegram = Simulator(token=TOKEN, now=clock.now, limits=Limits(flood=False))
    press = publishers(now=clock.now, start=NOW)
    async with AsyncExitStack() as stack:
        url = telegram_url or await stack.enter_async_context(served(telegram.app))
        press_url = await stack.enter_async_context(served(press.app))
        config = settings(database, telegram_url=url, press_url=press_url, **given)
        newsroom = await stack.enter_async_context(open_newsroom(config, clock=clock))
        newsroom.username = telegram.username
        request = FastRequest(read_s=answer_s)
        await request.initialize()
        stack.push_async_callback(request.shutdown)
        calls = Calls(
            address=f"{url}/bot{TOKEN}", request=request, limiter=Limiter(per_second=per_second)
        )
        sender = Sender(newsroom, calls=calls, holder="test")
        task = asyncio.create_task(sender.run())
        stack.push_async_callback(sender.stop, task)
        yield Post(
            clock=clock,
            newsroom=newsroom,
            telegram=telegram,
            press=press,
            press_url=press_url,
            calls=calls,
            sender=sender,
        )
