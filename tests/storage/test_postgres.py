"""PostgreSQL: what can go wrong between us and a server."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from storage.database import Transaction
from storage.errors import Unavailable
from storage.postgres import PostgresDatabase, in_psycopg, open_postgres
from tests.storage.works import ask, keys, put

ROOT = Path(__file__).parents[2]

OPEN_WITHOUT_DRIVER = """
import asyncio, sys
sys.modules["psycopg"] = None
from storage import open_storage
try:
    asyncio.run(open_storage("postgresql://localhost/bantin"))
except Exception as error:
    print(type(error).__name__, error)
"""


async def test_a_caller_who_is_cancelled_leaves_its_event_whole(
    postgres: PostgresDatabase, postgres_url: str
):
    has_begun, may_go_on = asyncio.Event(), asyncio.Event()

    async def work(tx: Transaction) -> None:
        await put("a")(tx)
        has_begun.set()
        await may_go_on.wait()
        await put("b")(tx)

    caller = asyncio.create_task(postgres.write(work))
    await has_begun.wait()
    caller.cancel()
    await asyncio.wait([caller])
    may_go_on.set()
    await postgres.close()

    again = await open_postgres(postgres_url)
    assert await keys(again) == ["a", "b"]
    await again.close()


async def test_a_question_sees_one_moment(postgres: PostgresDatabase):
    async def work(tx: Transaction) -> tuple[int, int]:
        before = await tx.rows("SELECT COUNT(*) FROM settings")
        await postgres.write(put("a"))
        after = await tx.rows("SELECT COUNT(*) FROM settings")
        return before[0][0], after[0][0]

    assert await postgres.read(work) == (0, 0)


async def test_two_events_in_each_others_way_both_happen(postgres: PostgresDatabase):
    await asyncio.gather(postgres.write(put("a")), postgres.write(put("b")))
    both_hold_one = asyncio.Barrier(2)
    tries = {"a": 0, "b": 0}

    async def touch(tx: Transaction, first: str, then: str) -> None:
        tries[first] += 1
        change = "UPDATE settings SET value = value || 'y' WHERE key = :key"
        await tx.run(change, key=first)
        if tries[first] == 1:
            await both_hold_one.wait()
        await tx.run(change, key=then)

    await asyncio.gather(
        postgres.write(lambda tx: touch(tx, "a", "b")),
        postgres.write(lambda tx: touch(tx, "b", "a")),
    )

    assert sum(tries.values()) > 2
    values = await postgres.read(ask("SELECT DISTINCT value FROM settings"))
    assert values == [("xyy",)]


async def test_a_restart_of_the_server_is_not_noticed(
    postgres: PostgresDatabase, postgres_url: str
):
    await asyncio.gather(*(postgres.write(put(str(number))) for number in range(20)))
    with psycopg.connect(postgres_url, autocommit=True) as other:
        other.execute(
            """
            SELECT pg_terminate_backend(pid)
            FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """
        )

    await postgres.write(put("after"))

    assert len(await keys(postgres)) == 21


async def test_a_constraint_that_is_broken_is_not_an_outage(postgres: PostgresDatabase):
    await postgres.write(put("a"))

    with pytest.raises(psycopg.IntegrityError):
        await postgres.write(put("a"))


async def test_text_with_a_nul_is_its_callers_mistake(postgres: PostgresDatabase):
    with pytest.raises(ValueError, match="NUL"):
        await postgres.write(put("a\0b"))


async def test_a_server_that_is_not_there_is_unavailable():
    with pytest.raises(Unavailable, match="cannot reach"):
        await open_postgres("postgresql://nobody@127.0.0.1:1/none", wait_s=0.3)


def test_without_the_driver_one_is_told_what_to_install():
    told = subprocess.run(
        [sys.executable, "-c", OPEN_WITHOUT_DRIVER],
        capture_output=True,
        cwd=ROOT,
        text=True,
        check=True,
    )

    assert told.stdout.startswith("Unavailable")
    assert "pip install 'bantin[postgres]'" in told.stdout


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("SELECT :a, :a_2", b"SELECT %(a)s, %(a_2)s"),
        (
            "SELECT a::text, ':a' || 'it''s :b', \":c\"",
            b"SELECT a::text, ':a' || 'it''s :b', \":c\"",
        ),
        ("SELECT '5%' -- :a\n, :a", b"SELECT '5%%' -- :a\n, %(a)s"),
        ("SELECT a[1:2], 7 % :a", b"SELECT a[1:2], 7 %% %(a)s"),
    ],
)
def test_parameters_are_written_as_psycopg_does(ours: str, theirs: bytes):
    assert in_psycopg(ours) == theirs
