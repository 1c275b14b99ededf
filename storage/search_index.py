"""The search index: which words stand in an article, in title, summary and body."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from storage.database import Row, Transaction, Value
from storage.headlines import id_list
from storage.model import ArticleId, Content
from storage.search_tokens import NEWEST_FIRST, Entry, letters_of, spaced, tokens_of

# PostgreSQL, "Limitations" of text search: a lexeme under 2 KB, a tsvector under 1 MB.
MAX_TITLE = 1_000
MAX_SUMMARY = 5_000
MAX_BODY = 50_000
MERGED_PAGES = 500
"""Pages of SQLite's index that are merged in one step: some 40 ms."""

COMMON, SAMPLED = 2_048, 16
"""A word in COMMON articles is counted in every SAMPLED-th of those that come alone."""

_TAG = re.compile(r"<[^<>]*>")

Words = Callable[[str], Sequence[str]]
"""A text as words: letters, then a JOINT and marks where there are any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An article's words as the index holds them; of its author the letters alone."""

    author: Sequence[str]
    title: Sequence[str]
    summary: Sequence[str]
    body: Sequence[str]


@dataclass(frozen=True, slots=True)
class Index:
    """Puts published articles into the index and takes them out, on either engine.

    `words` must be the one that queries go through; after a change of it the index
    must be rebuilt.
    """

    dialect: str
    words: Words

    async def add(self, tx: Transaction, article_id: ArticleId, content: Content) -> None:
        """The article can be found. It must not be in the index yet."""
        await self.add_all(tx, [(article_id, self.read(content))])

    async def add_all(self, tx: Transaction, articles: Sequence[tuple[ArticleId, Read]]) -> None:
        """These can be found; at once they cost half of what they cost one by one.

        Until a statement comes that could fail halfway, SQLite keeps what is new in its index
        in memory, so the index comes last.
        """
        if not articles:
            return
        chosen, ids = id_list([article_id for article_id, _ in articles])
        rows = await tx.rows(
            f"""
            SELECT id, COALESCE(published_at, released_at, created_at), category_id
            FROM articles
            WHERE id IN ({chosen})
            """,
            **ids,
        )
        read = dict(articles)
        entries = [_entry_with(row, read[row[0]]) for row in rows]
        await tx.many(
            """
            INSERT INTO article_words
              (article_id, shown_at, category_id, author, title, summary, body)
            VALUES (:id, :shown_at, :category_id, :author, :title, :summary, :body)
            """,
            map(_row, entries),
        )
        await self._count(tx, entries, change=1)
        await self._insert(tx, entries)

    def read(self, content: Content) -> Read:
        """An article's words: much of the work, and none of it needs the database."""
        body = html.unescape(_TAG.sub(" ", content.body_html[: 2 * MAX_BODY]))
        return Read(
            author=list(map(letters_of, self.words(content.author.name))),
            title=self.words(content.title[:MAX_TITLE]),
            summary=self.words(content.summary[:MAX_SUMMARY]),
            body=self.words(body[:MAX_BODY]),
        )

    async def remove(self, tx: Transaction, article_id: ArticleId) -> None:
        """The article cannot be found."""
        rows = await tx.rows(
            """
            SELECT article_id, shown_at, category_id, author, title, summary, body
            FROM article_words
            WHERE article_id = :id
            """,
            id=article_id,
        )
        for row in rows:
            entry = _entry_of(row)
            await self._count(tx, [entry], change=-1)
            await self._delete(tx, entry)
        await tx.run("DELETE FROM article_words WHERE article_id = :id", id=article_id)

    async def clear(self, tx: Transaction, *, most: int) -> bool:
        """Whether nothing can be found any more; at most `most` articles are taken out at once.

        The words of all of them would not fit into memory, where SQLite keeps what it may
        have to take back.
        """
        if self.dialect == "postgres":
            await tx.run("TRUNCATE article_words, search_words, article_search")
            return True
        deleted = await tx.run(
            """
            DELETE FROM article_words
            WHERE article_id IN (SELECT article_id FROM article_words LIMIT :most)
            """,
            most=most,
        )
        if deleted == most:
            return False
        await tx.run("DELETE FROM search_words")
        await tx.run("INSERT INTO article_search (article_search) VALUES ('delete-all')")
        return True

    async def merge(self, tx: Transaction, *, is_whole: bool = False) -> bool:
        """Whether the parts that SQLite's index grows in are merged: a step at a time.

        Every part is read for every word that is asked for.

        Args:
            is_whole: all of them into one, not only those of a size.
        """
        if self.dialect == "postgres":
            return True
        before = await _changes(tx)
        await tx.run(
            "INSERT INTO article_search (article_search, rank) VALUES ('merge', :pages)",
            pages=-MERGED_PAGES if is_whole else MERGED_PAGES,
        )
        # SQLite, "The 'merge' Command": fewer than two changes are no work done.
        return await _changes(tx) - before < 2

    async def _insert(self, tx: Transaction, entries: Sequence[Entry]) -> None:
        if self.dialect == "postgres":
            await tx.many(
                """
                INSERT INTO article_search (article_id, document)
                VALUES (:id, CAST(:document AS TSVECTOR))
                """,
                [{"id": it.id, "document": _document(it)} for it in entries],
            )
            return
        await tx.many(
            "INSERT INTO article_search (rowid, tokens) VALUES (:id, :tokens)",
            [
                {"id": NEWEST_FIRST - it.id, "tokens": " ".join(tokens_of(it))}
                # In the order of the rows: a step back would end what is written together.
                for it in sorted(entries, key=lambda it: -it.id)
            ],
        )

    async def _delete(self, tx: Transaction, entry: Entry) -> None:
        if self.dialect == "postgres":
            await tx.run("DELETE FROM article_search WHERE article_id = :id", id=entry.id)
            return
        await tx.run(
            """
            INSERT INTO article_search (article_search, rowid, tokens)
            VALUES ('delete', :id, :tokens)
            """,
            id=NEWEST_FIRST - entry.id,
            tokens=" ".join(tokens_of(entry)),
        )

    async def _count(self, tx: Transaction, entries: Sequence[Entry], *, change: int) -> None:
        counts = Counter(word for it in entries for word in {*it.title, *it.summary, *it.body})
        # Of one article nine words in ten are in COMMON others: for one more or less of these a
        # hundred pages would be written. Every 16th article counts for 16.
        step = 1 if len(entries) != 1 else 0 if entries[0].id % SAMPLED else SAMPLED
        # In order, so that two transactions cannot wait for each other's rows.
        changes = [(word, change * counts[word]) for word in sorted(counts)]
        is_rare = f"search_words.articles < {COMMON}"
        counted = f"""
            ON CONFLICT (word) DO UPDATE
            SET articles = search_words.articles
              + excluded.articles * CASE WHEN {is_rare} THEN 1 ELSE {step} END
            {"" if step else f"WHERE {is_rare}"}
            """
        if self.dialect == "postgres":
            await tx.run(
                f"""
                INSERT INTO search_words (word, articles)
                SELECT key, CAST(value AS INTEGER)
                FROM JSON_EACH_TEXT(CAST(:changes AS JSON))
                {counted}
                """,
                changes=json.dumps(dict(changes)),
            )
            return
        await tx.many(
            f"INSERT INTO search_words (word, articles) VALUES (:word, :change) {counted}",
            [{"word": word, "change": change} for word, change in changes],
        )


async def _changes(tx: Transaction) -> int:
    return int((await tx.rows("SELECT TOTAL_CHANGES()"))[0][0])


def _entry_with(row: Row, read: Read) -> Entry:
    return Entry(
        id=ArticleId(row[0]),
        shown_at=row[1],
        category_id=row[2],
        author=read.author,
        title=read.title,
        summary=read.summary,
        body=read.body,
    )


def _row(entry: Entry) -> dict[str, Value]:
    return {
        "id": entry.id,
        "shown_at": entry.shown_at,
        "category_id": entry.category_id,
        "author": spaced(entry.author),
        "title": spaced(entry.title),
        "summary": spaced(entry.summary),
        "body": spaced(entry.body),
    }


def _entry_of(row: Row) -> Entry:
    author, title, summary, body = (str(column).split() for column in row[3:])
    return Entry(
        id=ArticleId(row[0]),
        shown_at=row[1],
        category_id=row[2],
        author=author,
        title=title,
        summary=summary,
        body=body,
    )


def _document(entry: Entry) -> str:
    return " ".join(f"'{token}'" for token in tokens_of(entry))
