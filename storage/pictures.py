"""Pictures of the reader pages: kept for a while, fetched again when they are gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from storage.database import Shelf, Transaction, instant, reads, stamp, writes


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPicture:
    """A picture as we serve it. Empty `jpeg`: it could not be had at `kept_at`."""

    jpeg: bytes
    sha256: bytes
    width: int
    height: int
    kept_at: datetime


class Pictures(Shelf):
    """Pictures by the address they came from."""

    @reads
    async def find(self, tx: Transaction, url: str) -> KeptPicture | None:
        """The picture behind an address, if it is kept."""
        rows = await tx.rows(
            "SELECT jpeg, sha256, width, height, kept_at FROM pictures WHERE url = :url", url=url
        )
        if not rows:
            return None
        jpeg, digest, width, height, kept_at = rows[0]
        return KeptPicture(
            jpeg=bytes(jpeg),
            sha256=bytes(digest),
            width=width,
            height=height,
            kept_at=instant(kept_at),
        )

    @reads
    async def sizes(
        self, tx: Transaction, urls: Sequence[str], *, failed_after: datetime
    ) -> dict[str, tuple[int, int]]:
        """Width and height of those that are kept; 0 and 0 of one that could not be had.

        One that could not be had before `failed_after` may be tried again: it is unknown.
        """
        names = {f"url{at}": url for at, url in enumerate(urls)}
        if not names:
            return {}
        rows = await tx.rows(
            f"""
            SELECT url, width, height
            FROM pictures
            WHERE url IN ({", ".join(f":{name}" for name in names)})
              AND (width > 0 OR kept_at > :failed_after)
            """,
            failed_after=stamp(failed_after),
            **names,
        )
        return {str(url): (int(width), int(height)) for url, width, height in rows}

    @writes
    async def keep(
        self, tx: Transaction, url: str, *, jpeg: bytes, width: int, height: int, now: datetime
    ) -> None:
        """The picture behind an address; with an empty `jpeg`, that it could not be had."""
        await tx.run(
            """
            INSERT INTO pictures (url, sha256, jpeg, width, height, kept_at)
            VALUES (:url, :sha256, :jpeg, :width, :height, :now)
            ON CONFLICT (url) DO UPDATE
            SET sha256 = excluded.sha256,
              jpeg = excluded.jpeg,
              width = excluded.width,
              height = excluded.height,
              kept_at = excluded.kept_at
            """,
            url=url,
            sha256=sha256(jpeg).digest(),
            jpeg=jpeg,
            width=width,
            height=height,
            now=stamp(now),
        )

    @writes
    async def forget(self, tx: Transaction, before: datetime) -> int:
        """Drops pictures kept before that instant; how many."""
        return await tx.run("DELETE FROM pictures WHERE kept_at < :before", before=stamp(before))
