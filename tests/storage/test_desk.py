"""The way of an article over the desk."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.desk import may_move
from storage import Storage, open_storage
from storage.desk import DeskCard
from storage.errors import NotFound, Stale
from storage.model import Article, Content, Person, ReaderId, Status, Version
from tests.moments import NOW
from tests.storage.examples import DAY, LAN, MINH, NOBODY, a_draft, a_published

HOA = Person(id=ReaderId(13), name="Hoa")
FIRST = Version(major=0, minor=1)
Event = Callable[[Storage, Article], Awaitable[Article]]


@pytest.fixture
async def strict(storage: Storage, storage_url: str) -> AsyncIterator[Storage]:
    """The same database, where one approval is needed."""
    opened = await open_storage(storage_url, approvals=1)
    yield opened
    await opened.close()


async def submit(storage: Storage, article: Article) -> Article:
    return await storage.desk.submit(article.id, expected=article.version, by=LAN, now=NOW)


async def approve(storage: Storage, article: Article, *, by: Person = MINH) -> Article:
    return await storage.desk.approve(article.id, expected=article.version, by=by, now=NOW)


async def request_changes(storage: Storage, article: Article) -> Article:
    return await storage.desk.request_changes(
        article.id, expected=article.version, by=MINH, reason="Thiếu ảnh.", now=NOW
    )


async def reject(storage: Storage, article: Article) -> Article:
    return await storage.desk.reject(
        article.id, expected=article.version, by=MINH, reason="Đã đăng rồi.", now=NOW
    )


async def withdraw(storage: Storage, article: Article) -> Article:
    return await storage.desk.withdraw(article.id, expected=article.version, by=LAN, now=NOW)


async def publish(storage: Storage, article: Article, *, is_emergency: bool = False) -> Article:
    return await storage.articles.publish(
        article.id, expected=article.version, by=HOA, is_emergency=is_emergency, now=NOW
    )


async def revise(storage: Storage, article: Article, *, by: Person = LAN) -> Article:
    return await storage.articles.revise(
        article.id, expected=article.version, content=Content(title="Đã sửa"), by=by, now=NOW
    )


EVENTS: dict[Event, tuple[tuple[Status, ...], Status]] = {
    submit: ((Status.DRAFT, Status.CHANGES_REQUESTED), Status.PENDING),
    approve: ((Status.PENDING,), Status.APPROVED),
    request_changes: ((Status.PENDING, Status.APPROVED), Status.CHANGES_REQUESTED),
    reject: ((Status.PENDING, Status.APPROVED), Status.REJECTED),
    withdraw: (
        (Status.PENDING, Status.APPROVED, Status.CHANGES_REQUESTED, Status.REJECTED),
        Status.DRAFT,
    ),
}
WAYS: dict[Status, tuple[Event, ...]] = {
    Status.DRAFT: (),
    Status.PENDING: (submit,),
    Status.APPROVED: (submit, approve),
    Status.CHANGES_REQUESTED: (submit, request_changes),
    Status.REJECTED: (submit, reject),
    Status.PUBLISHED: (publish,),
}


async def brought(storage: Storage, status: Status) -> Article:
    article = await a_draft(storage)
    for event in WAYS[status]:
        article = await event(storage, article)
    return article


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("status", WAYS)
async def test_an_event_happens_only_where_it_may(
    storage: Storage, event: Event, status: Status
) -> None:
    article = await brought(storage, status)
    allowed, to = EVENTS[event]
    if status not in allowed:
        with pytest.raises(Stale):
            await event(storage, article)
        assert (await storage.articles.get(article.id)).status is status
        return

    moved = await event(storage, article)

    assert may_move(status, to)
    assert moved == await storage.articles.get(article.id)
    assert (moved.status, moved.version) == (to, article.version)
    line = (await storage.audit.find(limit=1))[0]
    assert (line.action, line.subject_id) == (event.__name__, article.id)


@pytest.mark.parametrize("event", EVENTS)
async def test_who_has_seen_another_version_changes_nothing(storage: Storage, event: Event) -> None:
    article = await brought(storage, EVENTS[event][0][0])
    await revise(storage, article)

    with pytest.raises(Stale):
        await event(storage, article)


async def test_what_is_not_there_is_not_found(storage: Storage) -> None:
    for asked in (
        storage.desk.submit(NOBODY, expected=FIRST, by=LAN, now=NOW),
        storage.desk.approve(NOBODY, expected=FIRST, by=LAN, now=NOW),
        storage.desk.request_changes(NOBODY, expected=FIRST, by=LAN, reason="", now=NOW),
        storage.desk.reject(NOBODY, expected=FIRST, by=LAN, reason="", now=NOW),
        storage.desk.withdraw(NOBODY, expected=FIRST, by=LAN, now=NOW),
        storage.desk.pin(NOBODY, is_pinned=True, by=LAN, now=NOW),
    ):
        with pytest.raises(NotFound):
            await asked


async def test_of_two_who_decide_at_once_one_wins(storage: Storage) -> None:
    article = await brought(storage, Status.PENDING)
    await request_changes(storage, article)

    with pytest.raises(Stale):
        await approve(storage, article)

    assert (await storage.desk.review(article.id)).approved_by == ()


async def test_the_reason_is_kept_and_written_down(storage: Storage) -> None:
    article = await brought(storage, Status.CHANGES_REQUESTED)

    assert (await storage.desk.review(article.id)).reason == "Thiếu ảnh."
    assert (await storage.audit.find(limit=1))[0].detail == "Thiếu ảnh."
    revised = await revise(storage, article)
    assert revised.status is Status.CHANGES_REQUESTED
    assert (await storage.desk.review(article.id)).reason == "Thiếu ảnh."


async def test_an_approval_is_of_one_version(storage: Storage) -> None:
    article = await brought(storage, Status.APPROVED)
    assert (await storage.desk.review(article.id)).approved_by == (MINH,)

    revised = await revise(storage, article)

    assert revised.status is Status.PENDING
    assert (await storage.desk.review(article.id)).approved_by == ()


async def test_what_comes_back_unchanged_is_judged_anew(storage: Storage) -> None:
    article = await brought(storage, Status.APPROVED)

    await submit(storage, await withdraw(storage, article))

    assert (await storage.desk.review(article.id)).approved_by == ()


@pytest.mark.parametrize("author", [LAN, HOA])
async def test_nobody_approves_what_he_began_or_changed(strict: Storage, author: Person) -> None:
    article = await submit(strict, await revise(strict, await a_draft(strict), by=HOA))

    approved = await approve(strict, article, by=author)

    assert approved.status is Status.PENDING
    assert (await strict.desk.review(article.id)).approved_by == ()
    with pytest.raises(Stale):
        await publish(strict, approved)
    assert (await approve(strict, article)).status is Status.APPROVED


async def test_two_approvals_are_of_two_people(storage: Storage, storage_url: str) -> None:
    twice = await open_storage(storage_url, approvals=2)
    article = await brought(twice, Status.PENDING)

    for _ in range(2):
        assert (await approve(twice, article)).status is Status.PENDING
    assert (await approve(twice, article, by=HOA)).status is Status.APPROVED

    assert (await twice.desk.review(article.id)).approved_by == (MINH, HOA)
    assert (await publish(twice, article)).status is Status.PUBLISHED
    await twice.close()


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PENDING, Status.CHANGES_REQUESTED])
async def test_without_its_approval_it_goes_out_in_an_emergency_only(
    strict: Storage, status: Status
) -> None:
    article = await brought(strict, status)
    with pytest.raises(Stale):
        await publish(strict, article)

    published = await publish(strict, article, is_emergency=True)

    assert published.status is Status.PUBLISHED
    assert (await strict.audit.find(limit=1))[0].action == "publish_unapproved"


async def test_what_was_approved_is_no_emergency(strict: Storage) -> None:
    await publish(strict, await brought(strict, Status.APPROVED), is_emergency=True)

    assert (await strict.audit.find(limit=1))[0].action == "publish"


async def test_what_is_scheduled_and_changed_waits_for_approval_again(strict: Storage) -> None:
    draft = await a_draft(strict, published_at=NOW + DAY)
    approved = await approve(strict, await submit(strict, draft))
    scheduled = await publish(strict, approved)
    assert scheduled.status is Status.SCHEDULED

    assert (await revise(strict, scheduled)).status is Status.PENDING

    assert await strict.articles.release_due(NOW + 2 * DAY) == []


async def test_the_pinned_one_leads_and_there_is_one(storage: Storage) -> None:
    first, second, third = [
        await a_published(storage, title, is_featured=True, now=NOW + at * DAY)
        for at, title in enumerate(("A", "B", "C"))
    ]
    for article in (third, first):
        await storage.desk.pin(article.id, is_pinned=True, by=LAN, now=NOW)

    assert await featured(storage) == ["A", "C", "B"]
    paged = [await featured(storage, limit=1, offset=at) for at in range(4)]
    assert paged == [["A"], ["C"], ["B"], []]
    released = await storage.articles.find_released(NOW - DAY, until=NOW + 9 * DAY, limit=9)
    assert [headline.title for headline in released] == ["A", "C", "B"]
    assert (await storage.desk.review(first.id)).is_pinned
    await storage.desk.pin(second.id, is_pinned=False, by=LAN, now=NOW)
    assert await featured(storage) == ["A", "C", "B"]
    await storage.desk.pin(first.id, is_pinned=False, by=LAN, now=NOW)
    assert await featured(storage) == ["C", "B", "A"]


async def test_what_is_not_featured_is_not_pinned(storage: Storage) -> None:
    plain = await a_published(storage)
    article = await a_published(storage, is_featured=True)
    await storage.desk.pin(article.id, is_pinned=True, by=LAN, now=NOW)

    await storage.articles.feature(article.id, is_featured=False, by=LAN, now=NOW)

    assert not (await storage.desk.review(article.id)).is_pinned
    with pytest.raises(Stale):
        await storage.desk.pin(plain.id, is_pinned=True, by=LAN, now=NOW)


async def test_the_card_in_the_group_is_the_newest(storage: Storage) -> None:
    article = await a_draft(storage)
    assert await storage.desk.find_card(article.id) is None

    for message_id in (8, 9):
        card = DeskCard(chat_id=-100, message_id=message_id)
        await storage.desk.put_card(article.id, card=card)

    assert await storage.desk.find_card(article.id) == DeskCard(chat_id=-100, message_id=9)


async def test_an_erased_approver_leaves_the_approval(storage: Storage) -> None:
    article = await brought(storage, Status.APPROVED)
    assert MINH.id is not None

    await storage.readers.erase(MINH.id, now=NOW)

    assert (await storage.desk.review(article.id)).approved_by == (Person(name="Minh"),)


async def featured(storage: Storage, *, limit: int = 9, offset: int = 0) -> list[str]:
    found = await storage.articles.find_featured(NOW, limit=limit, offset=offset)
    return [headline.title for headline in found]
