"""Spoiled answers over real connections, and the pace."""

import asyncio
import time

import aiohttp
import pytest

from bot.simulator.telegram import Fault, Limits, Simulator, served


@pytest.fixture
def an(sim):
    return sim.person(7, started=True)


@pytest.mark.parametrize(
    ("fault", "accepted"), [(Fault.reset_before(), 0), (Fault.reset_after(), 1)]
)
async def test_a_reset_closes_the_connection(api, sim, an, fault, accepted):
    sim.faults.next("sendMessage", fault)

    with pytest.raises((aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)):
        await api("sendMessage", chat_id=7, text="a")

    assert sim.accepted(7) == accepted
    assert (await api("sendMessage", chat_id=7, text="b"))["ok"]


@pytest.mark.parametrize("accepted", [True, False])
async def test_a_gateway_error_has_no_json(api, sim, an, accepted):
    sim.faults.next("sendMessage", Fault.server_error(502, accepted=accepted))

    async with api.session.post(
        f"{api.url}/sendMessage", json={"chat_id": 7, "text": "a"}
    ) as answer:
        assert answer.status == 502
        assert answer.content_type == "text/html"

    assert sim.accepted(7) == int(accepted)


async def test_a_garbled_answer_is_half_of_its_json(api, sim, an):
    sim.faults.next("sendMessage", Fault.garbled())

    async with api.session.post(
        f"{api.url}/sendMessage", json={"chat_id": 7, "text": "a"}
    ) as answer:
        assert answer.status == 200
        assert (await answer.text()).startswith('{"ok":true')
        with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
            await answer.json()

    assert sim.accepted(7) == 1


async def test_a_hanging_answer_lasts_until_the_caller_gives_up(api, sim, an):
    sim.faults.next("sendMessage", Fault.hang())

    with pytest.raises(TimeoutError):
        await api.session.post(
            f"{api.url}/sendMessage",
            json={"chat_id": 7, "text": "a"},
            timeout=aiohttp.ClientTimeout(total=0.1),
        )

    assert sim.accepted(7) == 1


async def test_a_slow_answer_comes(api, sim, an):
    sim.faults.next("sendMessage", Fault.slow(0.1))
    started = time.monotonic()

    await api.result("sendMessage", chat_id=7, text="a")

    assert time.monotonic() - started >= 0.1


async def test_a_flood_names_the_seconds(api, sim, an):
    sim.faults.next("sendMessage", Fault.flood(35))

    answer = await api("sendMessage", chat_id=7, text="a")

    assert answer == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 35",
        "parameters": {"retry_after": 35},
    }
    assert sim.accepted(7) == 0


async def test_a_fault_hits_the_named_chat_so_many_times(api, sim, an):
    sim.person(8, started=True)
    sim.faults.next("sendMessage", Fault.flood(1), times=2, chat_id=8)

    answers = [
        (await api("sendMessage", chat_id=chat_id, text="a"))["ok"] for chat_id in (7, 8, 8, 8)
    ]

    assert answers == [True, False, False, True]


async def test_a_share_of_calls_fails_the_same_way_for_the_same_seed(api, sim, an):
    results = []
    for _ in range(2):
        sim.faults.clear()
        sim.faults.rate("sendMessage", Fault.flood(1), share=0.3, seed=5)
        results.append([(await api("sendMessage", chat_id=7, text="a"))["ok"] for _ in range(20)])

    assert results[0] == results[1]
    assert {True, False} == set(results[0])


async def test_a_private_chat_takes_a_burst_and_then_one_a_second(sim):
    strict = Simulator(limits=Limits(per_chat_burst=3))
    strict.person(7, started=True)

    codes = [
        (await strict.gateway.answer("sendMessage", {"chat_id": 7, "text": "a"}, None))[0]
        for _ in range(4)
    ]

    assert codes == [200, 200, 200, 429]


async def test_a_group_takes_twenty_a_minute(sim):
    strict = Simulator()
    strict.group(-1001, members=[strict.person(7)])

    answers = [
        await strict.gateway.answer("sendMessage", {"chat_id": -1001, "text": "a"}, None)
        for _ in range(21)
    ]

    assert [status for status, _ in answers] == [200] * 20 + [429]
    assert 55 <= answers[-1][1]["parameters"]["retry_after"] <= 60


async def test_everybody_together_takes_thirty_a_second():
    strict = Simulator()
    for number in range(1, 32):
        strict.person(number, started=True)

    codes = [
        (await strict.gateway.answer("sendMessage", {"chat_id": each, "text": "a"}, None))[0]
        for each in range(1, 32)
    ]

    assert codes == [200] * 30 + [429]
    assert sum(strict.accepted(each) for each in range(1, 32)) == 30


async def test_a_server_with_an_open_poll_closes_at_once():
    sim = Simulator()
    async with aiohttp.ClientSession() as session:
        async with served(sim.app) as base_url:
            url = f"{base_url}/bot{sim.token}/getUpdates"
            polling = asyncio.create_task(session.post(url, json={"timeout": 50}))
            await session.post(f"{base_url}/bot{sim.token}/getMe")
            started = time.monotonic()
        closed_in_s = time.monotonic() - started

        with pytest.raises((aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)):
            await polling

    assert closed_in_s < 0.5
