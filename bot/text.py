"""Vietnamese text: cleaned at the door, folded, measured as Telegram does (pure).

Everything here is linear in its input, whatever the input: runs of combining marks are
capped first, because Unicode normalisation reorders them by insertion sort.
"""

import re
import unicodedata
from typing import Final

MOST_MARKS: Final = 8
"""Marks kept on one letter. Vietnamese needs two."""

_ELLIPSIS: Final = "…"
_FARTHEST_BORDER: Final = 32
_BASE36: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_BASE36_NUMBER: Final = re.compile(r"[0-9a-z]{1,13}", re.ASCII | re.IGNORECASE)
_LARGEST_ID: Final = 2**63 - 1

# Composed letters, digits and common signs: nothing in them to clean, one look instead of five.
_PLAIN: Final = re.compile("[\t\n -~\xa0-\xac\xae-\u02ff\u1ea0-\u1ef9\u2010-\u2027]*")
_LINE_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE: Final = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x9f"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200c\u2060-\u2065\u206a-\u206f"
    "\u3164\ufeff\uffa0\ufff0-\ufffc\U000e0000-\U000e0fff"
    "]+"
)
# Kept where it joins two pictures into one (a family, a flag); elsewhere it only hides.
_EMOJI: Final = "[\u2194\u2195\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
_STRAY_JOINER: Final = re.compile(
    f"(?<!{_EMOJI})(?<!{_EMOJI}\ufe0f)\u200d+|\u200d+(?!{_EMOJI}|\u200d)|\u200d{{2,}}"
)
# Every mark is outside \w; cheap to skip over letters, precise inside `_capped`.
_MANY_MARKS: Final = re.compile(rf"[^\w\s\x00-\u02ff]{{{MOST_MARKS + 1},}}")
_DIACRITICS: Final = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
# Icelandic eth and African D are what old fonts and wrong keyboards write for đ.
_CROSSED_D: Final = str.maketrans("đðɖ", "ddd")
_TONES: Final = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_PLACES: Final = {letter: at for at, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_NOT_SLUG: Final = re.compile("[^a-z0-9]+")


def clean(text: str, *, limit: int | None = None) -> str:
    r"""The text without what cannot be seen, sent or stored, in NFC.

    Args:
        text: as it arrived. Line ends become `\n`; controls but `\n` and `\t`, lone
            surrogates, direction controls, zero-width characters and marks piled
            higher than `MOST_MARKS` are left out.
        limit: most UTF-16 units kept.

    >>> clean("Đo\u0061\u0300n\u200b\x00\r\nviên\u202e")
    'Đoàn\nviên'
    """
    normal = text if _PLAIN.fullmatch(text) else _cleaned(text)
    return normal if limit is None else cut_utf16(normal, limit=limit)


def squash(text: str) -> str:
    r"""The text on one line, one space between words, none around.

    >>> squash("  Tin \n\t mới\u00a0nhất ")
    'Tin mới nhất'
    """
    return " ".join(text.split())


def fold(text: str) -> str:
    """The text in lower case without Vietnamese marks; folding twice changes nothing.

    >>> fold("Đoàn viên hòa hoà"), fold("TRƯỜNG ĐẠI HỌC")
    ('doan vien hoa hoa', 'truong dai hoc')
    """
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFD", _tamed(text).lower())
    bare = _DIACRITICS.sub("", apart).translate(_CROSSED_D)
    return _tamed(unicodedata.normalize("NFC", bare))


def utf16_length(text: str) -> int:
    """The length as Telegram counts it: UTF-16 units.

    >>> utf16_length("Tin"), utf16_length("📰")
    (3, 2)
    """
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut_utf16(text: str, *, limit: int) -> str:
    """The longest beginning of at most `limit` UTF-16 units that splits no letter or emoji.

    >>> cut_utf16("Tin 📰", limit=5), cut_utf16("Tin 📰", limit=6)
    ('Tin ', 'Tin 📰')
    """
    if _is_short(text, limit=limit):
        return text
    limit = max(limit, 0)
    head = text[:limit]
    excess = utf16_length(head) - limit
    while excess > 0:
        # Each character dropped gives back one unit or two.
        dropped = max(excess // 2, 1)
        excess -= utf16_length(head[-dropped:])
        head = head[:-dropped]
    return head if len(head) == len(text) else head[: _border(text, len(head))]


def shorten(text: str, *, limit: int) -> str:
    """The text within `limit` UTF-16 units, ended at a word with "…" when it is longer.

    >>> shorten("Ra quân Chiến dịch Mùa hè xanh", limit=20)
    'Ra quân Chiến dịch…'
    """
    if _is_short(text, limit=limit) or utf16_length(text) <= limit:
        return text
    if limit < 1:
        return ""
    head = cut_utf16(text, limit=limit - 1)
    if not (head[-1:].isspace() or text[len(head)].isspace()):
        words = head.rsplit(maxsplit=1)
        # A word longer than half the room (a link) is cut rather than lost.
        if len(words) == 2 and len(words[0]) * 2 >= len(head):
            head = words[0]
    return head.rstrip(" \t\n,;:-–—…") + _ELLIPSIS


def slug(text: str, *, limit: int = 80) -> str:
    """The text as part of an address: `a-z`, `0-9` and single hyphens; may be empty.

    >>> slug("Đoàn viên: ra quân “Mùa hè xanh” 2017")
    'doan-vien-ra-quan-mua-he-xanh-2017'
    """
    whole = _NOT_SLUG.sub("-", fold(text)).strip("-")
    if len(whole) <= limit:
        return whole
    head, _, _ = whole[: limit + 1].rpartition("-")
    return head or whole[:limit]


def base36(number: int) -> str:
    """A number as deep links carry it: `0-9a-z`.

    Raises:
        ValueError: the number is negative.

    >>> base36(0), base36(123456789)
    ('0', '21i3v9')
    """
    if number < 0:
        raise ValueError(number)
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = _BASE36[digit] + digits
        if not number:
            return digits


def from_base36(text: str) -> int | None:
    """The number a deep link carries; nothing when it is none of ours.

    >>> from_base36("21i3v9"), from_base36("+1"), from_base36("z" * 13)
    (123456789, None, None)
    """
    if not _BASE36_NUMBER.fullmatch(text):
        return None
    number = int(text, 36)
    return number if number <= _LARGEST_ID else None


def alphabetical(text: str) -> tuple[list[int], str]:
    """What names are sorted by: the Vietnamese alphabet, tones only between equals.

    >>> sorted(["Đoàn", "Ơn", "Ảnh", "Ban", "Ân", "Ôn", "Ăn", "An", "Dân"], key=alphabetical)
    ['An', 'Ảnh', 'Ăn', 'Ân', 'Ban', 'Dân', 'Đoàn', 'Ôn', 'Ơn']
    """
    apart = unicodedata.normalize("NFD", _tamed(text).lower())
    letters = unicodedata.normalize("NFC", _TONES.sub("", apart))
    # Spaces, signs and digits come before every letter.
    return [_PLACES.get(it, ord(it) - 0x110000) for it in letters], text


def _is_short(text: str, *, limit: int) -> bool:
    """Whether a text is within the limit whatever its letters are."""
    return 2 * len(text) <= limit


def _cleaned(text: str) -> str:
    seen = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    return _tamed(unicodedata.normalize("NFC", _tamed(_STRAY_JOINER.sub("", seen))))


def _tamed(text: str) -> str:
    return text if text.isascii() else _MANY_MARKS.sub(_capped, text)


def _capped(found: re.Match[str]) -> str:
    run = found.group()
    # Any stretch of too many marks covers one of these places.
    if not any(map(_is_mark, run[MOST_MARKS :: MOST_MARKS + 1])):
        return run
    kept = []
    marks = 0
    for character in run:
        marks = marks + 1 if _is_mark(character) else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


def _border(text: str, end: int) -> int:
    """The last place at or before `end` where no letter or emoji is split."""
    for place in range(end, max(end - _FARTHEST_BORDER, 0), -1):
        if not _holds_together(text, place):
            return place
    # Nobody means a letter this long: cut anywhere, but never after a joiner.
    return 0 if end <= _FARTHEST_BORDER else len(text[:end].rstrip("\u200d"))


def _holds_together(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if _is_flag_half(before) and _is_flag_half(after):
        start = place
        while start and _is_flag_half(text[start - 1]):
            start -= 1
        return (place - start) % 2 == 1
    return (
        _is_mark(after)
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or "\u200d" in (before, after)
        or (before, after) == ("\r", "\n")
    )


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
