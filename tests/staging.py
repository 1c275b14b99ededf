"""The real bot before the pretend Telegram and the pretend publishers, on a clock that jumps."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from urllib.parse import urlsplit

from bot.clock import ShiftedClock
from bot.config import Config, rehearsal_config
from bot.digest import next_digest
from bot.newsroom import Newsroom
from bot.running import Ending, running
from bot.schedule import run_due
from bot.simulator.publishers import Publishers, publishers
from bot.simulator.telegram import Group, Limits, Simulator, Toast, served
from bot.simulator.telegram import Person as PhoneOwner
from bot.wiring import open_newsroom
from handlers.context import NewsApplication
from storage import Storage
from storage.model import (
    Article,
    ArticleId,
    ChatKind,
    Content,
    DeliveryState,
    Person,
    ReaderId,
    Subscriber,
)
from tests.moments import NOW

TOKEN = "100000001:TEST-only-of-use-on-this-machine-000"
ADMINISTRATOR_ID = 3001
OPEN = (DeliveryState.QUEUED, DeliveryState.CLAIMED, DeliveryState.SENDING)
POLL_S = 0.005


async def eventually(
    holds: Callable[[], bool | Awaitable[bool]],
    *,
    timeout_s: float = 10,
    every_s: float = POLL_S,
    what: str = "it",
) -> None:
    """Returns once the condition holds.

    Raises:
        TimeoutError: it did not come to hold in time.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + timeout_s
    while True:
        found = holds()
        if found if isinstance(found, bool) else await found:
            return
        if loop.time() > deadline:
            raise TimeoutError(f"{what} did not happen in {timeout_s} s")
        await asyncio.sleep(every_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Everything a story needs."""

    clock: ShiftedClock
    newsroom: Newsroom
    telegram: Simulator
    press: Publishers
    press_url: str
    application: NewsApplication
    ending: Ending

    @property
    def storage(self) -> Storage:
        return self.newsroom.storage

    async def rest(self) -> None:
        """Every update is handled, nothing more is due to leave."""
        self.newsroom.wake_sender()
        await self.telegram.idle()
        await eventually(self._is_handled, what="handling every update")
        await eventually(self._is_sent, what="sending what was due")
        await self.telegram.idle()

    async def tick(self) -> None:
        """What is due by the clock happens now."""
        for lane in ("quick", "broadcasts", "feeds", "hubs", "quick"):
            await run_due(self.newsroom, lane=lane)
        await self.rest()

    async def jump(self, **length: float) -> None:
        """Time passes, and what is due by then happens."""
        self.clock.jump(timedelta(**length))
        await self.tick()

    async def jump_to(self, hour: time) -> None:
        """The clock jumps to the next time that it shows an hour in Vietnam, and a bit."""
        now = self.clock.now()
        minute = hour.hour * 60 + hour.minute
        at = next_digest(now, minute=minute, zone=self.newsroom.config.zone)
        # Jobs look at whole half minutes.
        self.clock.jump(at - now + timedelta(seconds=31))
        await self.tick()

    async def pressed(self, person: PhoneOwner, label: str, *, chat: Group | None = None) -> Toast:
        """Somebody presses, and all that follows has followed."""
        toast = await person.press(label, chat=chat)
        await self.rest()
        assert toast is not None, f"{label} was not answered"
        return toast

    async def _is_handled(self) -> bool:
        return not await self.storage.inbox.find_open()

    async def _is_sent(self) -> bool:
        due_at = await self.storage.outbox.oldest_due(self.clock.now())
        counts = await self.storage.outbox.counts()
        under_way = any(counts.get(state) for state in OPEN[1:])
        return due_at is None and not under_way


@asynccontextmanager
async def staged(database: str, *, start: datetime = NOW, **given: object) -> AsyncIterator[Stage]:
    """The bot, running on this database; `given` are settings."""
    clock = ShiftedClock(start=start)
    telegram = Simulator(token=TOKEN, now=clock.now, limits=Limits(flood=False))
    press = publishers(now=clock.now, start=start)
    async with AsyncExitStack() as stack:
        telegram_url = await stack.enter_async_context(served(telegram.app))
        press_url = await stack.enter_async_context(served(press.app))
        config = settings(database, telegram_url=telegram_url, press_url=press_url, **given)
        newsroom = await stack.enter_async_context(open_newsroom(config, clock=clock))
        ending = Ending()
        application = await stack.enter_async_context(
            running(newsroom, ending=ending, per_second=math.inf, holder="test")
        )
        yield Stage(
            clock=clock,
            newsroom=newsroom,
            telegram=telegram,
            press=press,
            press_url=press_url,
            application=application,
            ending=ending,
        )


def settings(database: str, *, telegram_url: str, press_url: str, **given: object) -> Config:
    """A rehearsal's settings."""
    defaults: dict[str, object] = {
        "token": TOKEN,
        "api_base": telegram_url,
        "database": database,
        "admins": (ADMINISTRATOR_ID,),
        "private_hosts": (urlsplit(press_url).netloc,) if press_url else (),
        "feed_interval": 10,
    }
    return rehearsal_config(**(defaults | given))


async def published(
    storage: Storage, title: str, *, now: datetime, is_featured: bool = False, **content: object
) -> Article:
    """An article before the readers; a featured one goes out at the next push."""
    by = Person(name="Ban biên tập")
    body = content.pop("body_html", f"<p>Thân bài: {title}.</p>")
    drafted = await storage.articles.draft(
        Content(title=title, body_html=str(body), **content),  # type: ignore[arg-type]  # a test's
        by=by,
        now=now,
    )
    article = await storage.articles.publish(drafted.id, expected=drafted.version, by=by, now=now)
    if not is_featured:
        return article
    return await storage.articles.feature(ArticleId(article.id), is_featured=True, by=by, now=now)


async def subscribed(
    storage: Storage,
    chat_id: int,
    *,
    thread_id: int = 0,
    now: datetime,
    next_digest_at: datetime | None = None,
    kind: ChatKind = ChatKind.PRIVATE,
    language: str = "vi",
) -> Subscriber:
    """A chat that receives; its digest comes tomorrow unless said otherwise."""
    if chat_id > 0:
        await storage.readers.welcome(ReaderId(chat_id), name="", language=language, now=now)
    return await storage.subscribers.subscribe(
        chat_id,
        thread_id=thread_id,
        kind=kind,
        language=language,
        timezone="Asia/Ho_Chi_Minh",
        digest_minute=420,
        next_digest_at=next_digest_at or now + timedelta(days=1),
        now=now,
    )
