"""The stage: far ends, bot and audience in one process, on a clock that jumps."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from bot.clock import ShiftedClock
from bot.config import Config, rehearsal_config
from bot.demo.audience import APPROVER_ID, EDITOR_ID, seed_members, seed_views
from bot.demo.panel import panel
from bot.demo.royalty import seed_royalty
from bot.feeds.poll import poll_due
from bot.newsroom import Newsroom
from bot.running import Ending, running
from bot.schedule import run_due
from bot.simulator.publishers import SAMPLE_SLUG, Publishers, publishers
from bot.simulator.telegram import Group, Person, Simulator, served
from bot.wiring import open_newsroom

TOKEN = "100000001:DEMO-only-of-use-on-this-machine-000"
# A Tuesday, three quarters of a minute before the morning's featured push.
START = datetime(2026, 11, 24, 0, 29, 15, tzinfo=UTC)
MEMBER_ID, ADMINISTRATOR_ID = 1001, 3001
GROUP_ID, EDITORS_ID = -1_000_000_001_001, -1_000_000_002_001
FEED_INTERVAL_S = 10
STOP_BEFORE = timedelta(minutes=10)
# The list feed asks for an hour between two looks; here that hour is nearly over.
NEXT_LOOK = START + timedelta(seconds=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Everything a story needs. `url` is where the phone is shown."""

    url: str
    clock: ShiftedClock
    newsroom: Newsroom
    telegram: Simulator
    press: Publishers
    member: Person
    editor: Person
    approver: Person
    administrator: Person
    group: Group
    editors: Group

    def publish_sample(self) -> None:
        """The portal's sample article appears in its list feed, with its own dates."""
        self.press.edit(SAMPLE_SLUG)

    def jump_to(self, instant: datetime) -> None:
        """Moves everybody's clock forward to an instant; back it never goes."""
        self.clock.jump(max(instant - self.clock.now(), timedelta()))

    async def travel_to(self, instant: datetime) -> None:
        """The same with a stop on the way, to read what the publishers wrote meanwhile."""
        self.jump_to(instant - STOP_BEFORE)
        await run_due(self.newsroom, lane="feeds")
        self.jump_to(instant)


@asynccontextmanager
async def stage(*, port: int = 0, members: int = 200) -> AsyncIterator[Stage]:
    """The demo, running. The same at each start; nothing outlives it.

    `port`: where the phone is shown; 0 takes a free one. `members`: the audience's size.
    """
    async with AsyncExitStack() as stack:
        scene = await _built(stack, port=port)
        newsroom, telegram = scene.newsroom, scene.telegram
        await seed_members(newsroom, telegram, n=members)
        await seed_views(newsroom, start=START)
        await seed_royalty(newsroom, start=START)
        telegram.extra = lambda: panel(newsroom)
        await stack.enter_async_context(
            running(newsroom, ending=Ending(), per_second=None, holder="demo")
        )
        await _open_curtain(scene)
        telegram.on_clock = scene.travel_to
        yield scene


async def _built(stack: AsyncExitStack, *, port: int) -> Stage:
    """The far ends served, the newsroom open, the backlog read, the cast at their phones."""
    clock = ShiftedClock(start=START)
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bantin-demo-")))
    telegram = Simulator(token=TOKEN, now=clock.now)
    press = publishers(now=clock.now, start=START)
    press.withdraw(SAMPLE_SLUG)
    telegram_url = await stack.enter_async_context(served(telegram.app, port=port))
    press_url = await stack.enter_async_context(served(press.app))
    config = _config(folder, telegram_url=telegram_url, press_url=press_url)
    newsroom = await stack.enter_async_context(open_newsroom(config, clock=clock))
    await _first_look(newsroom, press, press_url=press_url)
    member, editor, approver, administrator = _cast(telegram)
    return Stage(
        url=f"{telegram_url}/phone/",
        clock=clock,
        newsroom=newsroom,
        telegram=telegram,
        press=press,
        member=member,
        editor=editor,
        approver=approver,
        administrator=administrator,
        group=telegram.group(
            GROUP_ID, title="Chi đoàn Bến Sông", members=[member], admins=[administrator]
        ),
        editors=telegram.group(
            EDITORS_ID, title="Ban biên tập", members=[editor, approver], admins=[administrator]
        ),
    )


def _config(folder: Path, *, telegram_url: str, press_url: str) -> Config:
    web_port = _free_port()
    return rehearsal_config(
        token=TOKEN,
        api_base=telegram_url,
        database=f"sqlite:///{folder / 'demo.db'}",
        admins=(ADMINISTRATOR_ID,),
        desk_chat=EDITORS_ID,
        approvals=1,
        private_hosts=(urlsplit(press_url).netloc,),
        feed_interval=FEED_INTERVAL_S,
        web_port=web_port,
        web_url=f"http://127.0.0.1:{web_port}",
    )


def _free_port() -> int:
    """A port of this machine that nobody uses just now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def _first_look(newsroom: Newsroom, press: Publishers, *, press_url: str) -> None:
    """What the publishers have is read once: that is the backlog, and nobody is told of it."""
    for feed in press.feeds(press_url):
        await newsroom.storage.feeds.add(
            feed.url, title=feed.title, category=feed.category, is_trusted=True, now=START
        )
    await poll_due(
        newsroom.storage,
        fetcher=newsroom.fetcher,
        parser=newsroom.parser,
        now=START,
        interval_s=FEED_INTERVAL_S,
        zone=newsroom.config.zone,
    )
    for known, state in await newsroom.storage.feeds.all():
        await newsroom.storage.feeds.fail_round(
            known.id, state=replace(state, next_poll_at=NEXT_LOOK)
        )


def _cast(telegram: Simulator) -> tuple[Person, Person, Person, Person]:
    member = telegram.person(
        MEMBER_ID, first_name="An", last_name="Lê Hoài", language_code="vi", started=True
    )
    editor = telegram.person(
        EDITOR_ID, first_name="Bình", last_name="Trần", language_code="vi", started=True
    )
    approver = telegram.person(
        APPROVER_ID, first_name="Giang", last_name="Võ", language_code="vi", started=True
    )
    administrator = telegram.person(
        ADMINISTRATOR_ID, first_name="Chi", last_name="Phạm", language_code="vi", started=True
    )
    telegram.roles = {
        MEMBER_ID: "member",
        EDITOR_ID: "editor",
        APPROVER_ID: "editor",
        ADMINISTRATOR_ID: "admin",
    }
    return member, editor, approver, administrator


async def _open_curtain(scene: Stage) -> None:
    """The first words are said as people say them: through their phones."""
    scene.member.write("/start")
    scene.administrator.write("/dangky@bantin_bot", chat=scene.group)
    await scene.telegram.idle()
    scene.member.write("/dangky")
    scene.editor.write("/trogiup")
    scene.administrator.write("/nguontin")
    await scene.telegram.idle()
