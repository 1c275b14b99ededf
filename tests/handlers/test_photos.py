"""An article's pictures at a press: fetched by us, shrunk, uploaded once, named from then on."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from bot.press import Press, Verb
from bot.simulator.telegram import Dialect, Group, Person
from bot.text import base36
from storage.model import Article, Attachment
from tests.staging import Stage, published, subscribed


def picture(stage: Stage, number: int) -> str:
    return f"{stage.press_url}/images/{stage.press.all()[number].slug}-1.jpg"


async def with_pictures(stage: Stage, urls: Sequence[str], **content: object) -> Article:
    figures = "".join(
        f'<figure><img src="{url}"><figcaption>Ảnh số {at}</figcaption></figure>'
        for at, url in enumerate(urls[1:], 2)
    )
    return await published(
        stage.storage,
        "Chùm ảnh",
        now=stage.clock.now(),
        image_url=urls[0],
        image_caption="Ảnh số 1",
        body_html=f"<p>Thân bài.</p>{figures}",
        **content,
    )


async def asked(stage: Stage, person: Person, article: Article) -> None:
    """Somebody presses the button under the article's pushed card or its plain form."""
    await person.press_data(Press(verb=Verb.PHOTO, id=article.id).encode())
    await stage.rest()


def sent(stage: Stage, method: str) -> list[dict[str, object]]:
    return [call.params for call in stage.telegram.calls if call.method == method and call.ok]


def media_of(params: dict[str, object]) -> list[str]:
    """What each picture of an album was sent as."""
    media = params["media"]
    items = json.loads(media) if isinstance(media, str) else media
    assert isinstance(items, list)
    return [str(it["media"]) for it in items]


async def test_an_album_is_uploaded_by_the_first_who_asks_and_then_named(
    stage: Stage, member: Person, other: Person
) -> None:
    urls = [picture(stage, at) for at in range(3)]
    article = await with_pictures(stage, urls, image_credit="Lan")

    for person in (member, other):
        person.write("/start")
        await stage.rest()
        await asked(stage, person, article)

    first, second = sent(stage, "sendMediaGroup")
    known = await stage.storage.media.file_ids(urls)
    assert media_of(first) == ["attach://file0", "attach://file1", "attach://file2"]
    assert media_of(second) == [known[url] for url in urls]
    captions = [it.caption for it in other.phone.received[-3:]]
    assert captions == ["Ảnh số 1 Photo: Lan", "Ảnh số 2", "Ảnh số 3"]


async def test_a_picture_that_is_lost_does_not_hold_the_others_and_the_desk_hears(
    stage: Stage, member: Person
) -> None:
    lost = f"{stage.press_url}/images/khong-co.jpg"
    article = await with_pictures(stage, [picture(stage, 0), lost, picture(stage, 1)])
    member.write("/start")
    await stage.rest()

    await asked(stage, member, article)

    (album,) = sent(stage, "sendMediaGroup")
    assert len(media_of(album)) == 2
    assert lost in member.phone.last.text
    assert await stage.storage.media.find_untold(limit=9) == [lost]


async def test_a_picture_that_telegram_no_longer_takes_does_not_hold_the_others(
    stage: Stage, member: Person
) -> None:
    urls = [picture(stage, at) for at in range(3)]
    article = await with_pictures(stage, urls)
    await stage.storage.media.remember(urls[1], file_id="AgACAgUAAxgone", now=stage.clock.now())
    member.write("/start")
    await stage.rest()

    await asked(stage, member, article)

    assert len(sent(stage, "sendPhoto")) == 2
    assert urls[1] in member.phone.last.text


async def test_the_only_picture_is_no_album_and_a_lost_one_is_a_link(
    stage: Stage, member: Person
) -> None:
    alone = await with_pictures(stage, [picture(stage, 0)])
    lost = await with_pictures(stage, [f"{stage.press_url}/images/khong-co.jpg"])
    member.write("/start")
    await stage.rest()

    await asked(stage, member, alone)
    assert member.phone.last.photo is not None
    await asked(stage, member, lost)

    assert "khong-co.jpg" in member.phone.last.text
    assert not sent(stage, "sendMediaGroup")


async def test_more_than_ten_are_several_albums(stage: Stage, member: Person) -> None:
    urls = [picture(stage, at % 9) + f"?{at}" for at in range(12)]
    article = await with_pictures(stage, urls)
    member.write("/start")
    await stage.rest()

    await asked(stage, member, article)

    assert [len(media_of(it)) for it in sent(stage, "sendMediaGroup")] == [6, 6]


async def test_the_plain_form_and_who_saves_data_have_the_button(
    stage: Stage, member: Person, other: Person
) -> None:
    article = await with_pictures(stage, [picture(stage, at) for at in range(2)])
    subscriber = await subscribed(stage.storage, other.id, now=stage.clock.now())
    await stage.storage.subscribers.change(subscriber.id, saves_data=True)
    stage.telegram.dialect = Dialect(rich=False)

    for person in (member, other):
        person.open_link(f"a_{base36(article.id)}")
        await stage.rest()

    assert "Xem ảnh (2)" in member.phone.last.labels
    assert any(label in other.phone.last.labels for label in ("Xem ảnh (2)", "Show photos (2)"))


async def test_a_pushed_card_leads_to_the_other_pictures(
    stage: Stage, member: Person, group: Group
) -> None:
    for chat_id in (member.id, group.id):
        await subscribed(stage.storage, chat_id, now=stage.clock.now())
    article = await with_pictures(stage, [picture(stage, at) for at in range(3)], is_featured=True)
    await stage.jump(hours=6)
    assert "Xem ảnh (3)" in member.phone.last.labels

    await stage.pressed(member, "Xem ảnh (3)")
    toast = await stage.pressed(member, "Xem ảnh (3)", chat=group)

    assert len(sent(stage, "sendMediaGroup")) == 1
    assert toast.url == f"https://t.me/bantin_bot?start=a_{base36(article.id)}"
    assert len(group.phone.received) == 1


@pytest.mark.parametrize("verb", [Verb.LISTEN, Verb.DOCUMENTS])
async def test_nobody_has_the_bot_post_into_a_group(
    stage: Stage, member: Person, group: Group, verb: Verb
) -> None:
    sound = Attachment(name="Bản đọc", url=f"{stage.press_url}/audio/a.mp3")
    article = await with_pictures(
        stage, [picture(stage, 0)], is_featured=True, audio=(sound,), attachments=(sound,)
    )
    await subscribed(stage.storage, group.id, now=stage.clock.now())
    await stage.jump(hours=6)

    press = Press(verb=verb, id=article.id).encode()
    toast = await member.press_data(press, chat=group)

    assert toast is not None
    assert toast.url.endswith(f"?start=a_{base36(article.id)}")
    assert len(group.phone.received) == 1
