"""Whatever the desk sends becomes a draft; readers go on as before."""

import io

import pytest
from PIL import Image

from bot.simulator.telegram import Person
from bot.stored import VOICE, address_of, file_id_in
from storage.model import Article, ArticleId, Status
from tests.staging import Stage, eventually

CHANNEL = {
    "type": "channel",
    "date": 1,
    "chat": {"id": -1002, "type": "channel", "title": "Tỉnh đoàn", "username": "tinhdoan"},
    "message_id": 77,
    "author_signature": "Lan",
}


def picture(shade: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (shade, 10, 10)).save(out, "JPEG")
    return out.getvalue()


async def first(stage: Stage, number: int = 1) -> Article:
    return await stage.storage.articles.get(ArticleId(number))


async def nothing_made(stage: Stage) -> bool:
    return await stage.storage.articles.find_by_status(Status.DRAFT, limit=5) == []


async def test_several_lines_become_a_draft_and_keep_their_looks(
    stage: Stage, writer: Person
) -> None:
    words = "Ra quân 📰\nHôm nay ra quân.\nCó hai trăm đoàn viên."
    at = len(words.encode("utf-16-le")) // 2 - len("đoàn viên.")
    writer.write(words, looks=[{"type": "bold", "offset": at, "length": 9}])
    await stage.rest()

    content = (await first(stage)).content
    assert content.title == "Ra quân 📰"
    assert content.summary == "Hôm nay ra quân."
    assert content.body_html == "<p>Có hai trăm <b>đoàn viên</b>.</p>"
    assert writer.phone.last.text.startswith("Bản nháp · 0.1\nRa quân 📰")


async def test_the_command_keeps_looks_too(stage: Stage, writer: Person) -> None:
    looks = [{"type": "italic", "offset": len("/dangbai Tin\nMột\n"), "length": 3}]
    writer.write("/dangbai Tin\nMột\nHai ba", looks=looks)
    await stage.rest()

    content = (await first(stage)).content
    assert content.title == "Tin"
    assert content.body_html == "<p><i>Hai</i> ba</p>"


async def test_a_pasted_link_is_read_on_the_card_itself(stage: Stage, writer: Person) -> None:
    slug = next(each.slug for each in stage.press.on_show() if not each.alternate_url)
    found = stage.press.find(slug)
    assert found is not None

    url = f"{stage.press_url}/bai-viet/{slug}.html"
    # Telegram finds no link in the address of a machine without a domain; the person's app does.
    writer.write(url, looks=[{"type": "url", "offset": 0, "length": len(url)}])
    await stage.rest()

    assert (await first(stage)).content.title == found.title
    assert len(writer.phone.received) == 1
    assert found.title in writer.phone.last.text


async def test_a_short_line_is_searched_for_with_a_way_to_a_draft(
    stage: Stage, writer: Person
) -> None:
    writer.write("tình nguyện mùa hè")
    await stage.rest()
    assert await nothing_made(stage)
    assert writer.phone.last.labels[-1] == "Tạo bản nháp từ tin này"

    await stage.pressed(writer, "Tạo bản nháp từ tin này")

    assert (await first(stage)).content.title == "tình nguyện mùa hè"


async def test_from_readers_nothing_becomes_a_draft(stage: Stage, member: Person) -> None:
    member.write("một dòng\nhai dòng")
    member.send_photo(caption="Ảnh")
    member.send_album([(None, "a"), (None, "b")])
    member.send_file(b"x")
    await stage.rest()
    await stage.jump(seconds=5)

    assert await nothing_made(stage)
    assert all("Tạo bản nháp từ tin này" not in it.labels for it in member.phone.received)
    assert len(member.phone.received) == 1


async def test_a_forwarded_post_keeps_its_source(stage: Stage, writer: Person) -> None:
    writer.forward({"text": "Tin của tỉnh"}, origin=CHANNEL)
    await stage.rest()

    content = (await first(stage)).content
    assert content.canonical_url == "https://t.me/tinhdoan/77"
    assert content.author.name == "Tỉnh đoàn"
    assert "Tỉnh đoàn" in writer.phone.last.text


@pytest.mark.parametrize(
    ("origin", "name"),
    [
        ({"type": "hidden_user", "date": 1, "sender_user_name": "Hoa"}, "Hoa"),
        (
            {
                "type": "user",
                "date": 1,
                "sender_user": {"id": 9, "is_bot": False, "first_name": "Lê", "last_name": "Nam"},
            },
            "Lê Nam",
        ),
        (CHANNEL | {"chat": {"id": -5, "type": "channel", "title": "Kênh kín"}}, "Kênh kín"),
    ],
)
async def test_what_is_not_public_keeps_a_name_only(
    stage: Stage, writer: Person, origin: dict[str, object], name: str
) -> None:
    writer.forward({"text": "Một tin"}, origin=origin)
    await stage.rest()

    content = (await first(stage)).content
    assert content.author.name == name
    assert content.canonical_url == ""


