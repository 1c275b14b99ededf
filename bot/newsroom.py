"""Newsroom: all that a handler or a job may reach."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.clock import Clock
from bot.config import Config
from bot.crash import CrashPoint
from bot.feeds.fetch import Fetcher
from bot.feeds.parse import Parser
from bot.feeds.websub import PATH
from bot.metrics import Metrics
from bot.speech import Speech
from storage import Storage


def _nobody_waits() -> None:
    """Stands in until a sender runs."""


async def _no_files(_: str) -> bytes:
    """Stands in until Telegram can be asked."""
    return b""


@dataclass(slots=True, kw_only=True)
class Newsroom:
    """One per process. `wake_sender` tells delivery that there is something to send.

    `username` and `name` are the bot's own, once Telegram has told them.
    `is_on_hold`: the database was restored, and nothing may leave yet. `token_doubt`: Telegram
    did not know the token.
    `large_turn`: held by the one who fetches a large file.
    `stored_file`: what Telegram keeps under a `file_id`; nothing when it cannot be had.
    """

    storage: Storage
    clock: Clock
    config: Config
    metrics: Metrics
    fetcher: Fetcher
    parser: Parser
    crash: CrashPoint = field(default_factory=CrashPoint)
    speech: Speech | None = None
    username: str = ""
    name: str = "Bản Tin"
    is_on_hold: bool = False
    token_doubt: asyncio.Event = field(default_factory=asyncio.Event)
    large_turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    wake_sender: Callable[[], None] = field(default=_nobody_waits)
    stored_file: Callable[[str], Awaitable[bytes]] = field(default=_no_files)

    @property
    def bot_url(self) -> str:
        """Where deep links begin; empty until Telegram has told our name."""
        return f"https://t.me/{self.username}" if self.username else ""

    @property
    def web_url(self) -> str:
        """Where readers find the pages; empty when they are not served or nobody knows where."""
        return self.config.web_url if self.config.web_port is not None else ""

    @property
    def hubs_url(self) -> str:
        """Where hubs of feeds reach us, a token following; empty when they cannot."""
        return f"{self.web_url}{PATH}" if self.web_url else ""

    def now(self) -> datetime:
        """The current instant, aware and UTC."""
        return self.clock.now()

    def local_now(self) -> datetime:
        """The same instant on the newsroom's own clock: openings count for the day it shows."""
        return self.now().astimezone(self.config.zone)


Task = Callable[[Newsroom, datetime], Awaitable[None]]
