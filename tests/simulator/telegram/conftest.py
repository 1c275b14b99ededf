"""A simulator, a served one, and a bot of python-telegram-bot that talks to it over HTTP."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from telegram import Bot

from bot.simulator.telegram import Limits, Simulator, served


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.instant = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.instant

    def pass_time(self, **spans: float) -> None:
        self.instant += timedelta(**spans)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sim(clock: Clock) -> Simulator:
    return Simulator(now=clock, limits=Limits(flood=False, webhook_retry_s=0.01))


@pytest.fixture
async def base_url(sim: Simulator) -> AsyncIterator[str]:
    async with served(sim.app) as url:
        yield url


@pytest.fixture
async def api(sim: Simulator, base_url: str) -> AsyncIterator["Api"]:
    async with aiohttp.ClientSession() as session:
        yield Api(session, f"{base_url}/bot{sim.token}")


@pytest.fixture
async def bot(sim: Simulator, base_url: str) -> AsyncIterator[Bot]:
    async with Bot(
        sim.token, base_url=f"{base_url}/bot", base_file_url=f"{base_url}/file/bot"
    ) as it:
        yield it


class Api:
    """Calls over plain HTTP with JSON bodies; gives the whole answer."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    async def __call__(self, method: str, **params: object) -> dict:
        async with self.session.post(f"{self.url}/{method}", json=params) as answer:
            return await answer.json()

    async def refusal(self, method: str, **params: object) -> str:
        answer = await self(method, **params)
        assert answer["ok"] is False, answer
        return answer["description"]

    async def result(self, method: str, **params: object) -> object:
        answer = await self(method, **params)
        assert answer["ok"] is True, answer
        return answer["result"]
