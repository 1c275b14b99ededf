import asyncio
from datetime import timedelta

from storage import Storage
from storage.model import Person, ReaderId, Status, Version
from tests.moments import NOW
from tests.searching import hits
from tests.storage.feeding import LATER, URL, add_feed, candidate, ok, read_once

LINH = Person(id=ReaderId(7), name="Linh")


async def test_the_first_round_of_a_trusted_feed_is_shown_but_announced_to_nobody(
    storage: Storage,
):
    feed = await add_feed(storage)
    dated = candidate("a", published_at=NOW - timedelta(days=2), is_featured=True)

    made = await storage.feeds.store_round(
        feed.id, candidates=[dated, candidate("b")], state=ok(feed), now=NOW
    )

    first, second = [await storage.articles.get(id) for id in made.new]
    assert (first.status, first.version) == (Status.PUBLISHED, Version(major=1, minor=0))
    assert first.released_at == NOW - timedelta(days=2)
    assert first.featured_at is None
    assert second.released_at == NOW - timedelta(days=7)
    assert made.featured == ()


async def test_what_a_later_round_brings_is_announced(storage: Storage):
    feed = await add_feed(storage)
    await read_once(storage, feed)

    made = await storage.feeds.store_round(
        feed.id,
        candidates=[candidate("a", is_featured=True, imported_view_count=1200)],
        state=ok(feed),
        now=LATER,
    )

    article = await storage.articles.get(made.new[0])
    assert (article.released_at, article.featured_at) == (LATER, LATER)
    assert made.featured == made.new
    assert (await storage.views.stats(article.id)).imported_view_count == 1200
    assert len(await hits(storage, "tin a")) == 1


async def test_one_old_entry_is_news_and_many_at_once_are_a_backlog(storage: Storage):
    feed = await add_feed(storage)
    await read_once(storage, feed)
    years_ago = NOW - timedelta(days=3000)
    one = candidate("a", published_at=years_ago, is_featured=True)
    many = [
        candidate(name, title=f"Tin {name} {name}", published_at=years_ago, is_featured=True)
        for name in "bcde"
    ]
    young = candidate("f", title="Hôm nay", published_at=NOW, is_featured=True)

    alone = await storage.feeds.store_round(feed.id, candidates=[one], state=ok(feed), now=LATER)
    together = await storage.feeds.store_round(
        feed.id, candidates=[*many, young], state=ok(feed), now=LATER
    )

    assert alone.featured == alone.new
    assert together.featured == together.new[-1:]
    assert (await storage.articles.get(together.new[0])).released_at == years_ago


async def test_an_entry_without_a_category_gets_its_feeds(storage: Storage):
    feed = await storage.feeds.add(URL, category="Gương sáng", is_trusted=True, now=NOW)

    made = await storage.feeds.store_round(
        feed.id,
        candidates=[candidate("a"), candidate("b", category="Hoạt động")],
        state=ok(feed),
        now=NOW,
    )

    first, second = [await storage.articles.get(id) for id in made.new]
    assert (first.content.category, second.content.category) == ("Gương sáng", "Hoạt động")


async def test_what_is_dated_ahead_is_scheduled(storage: Storage):
    feed = await add_feed(storage)
    await read_once(storage, feed)

    made = await storage.feeds.store_round(
        feed.id,
        candidates=[candidate("a", published_at=LATER, is_featured=True)],
        state=ok(feed),
        now=NOW,
    )

    article = await storage.articles.get(made.new[0])
    assert (article.status, article.released_at) == (Status.SCHEDULED, None)
    assert made.featured == ()
    assert await storage.articles.release_due(LATER) == list(made.new)


async def test_an_untrusted_feed_waits_for_an_editor(storage: Storage):
    feed = await add_feed(storage, is_trusted=False)
    await read_once(storage, feed)

    made = await storage.feeds.store_round(
        feed.id, candidates=[candidate("a", is_featured=True)], state=ok(feed), now=NOW
    )

    article = await storage.articles.get(made.new[0])
    assert (article.status, article.version) == (Status.PENDING, Version(major=0, minor=1))
    assert made.featured == ()
    assert len(await hits(storage, "tin a")) == 0


async def test_the_same_round_twice_changes_nothing(storage: Storage):
    feed = await add_feed(storage)
    entries = [candidate("a"), candidate("b"), candidate("a")]
    made = await storage.feeds.store_round(feed.id, candidates=entries, state=ok(feed), now=NOW)

    again = await storage.feeds.store_round(feed.id, candidates=entries, state=ok(feed), now=LATER)

    assert len(made.new) == 2
    assert (again.new, again.changed) == ((), ())
    assert await storage.articles.count_latest() == 2


async def test_two_rounds_at_once_make_each_article_once(storage: Storage):
    feed = await add_feed(storage)
    entries = [candidate(f"a{at}", canonical_url="") for at in range(5)]

    rounds = await asyncio.gather(
        *(
            storage.feeds.store_round(feed.id, candidates=entries, state=ok(feed), now=NOW)
            for _ in range(4)
        )
    )

    assert sorted(len(made.new) for made in rounds) == [0, 0, 0, 5]
    assert await storage.articles.count_latest() == 5


