"""Search: what a person typed, as a bounded question to the index."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from storage import headlines
from storage.database import Database, Row, Shelf, Transaction, Value, writes
from storage.model import ArticleId, CategoryId, Content, Headline
from storage.search_index import Index, pairs, tokens

log = structlog.get_logger()

# Unbounded, a query of 8 KB held a database of 20,000 articles for 139 s.
MAX_QUERY = 100
MAX_TOKENS = 8
MAX_CANDIDATES = 300
PATIENCE_S = 0.2
_PAGE = 500

# Newest first by id, because a contentless FTS5 table sorts by nothing else at no cost.
_SQLITE = """
    SELECT a.id, -bm25(article_search, 6.0, 2.5, 1.0)
    FROM article_search
    JOIN articles a ON a.id = article_search.rowid
    WHERE article_search MATCH :matched
      AND a.status = 'published'
      AND (:category_id = 0 OR a.category_id = :category_id)
    ORDER BY article_search.rowid DESC
    LIMIT :limit
    """
# Weights in the order D, C, B, A: 1 : 2.5 : 6, and none above 1.
_POSTGRES = """
    SELECT a.id, ts_rank('{0.1667, 0, 0.4167, 1}', s.document, CAST(:ranked AS TSQUERY))
    FROM article_search s
    JOIN articles a ON a.id = s.article_id
    WHERE s.document @@ CAST(:matched AS TSQUERY)
      AND a.status = 'published'
      AND (:category_id = 0 OR a.category_id = :category_id)
    ORDER BY s.article_id DESC
    LIMIT :limit
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """What a search found. `total` counts at most MAX_CANDIDATES."""

    total: int
    headlines: list[Headline]


class Search(Shelf):
    """Published articles by their words."""

    def __init__(self, database: Database, *, index: Index) -> None:
        super().__init__(database)
        self.index = index

    async def find(
        self,
        query: str,
        *,
        limit: int,
        offset: int = 0,
        category_id: CategoryId | None = None,
    ) -> Hits:
        """The best of the newest matches: of all the words, else of any.

        Any text is a query; one without a word finds nothing, nor does one that takes longer
        than PATIENCE_S.
        """
        words = tokens(self.index.fold(query[:MAX_QUERY]))[:MAX_TOKENS]
        if not words:
            return Hits(total=0, headlines=[])
        try:
            return await self.database.read(
                lambda tx: self._best(
                    tx, words, limit=limit, offset=offset, category_id=category_id
                ),
                timeout_s=PATIENCE_S,
            )
        except TimeoutError:
            log.warning("search_took_too_long", words=len(words))
            return Hits(total=0, headlines=[])

    async def _best(
        self,
        tx: Transaction,
        words: list[str],
        *,
        limit: int,
        offset: int,
        category_id: CategoryId | None,
    ) -> Hits:
        found = await self._newest(tx, words, category_id=category_id, needs_all=True)
        if not found and len(words) > 1:
            found = await self._newest(tx, words, category_id=category_id, needs_all=False)
        best = sorted(found, key=lambda row: (row[1], row[0]), reverse=True)
        page = [ArticleId(row[0]) for row in best[offset : offset + limit]]
        return Hits(total=len(found), headlines=await headlines.of_ids(tx, page))

    @writes
    async def rebuild(self, tx: Transaction) -> int:
        """The number of articles in an index made anew from what is published."""
        await self.index.clear(tx)
        count = 0
        rows = await _published_after(tx, ArticleId(0))
        while rows:
            for article_id, title, summary, body_html in rows:
                content = Content(title=title, summary=summary, body_html=body_html)
                await self.index.add(tx, article_id, content)
            count += len(rows)
            rows = await _published_after(tx, rows[-1][0])
        return count

    async def _newest(
        self,
        tx: Transaction,
        words: list[str],
        *,
        category_id: CategoryId | None,
        needs_all: bool,
    ) -> list[Row]:
        args: dict[str, Value] = {"category_id": category_id or 0, "limit": MAX_CANDIDATES}
        if self.database.dialect == "postgres":
            matched = _expression(words, quote="'", both="&", either="|", needs_all=needs_all)
            ranked = _expression(words, quote="'", both="&", either="|", needs_all=False)
            return await tx.rows(_POSTGRES, matched=matched, ranked=ranked, **args)
        matched = _expression(words, quote='"', both="AND", either="OR", needs_all=needs_all)
        return await tx.rows(_SQLITE, matched=matched, **args)


def _expression(words: list[str], *, quote: str, both: str, either: str, needs_all: bool) -> str:
    # Quoted, no word is an operator. Pairs let nothing more match: they lift the rank of
    # articles in which neighbours stand together.
    singles = [f"{quote}{word}{quote}" for word in words]
    neighbours = [f"{quote}{pair}{quote}" for pair in pairs(words)]
    if not needs_all or not neighbours:
        return f" {either} ".join(singles + neighbours)
    every = f" {both} ".join(singles)
    return f"({every}) {either} ({every} {both} ({f' {either} '.join(neighbours)}))"


async def _published_after(tx: Transaction, article_id: ArticleId) -> list[Row]:
    return await tx.rows(
        """
        SELECT id, title, summary, body_html
        FROM articles
        WHERE status = 'published' AND id > :article_id
        ORDER BY id
        LIMIT :limit
        """,
        article_id=article_id,
        limit=_PAGE,
    )
