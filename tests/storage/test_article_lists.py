"""Lists of articles: the newest, the most read, a window, the desk."""

from __future__ import annotations

from storage import Storage
from storage.model import (
    Content,
    Status,
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
