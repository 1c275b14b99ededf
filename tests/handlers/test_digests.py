"""What a digest has more of: leafed through in place, or in the private chat for a group's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.press import Press, Verb
from bot.simulator.telegram import Group, Person
from storage.model import Article
from storage.model import Person as Byline
from tests.staging import Stage, published, subscribed

MANY = 23
SECOND = timedelta(seconds=1)


async def digest_sent(stage: Stage, chat_id: int) -> list[Article]:
    """Many articles, the oldest first, and the digest that tells of them."""
    now = stage.clock.now()
    await subscribed(stage.storage, chat_id, now=now, next_digest_at=now)
    articles = []
    for number in range(1, MANY + 1):
        stage.clock.jump(SECOND)
        articles.append(
            await published(stage.storage, f"Tin số {number:02}", now=stage.clock.now())
        )
    await stage.jump(minutes=1)
    return articles


async def test_the_rest_of_a_digest_is_turned_in_place(stage: Stage, member: Person) -> None:
    await digest_sent(stage, member.id)
    first = member.phone.last
    assert first.labels == [*map(str, range(1, 11)), "Xem thêm"]
    assert "1. Tin số 23" in first.text

    await stage.pressed(member, "Xem thêm")
    await stage.pressed(member, "Trang sau")

    last = member.phone.last
    assert (last.id, last.labels) == (first.id, ["21", "22", "23", "◀ Trang trước"])
    assert "23. Tin số 01" in last.text
    await stage.pressed(member, "Trang trước")
    await stage.pressed(member, "Trang trước")
    assert member.phone.last.text == first.text


async def test_the_pages_hold_what_the_digest_held_and_no_later_news(
    stage: Stage, member: Person
) -> None:
    articles = await digest_sent(stage, member.id)
    await published(stage.storage, "Tin đến sau", now=stage.clock.now())
    corrected = replace(articles[0].content, title="Tin đã sửa")
    await stage.storage.articles.revise(
        articles[0].id,
        expected=articles[0].version,
        content=corrected,
        by=Byline(name="Ban biên tập"),
        now=stage.clock.now(),
    )

    await stage.pressed(member, "Xem thêm")
    await stage.pressed(member, "Trang sau")

    assert "Tin đến sau" not in member.phone.last.text
    assert "23. Tin đã sửa" in member.phone.last.text


async def test_only_what_is_opened_counts_as_a_view(stage: Stage, member: Person) -> None:
    articles = await digest_sent(stage, member.id)

    await stage.pressed(member, "Xem thêm")
    assert (await stage.storage.views.stats(articles[12].id)).view_count == 0
    await stage.pressed(member, "11")

    assert "Tin số 13" in member.phone.last.text
    assert (await stage.storage.views.stats(articles[12].id)).view_count == 1


async def test_a_digest_that_holds_all_it_has_offers_no_more(stage: Stage, member: Person) -> None:
    now = stage.clock.now()
    await subscribed(stage.storage, member.id, now=now, next_digest_at=now)
    stage.clock.jump(SECOND)
    await published(stage.storage, "Một tin", now=stage.clock.now())

    await stage.jump(minutes=1)

    assert member.phone.last.labels == ["1"]


async def test_somebody_elses_digest_is_not_opened(
    stage: Stage, member: Person, other: Person
) -> None:
    await digest_sent(stage, member.id)
    other.write("/start")
    await stage.rest()

    toast = await other.press_data(Press(verb=Verb.DIGEST, id=1, page=1).encode())
    other.open_link("g_1")
    await stage.rest()

    assert toast is not None
    assert toast.show_alert
    assert "Tin số" not in other.phone.text
    toast = await other.press_data(Press(verb=Verb.DIGEST, id=404).encode())
    assert toast is not None
    assert toast.show_alert


async def test_a_groups_digest_is_leafed_through_in_the_private_chat(
    stage: Stage, member: Person, group: Group
) -> None:
    await digest_sent(stage, group.id)
    shown = group.phone.last.text

    link = await member.press("Xem thêm", chat=group)
    assert link is not None
    member.open_link((link.url or "").partition("start=")[2])
    await stage.rest()
    await stage.pressed(member, "Trang sau")

    assert group.phone.last.text == shown
    assert "21. Tin số 03" in member.phone.last.text
