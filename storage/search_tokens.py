"""What the index holds of an article: tokens, each with a letter for what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from storage.database import instant
from storage.model import ArticleId

MOST_TOKENS = 20_000
JOINT = "·"
"""Between a word's letters and its marks, and between neighbours: no letter, and not ASCII."""

NEWEST_FIRST = 1 << 28
"""An article's row in the index of SQLite is this less its id: four bytes, the newest first."""

SMALL_ERA, LARGE_ERA = 13, 16
"""Binary digits of the number of ids in an era."""

Token = str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article as the index knows it. `author`: letters; `title`, `summary`, `body`: words."""

    id: ArticleId
    shown_at: int
    category_id: int | None
    author: Sequence[str]
    title: Sequence[str]
    summary: Sequence[str]
    body: Sequence[str]


def letters_of(word: str) -> str:
    """The word without its marks."""
    return word.partition(JOINT)[0]


def bare(word: str) -> Token:
    """The token of a word's letters, whatever its marks."""
    return f"f{letters_of(word)}"


def exact(word: str) -> Token:
    """The token of a word as it is marked; of an unmarked one, that of its letters."""
    return f"e{word}" if JOINT in word else f"f{word}"


def pair(first: str, second: str) -> Token:
    """The token of two neighbours: most Vietnamese words have two syllables.

    >>> pair("thanh", "nien·c")
    'pthanh·nien'
    """
    return f"p{letters_of(first)}{JOINT}{letters_of(second)}"


def in_title(token: Token) -> tuple[Token, ...]:
    """What `bare` and `pair` give, as the tokens that titles alone have.

    A beginning stays what it is, beside a title's word: it has few ends, a word many.

    >>> in_title("fbao"), in_title("psat·cat"), in_title("psat·ca*")
    (('tbao',), ('tsat', 'tcat'), ('tsat', 'psat·ca*'))
    """
    if token.endswith("*"):
        return (f"t{letters_of(token[1:])}", token)
    return tuple(f"t{letters}" for letters in token[1:].split(JOINT))


def of_category(category_id: int) -> Token:
    """The token of a section."""
    return f"c{category_id}"


def of_author(letters: str) -> Token:
    """The token of one word of an author's name."""
    return f"a{letters}"


def of_year(year: int) -> Token:
    """The token of a year, UTC."""
    return f"y{year}"


def of_month(year: int, month: int) -> Token:
    """The token of a month, UTC; `month` counts from 1."""
    return f"m{year * 12 + month - 1}"


def of_day(day: date) -> Token:
    """The token of a day, UTC."""
    return f"d{day.toordinal()}"


def of_eras(first: int, last: int) -> list[Token]:
    """The eras that hold all ids from `first` to `last`: small ones when these are few.

    >>> of_eras(0, 9000), of_eras(0, 200_000)
    (['s0', 's1'], ['l0', 'l1', 'l2', 'l3'])
    """
    small = range(first >> SMALL_ERA, (last >> SMALL_ERA) + 1)
    if len(small) <= 1 << (LARGE_ERA - SMALL_ERA):
        return [f"s{era}" for era in small]
    return [f"l{era}" for era in range(first >> LARGE_ERA, (last >> LARGE_ERA) + 1)]


def tokens_of(entry: Entry) -> list[Token]:
    """All tokens of an article, each once."""
    found = dict.fromkeys(_about(entry))
    texts = (entry.title, entry.summary, entry.body)
    # Without a call for each word: that was a third of what it costs to index an article.
    letters = [[word.partition(JOINT)[0] for word in words] for words in texts]
    found |= dict.fromkeys([f"t{it}" for it in letters[0]])
    for some in letters:
        found |= dict.fromkeys([f"f{it}" for it in some])
        found |= dict.fromkeys([f"p{one}{JOINT}{other}" for one, other in pairwise(some)])
    for words in texts:
        found |= dict.fromkeys([f"e{word}" for word in words if JOINT in word])
    return list(found)[:MOST_TOKENS]


def spaced(words: Iterable[str]) -> str:
    """The words as one text, a space around each."""
    return f" {' '.join(words)} "


def _about(entry: Entry) -> Iterator[Token]:
    shown: datetime = instant(entry.shown_at)
    yield of_year(shown.year)
    yield of_month(shown.year, shown.month)
    yield of_day(shown.date())
    yield f"s{entry.id >> SMALL_ERA}"
    yield f"l{entry.id >> LARGE_ERA}"
    if entry.category_id is not None:
        yield of_category(entry.category_id)
    yield from map(of_author, entry.author)
