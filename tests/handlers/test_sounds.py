"""An article's own sound: fetched by us, checked, uploaded once, then named."""

from __future__ import annotations

import pytest

from bot.simulator.telegram import Person
from bot.text import base36
from storage.model import Article, Attachment
from tests.staging import Stage, published, subscribed


async def with_sound(stage: Stage, path: str) -> Article:
    sound = Attachment(name="Bản đọc", url=f"{stage.press_url}{path}")
    return await published(stage.storage, "Có tiếng", now=stage.clock.now(), audio=(sound,))


async def heard(stage: Stage, person: Person, article: Article) -> None:
    """Somebody who saves data asks for the sound."""
    subscriber = await subscribed(stage.storage, person.id, now=stage.clock.now())
    await stage.storage.subscribers.change(subscriber.id, saves_data=True)
    person.open_link(f"a_{base36(article.id)}")
    await stage.rest()
    label = next(it for it in person.phone.last.labels if it.startswith(("Nghe", "Listen")))
    await stage.pressed(person, label)


async def test_a_sound_is_uploaded_by_the_first_who_asks_and_then_named(
    stage: Stage, member: Person, other: Person
) -> None:
    article = await with_sound(stage, "/audio/a.mp3")

    for person in (member, other):
        await heard(stage, person, article)

    first, second = [call for call in stage.telegram.calls if call.method == "sendAudio"]
    known = await stage.storage.media.file_ids([article.content.audio[0].url])
    assert not isinstance(first.params["audio"], str)
    assert [second.params["audio"]] == list(known.values())


@pytest.mark.parametrize("path", ["/khong-co.mp3", "/files/a.pdf"])
async def test_a_sound_that_cannot_be_had_becomes_a_link_and_the_desk_hears_of_it(
    stage: Stage, member: Person, path: str
) -> None:
    article = await with_sound(stage, path)

    await heard(stage, member, article)

    assert path in member.phone.last.text
    assert not [call for call in stage.telegram.calls if call.method == "sendAudio"]
    known = await stage.storage.media.find(article.content.audio[0].url)
    assert known is not None
    assert known.cause


async def test_a_lost_sound_does_not_hold_the_article(stage: Stage, member: Person) -> None:
    article = await with_sound(stage, "/khong-co.mp3")

    member.open_link(f"a_{base36(article.id)}")
    await stage.rest()

    assert "Thân bài: Có tiếng." in member.phone.last.text
