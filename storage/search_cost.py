"""What an index reads for a question, and how much of it a dear question may read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import comb, prod
from typing import Final, NamedTuple

from storage.search_query import Need, Sought
from storage.search_tokens import JOINT, Token, of_eras
from storage.search_words import Vocabulary

MOST_READ: Final = 240_000
"""Entries of the index that may be read at once: some 10 ms."""

_PAGE: Final = 2_000
"""Entries read to find the one that stands beside a given one."""
_IN_TITLES: Final = 10
_BESIDE: Final = 4


class _Reading(NamedTuple):
    """In about how many articles something stands, and what is read to find them."""

    articles: int
    entries: int


def newest_for(
    sought: Sought, vocabulary: Vocabulary, *, most: int = MOST_READ, newest_id: int | None = None
) -> Need:
    """The newest eras, so many that about `most` is read in them; nothing when all count.

    What words in every third article would cost grows with their number, and all but the
    newest of what they find is left out anyway.

    Args:
        newest_id: the newest article that can be found.
    """
    return _eras(_of_question(sought, vocabulary), vocabulary, most=most, newest_id=newest_id)


def likely_for(
    sought: Sought, vocabulary: Vocabulary, *, limit: int, newest_id: int | None = None
) -> Need:
    """The newest eras that should hold ten times `limit` of these; nothing when all count."""
    amount = _matches(sought, vocabulary)
    return _eras(amount, vocabulary, most=10 * limit, newest_id=newest_id)


def _eras(amount: int, vocabulary: Vocabulary, *, most: int, newest_id: int | None = None) -> Need:
    if amount <= most:
        return ()
    kept = vocabulary.newest_id * most // amount
    # What was added since the vocabulary was read is part of the newest.
    last = newest_id or vocabulary.newest_id + vocabulary.newest_id // 40
    eras = of_eras((newest_id or vocabulary.newest_id) - kept, last)
    return tuple((era,) for era in eras)


def _matches(sought: Sought, vocabulary: Vocabulary) -> int:
    """In about how many articles this is found, were words independent of each other."""
    whole = max(vocabulary.articles, 1)
    shares = [min(_of_need(it, vocabulary).articles / whole, 1.0) for it in sought.needs]
    least = max(len(shares) - sought.may_lack, 1)
    return int(whole * min(sum(map(prod, combinations(shares, least))), 1.0))


def _of_question(sought: Sought, vocabulary: Vocabulary) -> int:
    needs = [_of_need(need, vocabulary) for need in sought.needs]
    if not sought.may_lack or len(needs) < 2:
        return _together(needs).entries
    least = max(len(needs) - sought.may_lack, 1)
    return comb(len(needs) - 1, least - 1) * sum(need.entries for need in needs)


def _of_need(need: Need, vocabulary: Vocabulary) -> _Reading:
    ways = [_together([_of_token(it, vocabulary) for it in way]) for way in need]
    return _Reading(sum(way.articles for way in ways), sum(way.entries for way in ways))


def _together(parts: Sequence[_Reading]) -> _Reading:
    """What must stand together: of the common ones as much is read as the rarest calls for."""
    rarest = min((part.articles for part in parts), default=0)
    return _Reading(rarest, sum(min(part.entries, _PAGE * rarest) for part in parts))


def _of_token(token: Token, vocabulary: Vocabulary) -> _Reading:
    kind, word = token[0], token[1:].removesuffix("*")
    if kind == "e":
        count = vocabulary.spellings_of(word.partition(JOINT)[0]).get(word, 0)
    else:
        counts = [vocabulary.counts.get(letters, 0) for letters in word.split(JOINT) if letters]
        count = min(counts, default=0) // {"t": _IN_TITLES, "p": _BESIDE}.get(kind, 1)
    return _Reading(count, count)
