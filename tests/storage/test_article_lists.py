"""Lists of articles: the newest, the most read, a window, the desk."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from storage import Storage
from storage.model import (
    Attachment,
    Content,
    Person,
    ReaderId,
    Related,
    Status,
    Via,
)
from tests.moments import NOW
from tests.storage.examples import (
    DAY,
    LAN,
    MINH,
    MINUTE,
    a_draft,
    a_published,
)

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)
NAMES = st.sampled_from(["", "Thông tin hoạt động", "Thong tin hoat dong", "Đoàn – Hội", "Tin"])
INSTANTS = st.none() | st.datetimes(
    min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC)
)
PEOPLE = st.builds(Person, id=st.none() | st.integers(1, 2**53).map(ReaderId), name=TEXT)
FILES = st.lists(
    st.builds(
        Attachment,
        name=TEXT,
        url=TEXT,
        file_id=TEXT,
        mime_type=TEXT,
        size_bytes=st.none() | st.integers(0, 2**53),
    ),
    max_size=2,
).map(tuple)
COUNTS = st.none() | st.integers(0, 2**31 - 1)
CONTENTS = st.builds(
    Content,
    title=TEXT,
    summary=TEXT,
    body_html=TEXT,
    image_url=TEXT,
    image_caption=TEXT,
    image_credit=TEXT,
    alternate_url=TEXT,
    canonical_url=TEXT,
    published_at=INSTANTS,
    is_featured=st.booleans(),
    featured_until_at=INSTANTS,
    author=PEOPLE,
    page_count=st.none() | st.decimals(0, 10_000, allow_nan=False, allow_infinity=False),
    photo_count=COUNTS,
    royalty_vnd=st.none() | st.integers(0, 2**53),
    category=NAMES,
    genre=NAMES,
    content_type=TEXT,
    language=st.sampled_from(["vi", "en", ""]),
    imported_view_count=st.none() | st.integers(0, 2**53),
    imported_version=TEXT,
    imported_approval=st.none() | st.integers(0, 4),
    created_at=INSTANTS,
    created_by=PEOPLE,
    modified_at=INSTANTS,
    modified_by=PEOPLE,
    audio=FILES,
    attachments=FILES,
    related=st.lists(st.builds(Related, title=TEXT, url=TEXT), max_size=3).map(tuple),
    extra=st.lists(st.tuples(TEXT, TEXT), max_size=4).map(tuple),
)
MANY = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@MANY
async def test_the_latest_are_the_newest_released_of_a_category_or_of_all(storage: Storage) -> None:
    old = await a_published(storage, "Cũ", category="Đoàn", now=NOW - DAY)
    new = await a_published(storage, "Mới", category="Hội", published_at=NOW - 9 * DAY)
    await a_draft(storage, "Nháp", category="Đoàn")

    latest = await storage.articles.find_latest(limit=9)
    second = await storage.articles.find_latest(limit=9, offset=1)
    of_category = await storage.articles.find_latest(category_id=old.category_id, limit=9)

    assert [headline.id for headline in latest] == [new.id, old.id]
    assert [headline.id for headline in second] == [old.id]
    assert [(headline.title, headline.category) for headline in of_category] == [("Cũ", "Đoàn")]
    assert await storage.articles.count_latest() == 2
    assert await storage.articles.count_latest(category_id=old.category_id) == 1


async def test_the_most_read_are_those_opened_most_since_then(storage: Storage) -> None:
    often = await a_published(storage, "Hay")
    seldom = await a_published(storage, "Thường")
    once = await a_published(storage, "Xưa")
    await storage.views.open(once.id, reader_id=ReaderId(1), via=Via.PRESS, now=NOW - 9 * DAY)
    await storage.views.open(seldom.id, reader_id=ReaderId(1), via=Via.PRESS, now=NOW)
    for reader in (1, 2):
        await storage.views.open(often.id, reader_id=ReaderId(reader), via=Via.PAGE, now=NOW)

    read = await storage.articles.find_most_read(NOW - DAY, limit=9)

    assert [headline.id for headline in read] == [often.id, seldom.id]


async def test_released_lists_a_window_with_the_featured_first(storage: Storage) -> None:
    featured = await a_published(storage, "Nổi bật", is_featured=True, category="Đoàn")
    newer = await a_published(storage, "Mới", category="Hội", now=NOW + MINUTE)
    await a_published(storage, "Trước", now=NOW - MINUTE)
    await a_published(storage, "Sau", now=NOW + DAY)

    released = await storage.articles.find_released(NOW - MINUTE, until=NOW + MINUTE, limit=9)
    chosen = await storage.articles.find_released(
        NOW - MINUTE, until=NOW + MINUTE, category_ids=[newer.category_id], limit=9
    )

    assert [headline.id for headline in released] == [featured.id, newer.id]
    assert [headline.id for headline in chosen] == [newer.id]


async def test_the_desk_lists_by_status_and_maker(storage: Storage) -> None:
    mine = await a_draft(storage, "Của Lan")
    other = await storage.articles.draft(Content(title="Của Minh"), by=MINH, now=NOW + MINUTE)
    await a_published(storage, "Đã đăng")

    drafts = await storage.articles.find_by_status(Status.DRAFT, limit=9)
    of_lan = await storage.articles.find_by_status(Status.DRAFT, limit=9, by_id=LAN.id)

    assert [headline.id for headline in drafts] == [other.id, mine.id]
    assert [headline.id for headline in of_lan] == [mine.id]
