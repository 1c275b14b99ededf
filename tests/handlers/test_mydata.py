import json

from bot.simulator.telegram import Person
from storage.model import ReaderId, Role, Via
from tests.moments import NOW
from tests.staging import Stage, published, subscribed


async def tables(stage: Stage) -> str:
    """Every row of every table, as text."""
    database = stage.storage.readers.database
    names = await database.read(
        lambda tx: tx.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'article_search'"
        )
    )
    rows = [
        repr(await database.read(lambda tx, name=name: tx.rows(f"SELECT * FROM {name}")))
        for (name,) in names
    ]
    return "\n".join(rows)


async def a_life(stage: Stage, person: Person) -> None:
    """Somebody who has done all that leaves a trace."""
    now = stage.clock.now()
    article = await published(stage.storage, "Tin đã lưu", now=now, is_featured=True)
    person.write("/dangky")
    await stage.rest()
    reader_id = ReaderId(person.id)
    await stage.storage.saved.save(reader_id, article_id=article.id, now=now)
    await stage.storage.views.open(article.id, reader_id=reader_id, via=Via.PRESS, now=now)
    await stage.storage.roles.grant(reader_id, role=Role.WRITER, by=None, now=now)
    await stage.jump(hours=6)
    assert person.phone.received


async def test_all_that_is_kept_is_shown(stage: Stage, member: Person) -> None:
    await a_life(stage, member)

    member.write("/dulieu")
    await stage.rest()

    file, card = member.phone.received[-2:]
    stored = stage.telegram.state.files.by_id[file.json["document"]["file_id"]]
    kept = json.loads(stored.content)
    assert kept["readers"][0]["id"] == member.id
    assert {"saved", "roles", "subscribers", "digest_hours", "deliveries", "openings"} <= set(kept)
    assert f"Mã Telegram: {member.id}" in card.text
    assert "Bản tin: 07:00" in card.text
    assert f"Dùng bot từ: {NOW.astimezone(stage.newsroom.config.zone):%d/%m/%Y}" in card.text
    assert "Tin đã lưu: 1" in card.text
    assert "Bot không giữ lịch sử đọc của bạn." in card.text


async def test_erasing_asks_once_and_leaves_the_id_in_no_table(stage: Stage, other: Person) -> None:
    # An id that no count and no instant holds by chance.
    member = stage.telegram.person(9_876_543_219, first_name="An", language_code="vi", started=True)
    await a_life(stage, member)
    await subscribed(stage.storage, other.id, now=stage.clock.now())
    assert str(member.id) in await tables(stage)
    member.write("/dulieu")
    await stage.rest()

    await member.press("Xóa dữ liệu của tôi")
    await stage.rest()
    assert "không hoàn tác được" in member.phone.last.text
    assert str(member.id) in await tables(stage)
    await member.press("Xóa dữ liệu của tôi")
    await stage.rest()

    assert "Đã xóa dữ liệu của bạn" in member.phone.last.text
    left = await tables(stage)
    assert str(member.id) not in left
    assert str(other.id) in left


async def test_erasing_can_be_called_off(stage: Stage, member: Person) -> None:
    member.write("/xoadulieu")
    await stage.rest()

    await member.press("Hủy")
    await stage.rest()

    assert member.phone.last.text == "Dữ liệu của bạn vẫn còn nguyên."
    assert (await stage.storage.readers.get(ReaderId(member.id))).id == member.id


async def test_the_english_names_work(stage: Stage, other: Person) -> None:
    other.write("/mydata")
    await stage.rest()
    assert f"Telegram id: {other.id}" in other.phone.last.text

    other.write("/deletemydata")
    await stage.rest()

    assert other.phone.last.text.startswith("Delete all your data")
