"""Breaking news: asked once, called back within half a minute, watched while it goes out."""

from __future__ import annotations

import pytest

from bot.press import Press, Verb
from bot.simulator.telegram import Fault, Person
from storage.model import Article
from tests.staging import Stage, eventually, published, subscribed


@pytest.fixture
async def article(stage: Stage, editor: Person) -> Article:
    """Before the readers, and its card on the editor's phone."""
    article = await published(stage.storage, "Bão số 3 đổi hướng", now=stage.clock.now())
    editor.write("/trogiup")
    await stage.rest()
    await editor.press_data(Press(verb=Verb.BREAKING, id=article.id, argument="no").encode())
    await stage.rest()
    return article


async def test_the_question_names_the_audience_and_the_time_it_takes(
    stage: Stage, editor: Person, member: Person, article: Article
) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())

    await stage.pressed(editor, "Tin nóng")

    assert "Gửi ngay tới 1 nơi nhận, khoảng 1 giây?" in editor.phone.last.text
    assert editor.phone.last.labels == ["Tin nóng", "Hủy"]


async def test_breaking_news_leaves_after_half_a_minute_and_is_marked(
    stage: Stage, editor: Person, member: Person, article: Article
) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    await stage.pressed(editor, "Tin nóng")
    await stage.pressed(editor, "Tin nóng")
    assert editor.phone.last.labels == ["Hoàn tác"]
    await stage.jump(seconds=20)
    assert member.phone.received == []

    await stage.jump(seconds=20)

    (message,) = member.phone.received
    assert message.text.startswith("Tin nóng\n")
    assert "Bão số 3 đổi hướng" in message.text


async def test_within_half_a_minute_it_is_called_back_and_may_be_sent_later(
    stage: Stage, editor: Person, member: Person, article: Article
) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    for label in ("Tin nóng", "Tin nóng"):
        await stage.pressed(editor, label)

    toast = await stage.pressed(editor, "Hoàn tác")

    assert toast.text == "Đã hoàn tác. Chưa gửi cho ai."
    await stage.jump(minutes=2)
    assert member.phone.received == []

    await editor.press_data(Press(verb=Verb.BREAKING, id=article.id, argument="yes").encode())
    await stage.jump(minutes=2)
    assert len(member.phone.received) == 1


async def test_what_has_left_cannot_be_called_back(
    stage: Stage, editor: Person, member: Person, article: Article
) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    for label in ("Tin nóng", "Tin nóng"):
        await stage.pressed(editor, label)
    (undo,) = [button.data for row in editor.phone.last.buttons for button in row]
    assert undo is not None
    await stage.jump(seconds=40)

    toast = await editor.press_data(undo)

    assert toast is not None
    assert toast.text == "Đã quá hạn hoàn tác. Bấm Gỡ tin trên thẻ của bài."


async def test_breaking_news_is_sent_once(
    stage: Stage, editor: Person, member: Person, article: Article
) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    yes = Press(verb=Verb.BREAKING, id=article.id, argument="yes").encode()
    await editor.press_data(yes)
    await stage.jump(minutes=1)

    toast = await editor.press_data(yes)
    await stage.jump(minutes=1)

    assert toast is not None
    assert toast.text == "Tin này đã được gửi."
    assert len(member.phone.received) == 1


async def test_the_editor_watches_it_go_out(
    stage: Stage, editor: Person, member: Person, other: Person, article: Article
) -> None:
    for person in (member, other):
        await subscribed(stage.storage, person.id, now=stage.clock.now())
    other.deactivate()
    for label in ("Tin nóng", "Tin nóng"):
        await stage.pressed(editor, label)
    shown = editor.phone.last
    assert "Gửi sau 30 giây." in shown.text

    await stage.jump(seconds=40)

    await eventually(lambda: "Đã xong." in shown.text, what="the last look")
    assert "Đã gửi: 1" in shown.text
    assert "Không còn nhận: 1" in shown.text
    assert shown.labels == []

    async def is_left_alone() -> bool:
        return not await stage.storage.broadcasts.find_watches()

    await eventually(is_left_alone)


async def test_of_breaking_news_in_doubt_administrators_hear_at_once(
    stage: Stage, editor: Person, administrator: Person, member: Person, article: Article
) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    stage.telegram.faults.next("sendMessage", Fault.reset_before(), chat_id=member.id)
    for label in ("Tin nóng", "Tin nóng"):
        await stage.pressed(editor, label)

    await stage.jump(seconds=40)

    await eventually(lambda: len(administrator.phone.received) == 1)
    assert "• Bão số 3 đổi hướng: 1 nơi nhận" in administrator.phone.last.text
    await stage.pressed(administrator, "Gửi lại 1 tin")
    await eventually(lambda: len(member.phone.received) == 1)


async def test_a_writer_sends_no_breaking_news(
    stage: Stage, writer: Person, member: Person, article: Article
) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    writer.write("/trogiup")
    await stage.rest()

    await writer.press_data(Press(verb=Verb.BREAKING, id=article.id, argument="yes").encode())
    await stage.jump(minutes=1)

    assert member.phone.received == []