async def test_a_story_that_two_feeds_bring_is_one_article(storage: Storage):
    first, second = (
        await add_feed(storage),
        await add_feed(storage, url="https://b.example/rss"),
    )
    story = candidate("a")
    await storage.feeds.store_round(first.id, candidates=[story], state=ok(first), now=NOW)

    made = await storage.feeds.store_round(second.id, candidates=[story], state=ok(second), now=NOW)
    edited = await storage.feeds.store_round(
        second.id,
        candidates=[candidate("a", print_="2", title="Khác")],
        state=ok(second),
        now=LATER,
    )

    assert (made.new, edited.changed) == ((), ())
    assert [line.title for line in await storage.articles.find_latest(limit=9)] == ["Tin a"]


async def test_an_untrusted_feed_cannot_silence_a_trusted_one(storage: Storage):
    stranger = await add_feed(storage, is_trusted=False, url="https://b.example/rss")
    trusted = await add_feed(storage)
    await storage.feeds.store_round(
        stranger.id, candidates=[candidate("a")], state=ok(stranger), now=NOW
    )

    made = await storage.feeds.store_round(
        trusted.id, candidates=[candidate("a")], state=ok(trusted), now=NOW
    )

    assert (await storage.articles.get(made.new[0])).status is Status.PUBLISHED


async def test_an_edit_at_the_source_is_a_revision(storage: Storage):
    feed = await add_feed(storage)
    made = await storage.feeds.store_round(
        feed.id,
        candidates=[candidate("a", published_at=NOW - timedelta(days=1))],
        state=ok(feed),
        now=NOW,
    )

    edited = await storage.feeds.store_round(
        feed.id,
        candidates=[candidate("a", print_="2", title="Bản sửa")],
        state=ok(feed),
        now=LATER,
    )

    article = await storage.articles.get(made.new[0])
    assert edited.changed == made.new
    assert (article.content.title, article.version) == ("Bản sửa", Version(major=2, minor=0))
    assert article.released_at == NOW - timedelta(days=1)
    assert article.content.published_at == NOW - timedelta(days=1)
    assert [str(line.version) for line in await storage.articles.history(article.id)] == [
        "2.0",
        "1.0",
    ]
    assert len(await hits(storage, "bản sửa")) == 1
    assert len(await hits(storage, "tin")) == 0


async def test_an_edit_of_what_waits_is_a_draft_revision(storage: Storage):
    feed = await add_feed(storage, is_trusted=False)
    made = await storage.feeds.store_round(
        feed.id, candidates=[candidate("a")], state=ok(feed), now=NOW
    )

    await storage.feeds.store_round(
        feed.id, candidates=[candidate("a", print_="2", title="Sửa")], state=ok(feed), now=LATER
    )

    article = await storage.articles.get(made.new[0])
    assert (article.status, str(article.version)) == (Status.PENDING, "0.2")


async def test_an_editors_choice_of_featured_outlives_an_edit_at_the_source(storage: Storage):
    feed = await add_feed(storage)
    made = await storage.feeds.store_round(
        feed.id, candidates=[candidate("a")], state=ok(feed), now=NOW
    )
    until = NOW + timedelta(days=3)
    await storage.articles.feature(made.new[0], is_featured=True, until_at=until, by=LINH, now=NOW)

    await storage.feeds.store_round(
        feed.id, candidates=[candidate("a", print_="2", title="Sửa")], state=ok(feed), now=LATER
    )

    article = await storage.articles.get(made.new[0])
    assert article.content.title == "Sửa"
    assert (article.content.is_featured, article.content.featured_until_at) == (True, until)
    assert article.featured_at == NOW


async def test_the_source_may_feature_later_what_no_editor_touched(storage: Storage):
    feed = await add_feed(storage)
    made = await storage.feeds.store_round(
        feed.id, candidates=[candidate("a")], state=ok(feed), now=NOW
    )

    featured = await storage.feeds.store_round(
        feed.id,
        candidates=[candidate("a", print_="2", is_featured=True)],
        state=ok(feed),
        now=LATER,
    )

    assert featured.featured == made.new
    assert (await storage.articles.get(made.new[0])).featured_at == LATER


async def test_what_was_withdrawn_stays_withdrawn(storage: Storage):
    feed = await add_feed(storage)
    made = await storage.feeds.store_round(
        feed.id, candidates=[candidate("a")], state=ok(feed), now=NOW
    )
    await storage.articles.retract(made.new[0], by=LINH, note="nhầm", now=NOW)

    await storage.feeds.store_round(
        feed.id, candidates=[candidate("a", print_="2")], state=ok(feed), now=LATER
    )

    assert (await storage.articles.get(made.new[0])).status is Status.RETRACTED
    assert len(await hits(storage, "tin a")) == 0
