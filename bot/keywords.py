"""What a chat wants to hear of: folded phrases in titles and leads (pure)."""

import re
from collections.abc import Iterable
from typing import Final

from bot.text import clean, fold, shorten, squash
from storage.keywords import Keyword

MOST_KEYWORDS: Final = 20
MOST_LETTERS: Final = 60

_WORD: Final = re.compile(r"[^\W_]+")


def keyword_of(given: str) -> Keyword | None:
    """What somebody wrote as a keyword; a minus excludes. None where there is no word.

    >>> keyword_of("Hiến máu"), keyword_of("-quảng cáo").is_excluded, keyword_of("- !")
    (Keyword(folded='hien mau', phrase='Hiến máu', is_excluded=False), True, None)
    """
    words = squash(clean(given))
    is_excluded = words.startswith(("-", "−", "–"))
    phrase = shorten(words.lstrip("-−– "), limit=MOST_LETTERS)
    folded = " ".join(_WORD.findall(fold(phrase)))
    return Keyword(folded=folded, phrase=phrase, is_excluded=is_excluded) if folded else None


def text_of(*parts: str) -> str:
    """The words of an article's title and lead as keywords are compared with them.

    >>> text_of("Hiến máu, cứu người")
    ' hien mau cuu nguoi '
    """
    return f" {' '.join(_WORD.findall(fold(' '.join(parts))))} "


def wants(keywords: Iterable[Keyword], text: str) -> bool:
    """Whether the text may come: nothing excluded in it, and something asked for, if any is.

    >>> hien, quang = keyword_of("hiến máu"), keyword_of("-quảng cáo")
    >>> text = text_of("Hiến máu cứu người")
    >>> wants([], text), wants([hien, quang], text), wants([keyword_of("-máu")], text)
    (True, True, False)
    """
    asked = False
    met = False
    for keyword in keywords:
        stands = f" {keyword.folded} " in text
        if keyword.is_excluded and stands:
            return False
        if not keyword.is_excluded:
            asked, met = True, met or stands
    return met or not asked