async def test_a_photo_is_the_articles_picture_in_every_form(
    stage: Stage, editor: Person, member: Person
) -> None:
    editor.send_photo(picture(200), caption="Lễ ra quân\nSáng nay.")
    await stage.rest()
    article = await first(stage)
    file_id = file_id_in(article.content.image_url)
    assert article.content.title == "Lễ ra quân"
    assert file_id

    await stage.pressed(editor, "Đăng ngay")
    member.open_link("a_1")
    await stage.rest()

    assert member.phone.last.rich is not None
    assert "photo" in str(member.phone.last.rich)


async def test_an_album_is_one_draft_with_one_card(stage: Stage, editor: Person) -> None:
    editor.send_album([(picture(20), "Hội trại"), (picture(120), "Đêm lửa"), (picture(220), "")])
    await stage.rest()
    assert await nothing_made(stage)
    assert editor.phone.received == []

    await stage.jump(seconds=2)
    await eventually(lambda: bool(editor.phone.received))
    await stage.rest()

    content = (await first(stage)).content
    assert content.title == "Hội trại"
    assert file_id_in(content.image_url)
    assert content.body_html.count("<figure>") == 2
    assert "<figcaption>Đêm lửa</figcaption>" in content.body_html
    assert (await first(stage)).version.minor == 1
    assert len(editor.phone.received) == 1


async def test_a_part_that_comes_late_joins_the_same_draft(stage: Stage, editor: Person) -> None:
    editor.send({**photo(stage, editor, 20), "media_group_id": "55", "caption": "Hội trại"})
    await stage.rest()
    await stage.jump(seconds=2)
    await eventually(lambda: bool(editor.phone.received))

    editor.send({**photo(stage, editor, 220), "media_group_id": "55"})
    await stage.rest()
    await stage.jump(seconds=2)

    async def has_joined() -> bool:
        return "<figure>" in (await first(stage)).content.body_html

    await eventually(has_joined)
    await stage.rest()
    assert len(editor.phone.received) == 1


def photo(stage: Stage, person: Person, shade: int) -> dict[str, object]:
    person.send_photo(picture(shade))
    body = person.phone.messages[-1].json
    stage.telegram.state.updates.waiting.pop()
    return {"photo": body["photo"]}


async def test_files_and_sounds_lie_beside_the_article(stage: Stage, editor: Person) -> None:
    editor.send_file(b"%PDF-1.4", name="Kế hoạch.pdf", media_type="application/pdf")
    editor.send_file(b"ID3", kind="audio", name="bai-hat.mp3", media_type="audio/mpeg")
    editor.send_file(b"OggS", kind="voice", media_type="audio/ogg", caption="Lời nhắn\nMột đoạn")
    await stage.rest()

    document, song, voice = [(await first(stage, number)).content for number in (1, 2, 3)]
    assert [(it.name, it.mime_type, it.size_bytes) for it in document.attachments] == [
        ("Kế hoạch.pdf", "application/pdf", 8)
    ]
    assert document.attachments[0].file_id
    assert [it.name for it in song.audio] == ["bai-hat.mp3"]
    assert voice.title == "Lời nhắn"
    assert voice.audio[0].mime_type == VOICE


async def test_members_hear_a_voice_and_get_a_film(
    stage: Stage, editor: Person, member: Person
) -> None:
    editor.send_file(b"OggS", kind="voice", media_type="audio/ogg", caption="Lời nhắn\nĐoạn")
    editor.send_file(b"mp4", kind="video", name="a.mp4", media_type="video/mp4", caption="Phim\nĐ")
    await stage.rest()
    for number in (1, 2):
        article = await first(stage, number)
        await stage.storage.articles.publish(
            article.id, expected=article.version, by=article.created_by, now=stage.clock.now()
        )
        member.open_link(f"a_{number}")
    await stage.rest()

    await stage.pressed(member, "Tài liệu")

    assert "video" in member.phone.last.json


def test_only_our_own_addresses_name_a_file():
    assert file_id_in(address_of("AgACAgUAAxkBAAI1")) == "AgACAgUAAxkBAAI1"
    assert file_id_in("https://telegram.invalid/../x") == ""
