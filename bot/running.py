"""From start to stop: what runs beside what, and in which order it ends."""

from __future__ import annotations

import asyncio
import gc
import os
import secrets
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial

import structlog
import uvicorn
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.clock import Clock
from bot.config import BadSettings, Config, token_of
from bot.delivery.editing import Editing
from bot.delivery.holding import hold_restored
from bot.delivery.progress import Watching
from bot.delivery.sender import Sender
from bot.newsroom import Newsroom
from bot.schedule import alarm_clock, ensure_jobs
from bot.sole import leased, locked
from bot.telegram.menus import set_menus
from bot.telegram.token import watch_token
from bot.watchdogs import QUIET_S, watch_lag, watch_polls, watch_task
from bot.wiring import ALLOWED_UPDATES, build_application, open_newsroom
from handlers.albums import Albums
from handlers.context import NewsApplication
from handlers.web.app import WEBHOOK_PATH, web_app

log = structlog.get_logger()

EXIT_STOPPED = 0
EXIT_STALLED = 70
EXIT_NOT_ALONE = 75
EXIT_BAD_SETTINGS = 78
TOKEN_GONE = [
    "BANTIN_TOKEN: Telegram no longer knows this token; ask @BotFather for it and start again."
    " Nothing is lost: what was not sent waits"
]
POLL_S = 25
CONFLICTS_BORNE, CONFLICTS_WITHIN_S = 3, 300
REACH_AGAIN_S = 5
# New objects, then young and middle rounds, after which the collector runs.
COLLECT_AFTER = (20_000, 20, 20)


class _GuestServer(uvicorn.Server):
    """A server in our loop: the signals stay ours, and it says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_up.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass(slots=True, kw_only=True)
class Ending:
    """Why the process should end; set once."""

    wanted: asyncio.Event = field(default_factory=asyncio.Event)
    code: int = EXIT_STOPPED
    conflicts: list[float] = field(default_factory=list)

    def ask(self, code: int = EXIT_STOPPED) -> None:
        """Ends the run with this exit code, unless it is ending already."""
        if not self.wanted.is_set():
            self.code = code
            self.wanted.set()

    def conflict(self, at_s: float) -> None:
        """Another instance polled; where that goes on, this one ends instead of fighting."""
        lately = [it for it in self.conflicts if at_s - it < CONFLICTS_WITHIN_S]
        self.conflicts = [*lately, at_s]
        log.error("another_instance_polls", times=len(self.conflicts))
        if len(self.conflicts) >= CONFLICTS_BORNE:
            self.ask(EXIT_NOT_ALONE)


class StoppedEarly(Exception):
    """Somebody asked us to stop before Telegram could be reached."""


async def run(
    config: Config, *, clock: Clock, ending: Ending, per_second: float | None = None
) -> int:
    """Runs the bot until `ending`; the exit code.

    Raises:
        BadSettings, StorageError: it cannot start.
    """
    token_of(config)
    spare_collector()
    with suppress(StoppedEarly):
        await _run_alone(config, clock=clock, ending=ending, per_second=per_second)
    if ending.code == EXIT_BAD_SETTINGS:
        raise BadSettings(TOKEN_GONE)
    return ending.code


async def _run_alone(
    config: Config, *, clock: Clock, ending: Ending, per_second: float | None
) -> None:
    with locked(config.database) as is_sole:
        async with open_newsroom(config, clock=clock) as newsroom:
            holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
            async with (
                leased(
                    newsroom.storage,
                    holder=holder,
                    clock=clock,
                    is_sole=is_sole,
                    on_lost=lambda: ending.ask(EXIT_NOT_ALONE),
                ),
                running(newsroom, ending=ending, per_second=per_second, holder=holder),
            ):
                await ending.wanted.wait()


@asynccontextmanager
async def running(
    newsroom: Newsroom,
    *,
    ending: Ending,
    per_second: float | None,
    holder: str,
    quiet_s: float = QUIET_S,
) -> AsyncIterator[NewsApplication]:
    """Updates, schedule, delivery and the web side, for as long as the block lasts.

    `per_second`: the pace; None takes the settings', `math.inf` knows no limit (rehearsals).
    `quiet_s`: for how long getUpdates may go unanswered before the process ends.
    """
    pace = newsroom.config.messages_per_second if per_second is None else per_second
    application = build_application(newsroom, per_second=pace)
    async with AsyncExitStack() as stack:
        await _reach_telegram(application, ending=ending)
        stack.push_async_callback(application.shutdown)
        newsroom.username, newsroom.name = application.bot.username, application.bot.first_name
        returned, uncertain = await newsroom.storage.outbox.recover(newsroom.now())
        log.info("recovered", returned=returned, uncertain=uncertain)
        await hold_restored(newsroom, calls=application.calls)
        await set_menus(application.calls, newsroom)
        await application.start()
        stack.push_async_callback(application.stop)
        await application.inbox.restore(application.bot)
        await _start_sender(stack, application, ending=ending, holder=holder)
        await _start_schedule(stack, newsroom)
        await _start_web(stack, application)
        await _start_updates(stack, application, ending=ending)
        _start_beside(stack, application, ending=ending, quiet_s=quiet_s)
        log.info("running", bot=newsroom.username, engine=newsroom.storage.engine)
        yield application


def spare_collector() -> None:
    """Has the collector look at what is made from now on only, and less often.

    An update is some thousand objects that die without its help; with the usual thresholds
    it takes a sixth of a press to look at them, and at all modules, again and again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def stop_on_signals(ending: Ending) -> None:
    """SIGTERM and SIGINT end the run calmly."""
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, ending.ask)


