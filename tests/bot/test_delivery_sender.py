"""The sender at work: how many at once, how it stops, pictures, a database that goes away."""

import resource
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery.telling import tell_failed_pictures
from bot.simulator.telegram import Fault
from storage.model import Article, DeliveryState, Person, ReaderId, Role, Status
from tests.posting import Post, posted
from tests.pushing import enqueue_featured
from tests.staging import eventually, published, subscribed

SENT, QUEUED, CANCELLED = DeliveryState.SENT, DeliveryState.QUEUED, DeliveryState.CANCELLED
SENDING, EXPIRED = DeliveryState.SENDING, DeliveryState.EXPIRED


@pytest.fixture
async def post(sqlite_url: str) -> AsyncIterator[Post]:
    async with posted(sqlite_url) as opened:
        yield opened


def uploads(post: Post) -> list[bool]:
    """For each picture sent, whether its bytes went along."""
    return [
        not isinstance(call.params["photo"], str)
        for call in post.telegram.calls
        if call.method == "sendPhoto" and call.ok
    ]


def sends(post: Post) -> int:
    """How many messages Telegram took."""
    return sum(call.method == "sendMessage" for call in post.telegram.calls)


def picture(post: Post) -> str:
    return f"{post.press_url}/images/{post.press.all()[0].slug}-1.jpg"


async def in_five_minutes(post: Post, article: Article) -> None:
    """A push that is due then, and for an hour."""
    now = post.clock.now()
    due_at, expires_at = now + timedelta(minutes=5), now + timedelta(hours=1)
    await enqueue_featured(post.storage, article.id, due_at=due_at, expires_at=expires_at, now=now)


async def test_no_more_are_under_way_than_promised(post: Post) -> None:
    await post.subscribers(17)
    post.telegram.faults.next("sendMessage", Fault.slow(0.03), times=17)
    most = 0

    async def is_done() -> bool:
        nonlocal most
        states = await post.states()
        most = max(most, states.get(SENDING, 0), post.telegram.gateway.in_progress)
        return states.get(SENT) == 17

    await post.push()
    await eventually(is_done)

    assert 1 <= most <= post.newsroom.config.in_flight


async def test_a_clean_stop_waits_for_what_left_and_hands_back_the_rest(sqlite_url: str) -> None:
    async with posted(sqlite_url, answer_s=5) as post:
        people = await post.subscribers(30)
        post.telegram.faults.next("sendMessage", Fault.slow(0.2), times=30)
        await post.push()
        await eventually(lambda: sends(post) == post.newsroom.config.in_flight)

    async with posted(sqlite_url) as after:
        states = await after.states()
        assert states[SENT] == sum(post.telegram.accepted(person.id) for person in people)
        assert states == {SENT: states[SENT], QUEUED: 30 - states[SENT]}


async def test_a_picture_is_uploaded_once_and_then_named(post: Post) -> None:
    people = await post.subscribers(12)

    await post.push(image_url=picture(post))

    assert await post.settled() == {SENT: 12}
    assert uploads(post) == [True] + [False] * 11
    assert all(person.phone.last.photo is not None for person in people)


async def test_a_picture_known_from_before_is_not_fetched_again(post: Post) -> None:
    await post.subscribers(1)
    await post.push(image_url=picture(post))
    await post.settled()

    await post.push(image_url=picture(post), title="Tin thứ hai")
    await post.settled()

    assert uploads(post) == [True, False]


@pytest.mark.parametrize("path", ["/khong-co.jpg", "/audio/a.mp3", "/files/a.pdf"])
async def test_a_picture_that_cannot_be_had_does_not_hold_the_news(post: Post, path: str) -> None:
    (person,) = await post.subscribers(1)

    await post.push(image_url=f"{post.press_url}{path}")

    assert await post.settled() == {SENT: 1}
    assert person.phone.last.photo is None
    assert "Tin nổi bật" in person.phone.last.text


async def test_a_picture_that_telegram_no_longer_takes_does_not_hold_the_news(post: Post) -> None:
    people = await post.subscribers(3)
    await post.storage.media.remember(
        picture(post), file_id="AgACAgUAAx-forgotten", now=post.clock.now()
    )

    await post.push(image_url=picture(post))

    assert await post.settled() == {SENT: 3}
    assert [person.phone.last.photo for person in people] == [None] * 3
    assert [post.telegram.accepted(person.id) for person in people] == [1] * 3


async def test_a_group_that_takes_no_pictures_gets_the_words_and_others_the_picture(
    post: Post,
) -> None:
    group = post.telegram.group(-77, members=[])
    await subscribed(post.storage, group.id, now=post.clock.now())
    (person,) = await post.subscribers(1)
    group.forbid_photos()

    for title in ("Tin nổi bật", "Tin thứ hai"):
        await post.push(title, image_url=picture(post))
        assert await post.settled() in ({SENT: 2}, {SENT: 4})

    assert [it.photo for it in group.phone.received] == [None, None]
    assert "Tin nổi bật" in group.phone.received[0].text
    assert all(it.photo is not None for it in person.phone.received)
    assert await post.is_active(group.id)


