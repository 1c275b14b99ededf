"""Which buttons stand under an editor's card."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.desk import Standing
from bot.render.desk_keyboard import MOST, WIDTH, keyboard_of
from bot.render.screen import Look
from storage.model import Article, ArticleId, Content, Person, ReaderId, Role, Status, Version

LOOK = Look(language="vi", zone=ZoneInfo("Asia/Ho_Chi_Minh"))
NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)
LAN, MINH = ReaderId(11), ReaderId(12)
EVERYTHING = frozenset(Role)
STANDINGS = st.builds(
    Standing,
    article=st.builds(
        Article,
        id=st.just(ArticleId(7)),
        status=st.sampled_from(Status),
        version=st.builds(Version, major=st.integers(0, 3), minor=st.integers(0, 3)),
        content=st.builds(Content, title=st.just("Tin"), is_featured=st.booleans()),
        created_at=st.just(NOON),
        modified_at=st.just(NOON),
        created_by=st.sampled_from([Person(), Person(id=LAN)]),
        modified_by=st.sampled_from([Person(), Person(id=LAN), Person(id=MINH)]),
    ),
    roles=st.frozensets(st.sampled_from(Role)),
    reader_id=st.sampled_from([LAN, MINH]),
    approvals=st.integers(0, 2),
    needed=st.integers(0, 2),
    has_approved=st.booleans(),
)


def labels(standing: Standing) -> list[str]:
    pages = [keyboard_of(standing, look=LOOK, page=page) for page in (0, 1)]
    shown = [button.label for page in pages for row in page for button in row]
    return [label for label in dict.fromkeys(shown) if label not in ("Thêm ▾", "Quay lại")]


@given(STANDINGS)
def test_a_page_is_short_and_narrow_and_the_second_one_leads_back(standing: Standing) -> None:
    first = keyboard_of(standing, look=LOOK)
    second = keyboard_of(standing, look=LOOK, page=1)

    assert sum(map(len, first)) <= MOST
    assert all(len(row) <= WIDTH for row in (*first, *second))
    if first and first[-1][-1].label == "Thêm ▾":
        assert second[-1][-1].label == "Quay lại"
    else:
        assert first == second


@given(STANDINGS)
def test_without_a_role_there_is_nothing_to_press(standing: Standing) -> None:
    nobody = Standing(article=standing.article, reader_id=standing.reader_id)

    assert labels(nobody) == []
