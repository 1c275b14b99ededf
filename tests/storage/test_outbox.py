"""The outbox: never twice, never lost, every doubt listed."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import Storage
from storage.errors import NotFound
from storage.model import (
    ArticleId,
    Delivery,
    DeliveryId,
    DeliveryKind,
    DeliveryState,
    ReaderId,
)
from storage.outbox import Settled
from tests.moments import NOW
from tests.storage.examples import DAY, MINH, MINUTE, NOBODY, a_draft, a_published, a_subscriber

ADMIN = ReaderId(1)
A, B = "sender-a", "sender-b"


async def queue(storage: Storage, article_id: ArticleId, *, due_at: datetime = NOW) -> int:
    return await storage.outbox.enqueue_featured(
        article_id, due_at=due_at, expires_at=due_at + DAY, now=NOW
    )


async def one_queued(storage: Storage) -> None:
    await a_subscriber(storage)
    article = await a_published(storage, is_featured=True)
    assert await queue(storage, article.id) == 1


async def claimed(storage: Storage, holder: str = A, *, now: datetime = NOW) -> list[Delivery]:
    return await storage.outbox.claim(holder, limit=50, now=now)


async def one_sending(storage: Storage) -> DeliveryId:
    await one_queued(storage)
    (delivery,) = await claimed(storage)
    assert await storage.outbox.begin([delivery.id], holder=A, now=NOW) == {delivery.id}
    return delivery.id


async def settle(
    storage: Storage,
    delivery_id: DeliveryId,
    state: DeliveryState,
    *,
    holder: str = A,
    **more: object,
) -> None:
    settled = Settled(id=delivery_id, state=state, **more)  # type: ignore[arg-type]  # shorthand
    await storage.outbox.settle([settled], holder=holder, now=NOW)


async def only_state(storage: Storage) -> DeliveryState:
    (state,) = await storage.outbox.counts()
    return state


async def test_a_push_goes_to_every_active_subscriber_who_wants_it(storage: Storage) -> None:
    wants, does_not, ended = [await a_subscriber(storage) for _ in range(3)]
    await storage.subscribers.change(does_not.id, wants_featured=False)
    await storage.subscribers.end(ended.chat_id, cause="asked", now=NOW)
    article = await a_published(storage, is_featured=True)

    queued = await queue(storage, article.id)

    (delivery,) = await claimed(storage)
    assert queued == 1
    assert delivery == Delivery(
        id=delivery.id,
        key=f"featured:{article.id}:s{wants.id}",
        kind=DeliveryKind.FEATURED,
        state=DeliveryState.CLAIMED,
        subscriber_id=wants.id,
        chat_id=wants.chat_id,
        thread_id=0,
        language="vi",
        is_silent=False,
        saves_data=False,
        article_id=article.id,
        window_from_at=None,
        window_until_at=None,
        tries=0,
        expires_at=NOW + DAY,
    )


async def test_a_push_follows_the_categories(storage: Storage) -> None:
    article = await a_published(storage, category="Đoàn", is_featured=True)
    ids = [article.category_id, (await storage.categories.ensure("Hội")).id]
    follows, does_not = await a_subscriber(storage), await a_subscriber(storage)
    for subscriber, taken_away in ((follows, ids[1]), (does_not, ids[0])):
        await storage.subscribers.follow(
            subscriber.id, category_id=taken_away, is_followed=False, all_ids=ids
        )

    await queue(storage, article.id)

    assert [delivery.subscriber_id for delivery in await claimed(storage)] == [follows.id]


async def test_the_same_push_is_queued_once_for_ever(storage: Storage) -> None:
    await one_queued(storage)
    (first,) = await storage.articles.find_latest(limit=1)

    assert await queue(storage, first.id) == 0
    await a_subscriber(storage)
    assert await queue(storage, first.id) == 1


async def test_a_push_of_an_unknown_article_is_not_found(storage: Storage) -> None:
    with pytest.raises(NotFound):
        await queue(storage, NOBODY)


async def test_featured_articles_are_announced_when_their_turn_comes_and_once(
    storage: Storage,
) -> None:
    await a_subscriber(storage)
    plain = await a_published(storage)
    await a_draft(storage, is_featured=True)
    await a_published(storage, is_featured=True, featured_until_at=NOW - MINUTE)
    first = await a_published(storage, is_featured=True)
    later = await storage.articles.feature(plain.id, is_featured=True, by=MINH, now=NOW + MINUTE)

    rounds = [
        await storage.broadcasts.announce_featured(now, expires_at=NOW + DAY)
        for now in (NOW, NOW + MINUTE, NOW + MINUTE)
    ]

    assert rounds == [[first.id], [later.id], []]


async def test_nothing_is_claimed_before_it_is_due(storage: Storage) -> None:
    await a_subscriber(storage)
    article = await a_published(storage)
    await queue(storage, article.id, due_at=NOW + MINUTE)

    assert await claimed(storage) == []
    assert await storage.outbox.oldest_due(NOW) is None
    assert await storage.outbox.next_due() == NOW + MINUTE
    assert await storage.outbox.oldest_due(NOW + DAY) == NOW + MINUTE
    assert len(await claimed(storage, now=NOW + MINUTE)) == 1


async def test_the_longest_due_is_claimed_first_up_to_the_limit(storage: Storage) -> None:
    await a_subscriber(storage)
    late, early = await a_published(storage), await a_published(storage)
    await queue(storage, late.id, due_at=NOW - MINUTE)
    await queue(storage, early.id, due_at=NOW - 2 * MINUTE)

    batches = [await storage.outbox.claim(A, limit=1, now=NOW) for _ in range(3)]

    assert [[d.article_id for d in batch] for batch in batches] == [[early.id], [late.id], []]


async def test_senders_at_once_never_share_a_delivery(storage: Storage) -> None:
    for _ in range(20):
        await a_subscriber(storage)
    article = await a_published(storage)
    await queue(storage, article.id)

    batches = await asyncio.gather(
        *(storage.outbox.claim(f"sender-{n}", limit=7, now=NOW) for n in range(5))
    )

    ids = [delivery.id for batch in batches for delivery in batch]
    assert len(ids) == len(set(ids)) == 20


async def test_an_expired_delivery_is_dropped_when_its_turn_comes(storage: Storage) -> None:
    await a_subscriber(storage)
    old, new = await a_published(storage), await a_published(storage)
    await queue(storage, old.id, due_at=NOW - 2 * DAY)
    await queue(storage, new.id)

    got = await storage.outbox.claim(A, limit=1, now=NOW)

    assert [delivery.article_id for delivery in got] == [new.id]
    assert await storage.outbox.counts() == {DeliveryState.EXPIRED: 1, DeliveryState.CLAIMED: 1}


async def test_a_delivery_that_expires_while_it_waits_does_not_begin(storage: Storage) -> None:
    await one_queued(storage)
    (delivery,) = await claimed(storage)

    begun = await storage.outbox.begin([delivery.id], holder=A, now=NOW + DAY)

    assert begun == frozenset()
    assert await only_state(storage) is DeliveryState.EXPIRED


async def test_only_the_holder_of_a_claim_may_begin_and_only_once(storage: Storage) -> None:
    await one_queued(storage)
    (delivery,) = await claimed(storage, A)

    assert await storage.outbox.begin([delivery.id], holder=B, now=NOW) == frozenset()
    assert await storage.outbox.begin([delivery.id], holder=A, now=NOW) == {delivery.id}
    assert await storage.outbox.begin([delivery.id], holder=A, now=NOW) == frozenset()
    assert await storage.outbox.begin([], holder=A, now=NOW) == frozenset()


async def test_a_claim_lost_to_another_sender_cannot_begin(storage: Storage) -> None:
    await one_queued(storage)
    (delivery,) = await claimed(storage, A)
    await storage.outbox.recover(NOW)
    await claimed(storage, B)

    assert await storage.outbox.begin([delivery.id], holder=A, now=NOW) == frozenset()
    assert await storage.outbox.begin([delivery.id], holder=B, now=NOW) == {delivery.id}


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


async def test_a_long_silence_expires_everything_at_once(storage: Storage) -> None:
    for _ in range(7):
        await a_subscriber(storage)
    article = await a_published(storage)
    await queue(storage, article.id)

    got = await storage.outbox.claim(A, limit=2, now=NOW + 2 * DAY)

    assert got == []
    assert await storage.outbox.counts() == {DeliveryState.EXPIRED: 7}


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
