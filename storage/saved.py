"""Articles that a reader asked us to keep for him."""

from __future__ import annotations

from datetime import datetime

from storage.database import Shelf, Transaction, reads, stamp, writes
from storage.errors import NotFound
from storage.headlines import FROM_ARTICLES, HEADLINE, headline_of
from storage.model import ArticleId, Headline, ReaderId


class Saved(Shelf):
    """Each reader's saved articles."""

    @writes
    async def save(
        self, tx: Transaction, reader_id: ReaderId, *, article_id: ArticleId, now: datetime
    ) -> None:
        """Keeps the article for the reader; again is the same as once.

        Raises:
            NotFound: no such article.
        """
        if not await tx.rows("SELECT 1 FROM articles WHERE id = :id", id=article_id):
            raise NotFound("article", article_id)
        await tx.run(
            """
            INSERT INTO saved (reader_id, article_id, saved_at)
            VALUES (:reader_id, :article_id, :now)
            ON CONFLICT (reader_id, article_id) DO NOTHING
            """,
            reader_id=reader_id,
            article_id=article_id,
            now=stamp(now),
        )

    @writes
    async def drop(self, tx: Transaction, reader_id: ReaderId, *, article_id: ArticleId) -> None:
        """The article is not among the reader's any more, whether it was or not."""
        await tx.run(
            "DELETE FROM saved WHERE reader_id = :reader_id AND article_id = :article_id",
            reader_id=reader_id,
            article_id=article_id,
        )

    @reads
    async def find(
        self, tx: Transaction, reader_id: ReaderId, *, limit: int, offset: int = 0
    ) -> list[Headline]:
        """The reader's articles, the last saved first; those since retracted are left out."""
        rows = await tx.rows(
            f"""
            SELECT {HEADLINE}
            {FROM_ARTICLES}
            JOIN saved ON saved.article_id = a.id
            WHERE saved.reader_id = :reader_id AND a.status = 'published'
            ORDER BY saved.saved_at DESC, a.id DESC
            LIMIT :limit OFFSET :offset
            """,
            reader_id=reader_id,
            limit=limit,
            offset=offset,
        )
        return [headline_of(row) for row in rows]

    @reads
    async def holds(self, tx: Transaction, reader_id: ReaderId, *, article_id: ArticleId) -> bool:
        """Whether the article is among the reader's."""
        return await is_saved(tx, reader_id, article_id=article_id)


async def is_saved(tx: Transaction, reader_id: ReaderId, *, article_id: ArticleId) -> bool:
    """Whether the article is among the reader's."""
    rows = await tx.rows(
        "SELECT 1 FROM saved WHERE reader_id = :reader_id AND article_id = :article_id",
        reader_id=reader_id,
        article_id=article_id,
    )
    return bool(rows)
