"""What people read, from `locales/`: Vietnamese first, English second (pure).

Sentences are plain text and hold no character that HTML reads as markup; a caller that
sends HTML escapes the values it passes in.
"""

import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Final

from bot.numbers import format_number

LANGUAGES: Final = ("vi", "en")

_ONE, _OTHER = "one", "other"
_FORMS: Final = frozenset({_ONE, _OTHER})


def text(key: str, language: str, /, **values: object) -> str:
    """The sentence under `key`, its placeholders filled in.

    Args:
        key: `table.name` as in `locales/`.
        language: one of `LANGUAGES`.
        values: whole numbers are grouped (1.234), so ids and years go in as `str`;
            the one called `n` chooses between English singular and plural.

    Raises:
        KeyError: the key, the language or a placeholder's value is missing.

    >>> text("card.views", "vi", count=1234)
    'Lượt xem: 1.234'
    >>> text("search.results", "en", n=1, query="Đoàn")
    '1 article for “Đoàn”.'
    """
    forms = _CATALOGUES[language][key]
    template = forms.get(_ONE, forms[_OTHER]) if values.get("n") == 1 else forms[_OTHER]
    return template.format_map({name: _shown(it, language) for name, it in values.items()})


def keys(language: str) -> tuple[str, ...]:
    """Every key the language has, in the file's order."""
    return tuple(_CATALOGUES[language])


def forms_of(key: str, language: str) -> tuple[str, ...]:
    """The unfilled sentences under `key`: two where the language counts, else one."""
    return tuple(_CATALOGUES[language][key].values())


def language_of(code: str | None, *, default: str = "vi") -> str:
    """Our language for a Telegram `language_code` (IETF tag, may be absent).

    >>> language_of("vi-VN"), language_of("en-gb"), language_of("fr"), language_of(None)
    ('vi', 'en', 'vi', 'vi')
    """
    primary = primary_of(code or "")
    return primary if primary in LANGUAGES else default


def primary_of(code: str) -> str:
    """The language that a tag names, in two or three letters; empty when it names none.

    >>> primary_of("en_GB"), primary_of(" VI "), primary_of("tiếng Việt")
    ('en', 'vi', '')
    """
    primary = code.strip().replace("_", "-").partition("-")[0].lower()
    return primary if len(primary) in (2, 3) and primary.isascii() else ""


def command_names(command: str) -> tuple[str, ...]:
    """Every name a command answers to, Vietnamese first, without repeats.

    >>> command_names("tinmoi"), command_names("start")
    (('tinmoi', 'latest'), ('start',))
    """
    return tuple(dict.fromkeys(text(f"command_names.{command}", it) for it in LANGUAGES))


def _shown(value: object, language: str) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        return format_number(value, language=language)
    return value


def _flat(tables: Mapping[str, object], prefix: str = "") -> dict[str, dict[str, str]]:
    catalogue: dict[str, dict[str, str]] = {}
    for name, value in tables.items():
        if isinstance(value, str):
            catalogue[prefix + name] = {_OTHER: value}
        elif isinstance(value, dict) and prefix and value.keys() == _FORMS:
            catalogue[prefix + name] = value
        elif isinstance(value, dict):
            catalogue |= _flat(value, f"{prefix}{name}.")
        else:
            raise TypeError(f"{prefix}{name} is not a sentence")
    return catalogue


def _read(language: str) -> dict[str, dict[str, str]]:
    source = resources.files("bot").joinpath("locales", f"{language}.toml")
    return _flat(tomllib.loads(source.read_text(encoding="utf-8")))


_CATALOGUES: Final = {language: _read(language) for language in LANGUAGES}
