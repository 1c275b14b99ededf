"""Articles being written: albums in parts, the card of each, who holds the pen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.database import Shelf, Transaction, reads, stamp, writes
from storage.model import ArticleId, Person, ReaderId


@dataclass(frozen=True, slots=True, kw_only=True)
class Album:
    """An album that somebody sent; `parts` in their order, each as Telegram wrote it."""

    chat_id: int
    album: str
    reader_id: ReaderId
    parts: tuple[str, ...]


class Writing(Shelf):
    """What lies between a message and an article."""

    @writes
    async def keep_part(
        self,
        tx: Transaction,
        chat_id: int,
        *,
        album: str,
        message_id: int,
        reader_id: ReaderId,
        body: str,
        now: datetime,
    ) -> None:
        """Remembers one part of an album; the same part again changes nothing."""
        await tx.run(
            """
            INSERT INTO album_parts (chat_id, album, message_id, reader_id, body, arrived_at)
            VALUES (:chat_id, :album, :message_id, :reader_id, :body, :now)
            ON CONFLICT (chat_id, album, message_id) DO NOTHING
            """,
            chat_id=chat_id,
            album=album,
            message_id=message_id,
            reader_id=reader_id,
            body=body,
            now=stamp(now),
        )

    @reads
    async def find_albums(self, tx: Transaction, before: datetime, *, limit: int) -> list[Album]:
        """Albums of which nothing has come since `before`, the oldest first."""
        quiet = await tx.rows(
            """
            SELECT chat_id, album, MIN(reader_id)
            FROM album_parts
            GROUP BY chat_id, album
            HAVING MAX(arrived_at) <= :before
            ORDER BY MIN(arrived_at), chat_id, album
            LIMIT :limit
            """,
            before=stamp(before),
            limit=limit,
        )
        found = []
        for chat_id, album, reader_id in quiet:
            parts = await tx.rows(
                """
                SELECT body
                FROM album_parts
                WHERE chat_id = :chat_id AND album = :album
                ORDER BY message_id
                """,
                chat_id=chat_id,
                album=album,
            )
            bodies = tuple(str(part[0]) for part in parts)
            reader = ReaderId(reader_id)
            found.append(Album(chat_id=chat_id, album=album, reader_id=reader, parts=bodies))
        return found

    @writes
    async def drop_album(
        self, tx: Transaction, chat_id: int, *, album: str, before: datetime
    ) -> None:
        """Forgets an album's parts up to `before`: they are in a draft now."""
        await tx.run(
            """
            DELETE FROM album_parts
            WHERE chat_id = :chat_id AND album = :album AND arrived_at <= :before
            """,
            chat_id=chat_id,
            album=album,
            before=stamp(before),
        )

    @writes
    async def keep_card(
        self, tx: Transaction, chat_id: int, *, article_id: ArticleId, message_id: int
    ) -> None:
        """The message on which this chat sees the article being written, from now on."""
        await tx.run(
            """
            INSERT INTO writing_cards (chat_id, article_id, message_id)
            VALUES (:chat_id, :article_id, :message_id)
            ON CONFLICT (chat_id, article_id) DO UPDATE
            SET message_id = excluded.message_id
            """,
            chat_id=chat_id,
            article_id=article_id,
            message_id=message_id,
        )

    @reads
    async def card_of(self, tx: Transaction, chat_id: int, *, article_id: ArticleId) -> int | None:
        """The id of that message, if there is one."""
        rows = await tx.rows(
            """
            SELECT message_id
            FROM writing_cards
            WHERE chat_id = :chat_id AND article_id = :article_id
            """,
            chat_id=chat_id,
            article_id=article_id,
        )
        return int(rows[0][0]) if rows else None

    @writes
    async def forget_card(self, tx: Transaction, chat_id: int, *, article_id: ArticleId) -> None:
        """The chat sees the article anew: what stood there before is left alone."""
        await tx.run(
            "DELETE FROM writing_cards WHERE chat_id = :chat_id AND article_id = :article_id",
            chat_id=chat_id,
            article_id=article_id,
        )

    @writes
    async def take_pen(
        self,
        tx: Transaction,
        article_id: ArticleId,
        *,
        by: Person,
        until_at: datetime,
        now: datetime,
        is_forced: bool = False,
    ) -> Person | None:
        """Who else is writing the article; None: it is `by` now, until `until_at`.

        `is_forced`: takes the pen out of another's hand.
        """
        assert by.id is not None  # a reader of ours
        await tx.run(
            """
            INSERT INTO writing_locks (article_id, reader_id, name, until_at)
            VALUES (:article_id, :reader_id, :name, :until_at)
            ON CONFLICT (article_id) DO UPDATE
            SET reader_id = excluded.reader_id,
                name = excluded.name,
                until_at = excluded.until_at
            WHERE writing_locks.reader_id = excluded.reader_id
              OR writing_locks.until_at <= :now
              OR :is_forced = 1
            """,
            article_id=article_id,
            reader_id=by.id,
            name=by.name,
            until_at=stamp(until_at),
            now=stamp(now),
            is_forced=int(is_forced),
        )
        rows = await tx.rows(
            "SELECT reader_id, name FROM writing_locks WHERE article_id = :article_id",
            article_id=article_id,
        )
        holder = Person(id=ReaderId(rows[0][0]), name=rows[0][1])
        return None if holder.id == by.id else holder

    @writes
    async def lay_down_pen(
        self, tx: Transaction, article_id: ArticleId, *, reader_id: ReaderId
    ) -> None:
        """This person has finished writing; whoever else may hold the pen keeps it."""
        await tx.run(
            """
            DELETE FROM writing_locks
            WHERE article_id = :article_id AND reader_id = :reader_id
            """,
            article_id=article_id,
            reader_id=reader_id,
        )
