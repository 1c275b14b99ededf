"""Numbers as readers write them: 1.234.567 in Vietnamese, 1,234,567 in English (pure)."""

_NO_BREAK = "\u00a0"


def format_number(number: int, *, language: str) -> str:
    """The number with its thousands set apart.

    >>> format_number(1234567, language="vi"), format_number(-1234567, language="en")
    ('1.234.567', '-1,234,567')
    """
    grouped = f"{number:,}"
    return grouped if language == "en" else grouped.replace(",", ".")


def format_vnd(amount_vnd: int, *, language: str) -> str:
    """An amount of đồng; the sign never starts a line of its own.

    >>> format_vnd(234000, language="vi").replace("\u00a0", " ")
    '234.000 ₫'
    """
    return f"{format_number(amount_vnd, language=language)}{_NO_BREAK}₫"
