"""An article's own sound: fetched by us, checked, uploaded once, then named."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest

from bot.press import Press, Verb
from bot.simulator.telegram import Person
from bot.text import base36
from storage.model import Article, Attachment
from storage.model import Person as Author
from tests.staging import Stage, published, subscribed


async def with_sound(stage: Stage, path: str) -> Article:
    sound = Attachment(name="Bản đọc", url=f"{stage.press_url}{path}")
    return await published(stage.storage, "Có tiếng", now=stage.clock.now(), audio=(sound,))


def pages(stage: Stage) -> list[str]:
    """The rich articles that Telegram took."""
    sent = [call.params["rich_message"] for call in stage.telegram.calls if "Rich" in call.method]
    return [(json.loads(it) if isinstance(it, str) else it)["html"] for it in sent]


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


async def test_a_large_sound_is_uploaded_by_us_when_asked_for_and_plays_in_place_then(
    stage: Stage, member: Person, other: Person
) -> None:
    article = await with_sound(stage, "/audio/a.mp3?mb=12")
    picture = f"{stage.press_url}/images/{stage.press.all()[0].slug}-1.jpg"
    article = await stage.storage.articles.revise(
        article.id,
        expected=article.version,
        content=replace(article.content, image_url=picture),
        by=Author(name="Bình"),
        now=stage.clock.now(),
    )

    member.open_link(f"a_{base36(article.id)}")
    await stage.rest()
    assert "<audio" not in pages(stage)[-1]
    assert "<img" in pages(stage)[-1]
    await stage.pressed(member, "Nghe")
    other.open_link(f"a_{base36(article.id)}")
    await stage.rest()

    (sound,) = [call for call in stage.telegram.calls if call.method == "sendAudio"]
    assert not isinstance(sound.params["audio"], str)
    assert "<audio" in pages(stage)[-1]
    assert "Listen" not in str(other.phone.last.labels)


async def test_of_many_who_ask_for_a_large_sound_one_uploads_it(
    stage: Stage, member: Person, other: Person
) -> None:
    article = await with_sound(stage, "/audio/a.mp3?mb=12")
    for person in (member, other):
        person.write("/start")
    await stage.rest()

    press = Press(verb=Verb.LISTEN, id=article.id).encode()
    await asyncio.gather(*(it.press_data(press) for it in (member, other)))
    await stage.rest()

    sounds = [call for call in stage.telegram.calls if call.method == "sendAudio" and call.ok]
    assert [isinstance(it.params["audio"], str) for it in sounds] == [False, True]


@pytest.mark.parametrize("path", ["/khong-co.mp3", "/files/a.pdf", "/audio/a.mp3?mb=51"])
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
