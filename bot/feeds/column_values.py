"""A column's value, however SharePoint rendered it (pure).

Renderings differ by version and language: plain text, anchors, `;#` lists, Yes/No and
Có/Không, 150.000 and 150,000. What cannot be read is None, and the caller keeps the words.
"""

import re
from decimal import Decimal, InvalidOperation
from typing import Final

from bot.feeds.files import attachment_of
from bot.feeds.markup import links_of, words_of
from bot.feeds.urls import whole_url
from bot.text import fold
from storage.model import Attachment, Person, Related

_YES: Final = frozenset({"co", "yes", "true", "1", "dung", "x"})
_NO: Final = frozenset({"khong", "no", "false", "0", "sai"})
_APPROVAL: Final = {
    "approved": 0, "da duyet": 0, "da phe duyet": 0, "denied": 1, "rejected": 1, "tu choi": 1,
    "bi tu choi": 1, "pending": 2, "cho duyet": 2, "cho phe duyet": 2, "dang cho": 2,
    "dang cho xu ly": 2, "draft": 3, "nhap": 3, "ban nhap": 3, "scheduled": 4, "da len lich": 4,
    "da hen gio": 4, "len lich": 4,
}  # fmt: skip
_GROUPED: Final = re.compile(r"-?\d{1,3}(?:([.,\u00a0 ])\d{3})(?:\1\d{3})*(?:[.,]0{1,2})?")
_NUMBER: Final = re.compile(r"-?\d{1,15}(?:[.,]\d{1,6})?")
_UNIT: Final = re.compile(r"\s{0,3}(?:đồng|vnđ|vnd|đ|₫|trang|ảnh|lượt)\.?$", re.IGNORECASE)
_LARGEST: Final = 2**53


def yes_no(html: str) -> bool | None:
    """Có or Không, Yes or No, 1 or 0."""
    word = fold(words_of(html))
    return True if word in _YES else False if word in _NO else None


def whole_number(html: str) -> int | None:
    """A count or an amount: in whole numbers a separator before three digits groups.

    >>> whole_number("150.000"), whole_number("1,053,000 đ"), whole_number("54,00")
    (150000, 1053000, 54)
    >>> whole_number("2,5"), whole_number("nhiều")
    (None, None)
    """
    text = _UNIT.sub("", words_of(html))
    grouped = _GROUPED.fullmatch(text)
    if grouped:
        text = re.sub(r"[.,]0{1,2}$", "", text).replace(grouped[1], "")
    value = decimal(text)
    if value is None or value != value.to_integral_value() or not 0 <= value < _LARGEST:
        return None
    return int(value)


def decimal(html: str) -> Decimal | None:
    """A measure such as pages: one separator is the decimal one, a comma too.

    >>> decimal("3,5"), decimal("3.5 trang"), decimal("")
    (Decimal('3.5'), Decimal('3.5'), None)
    """
    text = _UNIT.sub("", words_of(html))
    if not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None


def measure(html: str) -> Decimal | None:
    """A decimal that is not negative."""
    value = decimal(html)
    return value if value is not None and value >= 0 else None


def lookup(html: str) -> str:
    """The words of a lookup, choice or person, without the ids that SharePoint puts before.

    >>> lookup("12;#Thông tin hoạt động"), lookup(";#Tin;#Ảnh;#")
    ('Thông tin hoạt động', 'Tin; Ảnh')
    """
    parts = [part.strip() for part in words_of(html).split(";#")]
    if len(parts) > 1 and all(part.lstrip("-").isdecimal() for part in parts[::2]):
        parts = parts[1::2]
    return "; ".join(filter(None, parts))


def person(html: str) -> Person | None:
    """A person by name; None when nobody is named."""
    name = lookup(html)
    return Person(name=name) if name else None


def approval(html: str) -> int | None:
    """SharePoint's number: 0 approved, 1 denied, 2 pending, 3 draft, 4 scheduled."""
    word = fold(words_of(html))
    return int(word) if word in ("0", "1", "2", "3", "4") else _APPROVAL.get(word)


def address(html: str, *, base_url: str) -> str:
    """The address of a link column: an anchor's, or plain text before its description."""
    links = links_of(html, base_url=base_url)
    if links:
        return links[0].url
    text = words_of(html).partition(", ")[0]
    return whole_url(text, base_url=base_url) if _looks_like_address(text) else ""


def files(html: str, *, base_url: str) -> tuple[Attachment, ...]:
    """The files a column links to."""
    links = links_of(html, base_url=base_url)
    if links:
        return tuple(attachment_of(link.url, name=link.text) for link in links)
    url = address(html, base_url=base_url)
    if not url:
        return ()
    _, _, name = words_of(html).partition(", ")
    return (attachment_of(url, name=name),)


def related(html: str, *, base_url: str) -> tuple[Related, ...]:
    """Related articles: titles with addresses, or titles alone."""
    links = links_of(html, base_url=base_url)
    if links:
        return tuple(Related(title=link.text or link.url, url=link.url) for link in links)
    return tuple(Related(title=title) for title in lookup(html).split("; ") if title)


def _looks_like_address(text: str) -> bool:
    return text.startswith(("http://", "https://", "/")) and " " not in text.strip()
