"""Which delivered messages follow a change: an article's own, then lists that name it."""

from __future__ import annotations

from dataclasses import replace

from storage import Storage
from storage.edits import Delivered
from storage.model import Article, Delivery, DeliveryKind, DeliveryState
from storage.outbox import Settled
from tests.moments import NOW
from tests.storage.examples import DAY, LAN, MINUTE, a_published, a_subscriber

MERGED, DIGEST = DeliveryKind.MERGED, DeliveryKind.DIGEST
LATER = NOW + 2 * MINUTE


async def sent_all(storage: Storage) -> list[Delivery]:
    claimed = await storage.outbox.claim("test", limit=100, now=NOW)
    await storage.outbox.begin([it.id for it in claimed], holder="test", now=NOW)
    results = [Settled(id=it.id, state=DeliveryState.SENT, message_id=it.id) for it in claimed]
    await storage.outbox.settle(results, holder="test", now=NOW)
    return claimed


async def listed(storage: Storage, first: int | None = None) -> list[Article]:
    """Three articles in a merged card for two, and a fourth in the digest of three."""
    for chat_id in (first, None):
        await a_subscriber(storage, chat_id, now=NOW - DAY, next_digest_at=NOW)
    articles = [await a_published(storage, now=NOW - MINUTE, is_featured=True) for _ in range(3)]
    await storage.broadcasts.announce_featured(NOW, expires_at=NOW + DAY)
    while await storage.broadcasts.fan_out(NOW, quiet_until=lambda *_: None):
        pass
    await a_subscriber(storage, now=NOW - DAY, next_digest_at=NOW)
    await storage.outbox.enqueue_digests(
        NOW, next_at=lambda now, *_: now + DAY, expires_at=NOW + DAY
    )
    articles.append(await a_published(storage, now=NOW - MINUTE))
    await sent_all(storage)
    return articles


async def followed(storage: Storage) -> list[Delivered]:
    """What the edit that is due comes to, two at a time."""
    edit = await storage.edits.next_due(LATER)
    assert edit is not None
    found: list[Delivered] = []
    while some := await storage.edits.find_delivered(edit, limit=2):
        found += some
        await storage.edits.reach(edit, shown=[(it, b"new") for it in some])
    await storage.edits.finish(edit, now=LATER)
    return found


async def retitled(storage: Storage, article: Article) -> None:
    content = replace(article.content, title="Khác")
    await storage.articles.revise(
        article.id, expected=article.version, content=content, by=LAN, now=NOW
    )


async def test_lists_that_name_an_article_follow_its_title(storage: Storage) -> None:
    articles = await listed(storage)

    await retitled(storage, articles[0])
    found = await followed(storage)

    assert [it.delivery.kind for it in found] == [MERGED] * 2 + [DIGEST] * 3
    assert len({it.delivery.id for it in found}) == 5


async def test_lists_do_not_follow_what_they_do_not_show(storage: Storage) -> None:
    articles = await listed(storage)

    content = replace(articles[3].content, body_html="<p>Khác</p>")
    await storage.articles.revise(
        articles[3].id, expected=articles[3].version, content=content, by=LAN, now=NOW
    )

    assert await storage.edits.next_due(LATER) is None


async def test_a_later_small_change_does_not_forget_the_title(storage: Storage) -> None:
    articles = await listed(storage)
    await retitled(storage, articles[3])
    article = await storage.articles.get(articles[3].id)

    content = replace(article.content, body_html="<p>Khác</p>")
    await storage.articles.revise(
        article.id, expected=article.version, content=content, by=LAN, now=NOW
    )

    assert len(await followed(storage)) == 3


async def test_lists_of_whoever_does_not_follow_it_are_left_alone(storage: Storage) -> None:
    articles = await listed(storage, first=77)
    followed_one, other = [await storage.categories.ensure(it) for it in ("Đội", "Hội")]
    subscriber = await storage.subscribers.find(77)
    assert subscriber is not None
    await storage.subscribers.follow(
        subscriber.id,
        category_id=other.id,
        is_followed=False,
        all_ids=[followed_one.id, other.id],
    )

    await storage.articles.retract(articles[3].id, by=LAN, note="", now=NOW)

    assert subscriber.id not in {it.delivery.subscriber_id for it in await followed(storage)}


async def test_lists_older_than_two_days_are_left_alone(storage: Storage) -> None:
    articles = await listed(storage)

    await storage.articles.retract(articles[3].id, by=LAN, note="", now=NOW + 3 * DAY)

    edit = await storage.edits.next_due(NOW + 4 * DAY)
    assert edit is not None
    assert await storage.edits.find_delivered(edit, limit=9) == []
