"""What Telegram already has of a picture or sound, by the address it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.database import Shelf, Transaction, Value, instant, reads, stamp, writes


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A file at an address. `file_id` is Telegram's; empty, with a `cause`, when it failed."""

    url: str
    file_id: str
    sha256: bytes
    mime_type: str
    width: int | None
    height: int | None
    size_bytes: int | None
    cause: str
    checked_at: datetime


class MediaShelf(Shelf):
    """Files by address."""

    @reads
    async def find(self, tx: Transaction, url: str) -> Media | None:
        """What is known of the file at `url`, if anything."""
        rows = await tx.rows(
            """
            SELECT file_id, sha256, mime_type, width, height, size_bytes, cause, checked_at
            FROM media
            WHERE url = :url
            """,
            url=url,
        )
        if not rows:
            return None
        file_id, sha256, mime_type, width, height, size_bytes, cause, checked_at = rows[0]
        return Media(
            url=url,
            file_id=file_id,
            sha256=sha256 or b"",
            mime_type=mime_type,
            width=width,
            height=height,
            size_bytes=size_bytes,
            cause=cause,
            checked_at=instant(checked_at),
        )

    @reads
    async def file_ids(self, tx: Transaction, urls: Sequence[str]) -> dict[str, str]:
        """What Telegram calls those of the files that it has."""
        names: dict[str, Value] = {f"url{at}": url for at, url in enumerate(urls)}
        if not names:
            return {}
        rows = await tx.rows(
            f"""
            SELECT url, file_id
            FROM media
            WHERE url IN ({", ".join(f":{name}" for name in names)})
              AND file_id <> ''
            """,
            **names,
        )
        return {str(url): str(file_id) for url, file_id in rows}

    @writes
    async def remember(
        self,
        tx: Transaction,
        url: str,
        *,
        file_id: str,
        sha256: bytes = b"",
        mime_type: str = "",
        width: int | None = None,
        height: int | None = None,
        size_bytes: int | None = None,
        now: datetime,
    ) -> None:
        """Telegram has the file at `url`, as `file_id`."""
        await tx.run(
            """
            INSERT INTO media
              (url, file_id, sha256, mime_type, width, height, size_bytes, cause, checked_at)
            VALUES
              (:url, :file_id, :sha256, :mime_type, :width, :height, :size_bytes, '', :now)
            ON CONFLICT (url) DO UPDATE
            SET file_id = excluded.file_id,
                sha256 = excluded.sha256,
                mime_type = excluded.mime_type,
                width = excluded.width,
                height = excluded.height,
                size_bytes = excluded.size_bytes,
                cause = '',
                checked_at = excluded.checked_at,
                told_at = NULL
            """,
            url=url,
            file_id=file_id,
            sha256=sha256,
            mime_type=mime_type,
            width=width,
            height=height,
            size_bytes=size_bytes,
            now=stamp(now),
        )

    @writes
    async def mark_failed(self, tx: Transaction, url: str, *, cause: str, now: datetime) -> None:
        """The file at `url` could not be had; an earlier `file_id` is no longer trusted.

        The desk hears of it once, until the file could be had again.
        """
        await tx.run(
            """
            INSERT INTO media (url, cause, checked_at)
            VALUES (:url, :cause, :now)
            ON CONFLICT (url) DO UPDATE
            SET file_id = '',
                told_at = CASE WHEN media.cause = '' THEN NULL ELSE media.told_at END,
                cause = excluded.cause,
                checked_at = excluded.checked_at
            """,
            url=url,
            cause=cause,
            now=stamp(now),
        )

    @reads
    async def find_untold(self, tx: Transaction, *, limit: int) -> list[str]:
        """Addresses of files that could not be had, of which the desk has not heard."""
        rows = await tx.rows(
            """
            SELECT url
            FROM media
            WHERE cause <> '' AND told_at IS NULL
            ORDER BY checked_at, url
            LIMIT :limit
            """,
            limit=limit,
        )
        return [str(row[0]) for row in rows]

    @writes
    async def mark_told(self, tx: Transaction, urls: Sequence[str], *, now: datetime) -> None:
        """The desk has heard of these."""
        await tx.many(
            "UPDATE media SET told_at = :now WHERE url = :url",
            [{"url": url, "now": stamp(now)} for url in urls],
        )
