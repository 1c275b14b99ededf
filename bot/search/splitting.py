"""Words run together, taken apart by how common their parts are (pure)."""

from math import log
from typing import Final

from bot.search.syllables import letters_of, word_of
from storage.search_words import Vocabulary

LEAST_LETTERS: Final = 5
MOST_LETTERS: Final = 48
_LONGEST_PART: Final = 14
_KEPT: Final = 24
_SHORT_COST: Final = {1: 7.0, 2: 1.5}

Split = tuple[str, ...]


def splits(written: str, vocabulary: Vocabulary, *, most: int = 8) -> list[Split]:
    """The likeliest ways to read a run of letters as words, the best first.

    Args:
        written: in lower case, with whatever marks were typed.
    """
    if not LEAST_LETTERS <= len(written) <= MOST_LETTERS or not vocabulary.articles:
        return []
    beams: list[list[tuple[float, Split]]] = [[] for _ in range(len(written) + 1)]
    beams[0].append((0.0, ()))
    for end in range(1, len(written) + 1):
        for start in range(max(0, end - _LONGEST_PART), end):
            if not beams[start]:
                continue
            part = word_of(written[start:end])
            cost = _cost(part, vocabulary)
            if cost is not None:
                beams[end] += [(before + cost, (*parts, part)) for before, parts in beams[start]]
        beams[end] = sorted(beams[end])[:_KEPT]
    return [parts for _, parts in beams[-1] if len(parts) > 1][:most]


def _cost(part: str, vocabulary: Vocabulary) -> float | None:
    """How surprising the part is; nothing when nobody wrote it."""
    letters = letters_of(part)
    count = vocabulary.counts.get(letters, 0)
    if part != letters:
        count = vocabulary.spellings_of(letters).get(part, 0)
    if not count:
        return None
    # Every part costs, so that fewer and longer ones win; rare short ones are mostly noise.
    return log(4 * vocabulary.articles / count) + 2.0 + _SHORT_COST.get(len(letters), 0.0)
