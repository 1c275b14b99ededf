"""Vietnamese as it was written before Unicode, read by whoever took it for Latin (pure).

TCVN3 is a font: its letters stand in Latin-1's places. Windows-1258 puts tones behind their
vowels. A feed that declares neither comes out as "§oµn viªn" or "Ðoaìn viên".
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.feeds.raw import RawEntry, RawFeed

# TCVN 5712:1993, VN3: from 0xA1 on; what stands for itself is left out.
_TCVN3: Final = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹỵ",
)
_MODERN: Final = re.compile("[\u0100-\u01b0\u1ea0-\u1ef9]")
# Signs that no Latin text has inside its words.
_FONT: Final = re.compile("[A-Za-z][¨©ª«¬®µ¶·¸¹»¼½¾§]|[¨©ª«¬®µ¶·¸¹»¼½¾§][A-Za-z]")
# A crossed d, an u and an o with their hooks, a tone behind its vowel; no word of Iceland
# begins with an eth.
_CODE_PAGE: Final = re.compile(r"\b[Ðð](?=[a-zâêôýõ])|ýõ|[aeiouyâêôãýõAEIOUYÂÊÔ][ÌìÞÒò](?![aeiou])")
_SURE: Final = 3
Convert = Callable[[str], str]


def in_unicode(raw: RawFeed) -> RawFeed:
    """The feed with its old letters as today's; any other feed as it is."""
    titles = " ".join(entry.title for entry in raw.entries)
    if titles.isascii() or _MODERN.search(titles):
        return raw
    if len(_FONT.findall(titles)) >= _SURE:
        return _rewritten(raw, _from_font)
    if len(_CODE_PAGE.findall(titles)) >= _SURE:
        return _rewritten(raw, _from_code_page)
    return raw


def _from_font(text: str) -> str:
    """What a text in the font's letters says.

    >>> _from_font("§oµn viªn ra qu©n")
    'Đoàn viên ra quân'
    """
    return text.translate(_TCVN3)


def _from_code_page(text: str) -> str:
    try:
        return text.encode("cp1252").decode("cp1258")
    except UnicodeError:
        return text


def _rewritten(raw: RawFeed, convert: Convert) -> RawFeed:
    return replace(
        raw,
        title=convert(raw.title),
        entries=tuple(_entry(entry, convert) for entry in raw.entries),
    )


def _entry(entry: RawEntry, convert: Convert) -> RawEntry:
    return replace(
        entry,
        title=convert(entry.title),
        summary=convert(entry.summary),
        content=convert(entry.content),
        author=convert(entry.author),
        categories=tuple(map(convert, entry.categories)),
    )
