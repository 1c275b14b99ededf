"""Search: published articles by their words, and how common each word is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import structlog

from storage import headlines, search_repair
from storage.database import Database, Shelf, Transaction, reads
from storage.model import ArticleId, Headline
from storage.search_candidates import Bounds, Candidate, candidates
from storage.search_index import Index
from storage.search_query import ANYTHING, Narrowing, Sought
from storage.search_tokens import Token
from storage.search_words import Vocabulary, load_vocabulary

log = structlog.get_logger()

MOST_CANDIDATES = 300
PATIENCE_S = 0.2
MOST_LETTERS_READ = 20_000


class Words(NamedTuple):
    """How common words are. `counts`: of those asked for, however rare, as it is now."""

    counts: Mapping[str, int]
    vocabulary: Vocabulary


class Search(Shelf):
    """Published articles by their words."""

    def __init__(self, database: Database, *, index: Index) -> None:
        super().__init__(database)
        self.index = index
        self._vocabulary = Vocabulary()

    async def find_candidates(
        self,
        sought: Sequence[Sought],
        *,
        narrowing: Narrowing = ANYTHING,
        limit: int = MOST_CANDIDATES,
        newest_id: ArticleId | None = None,
    ) -> list[Candidate]:
        """The newest `limit` that meet each of `sought`, each article once.

        What takes longer than PATIENCE_S finds nothing.

        Args:
            newest_id: the newest that can be among them, where that is known.
        """
        bounds = Bounds(narrowing=narrowing, limit=limit, newest_id=newest_id)
        try:
            return await self.database.read(
                lambda tx: self._candidates(tx, sought, bounds),
                timeout_s=PATIENCE_S,
            )
        except TimeoutError:
            log.warning("search_took_too_long", questions=len(sought))
            return []

    @reads
    async def get_headlines(
        self, tx: Transaction, article_ids: Sequence[ArticleId]
    ) -> list[Headline]:
        """The headlines of these, in this order."""
        return await headlines.of_ids(tx, article_ids)

    @reads
    async def get_bodies(
        self, tx: Transaction, article_ids: Sequence[ArticleId]
    ) -> dict[ArticleId, str]:
        """The words of their bodies, in order, a space around each; of long ones the first."""
        chosen, ids = headlines.id_list(article_ids)
        rows = await tx.rows(
            f"""
            SELECT article_id, SUBSTR(body, 1, {MOST_LETTERS_READ})
            FROM article_words
            WHERE article_id IN ({chosen})
            """,
            **ids,
        )
        return {ArticleId(row[0]): row[1] for row in rows}

    @reads
    async def get_texts(
        self, tx: Transaction, article_ids: Sequence[ArticleId]
    ) -> dict[ArticleId, str]:
        """Their bodies as HTML, for a piece of text to be shown from."""
        chosen, ids = headlines.id_list(article_ids)
        rows = await tx.rows(f"SELECT id, body_html FROM articles WHERE id IN ({chosen})", **ids)
        return {ArticleId(row[0]): row[1] for row in rows}

    async def get_words(self, letters: Sequence[str]) -> Words:
        """Every word with these letters, marked in any way, and the commoner words of all.

        The commoner words are read again when much was added since.
        """
        newest_id, counts = await self.database.read(
            lambda tx: self._spellings(tx, json.dumps(sorted(set(letters))))
        )
        known = self._vocabulary.newest_id
        if not known <= newest_id <= known * 1.02:
            self._vocabulary = await self.database.read(load_vocabulary)
        return Words(counts=counts, vocabulary=self._vocabulary)

    async def count_tokens(self, tokens: Iterable[Token], *, most: int) -> dict[Token, int]:
        """In how many articles each token stands, counted up to `most`.

        What takes longer than PATIENCE_S counts nothing.
        """
        given = json.dumps(sorted(set(tokens)))
        try:
            return await self.database.read(
                lambda tx: self._token_counts(tx, given, most=most), timeout_s=PATIENCE_S
            )
        except TimeoutError:
            log.warning("search_took_too_long", questions=0)
            return {}

    async def is_whole(self) -> bool:
        """Whether the index was built to its end; whether it is right, `find_faults` says."""
        return await self.database.read(search_repair.is_whole)

    async def rebuild(self, *, on_step: Callable[[int], None] = lambda _: None) -> int:
        """The number of articles in an index made anew from what is published.

        In steps, so that others can write meanwhile; ended half-way, it is to be done again.

        Args:
            on_step: told how many more are in.
        """
        empty = partial(search_repair.empty, index=self.index)
        while not await self.database.write(empty):
            pass
        count, last = 0, ArticleId(0)
        while True:
            add = partial(search_repair.add_next, index=self.index, after=last)
            added = await self.database.write(add)
            if added is None:
                break
            on_step(added.articles)
            count, last = count + added.articles, added.last
        await self.database.write(search_repair.finish)
        await self.merge(is_whole=True)
        self._vocabulary = Vocabulary()
        return count

    async def merge(self, *, is_whole: bool = False) -> None:
        """The index in fewer parts, so that less is read; in steps, others write meanwhile."""
        step = partial(self.index.merge, is_whole=is_whole)
        while not await self.database.write(step):
            pass

    @reads
    async def find_faults(self, tx: Transaction, *, limit: int) -> list[ArticleId]:
        """Published articles that the index lacks, and others that it still holds."""
        rows = await tx.rows(f"{search_repair.FAULTS} LIMIT :limit", limit=limit)
        return [ArticleId(row[0]) for row in rows]

    async def _spellings(self, tx: Transaction, given: str) -> tuple[int, dict[str, int]]:
        rows = await tx.rows(
            f"""
            SELECT '', COALESCE(MAX(article_id), 0) FROM article_words
            UNION ALL
            SELECT w.word, w.articles
            FROM ({self._each}) AS given
            JOIN search_words w ON w.word = given.word
            UNION ALL
            SELECT w.word, w.articles
            FROM ({self._each}) AS given
            JOIN search_words w ON w.word > given.word || '·' AND w.word < given.word || '¸'
            """,
            given=given,
        )
        (_, newest_id), *counted = sorted(rows)
        return int(newest_id), {str(word): int(count) for word, count in counted if count > 0}

    @property
    def _each(self) -> str:
        if self.database.dialect == "postgres":
            return "SELECT value AS word FROM JSON_ARRAY_ELEMENTS_TEXT(CAST(:given AS JSON))"
        return "SELECT value AS word FROM JSON_EACH(:given)"

    async def _token_counts(self, tx: Transaction, given: str, *, most: int) -> dict[Token, int]:
        await self._by_index(tx)
        holds = (
            "s.document @@ CAST('''' || given.word || '''' AS TSQUERY)"
            if self.database.dialect == "postgres"
            else "s.article_search MATCH '\"' || given.word || '\"'"
        )
        rows = await tx.rows(
            f"""
            SELECT given.word, (
              SELECT COUNT(*)
              FROM (SELECT 1 FROM article_search s WHERE {holds} LIMIT :most) AS found
            )
            FROM ({self._each}) AS given
            """,
            given=given,
            most=most,
        )
        return {str(token): int(count) for token, count in rows}

    async def _by_index(self, tx: Transaction) -> None:
        # PostgreSQL knows little of what a token matches, and reads whole tables for a LIMIT.
        if self.database.dialect == "postgres":
            await tx.run("SET LOCAL enable_seqscan = off")

    async def _candidates(
        self, tx: Transaction, sought: Sequence[Sought], bounds: Bounds
    ) -> list[Candidate]:
        await self._by_index(tx)
        return await candidates(
            tx,
            sought,
            bounds=bounds,
            vocabulary=self._vocabulary,
            dialect=self.database.dialect,
        )
