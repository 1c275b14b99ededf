"""The search index: which words stand in an article, folded, in title, summary and body."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from storage.database import Transaction
from storage.model import ArticleId, Content

# PostgreSQL, "Limitations" of text search: a lexeme under 2 KB, a tsvector under 1 MB.
MAX_TOKEN = 64
MAX_TITLE = 1_000
MAX_SUMMARY = 5_000
MAX_BODY = 50_000

# Neither a letter nor ASCII: FTS5's ascii tokenizer keeps it inside a word, `tokens` never does.
PAIR_JOINT = "·"

_TOKEN = re.compile(r"[^\W_]+")
_TAG = re.compile(r"<[^<>]*>")


def tokens(folded: str) -> list[str]:
    """The words of a folded text, each cut to MAX_TOKEN."""
    return [word[:MAX_TOKEN] for word in _TOKEN.findall(folded)]


def pairs(words: list[str]) -> list[str]:
    """Neighbours as one word each: most Vietnamese words have two syllables.

    >>> pairs(["thanh", "nien", "xung"])
    ['thanh·nien', 'nien·xung']
    """
    return [f"{first}{PAIR_JOINT}{second}" for first, second in pairwise(words)]


@dataclass(frozen=True, slots=True)
class Index:
    """Puts published articles into the index and takes them out, on either engine.

    `fold` must be the one that the query goes through. After a change of it, or of
    this file, the index must be rebuilt: what is taken out is computed anew.
    """

    dialect: str
    fold: Callable[[str], str]

    async def add(self, tx: Transaction, article_id: ArticleId, content: Content) -> None:
        """The article can be found. It must not be in the index yet."""
        title, summary, body = self._words(content)
        if self.dialect == "postgres":
            await tx.run(
                """
                INSERT INTO article_search (article_id, document)
                VALUES (:id, CAST(:document AS TSVECTOR))
                """,
                id=article_id,
                document=_document(title=title, summary=summary, body=body),
            )
            return
        await tx.run(
            """
            INSERT INTO article_search (rowid, title, summary, body)
            VALUES (:id, :title, :summary, :body)
            """,
            id=article_id,
            title=" ".join(title),
            summary=" ".join(summary),
            body=" ".join(body),
        )

    async def remove(self, tx: Transaction, article_id: ArticleId, content: Content) -> None:
        """The article cannot be found. `content` is what was added, word for word."""
        if self.dialect == "postgres":
            await tx.run("DELETE FROM article_search WHERE article_id = :id", id=article_id)
            return
        title, summary, body = self._words(content)
        await tx.run(
            """
            INSERT INTO article_search (article_search, rowid, title, summary, body)
            VALUES ('delete', :id, :title, :summary, :body)
            """,
            id=article_id,
            title=" ".join(title),
            summary=" ".join(summary),
            body=" ".join(body),
        )

    async def clear(self, tx: Transaction) -> None:
        """Nothing can be found."""
        if self.dialect == "postgres":
            await tx.run("DELETE FROM article_search")
            return
        await tx.run("INSERT INTO article_search (article_search) VALUES ('delete-all')")

    def _words(self, content: Content) -> tuple[list[str], list[str], list[str]]:
        body = html.unescape(_TAG.sub(" ", content.body_html[: 2 * MAX_BODY]))
        return (
            self._with_pairs(content.title[:MAX_TITLE]),
            self._with_pairs(content.summary[:MAX_SUMMARY]),
            self._with_pairs(body[:MAX_BODY]),
        )

    def _with_pairs(self, text: str) -> list[str]:
        words = tokens(self.fold(text))
        return words + pairs(words)


def _document(*, title: list[str], summary: list[str], body: list[str]) -> str:
    weights: dict[str, str] = {}
    for weight, words in (("A", title), ("B", summary), ("D", body)):
        for word in words:
            weights.setdefault(word, weight)
    return " ".join(f"'{word}':1{weight}" for word, weight in weights.items())
