"""The bot as a process of its own, as operators run it."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.staging import TOKEN

ROOT = Path(__file__).parents[1]
KILLED = -signal.SIGKILL


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a process ended, and what it said."""

    code: int
    out: str
    complaints: str


def environment(folder: Path, telegram_url: str = "", **given: str) -> dict[str, str]:
    """Nothing of this machine's own settings; `given` are ours, in small letters."""
    ours = {
        "token": TOKEN,
        "api_base": telegram_url,
        "database": f"sqlite:///{folder / 'bantin.db'}",
        "rate": "1000",
    }
    named = {f"BANTIN_{name.upper()}": value for name, value in (ours | given).items() if value}
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "HOME": str(folder), **named}


@asynccontextmanager
async def started(
    *command: str, folder: Path, environment: dict[str, str]
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m bot <command>`; killed when the block ends before it does."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *command,
        cwd=folder,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def ended(process: asyncio.subprocess.Process, *, timeout_s: float = 30) -> Ended:
    """Waits for the end."""
    out, complaints = await asyncio.wait_for(process.communicate(), timeout_s)
    assert process.returncode is not None
    return Ended(code=process.returncode, out=out.decode(), complaints=complaints.decode())


async def run_to_end(*command: str, folder: Path, environment: dict[str, str]) -> Ended:
    """One command from start to end."""
    async with started(*command, folder=folder, environment=environment) as process:
        return await ended(process)


def asked(folder: Path, sql: str) -> list[tuple[object, ...]]:
    """What the database says, asked beside the process that writes to it."""
    connection = sqlite3.connect(f"file:{folder / 'bantin.db'}?mode=ro", uri=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()
