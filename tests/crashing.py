"""The program as it is started, killed before the pretend Telegram, and what came of it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from bot.clock import SystemClock
from bot.press import Press, Verb
from bot.search.syllables import words
from bot.simulator.publishers import publishers
from bot.simulator.telegram import Fault, Limits, Simulator, Toast, served
from storage import Storage, open_storage
from storage.model import ArticleId, Content, DeliveryState, Person, Version
from tests.staging import ADMINISTRATOR_ID, OPEN, TOKEN, eventually, published, subscribed

ROOT = Path(__file__).parents[1]
FIRST_ID = 100_001
READER_ID = 7
FEATURED, DRAFTED, EARLIER = "Tin nổi bật", "Bản nháp", "Tin buổi sáng"
OURS = (FEATURED, DRAFTED, EARLIER)
# Short enough to be quick, long enough that a kill finds some under way.
ANSWER_S = 0.02
RUNNING = "] running "
KILLED = -signal.SIGKILL


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What Telegram accepted, held against what the ledger says."""

    deliveries: int
    uncertain: int
    lost: int
    twice: int
    is_answered: bool
    is_published_once: bool
    is_feed_whole: bool

    @property
    def is_as_promised(self) -> bool:
        """Nothing lost, nothing sent twice in silence, every other event once."""
        events = self.is_answered and self.is_published_once and self.is_feed_whole
        return not self.lost and not self.twice and events


@dataclass(slots=True, kw_only=True)
class Scene:
    """A database, the far ends, and the program that is started and killed between them."""

    folder: Path
    telegram: Simulator
    telegram_url: str
    press_url: str
    entries: int
    audience: int
    draft_id: ArticleId | None = None
    press: asyncio.Task[Toast | None] | None = None

    @property
    def database(self) -> str:
        return f"sqlite:///{self.folder / 'bantin.db'}"

    @asynccontextmanager
    async def storage(self) -> AsyncIterator[Storage]:
        """The database, beside the program or after it."""
        storage = await open_storage(self.database, words=words)
        try:
            yield storage
        finally:
            await storage.close()

    async def start(self, *, crash_at: str = "") -> asyncio.subprocess.Process:
        """`python -m bot run`, as an operator starts it."""
        log = (self.folder / "run.log").open("ab")
        with log:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                "run",
                cwd=self.folder,
                env={
                    "PATH": os.environ.get("PATH", ""),
                    "PYTHONPATH": str(ROOT),
                    "BANTIN_TOKEN": TOKEN,
                    "BANTIN_API_BASE": self.telegram_url,
                    "BANTIN_DATABASE": self.database,
                    "BANTIN_ADMINS": str(ADMINISTRATOR_ID),
                    "BANTIN_PRIVATE_HOSTS": urlsplit(self.press_url).netloc,
                    "BANTIN_FEED_INTERVAL": "86400",
                    "BANTIN_RATE": "1000",
                    "BANTIN_CRASH_AT": crash_at,
                },
                stdout=log,
                stderr=log,
            )

    def log(self) -> str:
        """What every start of the program has printed."""
        file = self.folder / "run.log"
        return file.read_text() if file.exists() else ""

    def sends(self) -> int:
        """How many messages Telegram has accepted for the audience."""
        return sum(self.telegram.accepted(FIRST_ID + each) for each in range(self.audience))

    async def finish(self, *, timeout_s: float = 60) -> int:
        """Runs the program until nothing is left to do, then asks it to stop; its exit code."""
        before = self.log().count(RUNNING)
        process = await self.start()
        async with self.storage() as storage:

            async def is_done() -> bool:
                if process.returncode is not None:
                    raise AssertionError(self.log()[-4000:])
                return self.log().count(RUNNING) > before and await self._is_done(storage)

            await eventually(is_done, timeout_s=timeout_s, what="delivering everything")
        process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(process.wait(), 30)

    async def _is_done(self, storage: Storage) -> bool:
        now = SystemClock().now()
        if await storage.outbox.oldest_due(now) or await storage.inbox.find_open():
            return False
        if {name for name, _ in await storage.schedule.due(now)} & {"featured", "digests"}:
            return False
        if self.telegram.state.updates.waiting:
            return False
        if await storage.articles.count_latest() < self.entries + len(OURS):
            return False
        counts = await storage.outbox.counts()
        if sum(counts.values()) < 2 * self.audience:
            return False
        return not any(counts.get(state) for state in OPEN[1:])

    async def tally(self) -> Tally:
        """What came of it all; nothing runs any more."""
        assert self.draft_id is not None
        async with self.storage() as storage:
            counts = await storage.outbox.counts()
            doubtful = await storage.outbox.find_uncertain(limit=10_000_000)
            draft = await storage.articles.get(self.draft_id)
            history = await storage.articles.history(self.draft_id)
            articles = await storage.articles.count_latest()
        doubts = [delivery.chat_id for delivery in doubtful]
        chats = range(FIRST_ID, FIRST_ID + self.audience)
        accepted = {chat: self.telegram.accepted(chat) for chat in chats}
        in_doubt = {chat: doubts.count(chat) for chat in set(doubts)}
        settled = counts.get(DeliveryState.SENT, 0) + len(doubts)
        return Tally(
            deliveries=settled,
            uncertain=len(doubts),
            lost=2 * self.audience
            - settled
            + sum(max(0, 2 - in_doubt.get(chat, 0) - n) for chat, n in accepted.items()),
            twice=sum(max(0, n - 2) for n in accepted.values()),
            is_answered=self.telegram.accepted(READER_ID) >= 1,
            is_published_once=draft.version == Version(major=1, minor=0)
            and len([each for each in history if each.version == draft.version]) == 1,
            is_feed_whole=articles == self.entries + len(OURS),
        )


