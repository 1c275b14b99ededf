"""A person's id, taken out of every table."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from storage.content_json import content_from_json, content_to_json
from storage.database import Transaction, stamp
from storage.model import Content, Person, ReaderId
from storage.views import forget_person

# Who made a thing is a byline or a line of the audit: it stays, without the id.
MENTIONS = (
    ("articles", "author_id"),
    ("articles", "created_by_id"),
    ("articles", "modified_by_id"),
    ("articles", "source_created_by_id"),
    ("articles", "source_modified_by_id"),
    ("revisions", "by_id"),
    ("royalty_lines", "author_id"),
    ("royalty_lines", "created_by"),
    ("roles", "granted_by"),
    ("broadcasts", "created_by"),
    ("verdicts", "by_id"),
    ("audit", "by_id"),
    ("invitations", "made_by"),
    ("invitations", "used_by"),
)


# A chat that the bot may not write to, and has not been able to since before `before`.
_GONE = """
    SELECT s.chat_id
    FROM subscribers s
    WHERE s.ended_cause IN ('403', 'left')
      AND s.ended_at <= :before
      AND NOT EXISTS (
        SELECT 1
        FROM subscribers o
        WHERE o.chat_id = s.chat_id AND (o.is_active = 1 OR o.ended_at > :before)
      )
      AND NOT EXISTS (
        SELECT 1 FROM readers r WHERE r.id = s.chat_id AND r.last_contact_at > :before
      )
    UNION
    SELECT id FROM readers WHERE gone_at <= :before AND last_contact_at <= :before
    LIMIT 1
    """


async def find_gone(tx: Transaction, before: datetime) -> int | None:
    """A chat that has been closed to us since `before` or longer: a person's, or a group's."""
    rows = await tx.rows(_GONE, before=stamp(before))
    return int(rows[0][0]) if rows else None


async def erase_person(tx: Transaction, reader_id: ReaderId) -> None:
    """Deletes what is his and blanks his id in what is not."""
    await erase_chat(tx, reader_id)
    for table, column in (("saved", "reader_id"), ("roles", "reader_id"), ("readers", "id")):
        await tx.run(f"DELETE FROM {table} WHERE {column} = :id", id=reader_id)
    for table, column in MENTIONS:
        await tx.run(f"UPDATE {table} SET {column} = NULL WHERE {column} = :id", id=reader_id)
    await tx.run(
        "UPDATE audit SET subject_id = NULL WHERE subject = 'reader' AND subject_id = :id",
        id=reader_id,
    )
    await _blank_snapshots(tx, reader_id)
    await forget_person(tx, reader_id)


async def erase_chat(tx: Transaction, chat_id: int) -> None:
    """Deletes what a chat receives and was asked."""
    # Bot API, "Chat": a private chat has the id of its user.
    await tx.run("DELETE FROM prompts WHERE chat_id = :id OR reader_id = :id", id=chat_id)
    for table in ("watches", "desk_cards", "writing_cards"):
        await tx.run(f"DELETE FROM {table} WHERE chat_id = :id", id=chat_id)
    await tx.run("DELETE FROM album_parts WHERE chat_id = :id OR reader_id = :id", id=chat_id)
    await tx.run("DELETE FROM writing_locks WHERE reader_id = :id", id=chat_id)
    await tx.run(
        """
        DELETE FROM deliveries
        WHERE subscriber_id IN (SELECT id FROM subscribers WHERE chat_id = :id)
        """,
        id=chat_id,
    )
    await tx.run("DELETE FROM subscribers WHERE chat_id = :id", id=chat_id)


async def _blank_snapshots(tx: Transaction, reader_id: ReaderId) -> None:
    rows = await tx.rows(
        """
        SELECT article_id, version_major, version_minor, content
        FROM revisions
        WHERE content LIKE :mention
        """,
        mention=f'%"id":{reader_id},%',
    )
    for article_id, major, minor, content in rows:
        await tx.run(
            """
            UPDATE revisions
            SET content = :content
            WHERE article_id = :article_id AND version_major = :major AND version_minor = :minor
            """,
            article_id=article_id,
            major=major,
            minor=minor,
            content=content_to_json(_without(content_from_json(content), reader_id)),
        )


def _without(content: Content, reader_id: ReaderId) -> Content:
    def blanked(person: Person) -> Person:
        return replace(person, id=None) if person.id == reader_id else person

    return replace(
        content,
        author=blanked(content.author),
        created_by=blanked(content.created_by),
        modified_by=blanked(content.modified_by),
    )
