"""Whether everything the bot needs is there, a line each, with what to do where it is not."""

from __future__ import annotations

import asyncio
import platform
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot import VERSION
from bot.clock import Clock
from bot.config import BadSettings, Config, token_of
from bot.feeds_words import count
from bot.migrating import REBUILD
from bot.sole import locked
from storage import SQLITE
from storage.copying import Condition, look_at_file, look_at_server
from storage.errors import StorageError, Taken, TooNew

TIMEOUT_S = 15
# Sign-in to the Mini App and scheduled hours go wrong with more.
MOST_SKEW = timedelta(seconds=30)
LEAST_FREE_BYTES = 500_000_000
LIBRARIES = ("python-telegram-bot", "aiosqlite", "feedparser", "aiohttp", "APScheduler")
# The program, and the Debian package that it comes in.
PROGRAMS = {"espeak-ng": "espeak-ng", "opusenc": "opus-tools"}
WEBHOOK_PATH = "/telegram"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line. What is missing but can be done without is no fault."""

    is_ok: bool
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reply:
    """What the Bot API answered. `date`: the far clock at that moment, as it wrote it."""

    status: int
    result: dict[str, Any]
    date: str


async def examine(config: Config, *, clock: Clock, path: str | None = None) -> list[Finding]:
    """All checks, in the order in which faults should be mended. Never holds the token.

    `path`: where programs are looked for, as in PATH.
    """
    return [
        _programs_own(),
        *await _telegram(config, clock=clock),
        _zone(config, now=clock.now()),
        *await _database(config),
        *_disk(config),
        *(_program(name, path=path, package=it, config=config) for name, it in PROGRAMS.items()),
    ]


def _good(line: str) -> Finding:
    return Finding(is_ok=True, line=line)


def _bad(line: str) -> Finding:
    return Finding(is_ok=False, line=line)


def _programs_own() -> Finding:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return _good(f"bantin {VERSION}, Python {platform.python_version()}, {libraries}")


async def _telegram(config: Config, *, clock: Clock) -> list[Finding]:
    try:
        token = token_of(config)
    except BadSettings as error:
        return [_bad(line) for line in error.lines]
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    async with aiohttp.ClientSession(timeout=timeout) as session:

        async def call(method: str) -> _Reply:
            return await _call(session, config, token=token, method=method)

        try:
            return await _conversation(call, config, clock=clock)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            host = urlsplit(config.api_base).netloc
            return [
                _bad(
                    f"Telegram cannot be reached at {host} ({type(error).__name__}); check the"
                    " network, or set BANTIN_PROXY or BANTIN_API_BASE"
                )
            ]


async def _call(
    session: aiohttp.ClientSession, config: Config, *, token: str, method: str
) -> _Reply:
    proxy = config.proxy.get_secret_value() if config.proxy else None
    url = f"{config.api_base}/bot{token}/{method}"
    async with session.get(url, proxy=proxy, allow_redirects=False) as response:
        answer = await response.json(content_type=None)
        found = answer.get("result") if isinstance(answer, dict) else None
        return _Reply(
            status=response.status,
            result=found if isinstance(found, dict) else {},
            date=response.headers.get("Date", ""),
        )


async def _conversation(
    call: Callable[[str], Awaitable[_Reply]], config: Config, *, clock: Clock
) -> list[Finding]:
    me = await call("getMe")
    if me.status in (401, 404):
        return [_bad("Telegram does not know this token; ask @BotFather for a new one")]
    if me.status != 200:
        return [_bad(f"Telegram answers with status {me.status}; try again in a minute")]
    skew = _skew(me.date, now=clock.now())
    webhook = await call("getWebhookInfo")
    return [
        _good(f"Telegram knows the bot as @{me.result.get('username', '')}"),
        skew,
        _webhook(webhook.result, config),
    ]


def _skew(date: str, *, now: datetime) -> Finding:
    try:
        ahead = now - parsedate_to_datetime(date)
    except (ValueError, TypeError):
        return _good("Clock: not compared, the answer carries no date")
    if abs(ahead) <= MOST_SKEW:
        return _good("Clock: agrees with Telegram's")
    direction = "ahead of" if ahead > timedelta() else "behind"
    seconds = int(abs(ahead).total_seconds())
    return _bad(
        f"Clock: {seconds} s {direction} Telegram's; switch time synchronisation on"
        " (timedatectl set-ntp true)"
    )


def _webhook(info: dict[str, Any], config: Config) -> Finding:
    url = str(info.get("url") or "")
    # The path may be somebody's secret.
    host = urlsplit(url).netloc
    if config.mode == "polling":
        if not url:
            return _good("Webhook: none, updates are polled")
        return _bad(
            f"Webhook: set to {host} while BANTIN_MODE is polling. If another program answers"
            " for this bot, stop it; `bantin run` takes the webhook away"
        )
    if url != f"{config.web_url}{WEBHOOK_PATH}":
        where = f"set to {host}" if url else "not set yet"
        return _good(f"Webhook: {where}; `bantin run` sets it to {config.web_url}")
    if trouble := str(info.get("last_error_message") or ""):
        return _bad(f"Webhook: Telegram's last try failed: {trouble}; check BANTIN_WEB_URL")
    waiting = info.get("pending_update_count", 0)
    return _good(f"Webhook: set to {host}, {waiting} updates waiting")


def _zone(config: Config, *, now: datetime) -> Finding:
    local = now.astimezone(config.zone)
    return _good(f"Time zone: {config.timezone}, where it is {local:%H:%M on %Y-%m-%d}")


async def _database(config: Config) -> list[Finding]:
    try:
        if not config.database.startswith(SQLITE):
            return _condition(await look_at_server(config.database), note="")
        path = Path(config.database.removeprefix(SQLITE))
        return await asyncio.to_thread(_file, path, config)
    except TooNew as error:
        return [_bad(f"Database: {error}; install the newer bantin")]
    except StorageError as error:
        return [
            _bad(f"Database: {error}; restore a copy with `bantin restore`, or mend the address")
        ]


def _file(path: Path, config: Config) -> list[Finding]:
    if not path.exists():
        return [_good(f"Database: {path} does not exist yet; `bantin run` makes it")]
    return _condition(look_at_file(path, with_search=True), note=_user(config))


def _condition(condition: Condition, *, note: str) -> list[Finding]:
    said = f"Database: {condition.engine}, sound, {condition.articles} articles{note}"
    if condition.version < condition.newest:
        said += f"; version {condition.version}, `bantin run` brings it to {condition.newest}"
    # One writer at a time is kept, so the race is a note and no fault.
    database = _good(f"{said}. {condition.warning}" if condition.warning else said)
    if condition.faults is None:
        return [database]
    return [database, _search(condition.faults)]


def _search(faults: int) -> Finding:
    if not faults:
        return _good("Search: every published article can be found")
    articles = count(faults, "article")
    return _bad(
        f"Search: the index is not right about {articles}; stop the bot and run"
        f" `bantin migrate {REBUILD}`"
    )


def _user(config: Config) -> str:
    try:
        with locked(config.database):
            return ", not in use"
    except Taken as error:
        return f", in use by {error.holder}"


def _disk(config: Config) -> list[Finding]:
    if not config.database.startswith(SQLITE):
        return []
    folder = Path(config.database.removeprefix(SQLITE)).absolute().parent
    if not folder.is_dir():
        return [_good(f"Disk: {folder} does not exist yet; `bantin run` makes it")]
    free = shutil.disk_usage(folder).free
    said = f"Disk: {free / 1e9:.1f} GB free in {folder}"
    if free < LEAST_FREE_BYTES:
        return [_bad(f"{said}; make room, the database and its copies need it")]
    return [_good(said)]


def _program(name: str, *, path: str | None, package: str, config: Config) -> Finding:
    if found := shutil.which(name, path=path):
        return _good(f"{name}: {found}")
    said = f"{name}: not installed; articles are read aloud with it, apt-get install {package}"
    return _good(said) if config.speech == "off" else _bad(f"{said}; or set BANTIN_SPEECH to off")
