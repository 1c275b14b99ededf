"""The screen of a chat's keywords, and what they would let through (pure)."""

from collections.abc import Sequence
from hashlib import blake2b

from bot.i18n import text
from bot.press import Press, Verb
from bot.render.document import Mark
from bot.render.markup import html_of, line_of
from bot.render.screen import Look, Screen, pressing
from storage.keywords import Keyword


def keywords_screen(
    keywords: Sequence[Keyword], *, passing: int, looked_at: int, look: Look
) -> Screen:
    """The phrases, a button to take each away, and a look back.

    `passing`: how many of the `looked_at` newest articles would come.
    """
    language = look.language
    lines = [
        line_of(text("keywords.title", language), marks=Mark.BOLD),
        line_of(text("keywords.how", language)),
    ]
    for is_excluded, key in ((False, "keywords.included"), (True, "keywords.excluded")):
        phrases = [it.phrase for it in keywords if it.is_excluded is is_excluded]
        if phrases:
            lines.append(line_of(text(key, language, phrases=", ".join(phrases))))
    seen = text("keywords.preview", language, n=looked_at, passing=passing)
    rows = tuple(
        (
            pressing(
                text("keywords.drop", language, phrase=it.phrase),
                Press(verb=Verb.KEYWORD, argument=mark_of(it)),
            ),
        )
        for it in keywords
    )
    return Screen(text=html_of([*lines, line_of(seen)]), keyboard=rows)


def mark_of(keyword: Keyword) -> str:
    """The phrase in a button: long ones would not fit."""
    return blake2b(keyword.folded.encode(), digest_size=8).hexdigest()
