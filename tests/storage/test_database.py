"""What both engines promise."""

from __future__ import annotations

import asyncio

import pytest

from storage.database import Database, Transaction
from storage.errors import Unavailable
from tests.storage.works import ask, keys, put

ENDLESS = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) FROM n"


async def test_a_write_returns_what_its_work_returns(database: Database):
    assert await database.write(put("a")) == 1
    assert await keys(database) == ["a"]


async def test_work_that_fails_leaves_nothing(database: Database):
    async def half(tx: Transaction) -> None:
        await put("a")(tx)
        raise LookupError("b")

    with pytest.raises(LookupError):
        await database.write(half)

    assert await keys(database) == []


async def test_one_that_fails_harms_none_of_those_committed_with_it(database: Database):
    async def failing(tx: Transaction) -> None:
        await put("bad")(tx)
        raise LookupError("bad")

    outcomes = await asyncio.gather(
        database.write(put("a")),
        database.write(failing),
        database.write(put("b")),
        return_exceptions=True,
    )

    assert (outcomes[0], outcomes[2]) == (1, 1)
    assert isinstance(outcomes[1], LookupError)
    assert await keys(database) == ["a", "b"]


async def test_many_writes_at_once_all_arrive(database: Database):
    expected = sorted(str(number) for number in range(1000))

    await asyncio.gather(*(database.write(put(key)) for key in expected))

    assert await keys(database) == expected


async def test_many_rows_go_in_one_statement(database: Database):
    async def work(tx: Transaction) -> None:
        await tx.many(
            "INSERT INTO settings (key, value) VALUES (:key, :value)",
            [{"key": key, "value": "50%"} for key in "abc"],
        )

    await database.write(work)

    assert await keys(database) == ["a", "b", "c"]


async def test_run_counts_the_rows_it_changed(database: Database):
    async def work(tx: Transaction) -> tuple[int, ...]:
        return (
            await put("a")(tx),
            await put("b")(tx),
            await tx.run(
                """
                WITH chosen AS (SELECT key FROM settings)
                UPDATE settings
                SET value = 'y'
                WHERE key IN (SELECT key FROM chosen)
                """
            ),
            await tx.run("UPDATE settings SET value = 'z' WHERE key = 'c'"),
            await tx.run(
                """
                INSERT INTO settings (key, value)
                VALUES ('a', 'x')
                ON CONFLICT (key) DO NOTHING
                """
            ),
            await tx.run("DELETE FROM settings"),
        )

    assert await database.write(work) == (1, 1, 2, 0, 0, 2)


async def test_values_come_back_as_they_went_in(database: Database):
    row = await database.read(
        ask(
            """
            SELECT
              CAST(:number AS BIGINT), CAST(:text AS TEXT), :text = 'Đoàn: 50%''',
              :nothing IS NULL, '%:number', SUM(CAST(:number AS BIGINT))
            """,
            number=2**62,
            text="Đoàn: 50%'",
            nothing=None,
        )
    )

    assert row == [(2**62, "Đoàn: 50%'", 1, 1, "%:number", 2**62)]


@pytest.mark.parametrize("bad", ["\ud800", 2**70])
async def test_a_value_that_cannot_be_stored_is_its_callers_mistake(
    database: Database, bad: str | int
):
    async def work(tx: Transaction) -> None:
        await tx.run("INSERT INTO jobs (job, due_at) VALUES (:job, :due_at)", job=bad, due_at=bad)

    outcomes = await asyncio.gather(
        database.write(work), database.write(put("a")), return_exceptions=True
    )

    assert isinstance(outcomes[0], ValueError)
    assert await keys(database) == ["a"]


async def test_a_mistake_in_a_statement_is_not_dressed_as_an_outage(database: Database):
    with pytest.raises(Exception, match="no_such_table") as raised:
        await database.read(ask("SELECT 1 FROM no_such_table"))

    assert not isinstance(raised.value, Unavailable)


async def test_a_read_cannot_write(database: Database):
    with pytest.raises(Unavailable):
        await database.read(put("a"))

    assert await keys(database) == []


async def test_a_question_that_takes_too_long_is_ended(database: Database):
    for _ in range(10):
        with pytest.raises(TimeoutError):
            await database.read(ask(ENDLESS), timeout_s=0.02)

    assert await keys(database) == []


async def test_a_question_within_its_time_is_answered(database: Database):
    assert await database.read(ask("SELECT 1"), timeout_s=5) == [(1,)]


async def test_a_question_that_nobody_waits_for_gives_its_reader_back(database: Database):
    for _ in range(10):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):
                await database.read(ask(ENDLESS))

    assert await keys(database) == []


async def test_a_closed_database_is_unavailable(database: Database):
    await database.close()
    await database.close()

    with pytest.raises(Unavailable):
        await database.write(put("a"))
    with pytest.raises(Unavailable):
        await keys(database)


async def test_closing_waits_for_what_was_begun(database: Database):
    begun = [asyncio.create_task(database.write(put(str(number)))) for number in range(20)]
    asked = [asyncio.create_task(keys(database)) for _ in range(20)]
    await database.read(ask("SELECT 1"))

    await database.close()

    assert await asyncio.gather(*begun) == [1] * 20
    assert len(await asyncio.gather(*asked)) == 20
