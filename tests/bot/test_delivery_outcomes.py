"""Every way in which a send can end, over real connections."""

from collections.abc import AsyncIterator

import pytest

from bot.simulator.telegram import Fault, served
from storage.model import DeliveryState
from tests.posting import Post, posted
from tests.staging import subscribed

SENT, GONE, REFUSED = DeliveryState.SENT, DeliveryState.GONE, DeliveryState.REFUSED
UNCERTAIN, QUEUED = DeliveryState.UNCERTAIN, DeliveryState.QUEUED


@pytest.fixture
async def post(sqlite_url: str) -> AsyncIterator[Post]:
    async with posted(sqlite_url) as opened:
        yield opened


async def test_what_telegram_confirms_is_sent_once(post: Post) -> None:
    people = await post.subscribers(12)
    await post.push()

    assert await post.settled() == {SENT: 12}
    assert [post.telegram.accepted(person.id) for person in people] == [1] * 12


@pytest.mark.parametrize(
    ("fault", "accepted"),
    [
        (Fault.reset_before(), 0),
        (Fault.reset_after(), 1),
        (Fault.server_error(500, accepted=False), 0),
        (Fault.server_error(502, accepted=True), 1),
        (Fault.server_error(504, accepted=True), 1),
        (Fault.garbled(), 1),
        (Fault.hang(), 1),
        (Fault.slow(5.0), 1),
    ],
    ids=lambda each: f"{each.kind}{each.code or ''}" if isinstance(each, Fault) else str(each),
)
async def test_a_lost_answer_is_a_doubt_and_never_repeated(
    post: Post, fault: Fault, accepted: int
) -> None:
    (person,) = await post.subscribers(1)
    post.telegram.faults.next("sendMessage", fault)

    await post.push()

    assert await post.settled() == {UNCERTAIN: 1}
    await post.jump(hours=1)
    assert await post.settled() == {UNCERTAIN: 1}
    assert post.telegram.accepted(person.id) == accepted
    (doubtful,) = await post.storage.outbox.find_uncertain(limit=10)
    assert doubtful.chat_id == person.id


async def test_what_is_in_doubt_is_sent_again_when_a_person_says_so(post: Post) -> None:
    (person,) = await post.subscribers(1)
    post.telegram.faults.next("sendMessage", Fault.reset_before())
    await post.push()
    await post.settled()

    doubtful = await post.storage.outbox.find_uncertain(limit=10)
    await post.storage.outbox.resend([each.id for each in doubtful], by=None, now=post.clock.now())
    post.sender.wake()

    assert await post.settled() == {SENT: 1}
    assert post.telegram.accepted(person.id) == 1


async def test_a_flood_wait_is_waited_for_and_nothing_is_claimed_meanwhile(post: Post) -> None:
    people = await post.subscribers(20)
    post.telegram.faults.next("sendMessage", Fault.flood(1))

    await post.push()

    await post.settled()
    await post.jump(seconds=2)
    assert await post.settled() == {SENT: 20}
    assert [post.telegram.accepted(person.id) for person in people] == [1] * 20


async def test_after_a_flood_the_whole_sender_pauses(post: Post) -> None:
    await post.subscribers(1)
    post.telegram.faults.next("sendMessage", Fault.flood(30))

    await post.push()
    await post.settled()

    assert post.calls.limiter.paused_s > 25
    assert await post.states() == {QUEUED: 1}


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        pytest.param(Fault.refusal(409, "Conflict"), 60, id="409"),
        pytest.param(Fault.refusal(429, "Too Many Requests"), 15, id="429 without retry_after"),
        pytest.param(Fault.server_error(429, accepted=False), 15, id="429 of a gateway"),
        pytest.param(Fault.flood(10_072), 10_072, id="429 for hours"),
        pytest.param(Fault.refusal(401, "Unauthorized"), 60, id="401"),
        pytest.param(Fault.refusal(404, "Not Found"), 60, id="404"),
        pytest.param(Fault.server_error(403, accepted=False), 60, id="403 of a gateway"),
        pytest.param(Fault.server_error(400, accepted=False), 60, id="400 of a gateway"),
    ],
)
async def test_what_is_not_the_chats_fault_silences_all_and_loses_nothing(
    post: Post, fault: Fault, seconds: float
) -> None:
    (person,) = await post.subscribers(1)
    post.telegram.faults.next("sendMessage", fault)

    await post.push()

    assert await post.settled() == {QUEUED: 1}
    assert seconds - 5 < post.calls.limiter.paused_s <= seconds + 1
    assert post.telegram.accepted(person.id) == 0
    assert await post.is_active(person.id)


@pytest.mark.parametrize("words", ["message is too long", "can't parse entities"])
async def test_any_other_400_refuses_this_message_for_good_and_holds_up_no_other(
    post: Post, words: str
) -> None:
    refused, other = await post.subscribers(2)
    post.telegram.faults.next(
        "sendMessage", Fault.refusal(400, f"Bad Request: {words}"), chat_id=refused.id
    )

    await post.push()

    assert await post.settled() == {REFUSED: 1, SENT: 1}
    await post.jump(hours=1)
    assert await post.settled() == {REFUSED: 1, SENT: 1}
    assert (post.telegram.accepted(refused.id), post.telegram.accepted(other.id)) == (0, 1)
    assert await post.is_active(refused.id)


async def test_who_blocked_us_is_gone_and_asked_no_more(post: Post) -> None:
    gone, _ = await post.subscribers(2)
    gone.block()

    await post.push()

    assert await post.settled() == {GONE: 1, SENT: 1}
    assert not await post.is_active(gone.id)


async def test_a_deleted_account_is_gone(post: Post) -> None:
    (person,) = await post.subscribers(1)
    person.deactivate()

    await post.push()

    assert await post.settled() == {GONE: 1}


async def test_a_chat_that_telegram_does_not_know_is_gone(post: Post) -> None:
    await subscribed(post.storage, 999, now=post.clock.now())

    await post.push()

    assert await post.settled() == {GONE: 1}


async def test_a_group_where_we_may_not_write_is_gone(post: Post) -> None:
    group = post.telegram.group(-77, members=await post.subscribers(0))
    await subscribed(post.storage, group.id, now=post.clock.now())
    group.mute_bot()

    await post.push()

    assert await post.settled() == {GONE: 1}


async def test_a_group_that_moved_gets_it_under_its_new_id(post: Post) -> None:
    group = post.telegram.group(-77)
    await subscribed(post.storage, group.id, now=post.clock.now())
    moved = group.migrate(-1_002_000_000_077)

    await post.push()

    assert await post.settled() == {SENT: 1}
    assert (post.telegram.accepted(group.id), post.telegram.accepted(moved.id)) == (0, 1)
    assert await post.storage.subscribers.find(moved.id) is not None


async def test_while_telegram_is_out_of_reach_nothing_is_lost(sqlite_url: str) -> None:
    async with posted(sqlite_url) as probe:
        app = probe.telegram.app
        async with served(app) as url:
            pass
    port = int(url.rpartition(":")[2])
    async with posted(sqlite_url, telegram_url=url) as post:
        (person,) = await post.subscribers(1)
        await post.push()
        await post.settled()
        assert await post.states() == {QUEUED: 1}

        async with served(post.telegram.app, port=port):
            await post.jump(minutes=2)
            assert await post.settled() == {SENT: 1}

    assert post.telegram.accepted(person.id) == 1
