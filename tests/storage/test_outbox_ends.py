"""The outbox: never twice, never lost, every doubt listed."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import Storage
from storage.model import (
    DeliveryId,
    DeliveryState,
)
from tests.moments import NOW
from tests.storage.examples import DAY, MINUTE, a_published, a_subscriber
from tests.storage.queueing import (
    ADMIN,
    A,
    B,
    claimed,
    one_queued,
    one_sending,
    only_state,
    queue,
    settle,
)


async def test_a_sent_delivery_is_never_touched_again(storage: Storage) -> None:
    delivery_id = await one_sending(storage)
    await settle(storage, delivery_id, DeliveryState.SENT, message_id=77)

    await settle(storage, delivery_id, DeliveryState.QUEUED)
    await storage.outbox.unclaim(A)
    await storage.outbox.recover(NOW)
    await storage.outbox.resend([delivery_id], by=ADMIN, now=NOW)
    await storage.outbox.hold_all()

    assert await only_state(storage) is DeliveryState.SENT
    assert await claimed(storage, now=NOW + MINUTE) == []


async def test_a_stranger_cannot_settle(storage: Storage) -> None:
    delivery_id = await one_sending(storage)

    await settle(storage, delivery_id, DeliveryState.QUEUED, holder=B)

    assert await only_state(storage) is DeliveryState.SENDING


async def test_what_only_was_claimed_can_be_cancelled_but_not_sent(storage: Storage) -> None:
    await one_queued(storage)
    (delivery,) = await claimed(storage)

    await settle(storage, delivery.id, DeliveryState.SENT)
    before = await only_state(storage)
    await settle(storage, delivery.id, DeliveryState.CANCELLED, cause="empty")

    assert before is DeliveryState.CLAIMED
    assert await only_state(storage) is DeliveryState.CANCELLED


async def test_a_refusal_to_be_repeated_waits_for_its_hour(storage: Storage) -> None:
    delivery_id = await one_sending(storage)

    await settle(storage, delivery_id, DeliveryState.QUEUED, retry_at=NOW + MINUTE)

    assert await claimed(storage) == []
    (again,) = await claimed(storage, B, now=NOW + MINUTE)
    assert (again.id, again.tries) == (delivery_id, 1)


async def test_the_third_try_is_the_last(storage: Storage) -> None:
    delivery_id = await one_sending(storage)
    for _ in range(2):
        await settle(storage, delivery_id, DeliveryState.QUEUED)
        await claimed(storage)
        await storage.outbox.begin([delivery_id], holder=A, now=NOW)

    await settle(storage, delivery_id, DeliveryState.QUEUED)

    assert await only_state(storage) is DeliveryState.REFUSED


async def test_tries_that_were_not_the_messages_fault_are_not_counted(storage: Storage) -> None:
    delivery_id = await one_sending(storage)
    for _ in range(9):
        await settle(storage, delivery_id, DeliveryState.QUEUED, is_counted=False)
        await claimed(storage)
        await storage.outbox.begin([delivery_id], holder=A, now=NOW)

    await settle(storage, delivery_id, DeliveryState.QUEUED, is_counted=False)

    assert await only_state(storage) is DeliveryState.QUEUED


async def test_a_chat_that_is_gone_gets_nothing_more(storage: Storage) -> None:
    delivery_id = await one_sending(storage)
    other = await a_published(storage)
    await queue(storage, other.id)

    await settle(storage, delivery_id, DeliveryState.GONE, cause="blocked")

    assert await storage.outbox.counts() == {DeliveryState.GONE: 1, DeliveryState.CANCELLED: 1}
    assert await storage.subscribers.count_active() == 0


async def test_what_was_claimed_is_given_back(storage: Storage) -> None:
    await one_queued(storage)
    await claimed(storage, A)

    counts = [await storage.outbox.unclaim(holder) for holder in (B, A, A)]

    assert counts == [0, 1, 0]
    assert len(await claimed(storage, B)) == 1


async def test_a_crash_returns_what_was_claimed_and_doubts_what_was_sending(
    storage: Storage,
) -> None:
    delivery_id = await one_sending(storage)
    other = await a_published(storage)
    await queue(storage, other.id)
    await claimed(storage)

    assert await storage.outbox.recover(NOW) == (1, 1)

    (doubt,) = await storage.outbox.find_uncertain(limit=9)
    assert (doubt.id, doubt.state) == (delivery_id, DeliveryState.UNCERTAIN)
    assert [delivery.article_id for delivery in await claimed(storage, B)] == [other.id]


async def test_an_answer_that_comes_late_ends_the_doubt(storage: Storage) -> None:
    delivery_id = await one_sending(storage)
    await storage.outbox.recover(NOW)

    await settle(storage, delivery_id, DeliveryState.SENT, message_id=5)

    assert await only_state(storage) is DeliveryState.SENT


async def test_a_doubt_is_repeated_only_when_a_person_says_so(storage: Storage) -> None:
    delivery_id = await one_sending(storage)
    await settle(storage, delivery_id, DeliveryState.UNCERTAIN, cause="timeout")
    untouched = await claimed(storage, B, now=NOW + MINUTE)

    count = await storage.outbox.resend([delivery_id], by=ADMIN, now=NOW + MINUTE)
    twice = await storage.outbox.resend([delivery_id], by=ADMIN, now=NOW + MINUTE)

    assert (untouched, count, twice) == ([], 1, 0)
    assert [d.id for d in await claimed(storage, B, now=NOW + MINUTE)] == [delivery_id]
    assert (await storage.audit.find(limit=2))[1].detail == "1"


async def test_a_late_answer_cannot_disturb_what_a_person_sent_again(storage: Storage) -> None:
    delivery_id = await one_sending(storage)
    await storage.outbox.recover(NOW)
    await storage.outbox.resend([delivery_id], by=ADMIN, now=NOW)
    await claimed(storage, B)
    await storage.outbox.begin([delivery_id], holder=B, now=NOW)

    await settle(storage, delivery_id, DeliveryState.QUEUED, holder=A)

    assert await only_state(storage) is DeliveryState.SENDING


async def test_a_doubt_about_old_news_is_not_repeated(storage: Storage) -> None:
    delivery_id = await one_sending(storage)
    await storage.outbox.recover(NOW)

    assert await storage.outbox.resend([delivery_id], by=ADMIN, now=NOW + 2 * DAY) == 0
    assert await only_state(storage) is DeliveryState.UNCERTAIN


async def test_what_is_held_waits_for_a_person(storage: Storage) -> None:
    await one_queued(storage)

    held = await storage.outbox.hold_all()
    nothing = await claimed(storage)
    released = await storage.outbox.release_held(by=ADMIN, now=NOW)

    assert (held, nothing, released) == (1, [], 1)
    assert len(await claimed(storage)) == 1
    assert (await storage.audit.find(limit=1))[0].action == "release_held"


# What ends a story comes seldom, what moves it on often.
WAYS = (
    *("claim", "begin") * 4,
    *("recover", "release", "queued", "uncertain") * 2,
    *("unclaim", "resend", "hold", "sent", "cancelled"),
)
STEPS = st.lists(
    st.tuples(st.sampled_from(WAYS), st.sampled_from([A, A, A, B])), min_size=25, max_size=50
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
async def test_no_order_of_calls_lets_two_bytes_leave_for_one_message(
    storage: Storage, steps: list[tuple[str, str]]
) -> None:
    """`allowed` grows only by a refusal from Telegram or by a person's word."""
    await storage.subscribers.end(7, cause="an earlier example", now=NOW)
    await a_subscriber(storage, 7)
    await queue(storage, (await a_published(storage)).id)
    (delivery,) = await claimed(storage)
    await storage.outbox.unclaim(A)
    left, allowed, sender = 0, 1, ""

    for step, holder in steps:
        match step:
            case "claim":
                await claimed(storage, holder)
            case "begin":
                begun = await storage.outbox.begin([delivery.id], holder=holder, now=NOW)
                left += len(begun)
                sender = holder if begun else sender
            case "unclaim":
                await storage.outbox.unclaim(holder)
            case "recover":
                await storage.outbox.recover(NOW)
            case "resend":
                allowed += await storage.outbox.resend([delivery.id], by=ADMIN, now=NOW)
            case "hold":
                await storage.outbox.hold_all()
            case "release":
                await storage.outbox.release_held(by=ADMIN, now=NOW)
            case state:
                told = DeliveryState(state)
                if told is DeliveryState.QUEUED and holder == sender:
                    allowed += await is_open(storage, delivery.id)
                await settle(storage, delivery.id, told, holder=holder)

        assert left <= allowed


async def is_open(storage: Storage, delivery_id: DeliveryId) -> bool:
    """Whether its bytes left, and nobody said yet what became of them."""
    rows = await storage.outbox.database.read(
        lambda tx: tx.rows("SELECT state FROM deliveries WHERE id = :id", id=delivery_id)
    )
    return rows[0][0] in ("sending", "uncertain")


async def test_what_a_person_lets_be_is_not_listed_and_does_not_go_out(storage: Storage) -> None:
    delivery_id = await one_sending(storage)
    await settle(storage, delivery_id, DeliveryState.UNCERTAIN, cause="lost")

    assert await storage.outbox.leave(by=ADMIN, now=NOW) == 1

    assert await storage.outbox.find_uncertain(limit=9) == []
    assert await storage.outbox.resend([delivery_id], by=ADMIN, now=NOW) == 0
    assert await only_state(storage) is DeliveryState.REFUSED
    (line,) = await storage.audit.find(limit=1, subjects=("outbox",))
    assert line.action == "resend"
