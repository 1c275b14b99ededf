"""Vietnamese as it was written before Unicode, read by whoever took it for Latin (pure).

TCVN3 is a font: its letters stand in Latin-1's places; so do VISCII's, at other ones. VNI puts
marks behind their letters, windows-1258 tones behind their vowels. A feed that declares none of
them comes out as "§oµn viªn", "Ðoàn viên ra quân ðß¶ng", "Ñoaøn vieân" or "Ðoaìn viên". What
reads as Vietnamese syllables, mark for mark, is what was meant.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.feeds.raw import RawEntry, RawFeed

# TCVN 5712:1993, VN3: from 0xA1 on; what stands for itself is left out.
_TCVN3: Final = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹỵ",
)
# RFC 1456, from 0x80 on, in the order of its bytes.
_VISCII_LETTERS: Final = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII: Final = {
    ord(place): letter
    for byte, letter in enumerate(_VISCII_LETTERS, start=0x80)
    # Readers take the upper controls of Latin-1 for the signs of windows-1252.
    for place in (chr(byte), bytes([byte]).decode("cp1252", "replace"))
    if place != "\ufffd"
}
_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = _TONES = "\u0300\u0301\u0309\u0303\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
# VNI for Windows: a letter and behind it its marks, in the places of other letters.
_VNI_MARKS: Final = {
    **dict(zip("øùûõï", _TONES, strict=True)),
    **{it: _CIRCUMFLEX + tone for it, tone in zip("âàáåãä", ("", *_TONES), strict=True)},
    **{it: _BREVE + tone for it, tone in zip("êèéúüë", ("", *_TONES), strict=True)},
}
_VNI_LETTERS: Final = dict(zip("ôöñæóòîÔÖÑÆÓÒÎ", "ơưđỉĩịỵƠƯĐỈĨỊỴ", strict=True))
_VNI: Final = re.compile(
    "([aeouyôöAEOUYÔÖ])([øùûõïâàáåãäêèéúüëØÙÛÕÏÂÀÁÅÃÄÊÈÉÚÜË])|([ôöñæóòîÔÖÑÆÓÒÎ])"
)
_MODERN: Final = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_SYLLABLE: Final = re.compile(
    "(?:ngh?|nh|ch|gh?|gi|kh|ph|qu?|th|tr|[bcdđhklmnprstvx])?"
    "(?:oai|oay|oao|oeo|uai|uay|uây|uôi|ươi|ươu|iêu|yêu|uya|uyê|uyu|uêu|ai|ao|au|ay|âu|ây|eo|êu"
    "|ia|iê|iu|oa|oă|oe|oi|ôi|ơi|oo|ua|uâ|uê|ui|uô|uơ|uy|ưa|ươ|ưi|ưu|yê|[aăâeêioôơuưy])"
    "(?:ch|ng|nh|[cmnpt])?"
)
_SURE: Final = 3
_SHARE: Final = 0.9
Convert = Callable[[str], str]


def in_unicode(raw: RawFeed) -> RawFeed:
    """The feed with its old letters as today's; any other feed as it is."""
    titles = " ".join(entry.title for entry in raw.entries)
    if titles.isascii() or _MODERN.search(titles) or _share(titles) >= _SHARE:
        return raw
    shares = {convert: _share(convert(titles)) for convert in _CONVERSIONS}
    best = max(_CONVERSIONS, key=shares.__getitem__)
    return _rewritten(raw, best) if shares[best] >= _SHARE else raw


def _share(text: str) -> float:
    """How many of the words with marks are syllables of ours; none for less than three."""
    words = [it for it in _WORD.findall(unicodedata.normalize("NFC", text)) if not it.isascii()]
    return sum(map(_is_syllable, words)) / len(words) if len(words) >= _SURE else 0.0


def _is_syllable(word: str) -> bool:
    apart = unicodedata.normalize("NFD", word.lower())
    toneless = "".join(it for it in apart if it not in _TONES)
    has_one_tone = len(apart) - len(toneless) <= 1
    return has_one_tone and bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)))


def _from_tcvn3(text: str) -> str:
    """What a text in the font's letters says.

    >>> _from_tcvn3("§oµn viªn ra qu©n")
    'Đoàn viên ra quân'
    """
    return text.translate(_TCVN3)


def _from_viscii(text: str) -> str:
    """What a text in VISCII says.

    >>> _from_viscii("Ðoàn viên m· ðß¶ng")
    'Đoàn viên mở đường'
    """
    return text.translate(_VISCII)


def _from_vni(text: str) -> str:
    """What a text in VNI's letters says.

    >>> _from_vni("Ñoaøn vieân môû ñöôøng")
    'Đoàn viên mở đường'
    """
    return unicodedata.normalize("NFC", _VNI.sub(_vni_letter, text))


def _vni_letter(found: re.Match[str]) -> str:
    if found[3]:
        return _VNI_LETTERS[found[3]]
    letter = _VNI_LETTERS.get(found[1], found[1])
    return f"{letter}{_VNI_MARKS[found[2].lower()]}"


def _from_code_page(text: str) -> str:
    try:
        return text.encode("cp1252").decode("cp1258")
    except UnicodeError:
        return text


_CONVERSIONS: Final = (_from_tcvn3, _from_code_page, _from_viscii, _from_vni)


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