@asynccontextmanager
async def scene(folder: Path, *, audience: int) -> AsyncIterator[Scene]:
    """Everything that can be lost: a push and a digest for each, a press, words, a feed."""
    now = SystemClock().now()
    telegram = Simulator(token=TOKEN, limits=Limits(flood=False))
    press = publishers(now=SystemClock().now, start=now)
    async with AsyncExitStack() as stack:
        telegram_url = await stack.enter_async_context(served(telegram.app))
        press_url = await stack.enter_async_context(served(press.app))
        feed = press.feeds(press_url)[1]
        opened = Scene(
            folder=folder,
            telegram=telegram,
            telegram_url=telegram_url,
            press_url=press_url,
            entries=len(press.on_show(category=feed.category)),
            audience=audience,
        )
        telegram.faults.rate("sendMessage", Fault.slow(ANSWER_S), share=1.0)
        async with opened.storage() as storage:
            await _seed(opened, storage, feed_url=feed.url, now=now)
        yield opened


async def _seed(scene: Scene, storage: Storage, *, feed_url: str, now: datetime) -> None:
    yesterday = now - timedelta(days=1)
    people = [
        scene.telegram.person(FIRST_ID + each, started=True) for each in range(scene.audience)
    ]
    await asyncio.gather(
        *(
            subscribed(storage, person.id, now=yesterday, next_digest_at=now - timedelta(minutes=1))
            for person in people
        )
    )
    await published(storage, EARLIER, now=now - timedelta(hours=3))
    await published(storage, FEATURED, now=now - timedelta(hours=1), is_featured=True)
    by = Person(id=ADMINISTRATOR_ID, name="Quản trị")
    content = Content(title=DRAFTED, body_html="<p>…</p>")
    draft = await storage.articles.draft(content, by=by, now=now)
    scene.draft_id = draft.id
    for job in ("featured", "digests"):
        await storage.schedule.ensure(job, due_at=now - timedelta(minutes=1))
    await storage.feeds.add(feed_url, is_trusted=True, now=yesterday)
    reader = scene.telegram.person(READER_ID, started=True)
    reader.write("/start")
    administrator = scene.telegram.person(ADMINISTRATOR_ID, started=True)
    administrator.write("/trogiup")
    publish = Press(verb=Verb.PUBLISH, id=draft.id, version=draft.version)
    scene.press = asyncio.create_task(administrator.press_data(publish.encode(), timeout_s=60))
