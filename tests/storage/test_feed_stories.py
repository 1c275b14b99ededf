from dataclasses import replace
from datetime import timedelta

from storage import Storage
from storage.model import Brought, FeedStatus, IdPolicy
from storage.rounds import Round
from tests.moments import NOW
from tests.storage.feeding import LATER, URL, add_feed, candidate, ok, read_once

OTHER = "https://baotinh.example/rss"
SHINGLES = (7, -8, 9)


def always(content, told):
    del content
    return told[0].article_id


async def told_by_two(storage: Storage, *, is_trusted: bool = True):
    first, second = await add_feed(storage), await add_feed(storage, url=OTHER)
    await read_once(storage, first)
    await read_once(storage, second)
    one = replace(candidate("một"), shingles=SHINGLES)
    two = replace(candidate("hai"), shingles=(9, 10))
    made = await storage.feeds.store_round(first.id, candidates=[one], state=ok(first), now=NOW)
    return made, second, two


async def test_a_story_told_again_elsewhere_is_one_article_with_its_sources(storage: Storage):
    made, second, two = await told_by_two(storage)

    again = await storage.feeds.store_round(
        second.id, candidates=[two], state=ok(second), alike=always, now=NOW
    )

    sources = await storage.feeds.sources_of(made.new[0])
    assert again.new == ()
    assert [it.url.rsplit("/", 1)[1] for it in sources] == ["một", "hai"]


async def test_rounds_stored_together_know_of_one_another(storage: Storage):
    feeds = [await add_feed(storage), await add_feed(storage, url=OTHER)]
    gone = await add_feed(storage, url=f"{OTHER}/gone")
    for feed in (*feeds, gone):
        await read_once(storage, feed)
    await storage.feeds.remove(gone.id)
    one, other = (replace(candidate(it), shingles=SHINGLES) for it in ("một", "hai"))
    same = replace(candidate("ba"), content=one.content)
    brought = [
        Brought(feed_id=feeds[0].id, candidates=[one], state=ok(feeds[0])),
        Brought(feed_id=gone.id, candidates=[candidate("bốn")], state=ok(gone)),
        Brought(feed_id=feeds[1].id, candidates=[other, same], state=ok(feeds[1])),
    ]

    first, of_gone, second = await storage.feeds.store_rounds(brought, alike=always, now=NOW)

    assert first is not None
    assert of_gone is None
    assert second == Round()
    sources = await storage.feeds.sources_of(first.new[0])
    assert [it.feed_id for it in sources] == [feed.id for feed in feeds]
    assert [it.id for it in await storage.articles.find_latest(limit=9)] == list(first.new)
    assert len(await storage.articles.history(first.new[0])) == 1


async def test_two_feeds_may_name_their_entries_alike(storage: Storage):
    feeds = [await add_feed(storage), await add_feed(storage, url=OTHER)]
    for feed in feeds:
        await read_once(storage, feed)
    entries = [candidate("1", title=title, canonical_url="") for title in ("Bão số 3", "Mưa đá")]

    await storage.feeds.store_rounds(
        [
            Brought(feed_id=feed.id, candidates=[entry], state=ok(feed))
            for feed, entry in zip(feeds, entries, strict=True)
        ],
        now=NOW,
    )

    latest = await storage.articles.find_latest(limit=9)
    assert {it.title for it in latest} == {"Bão số 3", "Mưa đá"}
    assert await storage.search.find_faults(limit=9) == []


async def test_a_story_of_last_week_is_another_story(storage: Storage):
    _, second, two = await told_by_two(storage)

    again = await storage.feeds.store_round(
        second.id,
        candidates=[two],
        state=ok(second),
        alike=always,
        now=NOW + timedelta(days=4),
    )

    assert len(again.new) == 1


