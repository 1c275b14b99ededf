"""A bot that cannot start says why in one line and ends with the right code."""

import asyncio
import signal
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.simulator.telegram import Simulator, served
from tests.processes import Ended, asked, ended, environment, run_to_end, started
from tests.staging import TOKEN, eventually

WRONG_TOKEN = "100000002:WRONG-only-of-use-on-this-machine-00"


@pytest.fixture
async def telegram() -> Simulator:
    return Simulator(token=TOKEN)


@pytest.fixture
async def telegram_url(telegram: Simulator) -> AsyncIterator[str]:
    async with served(telegram.app) as url:
        yield url


def one_line(end: Ended) -> str:
    """What was complained about: logs aside, one line."""
    lines = [line for line in end.complaints.splitlines() if line.startswith("✗")]
    assert len(lines) == 1, end.complaints
    assert "Traceback" not in end.complaints
    return lines[0]


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"token": ""}, "✗ BANTIN_TOKEN: no token."),
        ({"token": "not-a-token"}, "✗ BANTIN_TOKEN: this is not a bot token"),
        ({"digest_at": "7 giờ"}, "✗ BANTIN_DIGEST_AT: "),
    ],
)
async def test_a_setting_that_cannot_be_used_ends_it_at_once(
    folder: Path, given: dict[str, str], line: str
) -> None:
    given_here = environment(folder, "http://127.0.0.1:9", **given)

    end = await run_to_end("run", folder=folder, environment=given_here)

    assert end.code == 78
    assert end.complaints.startswith(line)
    assert end.complaints.count("\n") == 1


async def test_a_settings_file_that_is_not_there_is_named(folder: Path) -> None:
    given = environment(folder) | {"BANTIN_CONFIG": "khong-co.toml"}

    end = await run_to_end("run", folder=folder, environment=given)

    assert end.code == 78
    assert one_line(end) == "✗ BANTIN_CONFIG: there is no file khong-co.toml"


@pytest.mark.parametrize("content", ["rate = ", 'rate = "many"', "\xff"])
async def test_a_settings_file_that_cannot_be_read_is_named(folder: Path, content: str) -> None:
    (folder / "b.toml").write_bytes(content.encode("latin-1"))
    given = environment(folder, rate="") | {"BANTIN_CONFIG": "b.toml"}

    end = await run_to_end("run", folder=folder, environment=given)

    assert end.code == 78
    assert one_line(end).startswith(("✗ BANTIN_CONFIG: ", "✗ BANTIN_RATE: "))


async def test_a_token_that_telegram_does_not_know_is_called_so(
    folder: Path, telegram_url: str
) -> None:
    given = environment(folder, telegram_url, token=WRONG_TOKEN)

    end = await run_to_end("run", folder=folder, environment=given)

    assert end.code == 78
    assert one_line(end).startswith("✗ BANTIN_TOKEN: Telegram does not know this token")
    assert WRONG_TOKEN not in end.complaints + end.out


async def test_a_second_bot_on_the_same_database_ends(
    folder: Path, telegram: Simulator, telegram_url: str
) -> None:
    given = environment(folder, telegram_url)
    async with started("run", folder=folder, environment=given) as first:
        await eventually(
            lambda: bool(asked_holder(folder)), what="starting", timeout_s=20, every_s=0.1
        )

        second = await run_to_end("run", folder=folder, environment=given)

        assert first.returncode is None
        assert second.code == 75
        assert one_line(second).startswith("✗ Another bantin uses this database")
        first.send_signal(signal.SIGTERM)
        assert (await ended(first)).code == 0
    assert asked_holder(folder) == ""


async def test_who_is_stopped_before_telegram_answers_ends_calmly(folder: Path) -> None:
    given = environment(folder, "http://127.0.0.1:9")
    async with started("run", folder=folder, environment=given) as waiting:
        await eventually(
            lambda: bool(asked_holder(folder)), what="starting", timeout_s=20, every_s=0.1
        )

        waiting.send_signal(signal.SIGTERM)

        end = await ended(waiting)
        assert end.code == 0
        assert "✗" not in end.complaints


def asked_holder(folder: Path) -> str:
    rows = asked(folder, "SELECT holder FROM leases")
    return str(rows[0][0]) if rows else ""


async def test_a_database_of_a_newer_version_is_left_alone(folder: Path) -> None:
    connection = sqlite3.connect(folder / "bantin.db")
    connection.execute("UPDATE migrations SET version = 99 WHERE version = 1")
    connection.commit()
    connection.close()

    end = await run_to_end(
        "run", folder=folder, environment=environment(folder, "http://127.0.0.1:9")
    )

    assert end.code == 1
    assert "version" in one_line(end)


async def test_a_file_that_is_no_database_is_called_so(folder: Path) -> None:
    (folder / "bantin.db").write_bytes(b"This is no database at all, only words." * 20)
    given = environment(folder, "http://127.0.0.1:9")

    end = await run_to_end("run", folder=folder, environment=given)

    assert end.code == 1
    assert one_line(end)


async def test_a_bot_whose_updates_another_fetches_ends(
    folder: Path, telegram: Simulator, telegram_url: str
) -> None:
    other = folder / "other"
    other.mkdir()
    given = environment(folder, telegram_url)
    rival = environment(other, telegram_url)
    async with (
        started("run", folder=folder, environment=given) as first,
        started("run", folder=other, environment=rival) as second,
    ):
        done, _ = await asyncio.wait(
            [asyncio.create_task(each.wait()) for each in (first, second)],
            timeout=40,
            return_when=asyncio.FIRST_COMPLETED,
        )

        assert [task.result() for task in done] == [75]
