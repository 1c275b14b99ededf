"""What a reader typed, as terms: short forms known, left-overs of typing read (pure)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from math import log
from typing import Final

from bot.search.abbreviations import FILLER_WEIGHT, fillers_in, meaning_at
from bot.search.spelling import is_near_known
from bot.search.splitting import splits
from bot.search.syllables import letters_of, places
from bot.search.telex import decoded
from bot.search.terms import Form, Term
from storage.search_words import Vocabulary

MOST_TERMS: Final = 16
_MEANT, _SPLIT, _BEGUN = 0.98, 0.97, 0.9
_LONG_RUN: Final = 9
_BELIEVED_ALONE: Final = 3
_MOST_LOOKED_AT, _MOST_PAIRED, _MOST_TRIED = 2_000, 1_000, 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """How common words are. `counts` holds the typed words, however rare, as they are now."""

    vocabulary: Vocabulary
    counts: Mapping[str, int]
    totals: Mapping[str, int]

    def count(self, word: str) -> int:
        """In about how many articles the word stands; without marks, all its spellings."""
        letters = letters_of(word)
        if word == letters:
            return self.totals.get(letters) or self.vocabulary.counts.get(letters, 0)
        return self.counts.get(word) or self.vocabulary.spellings_of(letters).get(word, 0)

    def weight(self, word: str) -> float:
        """How much the word tells articles apart."""
        count = self.count(word) or self.count(letters_of(word))
        return log(1 + (self.vocabulary.articles + 1) / (count + 0.5))


def known(counts: Mapping[str, int], vocabulary: Vocabulary) -> Known:
    """What is known of words.

    Args:
        counts: every spelling of the typed words, with its number of articles now.
    """
    totals: dict[str, int] = {}
    for word, count in counts.items():
        letters = letters_of(word)
        totals[letters] = totals.get(letters, 0) + count
    return Known(vocabulary=vocabulary, counts=counts, totals=totals)


def understood(text: str, what: Known, *, is_phrase: bool = False) -> list[Term]:
    """The terms of a text, in its order.

    Args:
        text: clean and in lower case.
        is_phrase: they stand in quotation marks: as they are, and one after the other.
    """
    found = places(text)
    if is_phrase:
        terms = [_plain(text[start:end], word, what) for start, end, word in found]
        return [replace(term, in_phrase=at > 0) for at, term in enumerate(terms)][:MOST_TERMS]
    return list(_terms(text, found, what))[:MOST_TERMS]


def unfinished(terms: Sequence[Term]) -> list[Term]:
    """The terms, the last of which may be the beginning of a word."""
    if not terms or terms[-1].in_phrase:
        return list(terms)
    last = terms[-1]
    begun = replace(last.first, worth=_BEGUN, is_begun=True)
    return [*terms[:-1], replace(last, forms=(*last.forms, begun))]


def completions(terms: Sequence[Term], vocabulary: Vocabulary) -> list[str]:
    """The commonest words that may end the question, where all of them are too many to read.

    Every pair that begins so would be read to its end before the first article is found.
    """
    if len(terms) < 2 or not terms[-1].forms[-1].is_begun:
        return []
    before, letters = letters_of(terms[-2].first.words[-1]), letters_of(terms[-1].first.words[-1])
    following = vocabulary.beginning_with(letters, most=_MOST_LOOKED_AT)
    share = sum(vocabulary.counts[it] for it in following) / max(vocabulary.words, 1)
    if vocabulary.counts.get(before, 0) * share < _MOST_PAIRED:
        return []
    return nlargest(_MOST_TRIED, following, key=vocabulary.counts.__getitem__)


def completed(terms: Sequence[Term], likely: Sequence[str]) -> list[Term]:
    """The terms, the last of which may be one of these words, too."""
    *others, last = terms
    *forms, begun = last.forms
    more = (Form(words=(word,), worth=_BEGUN) for word in likely)
    return [*others, replace(last, forms=(*forms, *more, replace(begun, is_sought=False)))]


def _terms(text: str, found: Sequence[tuple[int, int, str]], what: Known) -> Iterator[Term]:
    asked = [word for _, _, word in found]
    fillers = fillers_in(asked)
    place = 0
    while place < len(found):
        start, end, word = found[place]
        meaning = meaning_at(asked, place)
        if meaning is not None:
            here = tuple(asked[place : place + meaning.length])
            end = found[place + meaning.length - 1][1]
            yield Term(
                typed=text[start:end],
                forms=(Form(words=here), *meaning.forms),
                weight=sum(map(what.weight, here)),
            )
            place += meaning.length
            continue
        for term in _read(text[start:end], word, what):
            lightness = FILLER_WEIGHT if place in fillers else 1.0
            yield replace(term, weight=term.weight * lightness, is_filler=place in fillers)
        place += 1


def _read(written: str, word: str, what: Known) -> list[Term]:
    """One written word as one term, or as several when it was run together."""
    letters = letters_of(word)
    if what.totals.get(letters):
        return [_plain(written, word, what)]
    for meant in decoded(letters) if word == letters else ():
        if what.count(meant):
            return [_made(written, meant, what, worth=_MEANT)]
    ways = splits(written, what.vocabulary)
    if not ways:
        return [_plain(written, word, what)]
    if len(written) < _LONG_RUN and is_near_known(letters, what.vocabulary):
        forms = [Form(words=way, worth=_SPLIT, is_reading=True) for way in ways[:_BELIEVED_ALONE]]
        return [replace(_plain(written, word, what), forms=(Form(words=(word,)), *forms))]
    return [_made(part, part, what, worth=_SPLIT) for part in ways[0]]


def _plain(written: str, word: str, what: Known) -> Term:
    return Term(typed=written, forms=(Form(words=(word,)),), weight=what.weight(word))


def _made(written: str, word: str, what: Known, *, worth: float) -> Term:
    form = Form(words=(word,), worth=worth, is_reading=True)
    return Term(typed=written, forms=(form,), weight=what.weight(word))
