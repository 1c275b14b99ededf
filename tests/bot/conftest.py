"""The command line as an operator uses it: a folder, settings, publishers, the program itself."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from subprocess import run
from urllib.parse import urlsplit

import pytest

import bot
from bot.config import Config, rehearsal_config
from bot.simulator.publishers import Publishers, publishers
from bot.simulator.telegram import served
from tests.moments import NOW

ROOT = Path(bot.__file__).parent.parent
TOKEN = "123456789:AAfor_tests_only_0123456789_abcdefghij"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for localhost that nobody vouches for, and its key."""
    folder = tmp_path_factory.mktemp("ca")
    chain, key = folder / "chain.pem", folder / "key.pem"
    made = f"req -x509 -newkey rsa:2048 -nodes -days 2 -keyout {key} -out {chain}"
    named = "-subj /CN=localhost -addext subjectAltName=DNS:localhost"
    run(["openssl", *made.split(), *named.split()], check=True, capture_output=True)
    return chain, key


class StoodClock:
    """A clock that a test sets."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended, and all that it printed."""

    code: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsPress:
    """Publishers, and where they are."""

    stand: Publishers
    url: str


Run = Callable[..., Awaitable[Ended]]


@pytest.fixture
def clock() -> StoodClock:
    return StoodClock()


@pytest.fixture
async def news_press() -> AsyncIterator[NewsPress]:
    stand = publishers(now=lambda: NOW)
    async with served(stand.app) as url:
        yield NewsPress(stand=stand, url=url)


@pytest.fixture
def config(news_press: NewsPress, tmp_path: Path) -> Config:
    """Settings of a rehearsal: a database that does not exist yet, publishers on loopback."""
    return rehearsal_config(
        api_base="http://127.0.0.1:9",
        database=f"sqlite:///{tmp_path}/bantin.db",
        private_hosts=(urlsplit(news_press.url).netloc,),
    )


@pytest.fixture
def bantin(tmp_path: Path) -> Run:
    """Runs the program in a folder of its own, with nothing but these settings."""

    async def run(*arguments: str, **settings: str) -> Ended:
        given = {"BANTIN_DATABASE": f"sqlite:///{tmp_path}/bantin.db", **settings}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *arguments),
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "COLUMNS": "200", **given},
            cwd=tmp_path,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        printed, _ = await process.communicate()
        return Ended(code=process.returncode or 0, text=printed.decode())

    return run
