"""Feeds for tests: pretend publishers over real HTTP, a fetcher and a parser."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from hypothesis import settings

from bot.feeds.fetch import Fetcher, open_fetcher
from bot.feeds.parse import Parser, open_parser
from bot.simulator.publishers import Publishers, publishers
from bot.simulator.telegram.serve import served

# How long a rule takes to check says nothing on a busy machine.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


class Press(NamedTuple):
    """The publishers and where they are."""

    stand: Publishers
    url: str

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc


@pytest.fixture
async def press() -> AsyncIterator[Press]:
    stand = publishers(now=lambda: NOW)
    async with served(stand.app) as url:
        yield Press(stand, url)


@pytest.fixture
async def fetcher(press: Press) -> AsyncIterator[Fetcher]:
    async with open_fetcher(version="0", private_hosts=frozenset({press.host})) as opened:
        yield opened


@pytest.fixture
async def parser() -> AsyncIterator[Parser]:
    async with open_parser() as opened:
        yield opened