async def test_a_publishers_two_entries_are_two_articles(storage: Storage):
    feed = await add_feed(storage)
    await read_once(storage, feed)
    twins = [replace(candidate(key), shingles=SHINGLES) for key in ("một", "hai")]

    made = await storage.feeds.store_round(
        feed.id, candidates=twins, state=ok(feed), alike=always, now=NOW
    )

    assert len(made.new) == 2


async def test_a_story_that_waits_does_not_silence_a_trusted_source(storage: Storage):
    stranger, trusted = (
        await add_feed(storage, is_trusted=False),
        await add_feed(storage, url=OTHER),
    )
    story = replace(candidate("một"), shingles=SHINGLES)
    await storage.feeds.store_round(stranger.id, candidates=[story], state=ok(stranger), now=NOW)
    again = replace(candidate("hai"), shingles=SHINGLES)

    made = await storage.feeds.store_round(
        trusted.id, candidates=[again], state=ok(trusted), alike=always, now=NOW
    )

    assert len(made.new) == 1


async def test_old_stories_are_forgotten(storage: Storage):
    await told_by_two(storage)

    assert await storage.feeds.forget_stories(before=NOW) == 0
    assert await storage.feeds.forget_stories(before=LATER) == len(SHINGLES)


async def test_what_a_feed_brought_before_is_familiar_to_it_alone(storage: Storage):
    made, second, _ = await told_by_two(storage)
    first = (await storage.feeds.all())[0][0]
    url = (await storage.articles.get(made.new[0])).content.canonical_url

    mine = await storage.feeds.familiar(first.id, urls=[url, "x"], titles=["Tin một"])
    theirs = await storage.feeds.familiar(second.id, urls=[url], titles=["Tin một"])

    assert mine == ({url}, {"Tin một"})
    assert theirs == (set(), set())


async def test_a_held_feed_waits_for_an_editor(storage: Storage):
    feed = await add_feed(storage)

    await storage.feeds.hold(feed.id, state=replace(ok(feed), cause="ids_changed"))

    held, state = await storage.feeds.get(feed.id)
    assert (held.status, state.cause) == (FeedStatus.HELD, "ids_changed")
    assert await storage.feeds.next_due(LATER) == []


async def test_what_names_a_feeds_entries_can_be_changed(storage: Storage):
    feed = await add_feed(storage)

    await storage.feeds.set_id_policy(feed.id, policy=IdPolicy.URL)

    kept, _ = await storage.feeds.get(feed.id)
    assert kept.id_policy is IdPolicy.URL


async def test_many_quiet_rounds_are_kept_at_once(storage: Storage):
    feeds = [await add_feed(storage, url=f"{OTHER}/{at}") for at in range(3)]

    await storage.feeds.settle_rounds([ok(feed) for feed in feeds])
    await storage.feeds.settle_rounds([])

    assert [state.last_ok_at for _, state in await storage.feeds.all()] == [NOW] * 3


async def test_a_text_from_the_page_outlives_an_edit_that_brings_none(storage: Storage):
    feed = await storage.feeds.add(URL, is_trusted=True, wants_full_text=True, now=NOW)
    whole = candidate("một", body_html="<p>Toàn văn</p>")
    made = await storage.feeds.store_round(feed.id, candidates=[whole], state=ok(feed), now=NOW)
    edited = candidate("một", print_="2", title="Đã sửa")

    await storage.feeds.store_round(feed.id, candidates=[edited], state=ok(feed), now=LATER)

    content = (await storage.articles.get(made.new[0])).content
    assert (content.title, content.body_html) == ("Đã sửa", "<p>Toàn văn</p>")


async def test_neighbours_are_the_newest_of_the_same_category(storage: Storage):
    feed = await add_feed(storage)
    shelf = [candidate(key, category="Tình nguyện") for key in ("một", "hai", "ba")]
    other = candidate("khác", category="Thể thao")
    made = await storage.feeds.store_round(
        feed.id, candidates=[*shelf, other], state=ok(feed), now=NOW
    )

    found = await storage.feeds.neighbours(made.new[0])

    assert {it.title for it in found} == {"Tin hai", "Tin ba"}
