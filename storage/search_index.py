"""The search index: which words stand in an article, in title, summary and body."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from storage.database import Transaction, Value
from storage.model import ArticleId, Content

# PostgreSQL, "Limitations" of text search: a lexeme under 2 KB, a tsvector under 1 MB.
MAX_TITLE = 1_000
MAX_SUMMARY = 5_000
MAX_BODY = 50_000
MOST_TOKENS = 20_000

JOINT = "·"
"""Between a word's letters and its marks, and between neighbours: no letter, and not ASCII."""

_TAG = re.compile(r"<[^<>]*>")

Words = Callable[[str], Sequence[str]]
"""A text as words: letters, then a JOINT and marks where there are any."""

Columns = tuple[Sequence[str], Sequence[str], Sequence[str]]
"""The words of an article's title, summary and body."""


def bare(word: str) -> str:
    """The token of a word's letters, whatever its marks."""
    return f"f{word.partition(JOINT)[0]}"


def exact(word: str) -> str:
    """The token of a word as it is marked; of an unmarked one, that of its letters."""
    return f"e{word}" if JOINT in word else f"f{word}"


def pair(first: str, second: str) -> str:
    """The token of two neighbours: most Vietnamese words have two syllables.

    >>> pair("thanh", "nien·c")
    'pthanh·nien'
    """
    return f"p{first.partition(JOINT)[0]}{JOINT}{second.partition(JOINT)[0]}"


def tokens_of(words: Sequence[str]) -> list[str]:
    """All tokens of a text, each once: what `bare`, `exact` and `pair` give.

    >>> tokens_of(["thanh", "nien·c"])
    ['fthanh', 'fnien', 'enien·c', 'pthanh·nien']
    """
    # Without a call for each word: that was a third of what it costs to index an article.
    letters = [word.partition(JOINT)[0] for word in words]
    found = dict.fromkeys([f"f{it}" for it in letters])
    found |= dict.fromkeys([f"e{word}" for word in words if JOINT in word])
    found |= dict.fromkeys([f"p{one}{JOINT}{other}" for one, other in pairwise(letters)])
    return list(found)[:MOST_TOKENS]


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
        await self.add_all(tx, [(article_id, content)])

    async def add_all(self, tx: Transaction, articles: Sequence[tuple[ArticleId, Content]]) -> None:
        """These can be found; at once they cost half of what they cost one by one.

        Until a statement comes that could fail halfway, SQLite keeps what is new in its index
        in memory, so the index comes last.
        """
        if not articles:
            return
        entries = [(article_id, self._columns(content)) for article_id, content in articles]
        await tx.many(
            """
            INSERT INTO article_words
              (article_id, shown_at, category_id, author, title, summary, body)
            SELECT id, COALESCE(published_at, released_at, created_at), category_id,
              :author, :title, :summary, :body
            FROM articles
            WHERE id = :id
            """,
            [
                self._row(content, id=article_id, columns=columns)
                for (article_id, columns), (_, content) in zip(entries, articles, strict=True)
            ],
        )
        await self._count(tx, [columns for _, columns in entries], change=1)
        await self._insert(tx, entries)

    def _row(self, content: Content, *, id: ArticleId, columns: Columns) -> dict[str, Value]:
        title, summary, body = map(_spaced, columns)
        author = _spaced(map(letters_of, self.words(content.author.name)))
        return {"id": id, "author": author, "title": title, "summary": summary, "body": body}

    def _columns(self, content: Content) -> Columns:
        body = html.unescape(_TAG.sub(" ", content.body_html[: 2 * MAX_BODY]))
        return (
            self.words(content.title[:MAX_TITLE]),
            self.words(content.summary[:MAX_SUMMARY]),
            self.words(body[:MAX_BODY]),
        )

    async def remove(self, tx: Transaction, article_id: ArticleId) -> None:
        """The article cannot be found."""
        rows = await tx.rows(
            "SELECT title, summary, body FROM article_words WHERE article_id = :id", id=article_id
        )
        for row in rows:
            title, summary, body = (column.split() for column in row)
            columns = (title, summary, body)
            await self._count(tx, [columns], change=-1)
            await self._delete(tx, article_id, columns)
        await tx.run("DELETE FROM article_words WHERE article_id = :id", id=article_id)

    async def clear(self, tx: Transaction) -> None:
        """Nothing can be found."""
        await tx.run("DELETE FROM article_words")
        await tx.run("DELETE FROM search_words")
        if self.dialect == "postgres":
            await tx.run("DELETE FROM article_search")
            return
        await tx.run("INSERT INTO article_search (article_search) VALUES ('delete-all')")

    async def _insert(self, tx: Transaction, entries: Sequence[tuple[ArticleId, Columns]]) -> None:
        if self.dialect == "postgres":
            await tx.many(
                """
                INSERT INTO article_search (article_id, document)
                VALUES (:id, CAST(:document AS TSVECTOR))
                """,
                [{"id": id, "document": _document(columns)} for id, columns in entries],
            )
            return
        await tx.many(
            """
            INSERT INTO article_search (rowid, title, summary, body)
            VALUES (:id, :title, :summary, :body)
            """,
            [{"id": id, **_tokens(columns)} for id, columns in entries],
        )

    async def _delete(self, tx: Transaction, article_id: ArticleId, columns: Columns) -> None:
        if self.dialect == "postgres":
            await tx.run("DELETE FROM article_search WHERE article_id = :id", id=article_id)
            return
        await tx.run(
            """
            INSERT INTO article_search (article_search, rowid, title, summary, body)
            VALUES ('delete', :id, :title, :summary, :body)
            """,
            id=article_id,
            **_tokens(columns),
        )

    async def _count(self, tx: Transaction, articles: Iterable[Columns], *, change: int) -> None:
        counts = Counter(
            word for columns in articles for word in {it for column in columns for it in column}
        )
        each = (
            "JSON_EACH_TEXT(CAST(:changes AS JSON))"
            if self.dialect == "postgres"
            else "JSON_EACH(:changes)"
        )
        # In order, so that two transactions cannot wait for each other's rows.
        changes = {word: change * counts[word] for word in sorted(counts)}
        await tx.run(
            f"""
            INSERT INTO search_words (word, articles)
            SELECT key, CAST(value AS INTEGER) FROM {each} WHERE TRUE
            ON CONFLICT (word) DO UPDATE SET articles = search_words.articles + excluded.articles
            """,
            changes=json.dumps(changes),
        )


def letters_of(word: str) -> str:
    """The word without its marks."""
    return word.partition(JOINT)[0]


def _spaced(words: Iterable[str]) -> str:
    return f" {' '.join(words)} "


def _tokens(columns: Columns) -> dict[str, str]:
    title, summary, body = (" ".join(tokens_of(column)) for column in columns)
    return {"title": title, "summary": summary, "body": body}


def _document(columns: Columns) -> str:
    # The best label of a token is enough: A for the title, B for the summary, D for the body.
    labels: dict[str, str] = {}
    for label, words in zip("ABD", columns, strict=True):
        for token in tokens_of(words):
            labels.setdefault(token, label)
    return " ".join(f"'{token}':1{label}" for token, label in labels.items())
