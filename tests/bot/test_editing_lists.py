"""Digests and merged cards follow what they name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.broadcasting import push_featured
from bot.schedule import plan_digests
from storage.model import Article
from tests.editing import calls, edited, retracted, revised
from tests.posting import Post, posted
from tests.staging import published


@pytest.fixture
async def post(sqlite_url: str) -> AsyncIterator[Post]:
    async with posted(sqlite_url) as opened:
        yield opened


async def merged_push(post: Post) -> list[Article]:
    """Three articles featured at once, in one card."""
    now = post.clock.now()
    articles = [
        await published(post.storage, f"Tin {it}", now=now, is_featured=True) for it in (1, 2, 3)
    ]
    await push_featured(post.newsroom, now)
    post.sender.wake()
    await post.settled()
    return articles


async def test_a_merged_card_follows_what_it_names(post: Post) -> None:
    (person,) = await post.subscribers(1)
    first, second, _ = await merged_push(post)
    assert "1. Tin 1" in person.phone.last.text

    await revised(post, first, title="Tin đã sửa")
    await retracted(post, second)
    await edited(post)

    assert person.phone.last.labels == ["1", "2"]
    assert "1. Tin đã sửa" in person.phone.last.text
    assert "Tin 2" not in person.phone.last.text
    assert post.telegram.accepted(person.id) == 1


async def test_a_card_of_which_all_was_withdrawn_goes(post: Post) -> None:
    (person,) = await post.subscribers(1)

    for article in await merged_push(post):
        await retracted(post, article)
    await edited(post)

    assert person.phone.received == []


async def digest_of(post: Post, *titles: str) -> list[Article]:
    post.clock.jump(timedelta(minutes=1))
    articles = [await published(post.storage, it, now=post.clock.now()) for it in titles]
    post.clock.jump(timedelta(days=1))
    await plan_digests(post.newsroom, post.clock.now())
    post.sender.wake()
    await post.settled()
    return articles


async def test_a_digest_follows_what_it_names(post: Post) -> None:
    people = await post.subscribers(23)
    first, second, _ = await digest_of(post, "Tin 1", "Tin 2", "Tin 3")

    await revised(post, first, title="Tin đã sửa")
    await retracted(post, second)
    await edited(post)

    for person in people:
        assert "Tin đã sửa" in person.phone.last.text
        assert "Tin 2" not in person.phone.last.text
        assert "Tin 3" in person.phone.last.text
    assert [post.telegram.accepted(person.id) for person in people] == [1] * 23


async def test_a_digest_is_left_alone_where_it_reads_the_same(post: Post) -> None:
    await post.subscribers(2)
    (article,) = await digest_of(post, "Tin 1")

    await revised(post, article, body_html="<p>Thân bài đã sửa.</p>")
    await edited(post)

    assert calls(post, "editMessageText") == 0


async def test_an_old_digest_stays_as_it_is(post: Post) -> None:
    (person,) = await post.subscribers(1)
    (article,) = await digest_of(post, "Tin 1")
    post.clock.jump(timedelta(days=3))

    await revised(post, article, title="Tin đã sửa")
    await edited(post)

    assert "Tin 1" in person.phone.last.text
