"""When an article goes out: the hour chosen or typed, the calendar of what is planned."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.press import Press, Verb
from bot.simulator.telegram import Person
from storage.model import Article, Content, Status
from storage.model import Person as Author
from tests.moments import NOW
from tests.staging import Stage, subscribed

VN = ZoneInfo("Asia/Ho_Chi_Minh")


async def typed(stage: Stage, person: Person, words: str) -> str:
    """What the phone shows after these words, in reply to what was asked last."""
    person.write(words, reply_to=person.phone.last.id)
    await stage.rest()
    return person.phone.last.text


async def planned(stage: Stage, title: str, at: datetime) -> Article:
    content = Content(title=title)
    by = Author(name="Hoa")
    draft = await stage.storage.articles.draft(content, by=by, now=stage.clock.now())
    return await stage.storage.planning.schedule(
        draft.id, expected=draft.version, at=at, by=by, now=stage.clock.now()
    )


async def test_an_editor_puts_an_article_off_until_tomorrow_morning(
    stage: Stage, editor: Person, member: Person, draft: Article
) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())

    await stage.pressed(editor, "Hẹn giờ")
    assert editor.phone.last.text == "Ra quân làm đường\n\nĐăng lúc nào?"
    assert editor.phone.last.labels == [
        "Ngay bây giờ", "17:00", "Ngày mai 07:00", "Ngày mai 11:30", "Giờ khác…", "Lịch đăng",
        "Quay lại",
    ]  # fmt: skip
    await stage.pressed(editor, "Ngày mai 07:00")
    assert "Đăng lúc 07:00 ngày mai?" in editor.phone.last.text
    assert "Có trong bản tin kế tiếp, gửi tới 1 nơi, khoảng 1 giây." in editor.phone.last.text
    toast = await stage.pressed(editor, "Xác nhận")

    assert toast.text == "Đã hẹn giờ: 07:00 ngày mai."
    article = await stage.storage.articles.get(draft.id)
    assert article.status is Status.SCHEDULED
    assert editor.phone.last.text.startswith("Đã hẹn giờ · 1.0")
    await stage.jump_to(time(7, 0))
    assert (await stage.storage.articles.get(draft.id)).status is Status.PUBLISHED


async def test_of_a_featured_article_the_audience_is_that_of_the_push(
    stage: Stage, editor: Person, member: Person, draft: Article
) -> None:
    await subscribed(stage.storage, member.id, now=stage.clock.now())
    await stage.storage.articles.feature(
        draft.id, is_featured=True, by=Author(name="Hoa"), now=stage.clock.now()
    )

    await stage.pressed(editor, "Hẹn giờ")
    await stage.pressed(editor, "17:00")

    assert "Tin nổi bật. Gửi tới 1 nơi, khoảng 1 giây." in editor.phone.last.text


async def test_another_hour_is_typed_as_people_say_it(
    stage: Stage, editor: Person, draft: Article
) -> None:
    await stage.pressed(editor, "Hẹn giờ")
    await stage.pressed(editor, "Giờ khác…")
    asked = editor.phone.last

    assert "mai 7h30" in asked.text
    editor.write("khi nào tiện", reply_to=asked.id)
    await stage.rest()
    assert editor.phone.last.text.startswith("Chưa hiểu thời điểm này.")
    editor.write("14/08/2017 10:00", reply_to=asked.id)
    await stage.rest()
    assert editor.phone.last.text == "Thời điểm này đã qua. Chọn giờ khác."
    editor.write("ngày mốt 5 giờ chiều", reply_to=asked.id)
    await stage.rest()
    at = datetime.combine(NOW.astimezone(VN).date() + timedelta(days=2), time(17), VN)
    assert f"Đăng lúc 17:00, {at.day}/{at.month}?" in editor.phone.last.text
    await stage.pressed(editor, "Xác nhận")

    article = await stage.storage.articles.get(draft.id)
    assert (article.status, article.content.published_at) == (Status.SCHEDULED, at)


async def test_right_now_publishes_after_one_question(
    stage: Stage, editor: Person, draft: Article
) -> None:
    await stage.pressed(editor, "Hẹn giờ")
    await stage.pressed(editor, "Ngay bây giờ")
    assert "Đăng ngay bây giờ?" in editor.phone.last.text

    await stage.pressed(editor, "Xác nhận")

    assert (await stage.storage.articles.get(draft.id)).status is Status.PUBLISHED


async def test_what_was_scheduled_is_put_off_and_taken_back(
    stage: Stage, editor: Person, draft: Article
) -> None:
    for label in ("Hẹn giờ", "17:00", "Xác nhận", "Hẹn giờ"):
        await stage.pressed(editor, label)
    assert "Đã hẹn giờ: 17:00 hôm nay." in editor.phone.last.text
    for label in ("Ngày mai 07:00", "Xác nhận"):
        await stage.pressed(editor, label)
    assert editor.phone.last.text.startswith("Đã hẹn giờ · 1.1")

    await stage.pressed(editor, "Hẹn giờ")
    toast = await stage.pressed(editor, "Bỏ hẹn giờ")

    assert toast.text == "Đã bỏ hẹn giờ."
    article = await stage.storage.articles.get(draft.id)
    assert (article.status, article.content.published_at) == (Status.DRAFT, None)
    await stage.jump_to(time(7, 0))
    assert (await stage.storage.articles.get(draft.id)).status is Status.DRAFT


async def test_an_hour_that_passed_meanwhile_is_asked_for_again(
    stage: Stage, editor: Person, draft: Article
) -> None:
    await stage.pressed(editor, "Hẹn giờ")
    await stage.pressed(editor, "17:00")
    await stage.jump(hours=8)

    toast = await stage.pressed(editor, "Xác nhận")

    assert toast.text == "Thời điểm này đã qua. Chọn giờ khác."
    assert (await stage.storage.articles.get(draft.id)).status is Status.DRAFT
    assert "Đăng lúc nào?" in editor.phone.last.text


async def test_a_changed_article_is_not_scheduled_unseen(
    stage: Stage, editor: Person, draft: Article
) -> None:
    await stage.pressed(editor, "Hẹn giờ")
    await stage.pressed(editor, "17:00")
    await stage.storage.articles.revise(
        draft.id,
        expected=draft.version,
        content=Content(title="Tiêu đề đã sửa"),
        by=Author(name="Hoa"),
        now=stage.clock.now(),
    )

    toast = await stage.pressed(editor, "Xác nhận")

    assert toast.text == "Bài đã được sửa sau khi bạn mở. Xem bản mới rồi duyệt."
    assert (await stage.storage.articles.get(draft.id)).status is Status.DRAFT
    assert "Tiêu đề đã sửa" in editor.phone.last.text


async def test_the_calendar_shows_the_week_the_month_and_a_day(
    stage: Stage, editor: Person
) -> None:
    today = NOW.astimezone(VN).date()
    tomorrow = datetime.combine(today + timedelta(days=1), time(7), VN)
    await planned(stage, "Tin sáng mai", tomorrow)
    await planned(stage, "Tin chiều mai", tomorrow + timedelta(hours=10))
    featured = await planned(stage, "Tin tuần sau", tomorrow + timedelta(days=8))
    await stage.storage.articles.feature(
        featured.id, is_featured=True, by=Author(name="Hoa"), now=stage.clock.now()
    )

    editor.write("/lichdang")
    await stage.rest()
    shown = editor.phone.last
    assert "1. 07:00 Tin sáng mai\n2. 17:00 Tin chiều mai" in shown.text
    assert "Tin tuần sau" not in shown.text
    assert "Tin nổi bật đi lúc 07:30, 11:30, 17:00." in shown.text
    await stage.pressed(editor, "▶")
    assert "07:00 Tin tuần sau | Tin nổi bật" in editor.phone.last.text
    await stage.pressed(editor, "◀")
    await stage.pressed(editor, "Xem cả tháng")
    assert f"Lịch đăng tháng {today:%m/%Y}" in editor.phone.last.text
    await stage.pressed(editor, f"{tomorrow.day}•2")
    assert "1. 07:00 Tin sáng mai\n2. 17:00 Tin chiều mai" in editor.phone.last.text
    await stage.pressed(editor, "2")
    assert editor.phone.last.text.startswith("Đã hẹn giờ · 1.0\nTin chiều mai")


async def test_with_nothing_planned_the_calendar_says_so(stage: Stage, editor: Person) -> None:
    editor.write("/schedule")
    await stage.rest()

    assert "Chưa có bài nào hẹn giờ." in editor.phone.last.text


async def test_a_writer_and_a_reader_neither_schedule_nor_see_the_calendar(
    stage: Stage, writer: Person, member: Person, draft: Article
) -> None:
    version = draft.version
    presses = [
        Press(verb=Verb.SCHEDULE, id=draft.id, version=version),
        Press(verb=Verb.PLAN, id=draft.id, version=version, argument="now!"),
        Press(verb=Verb.PLAN_TYPED, id=draft.id, version=version),
        Press(verb=Verb.UNPLAN, id=draft.id, version=version),
        Press(verb=Verb.CALENDAR),
    ]
    for person in (writer, member):
        person.write("/lichdang")
        await stage.rest()
        assert "Lịch đăng" not in person.phone.last.text
        for press in presses:
            toast = await person.press_data(press.encode())
            await stage.rest()
            assert toast is not None
            assert toast.show_alert

    assert await stage.storage.articles.get(draft.id) == draft


@pytest.mark.parametrize(
    "argument", ["2026-13", "2026-02-31", "1999-01", "x", "2026-11-24-1", "２０２６-11"]
)
async def test_a_forged_day_opens_nothing(stage: Stage, editor: Person, argument: str) -> None:
    editor.write("/lichdang")
    await stage.rest()
    press = Press(verb=Verb.CALENDAR, argument=argument)

    toast = await editor.press_data(press.encode())

    assert toast is not None
    assert (toast.text or "").startswith("Nút này đã cũ")


@pytest.mark.parametrize("argument", ["", "!", "now?", "-5", "9999999999", "99999999999!"])
async def test_a_forged_hour_schedules_nothing(
    stage: Stage, editor: Person, draft: Article, argument: str
) -> None:
    press = Press(verb=Verb.PLAN, id=draft.id, version=draft.version, argument=argument)

    await editor.press_data(press.encode())
    await stage.rest()

    assert await stage.storage.articles.get(draft.id) == draft