async def test_the_topics_of_one_group_hold_up_nobody(sqlite_url: str) -> None:
    async with posted(sqlite_url, per_second=1000) as post:
        forum = post.telegram.group(-77, members=[])
        for thread_id in range(1, 17):
            forum.add_topic(thread_id)
            await subscribed(post.storage, forum.id, thread_id=thread_id, now=post.clock.now())
        people = await post.subscribers(20)

        await post.push()

        await eventually(lambda: all(post.telegram.accepted(it.id) for it in people), timeout_s=2)
        assert post.telegram.accepted(forum.id) == 10


async def test_a_picture_that_failed_is_asked_for_again_an_hour_later(post: Post) -> None:
    (person,) = await post.subscribers(1)
    await post.storage.media.mark_failed(picture(post), cause="timeout", now=post.clock.now())
    await post.push(image_url=picture(post))
    await post.settled()
    assert person.phone.last.photo is None

    await post.jump(minutes=61)
    await post.push(image_url=picture(post), title="Tin thứ hai")
    await post.settled()

    assert person.phone.last.photo is not None


async def test_a_correction_made_before_the_send_is_in_it(post: Post) -> None:
    (person,) = await post.subscribers(1)
    now = post.clock.now()
    article = await published(post.storage, "Tiêu đề sai", now=now)
    await in_five_minutes(post, article)
    await post.storage.articles.revise(
        article.id,
        expected=article.version,
        content=replace(article.content, title="Tiêu đề đúng"),
        by=Person(name="Ban biên tập"),
        now=now,
    )

    await post.jump(minutes=6)
    await post.settled()

    assert person.phone.last.text.startswith("Tiêu đề đúng")


async def test_what_was_retracted_meanwhile_is_not_sent(post: Post) -> None:
    (person,) = await post.subscribers(1)
    now = post.clock.now()
    article = await published(post.storage, "Tin", now=now)
    await in_five_minutes(post, article)

    gone = await post.storage.articles.retract(
        article.id, by=Person(name="Ban biên tập"), note="", now=now
    )
    assert gone.status is Status.RETRACTED
    await post.jump(minutes=6)

    assert await post.settled() == {CANCELLED: 1}
    assert post.telegram.accepted(person.id) == 0


async def test_what_came_too_late_is_not_sent(post: Post) -> None:
    (person,) = await post.subscribers(1)
    now = post.clock.now()
    article = await published(post.storage, "Tin", now=now)
    await in_five_minutes(post, article)

    await post.jump(hours=2)

    assert await post.settled() == {EXPIRED: 1}
    assert post.telegram.accepted(person.id) == 0


async def test_an_answer_overtakes_a_queue_of_messages(sqlite_url: str) -> None:
    async with posted(sqlite_url, per_second=20) as post:
        await post.subscribers(15)
        reader = post.telegram.person(7, started=True)
        await post.push()
        await eventually(lambda: any(call.ok for call in post.telegram.calls))

        await post.calls.call("sendMessage", {"chat_id": reader.id, "text": "Câu trả lời"})

        sent = (await post.states()).get(SENT, 0)
        assert sent < 12
        await post.settled()


@contextmanager
def full_disk(path: Path) -> Iterator[None]:
    """No file of this process grows beyond the size that this one has."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_a_database_that_is_away_for_a_moment_costs_nothing(
    sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    log = Path(f"{sqlite_url.removeprefix('sqlite:///')}-wal")
    async with posted(sqlite_url, answer_s=5) as post:
        people = await post.subscribers(8)
        post.telegram.faults.next("sendMessage", Fault.slow(0.3), times=8)
        await post.push()
        await eventually(lambda: sends(post) == post.newsroom.config.in_flight)

        with full_disk(log):
            await eventually(lambda: "settling_waits" in capsys.readouterr().out)

        assert await post.settled() == {SENT: 8}
        assert [post.telegram.accepted(person.id) for person in people] == [1] * 8


async def test_an_editor_hears_of_a_picture_that_could_not_be_had(post: Post) -> None:
    await post.subscribers(2)
    editor = post.telegram.person(2001, started=True)
    await post.storage.roles.grant(
        ReaderId(editor.id), role=Role.EDITOR, by=None, now=post.clock.now()
    )
    await post.push(image_url=f"{post.press_url}/khong-co.jpg")
    await post.settled()

    for _ in range(2):
        await tell_failed_pictures(post.newsroom, calls=post.calls)

    assert len(editor.phone.received) == 1
    assert "khong-co.jpg" in editor.phone.last.text


@pytest.mark.parametrize("is_paid", [False, True])
async def test_a_push_is_paid_for_only_where_the_operator_said_so(
    sqlite_url: str, *, is_paid: bool
) -> None:
    async with posted(sqlite_url, paid_broadcast=is_paid) as post:
        await post.subscribers(1)

        await post.push()
        await post.settled()

        paid = [
            call.params.get("allow_paid_broadcast", False)
            for call in post.telegram.calls
            if call.method == "sendMessage"
        ]
        assert paid == [is_paid]
