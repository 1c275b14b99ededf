from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.press import Press, Verb
from bot.render import lists
from bot.render.digest import digest
from storage.model import ArticleId, Category, CategoryId, Headline
from tests.bot.render.invented import HEADLINES, LOOK, NOW, SAVING, TEXTS, seen, units

HERE = Press(verb=Verb.DIGEST, id=9)
THERE = replace(HERE, page=2)


def headline(number, title, *, category="Đoàn", is_featured=False):
    return Headline(
        id=ArticleId(number), title=title, category=category, published_at=NOW,
        is_featured=is_featured, summary="Lời dẫn",
    )  # fmt: skip


def assert_accepted(screen):
    text, entities = seen(screen.text)
    assert 0 < units(text) <= 4096
    assert len(entities) <= 100
    buttons = [button for row in screen.keyboard for button in row]
    assert len(buttons) <= 100
    assert all(len(row) <= 8 for row in screen.keyboard)
    assert all(button.label and Press.decode(button.data) for button in buttons)


@given(HEADLINES)
def test_every_digest_is_accepted(headlines):
    assert_accepted(digest(headlines[:10], at=NOW, look=LOOK, here=HERE, has_more=True))


@given(HEADLINES, TEXTS, st.integers(0, 500), st.booleans())
def test_every_list_is_accepted(headlines, name, page, has_more):
    around = {"look": SAVING, "page": page, "has_more": has_more}
    section = Category(id=CategoryId(3), slug="x", name=name)

    assert_accepted(lists.latest(headlines, **around))
    assert_accepted(lists.featured(headlines, **around))
    assert_accepted(lists.saved(headlines, **around))
    if name:
        assert_accepted(lists.category(section, headlines, is_followed=True, **around))


def test_a_digest_leads_with_what_is_featured_and_groups_the_rest():
    headlines = [
        headline(1, "Một"),
        headline(2, "Hai", category="Hội"),
        headline(3, "Ba", is_featured=True),
        headline(4, "Bốn"),
    ]

    screen = digest(headlines, at=NOW, look=LOOK, here=HERE, has_more=True)

    assert screen.text == (
        "<b>Bản tin 24/11/2026</b>\n\n<b>Tin nổi bật</b>\n1. Ba\nLời dẫn\n\n<b>Đoàn</b>\n2. Một\n"
        "3. Bốn\n\n<b>Hội</b>\n4. Hai\n\n<i>Đổi giờ hoặc tắt bản tin: /giobantin.</i>"
    )
    opens = [Press.decode(it.data).id for it in screen.keyboard[0]]
    assert [it.label for it in screen.keyboard[0]] == ["1", "2", "3", "4"]
    assert opens == [3, 1, 4, 2]
    assert screen.keyboard[-1][0].label == "Xem thêm"


def test_a_page_of_a_digest_holds_all_its_headlines_whatever_their_length():
    headlines = [
        replace(
            headline(it, "dài " * 200, category=f"{it} " + "mục " * 50, is_featured=it < 5),
            summary="lời " * 200,
        )
        for it in range(1, 11)
    ]

    screen = digest(headlines, at=NOW, look=LOOK, here=THERE)

    assert_accepted(screen)
    assert [it.label for row in screen.keyboard[:2] for it in row] == [
        str(it) for it in range(21, 31)
    ]
    assert "\n30. " in screen.text


def test_a_digest_in_a_group_is_leafed_through_in_the_private_chat():
    screen = digest(
        [headline(1, "A")], at=NOW, look=LOOK, here=HERE, has_more=True, is_private=False
    )

    assert screen.keyboard[-1][0].url == f"{LOOK.bot_url}?start=g_9"


def test_each_number_opens_the_headline_beside_it():
    screen = lists.latest([headline(7, "A"), headline(8, "B")], look=LOOK, page=1, has_more=True)

    assert "1. <b>A</b>\nĐoàn | Thứ 3, 24/11/2026 07:00\n\n2. <b>B</b>" in screen.text
    assert [Press.decode(it.data).id for it in screen.keyboard[0]] == [7, 8]
    before, after = screen.keyboard[1]
    assert (before.label, after.label) == ("◀ Trang trước", "Trang sau ▶")
    assert Press.decode(after.data) == Press(verb=Verb.LATEST, page=2)


def test_an_empty_list_says_so():
    screen = lists.saved([], look=LOOK, page=0, has_more=False)

    assert screen.text.startswith("Bạn chưa lưu tin nào.")
    assert screen.keyboard == ()


def test_a_section_can_be_followed_where_it_is_read():
    section = Category(id=CategoryId(3), slug="doan", name="Đoàn")

    screen = lists.category(
        section, [headline(1, "A")], look=LOOK, page=0, has_more=False, is_followed=False
    )

    assert screen.keyboard[-1][0].label == "Theo dõi"
    assert Press.decode(screen.keyboard[-1][0].data) == Press(verb=Verb.FOLLOW, id=3)


def test_english_readers_get_english():
    screen = digest([], at=NOW, look=replace(SAVING, saves_data=False), here=HERE)

    assert "Change the hour" in screen.text or "digest" in screen.text
