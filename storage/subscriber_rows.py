"""Subscribers to rows and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from storage.database import Row, Transaction, Value, stamp
from storage.errors import NotFound
from storage.model import CategoryId, ChatKind, Subscriber, SubscriberId
from storage.outbox_planning import cancel_subscriber


async def load_subscriber(tx: Transaction, subscriber_id: SubscriberId) -> Subscriber:
    """The subscriber with its hours and categories.

    Raises:
        NotFound: no such subscriber.
    """
    rows = await tx.rows(
        """
        SELECT id, chat_id, thread_id, kind, title, language, timezone, is_active,
          wants_featured, wants_digest, wants_breaking, is_silent, saves_data,
          quiet_from_minute, quiet_until_minute, wakes_for_breaking, digest_days
        FROM subscribers
        WHERE id = :id
        """,
        id=subscriber_id,
    )
    if not rows:
        raise NotFound("subscriber", subscriber_id)
    hours = await tx.rows(
        "SELECT minute FROM digest_hours WHERE subscriber_id = :id ORDER BY minute",
        id=subscriber_id,
    )
    categories = await tx.rows(
        "SELECT category_id FROM subscriptions WHERE subscriber_id = :id ORDER BY category_id",
        id=subscriber_id,
    )
    return _subscriber_of(rows[0], hours=hours, categories=categories)


async def find_subscriber(tx: Transaction, chat_id: int, *, thread_id: int) -> Subscriber | None:
    """The subscriber of this chat and topic, if there is one."""
    rows = await tx.rows(
        "SELECT id FROM subscribers WHERE chat_id = :chat_id AND thread_id = :thread_id",
        chat_id=chat_id,
        thread_id=thread_id,
    )
    return await load_subscriber(tx, rows[0][0]) if rows else None


async def saves_data(tx: Transaction, chat_id: int, *, thread_id: int) -> bool:
    """Whether this chat and topic asked for nothing to be loaded unasked."""
    rows = await tx.rows(
        "SELECT saves_data FROM subscribers WHERE chat_id = :chat_id AND thread_id = :thread_id",
        chat_id=chat_id,
        thread_id=thread_id,
    )
    return bool(rows and rows[0][0])


async def ensure_subscriber(
    tx: Transaction,
    chat_id: int,
    *,
    thread_id: int,
    kind: ChatKind,
    title: str,
    language: str,
    timezone: str,
    now: datetime,
) -> SubscriberId:
    """The id of this chat's subscriber, who is active from now on."""
    rows = await tx.rows(
        """
        INSERT INTO subscribers (
          chat_id, thread_id, kind, title, language, timezone, digest_covered_at, created_at
        )
        VALUES (:chat_id, :thread_id, :kind, :title, :language, :timezone, :now, :now)
        ON CONFLICT (chat_id, thread_id) DO UPDATE
        SET kind = excluded.kind,
          title = excluded.title,
          digest_covered_at = CASE
            WHEN subscribers.is_active = 1
            THEN subscribers.digest_covered_at
            ELSE excluded.digest_covered_at
          END,
          is_active = 1,
          ended_cause = '',
          ended_at = NULL
        RETURNING id
        """,
        chat_id=chat_id,
        thread_id=thread_id,
        kind=kind.value,
        title=title,
        language=language,
        timezone=timezone,
        now=stamp(now),
    )
    return SubscriberId(rows[0][0])


async def ensure_digest_hour(
    tx: Transaction, subscriber_id: SubscriberId, *, minute: int, next_at: datetime
) -> None:
    """An hour for the digest, where none was chosen yet."""
    await tx.run(
        """
        INSERT INTO digest_hours (subscriber_id, minute, next_at)
        SELECT s.id, :minute, :next_at
        FROM subscribers s
        WHERE s.id = :id AND NOT EXISTS (
          SELECT 1 FROM digest_hours h WHERE h.subscriber_id = s.id
        )
        ON CONFLICT (subscriber_id, minute) DO NOTHING
        """,
        id=subscriber_id,
        minute=minute,
        next_at=stamp(next_at),
    )


async def change_subscriber(
    tx: Transaction, subscriber_id: SubscriberId, *, given: Mapping[str, str | int | None]
) -> None:
    """Puts what is given into its columns; None leaves one as it is."""
    changed: dict[str, Value] = {
        name: int(value) if isinstance(value, bool) else value
        for name, value in given.items()
        if value is not None
    }
    if changed:
        await tx.run(
            f"""
            UPDATE subscribers
            SET {", ".join(f"{name} = :{name}" for name in changed)}
            WHERE id = :id
            """,
            id=subscriber_id,
            **changed,
        )


async def end_chat(
    tx: Transaction, chat_id: int, *, cause: str, now: datetime, thread_id: int | None
) -> int:
    """How many of the chat's subscriptions ended; what is queued for them is cancelled."""
    rows = await tx.rows(
        """
        UPDATE subscribers
        SET is_active = 0, ended_cause = :cause, ended_at = :now
        WHERE chat_id = :chat_id
          AND is_active = 1
          AND (:is_whole_chat = 1 OR thread_id = :thread_id)
        RETURNING id
        """,
        chat_id=chat_id,
        thread_id=thread_id or 0,
        is_whole_chat=int(thread_id is None),
        cause=cause,
        now=stamp(now),
    )
    for row in rows:
        await cancel_subscriber(tx, row[0], cause=cause, now=now)
    if cause == "left":
        # Also of somebody who only read. Bot API, "Chat": a private chat has its user's id.
        await tx.run("UPDATE readers SET gone_at = :now WHERE id = :id", id=chat_id, now=stamp(now))
    return len(rows)


def _subscriber_of(row: Row, *, hours: list[Row], categories: list[Row]) -> Subscriber:
    return Subscriber(
        id=SubscriberId(row[0]),
        chat_id=row[1],
        thread_id=row[2],
        kind=ChatKind(row[3]),
        title=row[4],
        language=row[5],
        timezone=row[6],
        is_active=bool(row[7]),
        wants_featured=bool(row[8]),
        wants_digest=bool(row[9]),
        wants_breaking=bool(row[10]),
        is_silent=bool(row[11]),
        saves_data=bool(row[12]),
        digest_minutes=tuple(hour[0] for hour in hours),
        category_ids=tuple(CategoryId(category[0]) for category in categories),
        quiet_minutes=None if row[13] is None else (row[13], row[14]),
        wakes_for_breaking=bool(row[15]),
        digest_days=row[16],
    )
