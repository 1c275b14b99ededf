"""Pictures of the reader pages."""

from __future__ import annotations

from datetime import timedelta

from storage import Storage
from tests.moments import NOW

URL, LOST = "https://doan.example/a.jpg", "https://doan.example/khong-co.jpg"


async def test_a_picture_is_kept_until_it_is_old(storage: Storage) -> None:
    await storage.pictures.keep(URL, jpeg=b"cu", width=10, height=5, now=NOW)
    await storage.pictures.keep(URL, jpeg=b"moi", width=20, height=9, now=NOW)

    kept = await storage.pictures.find(URL)

    assert kept is not None
    assert (kept.jpeg, kept.width, kept.height, kept.kept_at) == (b"moi", 20, 9, NOW)
    assert await storage.pictures.forget(NOW) == 0
    assert await storage.pictures.forget(NOW + timedelta(seconds=1)) == 1
    assert await storage.pictures.find(URL) is None


async def test_sizes_tell_what_could_not_be_had_for_a_while(storage: Storage) -> None:
    await storage.pictures.keep(URL, jpeg=b"anh", width=20, height=9, now=NOW)
    await storage.pictures.keep(LOST, jpeg=b"", width=0, height=0, now=NOW)
    earlier = NOW - timedelta(hours=1)

    assert await storage.pictures.sizes([], failed_after=earlier) == {}
    sizes = await storage.pictures.sizes([URL, LOST, "?"], failed_after=earlier)
    later = await storage.pictures.sizes([URL, LOST], failed_after=NOW)

    assert sizes == {URL: (20, 9), LOST: (0, 0)}
    assert later == {URL: (20, 9)}
