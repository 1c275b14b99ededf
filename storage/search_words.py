"""How common words are: what spelling and ranking go by."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile
from types import MappingProxyType

from storage.database import Transaction
from storage.search_tokens import JOINT

MOST_KEPT = 60_000

_NOTHING: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The commonest words of the published articles.

    `spellings`: for letters, each word they stand for and its number of articles.
    `counts`: for letters, the sum of these. `words`: the sum of all. `in_order`: the letters,
    sorted.
    """

    articles: int = 0
    newest_id: int = 0
    spellings: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    words: int = 0
    in_order: Sequence[str] = ()

    def spellings_of(self, letters: str) -> Mapping[str, int]:
        """The words with these letters."""
        return self.spellings.get(letters, _NOTHING)

    def beginning_with(self, letters: str, *, most: int) -> list[str]:
        """Longer letters that begin so, in order."""
        start = bisect_left(self.in_order, letters)
        following = takewhile(
            lambda it: it.startswith(letters), self.in_order[start : start + most]
        )
        return [it for it in islice(following, most) if it != letters]


async def load_vocabulary(tx: Transaction) -> Vocabulary:
    """The vocabulary as it is now."""
    # Counted by an index of `articles`: the rows of `article_words` are long.
    counted = await tx.rows("SELECT COUNT(*) FROM articles WHERE status = 'published'")
    newest = await tx.rows("SELECT COALESCE(MAX(article_id), 0) FROM article_words")
    rows = await tx.rows(
        """
        SELECT word, articles
        FROM search_words
        WHERE articles > 0
        ORDER BY articles DESC
        LIMIT :most
        """,
        most=MOST_KEPT,
    )
    spellings: dict[str, dict[str, int]] = {}
    for word, articles in rows:
        spellings.setdefault(word.partition(JOINT)[0], {})[word] = articles
    return Vocabulary(
        articles=int(counted[0][0]),
        newest_id=int(newest[0][0]),
        spellings=spellings,
        counts={letters: sum(words.values()) for letters, words in spellings.items()},
        words=sum(count for _, count in rows),
        in_order=sorted(spellings),
    )
