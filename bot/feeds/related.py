"""What an editor may want to put beside an article (pure).

Most Vietnamese words have two syllables: neighbours in common are words in common.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.text import fold
from storage.model import Related, Told

MOST_SUGGESTED: Final = 3
_FEWEST_SHARED: Final = 2
_TOO_COMMON: Final = 5
_FEW: Final = 2
_WORD: Final = re.compile(r"[^\W_]+")


def suggested(
    title: str, *, summary: str, neighbours: Sequence[Told], limit: int = MOST_SUGGESTED
) -> tuple[Related, ...]:
    """The neighbours that speak of the same, the closest first.

    Args:
        title: of the article that they go beside.
        summary: its lead.
        neighbours: newest first, as many as may be compared.
        limit: most of them.
    """
    pairs = {it.article_id: _pairs(f"{it.title}. {it.summary}") for it in neighbours}
    # What every fifth article says ("thanh niên") brings no two together.
    common = Counter(pair for found in pairs.values() for pair in found)
    most = max(_FEW, len(pairs) // _TOO_COMMON)
    telling = {it for it in _pairs(f"{title}. {summary}") if common[it] <= most}
    scored = [
        (len(telling & pairs[it.article_id]), -place, it) for place, it in enumerate(neighbours)
    ]
    close = sorted((it for it in scored if it[0] >= _FEWEST_SHARED), key=lambda it: it[:2])
    return tuple(
        Related(title=it.title, article_id=it.article_id) for _, _, it in close[::-1][:limit]
    )


def _pairs(text: str) -> set[tuple[str, str]]:
    return {pair for part in text.split(".") for pair in pairwise(_WORD.findall(fold(part)))}
