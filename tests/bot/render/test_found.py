from hypothesis import given
from hypothesis import strategies as st

from bot.press import Press
from bot.render.found import EVERY_SECTION, Answer, Asked, Period, found
from bot.search.carrying import uncarried
from bot.search.snippet import Piece
from storage.model import CategoryId
from tests.bot.render.invented import HEADLINES, LOOK, TEXTS
from tests.bot.render.test_lists import assert_accepted, headline

DOAN = CategoryId(3)
PIECES = st.lists(st.builds(Piece, st.text(max_size=60), st.booleans()), max_size=8)
ASKED = st.builds(
    Asked,
    query=TEXTS,
    category_id=st.integers(0, 999).map(CategoryId),
    period=st.sampled_from(Period),
    page=st.integers(0, 30),
)


def labels(screen):
    return [button.label for row in screen.keyboard for button in row]


def press_on(screen, label):
    buttons = {button.label: button for row in screen.keyboard for button in row}
    press = Press.decode(buttons[label].data)
    return Asked.of(press, query=uncarried(press.argument))


@given(HEADLINES, ASKED, TEXTS, PIECES, st.booleans())
def test_every_answer_is_accepted(headlines, asked, name, pieces, is_whole):
    answer = Answer(
        headlines=headlines,
        snippets={it.id: pieces for it in headlines},
        total=len(headlines),
        sections=[(DOAN, name, 2), (CategoryId(4), name, 1)],
        suggestion=name,
        is_whole=is_whole,
    )

    assert_accepted(found(asked, answer, look=LOOK))


def test_what_was_asked_for_is_bold_in_a_piece_of_the_article():
    pieces = (Piece("Sáng nay ", is_marked=False), Piece("bão", is_marked=True))
    answer = Answer(headlines=[headline(1, "A")], snippets={1: pieces}, total=1)

    screen = found(Asked(query="bao"), answer, look=LOOK)

    assert "Có 1 tin cho “bao”." in screen.text
    assert "1. <b>A</b>\nĐoàn | Thứ 3, 24/11/2026 07:00\nSáng nay <b>bão</b>" in screen.text


def test_pages_keep_the_marks_and_what_narrows():
    asked = Asked(query="Mùa hè xanh", category_id=DOAN, period=Period.MONTH)
    answer = Answer(headlines=[headline(1, "A")], total=21, sections=[(DOAN, "Đoàn", 21)])

    turned = press_on(found(asked, answer, look=LOOK), "Trang sau ▶")

    assert turned == Asked(query="mùa hè xanh", category_id=DOAN, period=Period.MONTH, page=1)


def test_sections_and_periods_are_chosen_and_left_again():
    sections = [(DOAN, "Đoàn", 12), (CategoryId(4), "Hội", 2)]
    answer = Answer(headlines=[headline(1, "A")], total=14, sections=sections)

    screen = found(Asked(query="bão", page=1), answer, look=LOOK)
    narrowed = press_on(screen, "Đoàn (12)")
    again = press_on(found(narrowed, answer, look=LOOK), "✓ Đoàn (12)")

    assert labels(screen)[-5:] == ["7 ngày", "30 ngày", "1 năm", "Đoàn (12)", "Hội (2)"]
    assert press_on(screen, "7 ngày") == Asked(query="bão", period=Period.WEEK)
    assert narrowed == Asked(query="bão", category_id=DOAN)
    assert again == Asked(query="bão", category_id=EVERY_SECTION)


def test_what_was_probably_meant_is_one_press_away():
    answer = Answer(headlines=[headline(1, "A")], total=1, suggestion="mũi nhọn")

    screen = found(Asked(query="miu nhon"), answer, look=LOOK)

    assert "Có phải bạn tìm “mũi nhọn”?" in screen.text
    assert press_on(screen, "mũi nhọn") == Asked(query="mũi nhọn")


def test_the_nearest_is_not_passed_off_as_the_thing_itself():
    answer = Answer(headlines=[headline(1, "A")], total=1, is_whole=False)

    screen = found(Asked(query="bão tuyết"), answer, look=LOOK)

    assert screen.text.startswith("<b>Không có tin đủ các từ trong “bão tuyết”. Gần nhất:</b>")


def test_nothing_found_says_so_and_lets_the_reader_look_further_back():
    screen = found(Asked(query="bão", period=Period.WEEK), Answer(), look=LOOK)

    assert screen.text.startswith("Không tìm thấy tin phù hợp.")
    assert press_on(screen, "✓ 7 ngày") == Asked(query="bão")
