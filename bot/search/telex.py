"""Left-overs of Vietnamese typing: keys that were meant to become marks (pure)."""

import re
from typing import Final

from bot.search.syllables import (
    ACUTE,
    BREVE,
    CIRCUMFLEX,
    CROSSED,
    DOT,
    GRAVE,
    HOOK,
    HORN,
    TILDE,
    join,
)

_TELEX_TONES: Final = {"f": GRAVE, "r": HOOK, "x": TILDE, "s": ACUTE, "j": DOT}
_VNI: Final = {
    "1": ACUTE,
    "2": GRAVE,
    "3": HOOK,
    "4": TILDE,
    "5": DOT,
    "6": CIRCUMFLEX,
    "7": HORN,
    "8": BREVE,
    "9": CROSSED,
}
_CARRIERS: Final = {CIRCUMFLEX: set("aeo"), HORN: set("ou"), BREVE: set("a"), CROSSED: set("d")}
_LONGEST: Final = 12
_LETTERS: Final = re.compile("[a-z]+")
_VNI_WORD: Final = re.compile("[a-z]+[1-9][a-z1-9]*")
_DOUBLED: Final = re.compile("([aeo])([a-z]*?)\\1")
_VIETNAMESE: Final = re.compile(
    "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?"
)


def decoded(letters: str) -> tuple[str, ...]:
    """The words that these keys spell in Telex or VNI, the likeliest first.

    Args:
        letters: ASCII, lower case.

    >>> decoded("nieemf"), decoded("dduowngf"), decoded("nie6m2"), decoded("tin")
    (('niem·1c',), ('duong·1dh',), ('niem·1c',), ())
    """
    if len(letters) > _LONGEST:
        return ()
    if _VNI_WORD.fullmatch(letters):
        marks = {_VNI[it] for it in letters if it.isdecimal() and it in _VNI}
        return _if_vietnamese(re.sub("[0-9]", "", letters), marks)
    return _telex(letters) if _LETTERS.fullmatch(letters) else ()


def _telex(keys: str) -> tuple[str, ...]:
    letters, marks = keys, set[str]()
    tone = re.search("[aeiouyw][a-z]*([frxsj])", letters)
    if tone and (place := _tone_key(letters)) is not None:
        marks.add(_TELEX_TONES[letters[place]])
        letters = letters[:place] + letters[place + 1 :]
    if letters.count("d") == 2 and letters.startswith("d"):
        marks.add(CROSSED)
        last = letters.rindex("d")
        letters = letters[:last] + letters[last + 1 :]
    if doubled := _DOUBLED.search(letters):
        marks.add(CIRCUMFLEX)
        letters = letters[: doubled.end() - 1] + letters[doubled.end() :]
    if "w" in letters:
        bare = letters.replace("w", "", 1)
        is_breve = "a" in bare and not re.search("u[ao]?w|uaw?|ow", letters)
        marks.add(BREVE if is_breve or "aw" in letters else HORN)
        letters = bare if re.search("[aou]", bare) else letters.replace("w", "u", 1)
    return _if_vietnamese(letters, marks) if marks else ()


def _tone_key(letters: str) -> int | None:
    """Where the tone's key stands: the last of those keys that follows a vowel."""
    first = re.search("[aeiouyw]", letters)
    if first is None:
        return None
    after = [at for at in range(first.end(), len(letters)) if letters[at] in _TELEX_TONES]
    return after[-1] if after else None


def _if_vietnamese(letters: str, marks: set[str]) -> tuple[str, ...]:
    if not marks or not _VIETNAMESE.fullmatch(letters):
        return ()
    if any(mark in marks and not carriers & set(letters) for mark, carriers in _CARRIERS.items()):
        return ()
    return (join(letters, marks),)
