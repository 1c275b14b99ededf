"""What was probably meant, in the words of the article that answers best (pure)."""

from collections.abc import Sequence

from bot.search.matching import Spot, sieve, spots_in
from bot.search.terms import Term
from bot.search.writing import written


def suggestion(texts: Sequence[str], terms: Sequence[Term]) -> str:
    """The question with what we read into it; empty when it was taken as typed.

    Args:
        texts: the words of the best answer: title, summary, body.
    """
    said: list[str] = []
    is_read = False
    ready = sieve(terms)
    found = [(text, spots_in(text, ready)) for text in texts]
    for place, term in enumerate(terms):
        best: tuple[float, str] = (0.0, term.typed)
        best_spot: Spot | None = None
        for text, spots in found:
            for spot in spots[place]:
                if spot.worth > best[0]:
                    best = (spot.worth, text[spot.start + 1 : spot.end])
                    best_spot = spot
        if best_spot is not None and best_spot.is_reading:
            is_read = True
            said.append(" ".join(map(written, best[1].split())))
        else:
            said.append(term.typed)
    return " ".join(said) if is_read else ""
