"""Bad weather before a whole audience, over real connections; docs/delivery.md has the lines."""

from collections.abc import AsyncIterator

import pytest

from bot.simulator.telegram import Fault
from storage.model import DeliveryState
from tests.posting import Post, posted
from tests.staging import eventually

SENT, UNCERTAIN, QUEUED = DeliveryState.SENT, DeliveryState.UNCERTAIN, DeliveryState.QUEUED
AUDIENCE = 150
SILENCE_S = 1


@pytest.fixture
async def post(sqlite_url: str) -> AsyncIterator[Post]:
    async with posted(sqlite_url) as opened:
        yield opened


def silences_broken(post: Post) -> int:
    """How many messages began while Telegram had asked for silence, those under way aside."""
    calls = [call for call in post.telegram.calls if call.method == "sendMessage"]
    asked_at = [call.at for call in calls if not call.ok]
    return sum(
        0.3 < (call.at - at).total_seconds() < SILENCE_S for call in calls for at in asked_at
    )


async def test_a_storm_of_429_delays_and_neither_loses_nor_doubles(post: Post) -> None:
    people = await post.subscribers(60)
    post.telegram.faults.rate("sendMessage", Fault.flood(SILENCE_S), share=0.06, seed=4)

    async def is_over() -> bool:
        return await post.states() == {SENT: 60}

    await post.push()
    await eventually(is_over, timeout_s=60)

    assert [post.telegram.accepted(person.id) for person in people] == [1] * 60
    assert silences_broken(post) == 0
    refused = [call for call in post.telegram.calls if not call.ok]
    assert 2 <= len(refused) < 30


@pytest.mark.parametrize(
    ("fault", "accepted"),
    [
        pytest.param(Fault.reset_before(), 0, id="resets before"),
        pytest.param(Fault.reset_after(), 1, id="answers lost"),
        pytest.param(Fault.server_error(502, accepted=False), 0, id="5xx before acceptance"),
        pytest.param(Fault.server_error(502, accepted=True), 1, id="5xx after acceptance"),
        pytest.param(Fault.garbled(), 1, id="answers cut"),
        pytest.param(Fault.hang(), 1, id="no answers"),
    ],
)
async def test_every_doubt_is_listed_and_nothing_is_sent_twice_unasked(
    post: Post, fault: Fault, accepted: int
) -> None:
    people = await post.subscribers(AUDIENCE)
    post.telegram.faults.rate("sendMessage", fault, share=0.08, seed=8)

    await post.push()
    states = await post.settled()

    listed = await post.storage.outbox.find_uncertain(limit=AUDIENCE)
    doubtful = {each.chat_id for each in listed}
    assert states == {SENT: AUDIENCE - len(doubtful), UNCERTAIN: len(doubtful)}
    assert 3 <= len(doubtful) <= AUDIENCE // 4
    for person in people:
        wanted = accepted if person.id in doubtful else 1
        assert post.telegram.accepted(person.id) == wanted


async def test_after_all_of_it_people_decide_and_nobody_is_left_out(post: Post) -> None:
    people = await post.subscribers(AUDIENCE)
    for seed, fault in enumerate(
        (
            Fault.reset_before(),
            Fault.reset_after(),
            Fault.server_error(500, accepted=False),
            Fault.server_error(504, accepted=True),
            Fault.garbled(),
            Fault.slow(0.05),
        )
    ):
        post.telegram.faults.rate("sendMessage", fault, share=0.03, seed=seed)
    await post.push()
    await post.settled()
    doubtful = await post.storage.outbox.find_uncertain(limit=AUDIENCE)
    post.telegram.faults.clear()

    await post.storage.outbox.resend([it.id for it in doubtful], by=None, now=post.clock.now())
    post.sender.wake()

    assert await post.settled() == {SENT: AUDIENCE}
    listed = {it.chat_id for it in doubtful}
    for person in people:
        most = 2 if person.id in listed else 1
        assert 1 <= post.telegram.accepted(person.id) <= most
