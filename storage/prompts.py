"""Questions put to one person, each answered by a reply to the message that asked it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.database import Shelf, Transaction, instant, reads, stamp, writes
from storage.model import ArticleId, ReaderId

KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A question: what it is about, and whose reply to which message answers it.

    `field` is `name` or `name:detail`; the name chooses who takes the answer.
    """

    chat_id: int
    message_id: int
    reader_id: ReaderId
    article_id: ArticleId | None = None
    field: str
    asked_at: datetime


class Prompts(Shelf):
    """The questions that wait for an answer."""

    @writes
    async def ask(self, tx: Transaction, prompt: Prompt) -> None:
        """Remembers a question; those of a month ago are forgotten."""
        await tx.run(
            "DELETE FROM prompts WHERE asked_at < :before", before=stamp(prompt.asked_at - KEPT)
        )
        await tx.run(
            """
            INSERT INTO prompts (chat_id, message_id, reader_id, article_id, field, asked_at)
            VALUES (:chat_id, :message_id, :reader_id, :article_id, :field, :asked_at)
            ON CONFLICT (chat_id, message_id) DO NOTHING
            """,
            chat_id=prompt.chat_id,
            message_id=prompt.message_id,
            reader_id=prompt.reader_id,
            article_id=prompt.article_id,
            field=prompt.field,
            asked_at=stamp(prompt.asked_at),
        )

    @reads
    async def find(self, tx: Transaction, chat_id: int, *, message_id: int) -> Prompt | None:
        """The question that this message asked; none when it asked nothing or was answered."""
        rows = await tx.rows(
            """
            SELECT reader_id, article_id, field, asked_at
            FROM prompts
            WHERE chat_id = :chat_id AND message_id = :message_id
            """,
            chat_id=chat_id,
            message_id=message_id,
        )
        for reader_id, article_id, field, asked_at in rows:
            return Prompt(
                chat_id=chat_id,
                message_id=message_id,
                reader_id=ReaderId(reader_id),
                article_id=None if article_id is None else ArticleId(article_id),
                field=field,
                asked_at=instant(asked_at),
            )
        return None

    @writes
    async def close(self, tx: Transaction, prompt: Prompt) -> None:
        """The question is answered: another reply to it is no answer."""
        await tx.run(
            "DELETE FROM prompts WHERE chat_id = :chat_id AND message_id = :message_id",
            chat_id=prompt.chat_id,
            message_id=prompt.message_id,
        )
