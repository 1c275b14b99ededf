from dataclasses import replace

import pytest

from bot.i18n import LANGUAGES
from bot.press import Press, Verb
from bot.render import settings
from bot.render.categories import categories
from storage.model import (
    Category,
    CategoryId,
    ChatKind,
    Reader,
    ReaderId,
    Role,
    Subscriber,
    SubscriberId,
)  # fmt: skip
from tests.bot.render.invented import LOOK, seen

AN = Reader(id=ReaderId(7), language="vi")
CHAT = Subscriber(
    id=SubscriberId(1), chat_id=7, thread_id=0, kind=ChatKind.PRIVATE, title="", language="vi",
    timezone="Asia/Ho_Chi_Minh", is_active=True, wants_featured=True, wants_digest=True,
    wants_breaking=True, is_silent=False, saves_data=False, digest_minutes=(420, 1050),
    category_ids=(),
)  # fmt: skip


def labels(screen):
    return [[it.label for it in row] for row in screen.keyboard]


def test_settings_say_how_things_stand():
    assert labels(settings.settings(CHAT, AN, look=LOOK)) == [
        ["Giờ nhận bản tin: 07:00, 17:30"],
        ["Ngày nhận bản tin: mỗi ngày", "Múi giờ: Việt Nam"],
        ["Tin nổi bật: bật", "Tin nóng: bật"],
        ["Không làm phiền: tắt"],
        ["Không chuông: tắt", "Tiết kiệm dữ liệu: tắt"],
        ["Dạng bài: đầy đủ"],
        ["Chuyên mục", "Ngôn ngữ: Tiếng Việt"],
        ["Hủy đăng ký"],
    ]


def test_who_has_not_subscribed_is_asked_to():
    assert labels(settings.settings(None, AN, look=LOOK)) == [
        ["Dạng bài: đầy đủ"],
        ["Chuyên mục", "Ngôn ngữ: Tiếng Việt"],
        ["Đăng ký nhận tin"],
    ]


def test_the_chosen_hour_is_marked():
    screen = settings.hours([420], look=LOOK)

    assert "✓ 07:00" in labels(screen)[0]
    assert Press.decode(screen.keyboard[0][0].data) == Press(verb=Verb.HOUR, argument="300")


def test_followed_sections_can_be_left():
    sections = [Category(id=CategoryId(it), slug=f"s{it}", name=f"Mục {it}") for it in range(1, 46)]

    screen = categories(sections, [CategoryId(21)], look=LOOK, page=1)

    assert labels(screen)[:2] == [["Mục 21", "Bỏ theo dõi"], ["Mục 22", "Theo dõi"]]
    assert labels(screen)[-1] == ["◀ Trang trước", "Trang sau ▶"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_is_accepted_in_every_language(language):
    look = replace(LOOK, language=language)

    for screen in (
        settings.settings(CHAT, AN, look=look),
        settings.hours([], look=look),
        settings.languages(look=look),
        categories([], [], look=look),
        settings.help_screen([], look=look),
        settings.help_screen(list(Role), look=look),
    ):
        text, _ = seen(screen.text)
        assert 0 < len(text) <= 4096
        assert all(Press.decode(it.data) for row in screen.keyboard for it in row)


def test_help_shows_what_a_person_may_do():
    assert "/dangbai" not in settings.help_screen([], look=LOOK).text
    assert "/dangbai" in settings.help_screen([Role.EDITOR], look=LOOK).text
    assert "/nguontin" not in settings.help_screen([Role.EDITOR], look=LOOK).text
    assert "/nguontin" in settings.help_screen([Role.ADMINISTRATOR], look=LOOK).text
