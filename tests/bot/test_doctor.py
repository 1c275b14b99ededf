"""What `doctor` says of a healthy and of an ailing installation."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import aiohttp
import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.config import Config, rehearsal_config
from bot.doctor import Finding, examine
from bot.search.syllables import words
from bot.simulator.telegram import Simulator, served
from bot.sole import locked
from storage import open_storage
from tests.bot.conftest import TOKEN, Run, StoodClock
from tests.moments import NOW
from tests.storage.examples import a_published


def telling_the_time(app: ASGIApp) -> ASGIApp:
    """The app, its answers dated as Telegram's are."""

    async def dated(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = format_datetime(NOW, usegmt=True).encode()
                message["headers"] = [*message["headers"], (b"date", date)]
            await send(message)

        await app(scope, receive, send_dated)

    return dated


@asynccontextmanager
async def telegram() -> AsyncIterator[str]:
    async with served(telling_the_time(Simulator(token=TOKEN, now=lambda: NOW).app)) as url:
        yield url


def settings(tmp_path: Path, **given: object) -> Config:
    usual = {"database": f"sqlite:///{tmp_path}/bantin.db", "token": TOKEN}
    return rehearsal_config(**{**usual, **given})


def line(findings: list[Finding], start: str) -> Finding:
    return next(it for it in findings if it.line.startswith(start))


async def test_a_sound_installation_has_no_faults(tmp_path: Path, clock: StoodClock):
    async with telegram() as url:
        findings = await examine(settings(tmp_path, api_base=url), clock=clock)

    assert [it.line for it in findings if not it.is_ok] == []
    assert line(findings, "Telegram knows the bot as @bantin_bot")
    assert line(findings, "Clock: agrees")
    assert line(findings, "Webhook: none")


async def test_a_missing_token_says_where_to_get_one(tmp_path: Path, clock: StoodClock):
    findings = await examine(settings(tmp_path, token=None), clock=clock)

    assert [it.line for it in findings if not it.is_ok] == [
        "BANTIN_TOKEN: no token. Ask @BotFather for one and set it; or try `make demo`"
    ]


async def test_a_token_that_telegram_does_not_know_is_a_fault(tmp_path: Path, clock: StoodClock):
    other = TOKEN.replace("123456789", "987654321")
    async with telegram() as url:
        findings = await examine(settings(tmp_path, api_base=url, token=other), clock=clock)

    assert not line(findings, "Telegram does not know this token").is_ok


async def test_an_unreachable_telegram_is_a_fault(tmp_path: Path, clock: StoodClock):
    findings = await examine(settings(tmp_path, api_base="http://127.0.0.1:9"), clock=clock)

    assert not line(findings, "Telegram cannot be reached at 127.0.0.1:9").is_ok


async def test_a_webhook_while_polling_is_a_fault_and_its_path_stays_hidden(
    tmp_path: Path, clock: StoodClock
):
    async with telegram() as url:
        async with aiohttp.ClientSession() as session:
            hook = {"url": "https://other.example/secret-path"}
            await session.post(f"{url}/bot{TOKEN}/setWebhook", json=hook)
        findings = await examine(settings(tmp_path, api_base=url), clock=clock)

    found = line(findings, "Webhook: set to other.example")
    assert not found.is_ok
    assert "secret-path" not in found.line


@pytest.mark.parametrize(("minutes", "said"), [(5, "ahead of"), (-5, "behind")])
async def test_a_clock_that_is_wrong_is_a_fault(
    tmp_path: Path, clock: StoodClock, minutes: int, said: str
):
    clock.at = NOW + timedelta(minutes=minutes)
    async with telegram() as url:
        findings = await examine(settings(tmp_path, api_base=url), clock=clock)

    found = line(findings, "Clock: 300 s")
    assert not found.is_ok
    assert said in found.line


async def test_a_database_in_use_is_looked_at_all_the_same(tmp_path: Path, clock: StoodClock):
    config = settings(tmp_path)
    storage = await open_storage(config.database, words=words)
    with locked(config.database):
        findings = await examine(config, clock=clock)
    await storage.close()

    found = line(findings, "Database: SQLite")
    assert found.is_ok
    assert "in use by process" in found.line


async def test_a_damaged_database_is_a_fault(tmp_path: Path, clock: StoodClock):
    config = settings(tmp_path)
    await (await open_storage(config.database, words=words)).close()
    path = tmp_path / "bantin.db"
    body = bytearray(path.read_bytes())
    body[8192:40_960] = b"\x55" * 32_768
    path.write_bytes(body)

    findings = await examine(config, clock=clock)

    assert not line(findings, "Database: ").is_ok


async def test_a_file_that_is_no_database_is_a_fault(tmp_path: Path, clock: StoodClock):
    (tmp_path / "bantin.db").write_text("tin tức " * 1_000)

    findings = await examine(settings(tmp_path), clock=clock)

    assert not line(findings, "Database: ").is_ok


async def test_a_database_on_a_server_is_looked_at(
    postgres_url: str, tmp_path: Path, clock: StoodClock
):
    findings = await examine(settings(tmp_path, database=postgres_url), clock=clock)

    assert line(findings, "Database: PostgreSQL").is_ok


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
async def test_a_search_index_that_is_not_right_is_a_fault(
    engine: str, postgres_url: str, tmp_path: Path, clock: StoodClock
):
    given = {"database": postgres_url} if engine == "postgres" else {}
    config = settings(tmp_path, **given)
    storage = await open_storage(config.database, words=words)
    article = await a_published(storage, "Bão")
    sound = await examine(config, clock=clock)
    await storage.search.database.write(lambda tx: storage.search.index.remove(tx, article.id))
    ailing = await examine(config, clock=clock)
    await storage.close()

    assert line(sound, "Search: ") == Finding(
        is_ok=True, line="Search: every published article can be found"
    )
    assert line(ailing, "Search: ") == Finding(
        is_ok=False,
        line="Search: the index is not right about 1 article; stop the bot and run"
        " `bantin migrate --rebuild-search`",
    )


async def test_the_command_ends_with_1_on_a_fault_and_never_shows_the_token(bantin: Run):
    ended = await bantin("doctor", BANTIN_TOKEN=TOKEN, BANTIN_API_BASE="http://127.0.0.1:9")

    assert ended.code == 1
    assert re.search(r"^✗ Telegram cannot be reached", ended.text, re.MULTILINE)
    assert re.search(r"^✓ Database", ended.text, re.MULTILINE)
    assert TOKEN.partition(":")[2] not in ended.text


async def test_the_command_ends_with_0_when_all_is_well(bantin: Run):
    async with served(Simulator(token=TOKEN).app) as url:
        ended = await bantin("doctor", BANTIN_TOKEN=TOKEN, BANTIN_API_BASE=url)

    assert ended.code == 0
    assert "✗" not in ended.text


async def test_missing_programs_are_a_fault_where_articles_are_to_be_heard(
    tmp_path: Path, clock: StoodClock
):
    (tmp_path / "bin").mkdir()
    nowhere = str(tmp_path / "bin")

    without = await examine(settings(tmp_path), clock=clock, path=nowhere)
    heard = await examine(settings(tmp_path, speech="south"), clock=clock, path=nowhere)

    for name, package in (("espeak-ng", "espeak-ng"), ("opusenc", "opus-tools")):
        assert line(without, f"{name}: not installed").is_ok
        assert not line(heard, f"{name}: not installed").is_ok
        assert f"apt-get install {package}" in line(heard, f"{name}:").line
