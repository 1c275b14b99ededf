"""Readers: the persons who open articles. What they read is nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storage.database import Row, Shelf, Transaction, reads, stamp, writes
from storage.erasure import erase_chat, erase_person, find_gone
from storage.errors import NotFound
from storage.model import Reader, ReaderId
from storage.mydata import Kept, kept_of
from storage.tombstones import Tombstone, bury, find_risen, find_tombstones

_WELCOME = """
    INSERT INTO readers (
      id, name, language, consent_version, consented_at, created_at, last_contact_at
    )
    VALUES (
      :id, :name, :language, :consent_version,
      CASE WHEN :is_consent = 1 THEN :now END, :now, :now
    )
    ON CONFLICT (id) DO UPDATE
    SET name = excluded.name,
      last_contact_at = excluded.last_contact_at,
      gone_at = NULL,
      consented_at = CASE
        WHEN excluded.consent_version IN ('', readers.consent_version)
        THEN readers.consented_at
        ELSE excluded.consented_at
      END,
      consent_version = CASE
        WHEN excluded.consent_version = ''
        THEN readers.consent_version
        ELSE excluded.consent_version
      END
    RETURNING id, language, prefers_classic
    """


class Readers(Shelf):
    """Readers by Telegram's user id."""

    @writes
    async def welcome(
        self,
        tx: Transaction,
        reader_id: ReaderId,
        *,
        name: str,
        language: str,
        consent_version: str = "",
        now: datetime,
    ) -> Reader:
        """The reader, known from now on. A language chosen earlier stays.

        `consent_version`: the text agreed to just now; empty when nothing was asked.
        """
        rows = await tx.rows(
            _WELCOME,
            id=reader_id,
            name=name,
            language=language,
            consent_version=consent_version,
            is_consent=int(bool(consent_version)),
            now=stamp(now),
        )
        return _reader_of(rows[0])

    @reads
    async def get(self, tx: Transaction, reader_id: ReaderId) -> Reader:
        """The reader.

        Raises:
            NotFound: never welcomed, or erased.
        """
        rows = await tx.rows(
            "SELECT id, language, prefers_classic FROM readers WHERE id = :id", id=reader_id
        )
        if not rows:
            raise NotFound("reader", reader_id)
        return _reader_of(rows[0])

    @reads
    async def name_of(self, tx: Transaction, reader_id: ReaderId) -> str:
        """The person's name, as Telegram gave it last.

        Raises:
            NotFound: never welcomed, or erased.
        """
        rows = await tx.rows("SELECT name FROM readers WHERE id = :id", id=reader_id)
        if not rows:
            raise NotFound("reader", reader_id)
        return str(rows[0][0])

    @writes
    async def set_language(self, tx: Transaction, reader_id: ReaderId, *, language: str) -> None:
        """The reader's language from now on.

        Raises:
            NotFound: never welcomed, or erased.
        """
        changed = await tx.run(
            "UPDATE readers SET language = :language WHERE id = :id",
            language=language,
            id=reader_id,
        )
        if not changed:
            raise NotFound("reader", reader_id)

    @writes
    async def set_classic(
        self, tx: Transaction, reader_id: ReaderId, *, prefers_classic: bool
    ) -> None:
        """Whether the reader's client shows articles better in the classic form.

        Raises:
            NotFound: never welcomed, or erased.
        """
        changed = await tx.run(
            "UPDATE readers SET prefers_classic = :prefers_classic WHERE id = :id",
            prefers_classic=int(prefers_classic),
            id=reader_id,
        )
        if not changed:
            raise NotFound("reader", reader_id)

    @reads
    async def kept(self, tx: Transaction, reader_id: ReaderId) -> Kept:
        """All that is kept of the person, table by table; nothing of a stranger."""
        return await kept_of(tx, reader_id)

    @writes
    async def erase(self, tx: Transaction, reader_id: ReaderId, *, now: datetime) -> None:
        """Everything under this id is gone: settings, saved articles, roles, private chat.

        Articles stay, and the names printed in them; the id in their rows does not. What
        was written down of his updates goes with the inbox. A tombstone stays.
        """
        await erase_person(tx, reader_id)
        await bury(tx, reader_id, now=now)

    @writes
    async def erase_gone(self, tx: Transaction, *, before: datetime, now: datetime) -> bool:
        """Whether one more was erased whose chat has been closed to us since `before`.

        A person is erased as when he asks; of a group goes what it received.
        """
        chat_id = await find_gone(tx, before)
        if chat_id is None:
            return False
        if chat_id < 0:
            await erase_chat(tx, chat_id)
            return True
        await erase_person(tx, ReaderId(chat_id))
        await bury(tx, ReaderId(chat_id), now=now)
        return True

    @reads
    async def tombstones(self, tx: Transaction) -> list[Tombstone]:
        """Who was erased here, for a copy of the database that is older than that."""
        return await find_tombstones(tx)

    @writes
    async def erase_again(self, tx: Transaction, tombstones: Sequence[Tombstone]) -> int:
        """How many were erased once more; who came back after he was erased stays."""
        risen = await find_risen(tx, tombstones)
        for reader_id in risen:
            await erase_person(tx, reader_id)
        return len(risen)


def _reader_of(row: Row) -> Reader:
    return Reader(id=ReaderId(row[0]), language=row[1], prefers_classic=bool(row[2]))
