"""What answers over HTTP: health, figures, and Telegram's own posts."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.staging import Stage, staged

SECRET = "a-secret-of-the-webhook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
PRESS = b'{"update_id":7,"message":{"message_id":1,"date":1,"chat":{"id":1,"type":"private"}}}'


@pytest.fixture
def port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
async def pushed(sqlite_url: str, port: int) -> AsyncIterator[Stage]:
    """The bot in webhook mode."""
    async with staged(
        sqlite_url,
        mode="webhook",
        web_port=port,
        web_url=f"http://127.0.0.1:{port}",
        webhook_secret=SECRET,
    ) as opened:
        yield opened


@pytest.fixture
async def polled(sqlite_url: str, port: int) -> AsyncIterator[Stage]:
    """The bot that polls, with its web side on."""
    async with staged(sqlite_url, web_port=port) as opened:
        yield opened


@pytest.fixture
async def web(port: int) -> AsyncIterator[aiohttp.ClientSession]:
    """Somebody who asks the web side."""
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        yield session


async def test_telegram_pushes_and_the_bot_answers(pushed: Stage) -> None:
    member = pushed.telegram.person(7, first_name="An", language_code="vi")

    member.write("/start")
    await pushed.rest()

    assert "Chào bạn" in member.phone.last.text
    assert not [call for call in pushed.telegram.calls if call.method == "getUpdates"]


@pytest.mark.parametrize("secret", ["", "wrong", SECRET[:-1], "bí mật", SECRET + "x"])
async def test_a_stranger_s_post_is_turned_away(
    pushed: Stage, web: aiohttp.ClientSession, secret: str
) -> None:
    headers = {HEADER: secret} if secret else {}

    async with web.post("/telegram", data=PRESS, headers=headers) as answer:
        assert answer.status == 401

    assert await pushed.storage.inbox.find_open() == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b'"update"', 400),
        (b'{"message":{}}', 400),
        (b"\xff\xfe", 400),
        (b"x" * (1024 * 1024 + 1), 413),
    ],
)
async def test_a_post_that_is_no_update_is_refused(
    pushed: Stage, web: aiohttp.ClientSession, body: bytes, status: int
) -> None:
    async with web.post("/telegram", data=body, headers={HEADER: SECRET}) as answer:
        assert answer.status == status

    assert await pushed.storage.inbox.find_open() == []


async def test_health_tells_operators_what_they_watch(
    polled: Stage, web: aiohttp.ClientSession
) -> None:
    polled.telegram.person(7, first_name="An").write("/start")
    await polled.rest()

    async with web.get("/health") as answer:
        told = await answer.json()

    assert answer.status == 200
    assert told["status"] == "ok"
    assert told["oldest_due_delivery_s"] == 0
    assert told["last_updates_at"]
    assert "SQLite" in told["database"]
    assert "lease_holder" in told


async def test_health_fails_when_telegram_has_long_been_silent(
    polled: Stage, web: aiohttp.ClientSession
) -> None:
    polled.telegram.person(7, first_name="An").write("/start")
    await polled.rest()

    await polled.jump(seconds=91)

    async with web.get("/health") as answer:
        assert answer.status == 503
        assert (await answer.json())["status"] == "failing"


async def test_figures_have_the_names_that_operators_know(
    polled: Stage, web: aiohttp.ClientSession
) -> None:
    polled.telegram.person(7, first_name="An").write("/start")
    await polled.rest()

    async with web.get("/metrics") as answer:
        told = await answer.text()

    assert answer.status == 200
    assert 'bantin_updates_total{kind="message"} 1.0' in told
    for name in (
        "bantin_deliveries_total",
        "bantin_outbox_queued",
        "bantin_in_flight",
        "bantin_feed_polls_total",
        "bantin_feed_parse_killed_total",
        "bantin_views_total",
        "bantin_loop_lag_seconds",
    ):
        assert f"# HELP {name} " in told
