from datetime import timedelta

from storage import Storage
from storage.media import Media
from tests.moments import NOW

URL = "https://tinhdoan.example/a.jpg"
KNOWN = Media(
    url=URL,
    file_id="AgAC",
    sha256=b"\x01" * 32,
    mime_type="image/jpeg",
    width=1280,
    height=720,
    size_bytes=98_000,
    cause="",
    checked_at=NOW,
)


async def remember(storage: Storage) -> None:
    await storage.media.remember(
        URL,
        file_id="AgAC",
        sha256=b"\x01" * 32,
        mime_type="image/jpeg",
        width=1280,
        height=720,
        size_bytes=98_000,
        now=NOW,
    )


async def test_files_that_telegram_has_are_named_together(storage: Storage) -> None:
    await storage.media.remember("https://a.example/1.jpg", file_id="AgAC-1", now=NOW)
    await storage.media.mark_failed("https://a.example/2.jpg", cause="gone", now=NOW)

    found = await storage.media.file_ids(["https://a.example/1.jpg", "https://a.example/2.jpg"])

    assert found == {"https://a.example/1.jpg": "AgAC-1"}
    assert await storage.media.file_ids([]) == {}


async def test_the_desk_hears_of_a_failure_once_until_the_file_was_had_again(
    storage: Storage,
) -> None:
    await storage.media.mark_failed(URL, cause="timeout", now=NOW)
    assert await storage.media.find_untold(limit=9) == [URL]
    await storage.media.mark_told([URL], now=NOW)
    await storage.media.mark_failed(URL, cause="status", now=NOW + timedelta(hours=1))
    assert await storage.media.find_untold(limit=9) == []

    await remember(storage)
    await storage.media.mark_failed(URL, cause="status", now=NOW + timedelta(days=1))

    assert await storage.media.find_untold(limit=9) == [URL]


async def test_a_file_that_telegram_has_is_found_by_its_address(storage: Storage):
    assert await storage.media.find(URL) is None

    await remember(storage)

    assert await storage.media.find(URL) == KNOWN


async def test_a_file_that_failed_says_why(storage: Storage):
    await remember(storage)

    await storage.media.mark_failed(URL, cause="too_large", now=NOW + timedelta(days=1))

    failed = await storage.media.find(URL)
    assert failed is not None
    assert (failed.file_id, failed.cause) == ("", "too_large")


async def test_a_file_that_was_had_after_all_has_no_cause(storage: Storage):
    await storage.media.mark_failed(URL, cause="timeout", now=NOW - timedelta(days=1))

    await remember(storage)

    assert await storage.media.find(URL) == KNOWN
