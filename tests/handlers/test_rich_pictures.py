import json

from bot.simulator.telegram import Person
from bot.text import base36
from storage.model import Article, Attachment
from tests.staging import Stage, published, subscribed


async def opened(stage: Stage, person: Person, article: Article) -> None:
    person.open_link(f"a_{base36(article.id)}")
    await stage.rest()


async def test_a_picture_is_fetched_once_and_then_named(
    stage: Stage, member: Person, other: Person
) -> None:
    picture = f"{stage.press_url}/images/{stage.press.all()[0].slug}-1.jpg"
    article = await published(stage.storage, "Có ảnh", now=stage.clock.now(), image_url=picture)

    await opened(stage, member, article)
    await opened(stage, other, article)

    sent = [call.params["rich_message"] for call in stage.telegram.calls if "Rich" in call.method]
    first, second = (json.loads(it) if isinstance(it, str) else it for it in sent)
    known = await stage.storage.media.file_ids([picture])
    assert first["media"][0]["media"]["media"] == "attach://file0"
    assert picture not in first["html"] + second["html"]
    assert second["media"][0]["media"]["media"] == known[picture]


async def test_a_refused_picture_becomes_a_link(stage: Stage, member: Person) -> None:
    lost = f"{stage.press_url}/images/khong-co.jpg"
    article = await published(stage.storage, "Ảnh hỏng", now=stage.clock.now(), image_url=lost)

    await opened(stage, member, article)

    assert member.phone.last.rich is not None
    assert "Thân bài: Ảnh hỏng." in member.phone.last.text
    sent = [call for call in stage.telegram.calls if call.method == "sendRichMessage"]
    assert [call.ok for call in sent] == [False, True]
    assert f'<a href="{lost}">' in sent[1].params["rich_message"]["html"]


async def test_who_saves_data_gets_no_picture_unasked(stage: Stage, member: Person) -> None:
    picture = f"{stage.press_url}/images/{stage.press.all()[0].slug}-1.jpg"
    sound = Attachment(name="Bản đọc", url=f"{stage.press_url}/audio/a.mp3", size_bytes=700_000)
    article = await published(
        stage.storage, "Tiết kiệm", now=stage.clock.now(), image_url=picture, audio=(sound,)
    )
    subscriber = await subscribed(stage.storage, member.id, now=stage.clock.now())
    await stage.storage.subscribers.change(subscriber.id, saves_data=True)

    await opened(stage, member, article)

    (sent,) = [call for call in stage.telegram.calls if call.method == "sendRichMessage"]
    assert "<img" not in sent.params["rich_message"]["html"]
    assert "<audio" not in sent.params["rich_message"]["html"]
    assert "Nghe (0,7 MB)" in member.phone.last.labels