async def _reach_telegram(application: NewsApplication, *, ending: Ending) -> None:
    while True:
        try:
            await application.initialize()
        except InvalidToken as error:
            raise BadSettings(
                ["BANTIN_TOKEN: Telegram does not know this token; ask @BotFather for a new one"]
            ) from error
        except (NetworkError, RetryAfter) as error:
            log.warning("telegram_unreachable", error=error.message, again_s=REACH_AGAIN_S)
            try:
                await asyncio.wait_for(ending.wanted.wait(), REACH_AGAIN_S)
            except TimeoutError:
                continue
            raise StoppedEarly from error
        return


async def _start_sender(
    stack: AsyncExitStack, application: NewsApplication, *, ending: Ending, holder: str
) -> None:
    newsroom = application.newsroom
    sender = Sender(newsroom, calls=application.calls, holder=holder)
    newsroom.wake_sender = sender.wake
    task = asyncio.create_task(sender.run(), name="sender")
    watch_task(task, on_died=partial(ending.ask, EXIT_STALLED))
    stack.push_async_callback(sender.stop, task)


async def _start_schedule(stack: AsyncExitStack, newsroom: Newsroom) -> None:
    await ensure_jobs(newsroom)
    scheduler = alarm_clock(newsroom)
    scheduler.start()
    stack.callback(scheduler.shutdown, wait=False)


async def _start_web(stack: AsyncExitStack, application: NewsApplication) -> None:
    config = application.newsroom.config
    if config.web_port is None:
        return
    server = _GuestServer(
        uvicorn.Config(
            web_app(application),
            host=config.web_host,
            port=config.web_port,
            log_config=None,
            lifespan="off",
            server_header=False,
        )
    )
    task = asyncio.create_task(server.serve(), name="web")
    stack.push_async_callback(_stop_web, server, task)
    # Telegram and members are told of addresses that answer.
    up = asyncio.create_task(server.is_up.wait())
    await asyncio.wait([task, up], return_when=asyncio.FIRST_COMPLETED)
    up.cancel()


async def _stop_web(server: uvicorn.Server, task: asyncio.Task[None]) -> None:
    server.should_exit = True
    await task


async def _start_updates(
    stack: AsyncExitStack, application: NewsApplication, *, ending: Ending
) -> None:
    config = application.newsroom.config
    if config.mode == "webhook":
        await application.bot.set_webhook(
            f"{config.web_url}{WEBHOOK_PATH}",
            allowed_updates=ALLOWED_UPDATES,
            secret_token=application.webhook_secret,
        )
        return
    updater = application.updater
    assert updater is not None

    def on_poll_error(error: TelegramError) -> None:
        if isinstance(error, Conflict):
            ending.conflict(asyncio.get_running_loop().time())
            return
        log.warning("polling_failed", error=error.message)

    await updater.start_polling(
        timeout=POLL_S, allowed_updates=ALLOWED_UPDATES, error_callback=on_poll_error
    )
    stack.push_async_callback(updater.stop)


def _start_beside(
    stack: AsyncExitStack, application: NewsApplication, *, ending: Ending, quiet_s: float
) -> None:
    newsroom, calls = application.newsroom, application.calls
    beside = [
        watch_lag(newsroom),
        watch_token(newsroom, calls=calls, on_gone=partial(ending.ask, EXIT_BAD_SETTINGS)),
        Editing(newsroom, calls=calls).run(),
        Watching(newsroom, calls=calls).run(),
        Albums(newsroom, calls=calls).run(),
    ]
    if newsroom.config.mode == "polling":
        stalled = partial(ending.ask, EXIT_STALLED)
        beside.append(watch_polls(newsroom, on_stalled=stalled, quiet_s=quiet_s))
    for each in beside:
        task = asyncio.create_task(each)
        watch_task(task, on_died=partial(ending.ask, EXIT_STALLED))
        stack.push_async_callback(_cancelled, task)


async def _cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
