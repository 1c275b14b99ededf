"""Feeds: what an editor set up, what polling knows, and what came out of each round."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

import orjson

from storage import rounds, stories
from storage.categories import ensure_category
from storage.database import Database, Shelf, Transaction, Value, reads, stamp, writes
from storage.entries import find_entries
from storage.errors import NotFound
from storage.feed_rows import (
    FEED_AND_STATE,
    enter,
    feed_of,
    get_feed,
    hold_feeds,
    save,
    save_all,
)
from storage.model import (
    ArticleId,
    Brought,
    Candidate,
    Feed,
    FeedId,
    FeedState,
    FeedStatus,
    IdPolicy,
    Source,
    Told,
)
from storage.rounds import Round, Writing
from storage.search_index import Index, Read
from storage.stories import Alike

_FEW = 3
ReadAlready = dict[tuple[FeedId, bytes], Read]


class Feeds(Shelf):
    """Sources, in the order they were added."""

    def __init__(self, database: Database, *, index: Index) -> None:
        super().__init__(database)
        self.index = index

    @writes
    async def add(
        self,
        tx: Transaction,
        url: str,
        *,
        title: str = "",
        category: str = "",
        is_trusted: bool = False,
        timezone: str = "",
        day_first: bool | None = None,
        column_map: Sequence[tuple[str, str]] = (),
        wants_full_text: bool = False,
        authorities: str = "",
        now: datetime,
    ) -> Feed:
        """The feed at `url`, due at once; one that is there already stays as it is."""
        values: dict[str, Value] = {
            "url": url,
            "title": title,
            "category_id": await ensure_category(tx, category) if category else None,
            "is_trusted": int(is_trusted),
            "timezone": timezone,
            "day_first": None if day_first is None else int(day_first),
            "column_map": orjson.dumps(column_map).decode(),
            "wants_full_text": int(wants_full_text),
            "authorities": authorities,
            "created_at": stamp(now),
        }
        await enter(tx, values, now=now)
        found = await tx.rows(f"{FEED_AND_STATE} WHERE f.url = :url", url=url)
        return feed_of(found[0])[0]

    @reads
    async def all(self, tx: Transaction) -> list[tuple[Feed, FeedState]]:
        """Every feed, whatever its status."""
        rows = await tx.rows(f"{FEED_AND_STATE} ORDER BY f.id")
        return [feed_of(row) for row in rows]

    @reads
    async def get(self, tx: Transaction, feed_id: FeedId) -> tuple[Feed, FeedState]:
        """The feed; NotFound when there is none."""
        return await get_feed(tx, feed_id)

    @writes
    async def remove(self, tx: Transaction, feed_id: FeedId) -> None:
        """Forgets the feed and what was seen in it; its articles stay."""
        await tx.run("DELETE FROM feeds WHERE id = :id", id=feed_id)

    @writes
    async def set_status(self, tx: Transaction, feed_id: FeedId, *, status: FeedStatus) -> None:
        """Whether the feed is looked at from now on; NotFound when there is none."""
        changed = await tx.run(
            """
            UPDATE feeds
            SET status = :status
            WHERE id = :id
            """,
            id=feed_id,
            status=status.value,
        )
        if not changed:
            raise NotFound("feed", feed_id)

    @reads
    async def next_due(
        self, tx: Transaction, now: datetime, *, limit: int = 20
    ) -> list[tuple[Feed, FeedState]]:
        """Active feeds whose time has come, the longest overdue first."""
        rows = await tx.rows(
            f"""
            {FEED_AND_STATE}
            WHERE s.next_poll_at <= :now
              AND f.status = 'active'
            ORDER BY s.next_poll_at, f.id
            LIMIT :limit
            """,
            now=stamp(now),
            limit=limit,
        )
        return [feed_of(row) for row in rows]

    @reads
    async def seen(
        self, tx: Transaction, feed_id: FeedId, *, keys: Sequence[bytes]
    ) -> dict[bytes, bytes]:
        """The fingerprints of those of `keys` that were stored before."""
        entries = await find_entries(tx, feed_id, keys=keys)
        return {key: entry.fingerprint for key, entry in entries.items()}

    async def store_round(
        self,
        feed_id: FeedId,
        *,
        candidates: Sequence[Candidate],
        state: FeedState,
        alike: Alike = stories.nothing_alike,
        now: datetime,
    ) -> Round:
        """Keeps what a round brought, and where the feed stands now; as `store_rounds`.

        Raises:
            NotFound: the feed was removed meanwhile; nothing is kept.
        """
        brought = Brought(feed_id=feed_id, candidates=candidates, state=state)
        (stored,) = await self.store_rounds([brought], alike=alike, now=now)
        if stored is None:
            raise NotFound("feed", feed_id)
        return stored

    async def store_rounds(
        self,
        brought: Sequence[Brought],
        *,
        alike: Alike = stories.nothing_alike,
        now: datetime,
    ) -> list[Round | None]:
        """Keeps what several rounds brought, all of it or nothing; None for a feed that is gone.

        `alike`: which of the stories told in these days an entry tells again, if any.

        What is new of a trusted feed is published, of any other it waits for an editor. What
        a feed holds when it is first read is old: it is in the lists, and announced to nobody.
        """
        read: ReadAlready = {}
        for it in brought:
            # Words are found before the writer is held; of what was seen before, never.
            if len(it.candidates) > _FEW:
                keys = [candidate.key for candidate in it.candidates]
                seen = await self.seen(it.feed_id, keys=keys)
                unseen = [candidate for candidate in it.candidates if candidate.key not in seen]
                read |= await asyncio.to_thread(self._read, it.feed_id, unseen)
            else:
                read |= self._read(it.feed_id, it.candidates)
        return await self._store_rounds(brought, read=read, alike=alike, now=now)

    def _read(self, feed_id: FeedId, candidates: Sequence[Candidate]) -> ReadAlready:
        return {(feed_id, it.key): self.index.read(it.content) for it in candidates}

    @writes
    async def _store_rounds(
        self,
        tx: Transaction,
        brought: Sequence[Brought],
        *,
        read: ReadAlready,
        alike: Alike,
        now: datetime,
    ) -> list[Round | None]:
        writing = Writing(index=self.index, alike=alike, now=now, read=read)
        held = await hold_feeds(tx, [it.feed_id for it in brought])
        await save_all(tx, [it.state for it in brought if it.feed_id in held])
        stored: list[Round | None] = []
        for it in brought:
            if it.feed_id not in held:
                stored.append(None)
                continue
            feed, before = held[it.feed_id]
            stored.append(
                await rounds.store(
                    tx,
                    feed,
                    candidates=it.candidates,
                    is_first=before.last_ok_at is None,
                    writing=writing,
                )
            )
        await rounds.finish(tx, writing)
        return stored

    @writes
    async def fail_round(self, tx: Transaction, feed_id: FeedId, *, state: FeedState) -> None:
        """Keeps where the feed stands after a round that brought nothing."""
        await save(tx, feed_id, state=state)

    @writes
    async def settle_rounds(self, tx: Transaction, states: Sequence[FeedState]) -> None:
        """Keeps where many feeds stand whose rounds brought nothing."""
        await save_all(tx, states)

    @writes
    async def hold(self, tx: Transaction, feed_id: FeedId, *, state: FeedState) -> None:
        """Leaves the feed alone until an editor has looked; `state` says why."""
        await tx.run("UPDATE feeds SET status = 'held' WHERE id = :id", id=feed_id)
        await save(tx, feed_id, state=state)

    @writes
    async def set_id_policy(self, tx: Transaction, feed_id: FeedId, *, policy: IdPolicy) -> None:
        """What names the feed's entries from now on; those seen are found by their address."""
        await tx.run(
            "UPDATE feeds SET id_policy = :policy WHERE id = :id", id=feed_id, policy=policy.value
        )

    @reads
    async def familiar(
        self, tx: Transaction, feed_id: FeedId, *, urls: Sequence[str], titles: Sequence[str]
    ) -> tuple[frozenset[str], frozenset[str]]:
        """Those of these addresses, and of these titles, that the feed brought before."""
        return await stories.find_familiar(tx, feed_id, urls=urls, titles=titles)

    @reads
    async def sources_of(self, tx: Transaction, article_id: ArticleId) -> list[Source]:
        """The feeds that brought this story, the first of them first."""
        return await stories.find_sources(tx, article_id)

    @reads
    async def neighbours(
        self, tx: Transaction, article_id: ArticleId, *, limit: int = 200
    ) -> list[Told]:
        """The newest published articles of the same category, this one left out."""
        return await stories.find_neighbours(tx, article_id, limit=limit)

    @writes
    async def forget_stories(self, tx: Transaction, *, before: datetime) -> int:
        """How many traces of older stories went; they are not compared any more."""
        return await tx.run(
            "DELETE FROM story_shingles WHERE seen_at < :before", before=stamp(before)
        )
