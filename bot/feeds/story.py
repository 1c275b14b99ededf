"""Whether two reports tell one story (pure).

Reports of different events are often worded alike here: a union's every commune plants the
same trees. So a headline alone decides only when it is the same word for word.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

from rapidfuzz import fuzz

from bot.text import fold
from storage.model import ArticleId, Content, Told

LIKENESS: Final = 0.75
"""From 0 to 1: how alike headline and lead must be together."""

_RECENT: Final = timedelta(days=3)
_WORDS_A_SHINGLE: Final = 3
_MOST_SHINGLES: Final = 24
_TELLING_WORDS: Final = 6
_LEAD_WORDS: Final = 8
_WORD: Final = re.compile(r"[^\W_]+")
_NUMBER: Final = re.compile(r"\d+")


def shingles_of(content: Content, *, now: datetime) -> tuple[int, ...]:
    """Every three neighbouring words of a headline as a number; none for what is old.

    Signed, 64 bits: two headlines that share none cannot be the same.
    """
    if content.published_at is not None and now - content.published_at > _RECENT:
        return ()
    words = _WORD.findall(fold(content.title))
    return tuple(
        dict.fromkeys(
            int.from_bytes(blake2b(" ".join(three).encode(), digest_size=8).digest(), signed=True)
            for three in _threes(words)[:_MOST_SHINGLES]
        )
    )


def story_in(
    content: Content, told: Sequence[Told], *, likeness: float = LIKENESS
) -> ArticleId | None:
    """The story that is told again, the most alike of several; None when it is new."""
    scored = [(alike(content, it), -it.article_id) for it in told]
    best, article_id = max(scored, default=(0.0, 0))
    return ArticleId(-article_id) if best >= likeness else None


def alike(content: Content, told: Told) -> float:
    """How alike two reports are: 1 for the same headline, 0 where their numbers differ."""
    ours, theirs = fold(content.title), fold(told.title)
    words, others = _WORD.findall(ours), _WORD.findall(theirs)
    # Prices, ages, dates and rounds differ between stories that are worded the same.
    if sorted(_NUMBER.findall(ours)) != sorted(_NUMBER.findall(theirs)):
        return 0.0
    if words == others and len(words) >= _TELLING_WORDS:
        return 1.0
    lead, other_lead = _WORD.findall(fold(content.summary)), _WORD.findall(fold(told.summary))
    if min(len(lead), len(other_lead)) < _LEAD_WORDS:
        return 0.0
    headline = fuzz.token_sort_ratio(" ".join(words), " ".join(others)) / 100
    return (headline + _jaccard(set(_threes(lead)), set(_threes(other_lead)))) / 2


def _threes(words: Sequence[str]) -> list[tuple[str, ...]]:
    most = len(words) - _WORDS_A_SHINGLE + 1
    return [tuple(words[at : at + _WORDS_A_SHINGLE]) for at in range(most)]


def _jaccard(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0
