"""The process is killed at every step and started again: nothing twice, nothing lost."""

import asyncio
import shutil
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from bot.schedule import JOBS
from bot.simulator.publishers import publishers
from bot.simulator.telegram import Limits, Person, Simulator, served
from bot.sole import LEASE
from storage import open_storage
from storage.model import ChatKind, Content, ReaderId, Role
from storage.model import Person as Author
from tests.processes import KILLED, asked, ended, environment, started
from tests.staging import TOKEN, eventually, published, subscribed

BLOCKED_ID, EDITOR_ID, GROUP_ID = 1001, 2001, -77
READER_IDS = (1002, 1003, 1004, 1005, 1006, 1007, 1008)
MOST_IN_DOUBT = 5
KINDS = ("featured", "digest")
CRASHES = (
    "claimed:1",
    "sending:4",
    "bytes:4",
    "answered:4",
    "recorded:4",
    "inbox:1",
    "published:1",
    "fanned_out:1",
    "digest_enqueued:1",
    "feed_stored:1",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The far ends, which outlive the bot."""

    folder: Path
    telegram: Simulator
    telegram_url: str
    press_url: str
    feed_url: str
    editor: Person

    def environment(self, **given: str) -> dict[str, str]:
        host = urlsplit(self.press_url).netloc
        return environment(self.folder, self.telegram_url, private_hosts=host, **given)

    def copies(self) -> Counter[tuple[str, int]]:
        """How many messages of each kind each chat holds."""
        found: Counter[tuple[str, int]] = Counter()
        for chat_id in (BLOCKED_ID, *READER_IDS, GROUP_ID):
            for stored in self.telegram.state.chats[chat_id].messages.values():
                text = str(stored.body.get("text", ""))
                if stored.by_bot and text.startswith("Bản tin"):
                    found["digest", chat_id] += 1
                elif stored.by_bot and "Tin nổi bật của ngày" in text:
                    found["featured", chat_id] += 1
        return found

    def deliveries(self) -> dict[tuple[str, int], str]:
        """Kind and chat to state."""
        rows = asked(
            self.folder,
            "SELECT d.kind, s.chat_id, d.state FROM deliveries d"
            " JOIN subscribers s ON s.id = d.subscriber_id",
        )
        return {(str(kind), int(str(chat_id))): str(state) for kind, chat_id, state in rows}

    def is_done(self) -> bool:
        """Whether the bot has done all that was waiting for it."""
        deliveries = self.deliveries()
        expected = {(kind, chat_id) for kind in KINDS for chat_id in (*READER_IDS, GROUP_ID)}
        open_updates = asked(self.folder, "SELECT 1 FROM inbox WHERE handled_at IS NULL")
        feeds = asked(self.folder, "SELECT 1 FROM feed_states WHERE last_ok_at IS NULL")
        return (
            expected <= set(deliveries)
            and not {"queued", "claimed", "sending"} & set(deliveries.values())
            and not (open_updates or feeds or self.telegram.state.updates.waiting)
        )

    def is_up_again(self) -> bool:
        """Whether the bot has started a second time."""
        return sum(call.method == "getMe" for call in self.telegram.calls) >= 2


@asynccontextmanager
async def world(folder: Path) -> AsyncIterator[World]:
    telegram = Simulator(token=TOKEN, limits=Limits(flood=False))
    press = publishers(now=lambda: datetime.now(UTC))
    async with AsyncExitStack() as stack:
        telegram_url = await stack.enter_async_context(served(telegram.app))
        press_url = await stack.enter_async_context(served(press.app))
        for person_id in (BLOCKED_ID, *READER_IDS):
            telegram.person(person_id, language_code="vi", started=True)
        telegram.person(BLOCKED_ID).record.has_blocked = True
        telegram.group(GROUP_ID, title="Chi đoàn")
        yield World(
            folder=folder,
            telegram=telegram,
            telegram_url=telegram_url,
            press_url=press_url,
            feed_url=press.feeds(press_url)[1].url,
            editor=telegram.person(EDITOR_ID, language_code="vi", started=True),
        )


async def prepare(world: World) -> None:
    """A featured article and a digest that are due, a feed to be read, a draft."""
    now = datetime.now(UTC)
    storage = await open_storage(f"sqlite:///{world.folder / 'bantin.db'}")
    for chat_id in (BLOCKED_ID, *READER_IDS, GROUP_ID):
        await subscribed(
            storage,
            chat_id,
            now=now - timedelta(hours=2),
            next_digest_at=now - timedelta(seconds=1),
            kind=ChatKind.PRIVATE if chat_id > 0 else ChatKind.GROUP,
        )
    earlier = now - timedelta(hours=1)
    await published(storage, "Tin thường", now=earlier)
    await published(storage, "Tin nổi bật của ngày", now=earlier, is_featured=True)
    await storage.roles.grant(ReaderId(EDITOR_ID), role=Role.EDITOR, by=None, now=now)
    await storage.articles.draft(Content(title="Bản nháp"), by=Author(name="B"), now=now)
    await storage.feeds.add(world.feed_url, title="Nguồn", is_trusted=True, now=now)
    for job in JOBS:
        await storage.schedule.ensure(job.name, due_at=now)
    await storage.close()


async def forget_lease(folder: Path) -> None:
    """What a quarter of a minute does: a dead process's lease runs out."""
    storage = await open_storage(f"sqlite:///{folder / 'bantin.db'}")
    await storage.leases.release(LEASE, holder=await storage.leases.holder(LEASE))
    await storage.close()


async def test_a_bot_that_is_killed_at_any_step_goes_on_where_it_was(folder: Path) -> None:
    at_once = asyncio.Semaphore(4)

    async def rehearsed(crash_at: str) -> None:
        own = folder / crash_at.partition(":")[0]
        own.mkdir()
        shutil.copy(folder / "bantin.db", own)
        async with at_once, world(own) as far:
            await killed(far, crash_at)
            await resumed(far)
            check(far)

    ends = await asyncio.gather(*map(rehearsed, CRASHES), return_exceptions=True)

    assert {at: end for at, end in zip(CRASHES, ends, strict=True) if end is not None} == {}


async def killed(far: World, crash_at: str) -> None:
    """The bot's first run, which ends at this step."""
    await prepare(far)
    far.editor.open_link("d_3")
    given = far.environment(crash_at=crash_at)
    async with started("run", folder=far.folder, environment=given) as process:
        if crash_at.startswith("published"):
            await eventually(lambda: bool(far.editor.phone.received), timeout_s=30)
            await far.editor.press("Đăng ngay", timeout_s=2)
        end = await ended(process)
    assert end.code == KILLED, end.complaints
    await forget_lease(far.folder)


async def resumed(far: World) -> None:
    """The second run, until all is done and it is asked to stop."""
    async with started("run", folder=far.folder, environment=far.environment()) as process:
        await eventually(far.is_up_again, timeout_s=30, every_s=0.1, what="starting again")
        await eventually(far.is_done, timeout_s=30, every_s=0.1, what="going on")
        process.send_signal(signal.SIGTERM)
        end = await ended(process)
    assert end.code == 0, end.complaints


def check(far: World) -> None:
    copies, states = far.copies(), far.deliveries()
    doubtful = [key for key, state in states.items() if state == "uncertain"]
    assert len(doubtful) <= MOST_IN_DOUBT
    assert set(copies.values()) == {1}
    for key, state in states.items():
        if key[1] == BLOCKED_ID:
            assert copies[key] == 0
        elif key not in doubtful:
            assert (state, copies[key]) == ("sent", 1), key
    titles = asked(far.folder, "SELECT title FROM articles WHERE feed_id IS NOT NULL")
    assert len(titles) == len(set(titles)) > 3
    rows = asked(far.folder, "SELECT status, version_major FROM articles WHERE title = 'Bản nháp'")
    was_published = "published" in far.folder.name
    assert rows == [("published", 1) if was_published else ("draft", 0)]
    cards = [each for each in far.editor.phone.received if each.labels]
    assert len(cards) == 1
