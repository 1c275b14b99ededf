"""Subscribers: chats that receive, and what each of them wants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storage.categories import part_ids
from storage.database import Shelf, Transaction, reads, stamp, writes
from storage.model import CategoryId, ChatKind, DeliveryKind, Subscriber, SubscriberId
from storage.outbox_planning import FOLLOWS
from storage.subscriber_rows import (
    change_subscriber,
    end_chat,
    ensure_digest_hour,
    ensure_subscriber,
    find_subscriber,
    load_subscriber,
)

_WANTS = {
    DeliveryKind.FEATURED: "s.wants_featured = 1",
    DeliveryKind.MERGED: "s.wants_featured = 1",
    DeliveryKind.BREAKING: "s.wants_breaking = 1",
    DeliveryKind.DIGEST: "s.wants_digest = 1",
    DeliveryKind.CORRECTION: "1 = 1",
}


class Subscribers(Shelf):
    """Chats that receive. A forum topic is one of its own; thread 0 is the whole chat."""

    @writes
    async def subscribe(
        self,
        tx: Transaction,
        chat_id: int,
        *,
        thread_id: int = 0,
        kind: ChatKind,
        title: str = "",
        language: str,
        timezone: str,
        digest_minute: int,
        next_digest_at: datetime,
        now: datetime,
    ) -> Subscriber:
        """The chat's subscription, new or active again; what was chosen earlier stays.

        A digest reaches back to `now` when it is new or was ended.
        """
        subscriber_id = await ensure_subscriber(
            tx,
            chat_id,
            thread_id=thread_id,
            kind=kind,
            title=title,
            language=language,
            timezone=timezone,
            now=now,
        )
        await ensure_digest_hour(tx, subscriber_id, minute=digest_minute, next_at=next_digest_at)
        return await load_subscriber(tx, subscriber_id)

    @reads
    async def find(self, tx: Transaction, chat_id: int, *, thread_id: int = 0) -> Subscriber | None:
        """The chat's subscription, active or ended, if there ever was one."""
        return await find_subscriber(tx, chat_id, thread_id=thread_id)

    @reads
    async def get(self, tx: Transaction, subscriber_id: SubscriberId) -> Subscriber:
        """The subscription.

        Raises:
            NotFound: no such subscription.
        """
        return await load_subscriber(tx, subscriber_id)

    @writes
    async def end(
        self,
        tx: Transaction,
        chat_id: int,
        *,
        cause: str,
        now: datetime,
        thread_id: int | None = None,
    ) -> int:
        """How many subscriptions ended: the chat's with all its topics, or one topic's.

        `cause`: "403", "left", "asked". What is queued for them is cancelled.
        """
        return await end_chat(tx, chat_id, cause=cause, now=now, thread_id=thread_id)

    @writes
    async def come_back(self, tx: Transaction, chat_id: int, *, now: datetime) -> int:
        """How many subscriptions go on after the chat let us in again.

        Only those that ended because it was closed to us; who asked to stop has stopped. A
        digest reaches back to `now`.
        """
        await tx.run("UPDATE readers SET gone_at = NULL WHERE id = :chat_id", chat_id=chat_id)
        return await tx.run(
            """
            UPDATE subscribers
            SET is_active = 1, ended_cause = '', ended_at = NULL, digest_covered_at = :now
            WHERE chat_id = :chat_id AND is_active = 0 AND ended_cause IN ('403', 'left')
            """,
            chat_id=chat_id,
            now=stamp(now),
        )

    @writes
    async def migrate(self, tx: Transaction, old_chat_id: int, *, new_chat_id: int) -> int:
        """How many subscriptions went along when a group became a supergroup.

        One that the supergroup has already stays as it is there.
        """
        return await tx.run(
            """
            UPDATE subscribers
            SET chat_id = :new_chat_id, kind = 'supergroup'
            WHERE chat_id = :old_chat_id AND NOT EXISTS (
              SELECT 1
              FROM subscribers other
              WHERE other.chat_id = :new_chat_id AND other.thread_id = subscribers.thread_id
            )
            """,
            old_chat_id=old_chat_id,
            new_chat_id=new_chat_id,
        )

    @writes
    async def follow(
        self,
        tx: Transaction,
        subscriber_id: SubscriberId,
        *,
        category_id: CategoryId,
        is_followed: bool,
        all_ids: Sequence[CategoryId],
    ) -> Subscriber:
        """The subscription with a category and its parts more or less; no ids means all.

        `all_ids`: every category there is. The last one cannot be taken away: nobody would
        then know "none" from "all". Who wants none ends the subscription.

        Raises:
            NotFound: no such subscription.
        """
        subscriber = await load_subscriber(tx, subscriber_id)
        before = set(subscriber.category_ids or all_ids)
        meant = {category_id} | await part_ids(tx, category_id)
        after = before | meant if is_followed else before - meant
        if after and after != before:
            rows = [] if after >= set(all_ids) else sorted(after)
            await _replace_categories(tx, subscriber_id, category_ids=rows)
        return await load_subscriber(tx, subscriber_id)

    @writes
    async def set_digest(
        self,
        tx: Transaction,
        subscriber_id: SubscriberId,
        *,
        minutes: Sequence[tuple[int, datetime]],
    ) -> Subscriber:
        """The subscription with these hours of the digest: minute after midnight, next instant.

        Raises:
            NotFound: no such subscription.
        """
        await load_subscriber(tx, subscriber_id)
        await tx.run("DELETE FROM digest_hours WHERE subscriber_id = :id", id=subscriber_id)
        hours = [
            {"id": subscriber_id, "minute": minute, "next_at": stamp(next_at)}
            for minute, next_at in dict(minutes).items()
        ]
        if hours:
            await tx.many(
                """
                INSERT INTO digest_hours (subscriber_id, minute, next_at)
                VALUES (:id, :minute, :next_at)
                """,
                hours,
            )
        return await load_subscriber(tx, subscriber_id)

    @writes
    async def change(
        self,
        tx: Transaction,
        subscriber_id: SubscriberId,
        *,
        language: str | None = None,
        timezone: str | None = None,
        wants_featured: bool | None = None,
        wants_digest: bool | None = None,
        wants_breaking: bool | None = None,
        is_silent: bool | None = None,
        saves_data: bool | None = None,
        digest_days: int | None = None,
    ) -> Subscriber:
        """The subscription with what is given; None leaves a choice as it is.

        Raises:
            NotFound: no such subscription.
        """
        given: dict[str, str | int | None] = {
            "language": language,
            "timezone": timezone,
            "wants_featured": wants_featured,
            "wants_digest": wants_digest,
            "wants_breaking": wants_breaking,
            "is_silent": is_silent,
            "saves_data": saves_data,
            "digest_days": digest_days,
        }
        await change_subscriber(tx, subscriber_id, given=given)
        return await load_subscriber(tx, subscriber_id)

    @writes
    async def set_quiet(
        self,
        tx: Transaction,
        subscriber_id: SubscriberId,
        *,
        minutes: tuple[int, int] | None,
        wakes_for_breaking: bool,
    ) -> Subscriber:
        """The subscription with these quiet hours, from and until; None for none.

        Raises:
            NotFound: no such subscription.
        """
        await tx.run(
            """
            UPDATE subscribers
            SET quiet_from_minute = :from_minute,
              quiet_until_minute = :until_minute,
              wakes_for_breaking = :wakes
            WHERE id = :id
            """,
            id=subscriber_id,
            from_minute=None if minutes is None else minutes[0],
            until_minute=None if minutes is None else minutes[1],
            wakes=int(wakes_for_breaking),
        )
        return await load_subscriber(tx, subscriber_id)

    @reads
    async def count_active(self, tx: Transaction) -> int:
        """How many chats receive."""
        rows = await tx.rows("SELECT COUNT(*) FROM subscribers WHERE is_active = 1")
        return int(rows[0][0])

    @reads
    async def count_for(
        self, tx: Transaction, category_id: CategoryId | None, *, kind: DeliveryKind
    ) -> int:
        """How many chats a message about the category would reach."""
        rows = await tx.rows(
            f"""
            SELECT COUNT(*)
            FROM subscribers s
            WHERE s.is_active = 1
              AND {_WANTS[kind]}
              AND {FOLLOWS.format(category_id=":category_id")}
            """,
            category_id=category_id,
        )
        return int(rows[0][0])


async def _replace_categories(
    tx: Transaction, subscriber_id: SubscriberId, *, category_ids: Sequence[CategoryId]
) -> None:
    await tx.run("DELETE FROM subscriptions WHERE subscriber_id = :id", id=subscriber_id)
    if category_ids:
        await tx.many(
            """
            INSERT INTO subscriptions (subscriber_id, category_id)
            VALUES (:id, :category_id)
            """,
            [{"id": subscriber_id, "category_id": category_id} for category_id in category_ids],
        )
